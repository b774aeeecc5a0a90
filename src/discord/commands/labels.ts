import { ApplicationIntegrationType, InteractionContextType, type LocalizationMap } from "discord.js";
import type { Language } from "../../domain/server-settings.ts";
import { LOCALES_OF, speechOf } from "../locales/languages.ts";
import type { Label, Texts } from "../locales/texts.ts";

/** Picks a text, in whatever language. */
export type Pick<T> = (texts: Texts, language: Language) => T;

export const SERVERS_ONLY = {
  integration_types: [ApplicationIntegrationType.GuildInstall],
  contexts: [InteractionContextType.Guild],
};

const en = speechOf("en").texts;

/** Name and description of a command or option in all languages. */
export function labels(pick: Pick<Label>) {
  return {
    name: pick(en, "en").name,
    name_localizations: localised((texts, language) => pick(texts, language).name),
    description: pick(en, "en").description,
    description_localizations: localised((texts, language) => pick(texts, language).description),
  };
}

export function localised(pick: Pick<string>): LocalizationMap {
  const map: LocalizationMap = {};
  for (const language of ["de", "fr", "es", "pt", "ja", "zh"] as const) {
    for (const locale of LOCALES_OF[language]) map[locale] = pick(speechOf(language).texts, language);
  }
  return map;
}

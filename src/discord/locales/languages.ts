import { Locale } from "discord.js";
import type { Language } from "../../domain/server-settings.ts";
import type { AnswerWording } from "../../wording/say-answer.ts";
import { wordingIn } from "../../wording/wording.ts";
import { de } from "./de.ts";
import { en } from "./en.ts";
import { es } from "./es.ts";
import { fr } from "./fr.ts";
import { ja } from "./ja.ts";
import { pt } from "./pt.ts";
import type { Texts } from "./texts.ts";
import { zh } from "./zh.ts";

const TEXTS: Readonly<Record<Language, Texts>> = { en, de, fr, es, pt, ja, zh };

/** Discord's locales that a language serves; English is the fallback and needs none. */
export const LOCALES_OF: Readonly<Record<Exclude<Language, "en">, readonly Locale[]>> = {
  de: [Locale.German],
  fr: [Locale.French],
  es: [Locale.SpanishES, Locale.SpanishLATAM],
  pt: [Locale.PortugueseBR],
  ja: [Locale.Japanese],
  zh: [Locale.ChineseCN, Locale.ChineseTW],
};

/** Names of the languages in themselves. */
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = {
  en: "English",
  de: "Deutsch",
  fr: "Français",
  es: "Español",
  pt: "Português",
  ja: "日本語",
  zh: "中文",
};

/** The texts of one language, with its way of writing numbers and dates. */
export interface Speech {
  readonly language: Language;
  readonly texts: Texts;
  /** How answers are put into words. */
  readonly wording: AnswerWording;
  number(value: number): string;
  /** A date as the corpus has it: `2024-12-13`, or `--07-09` where the year is unknown. */
  date(published: string): string;
  /** The name of a weekday, 1 (Monday) to 7. */
  weekday(day: number): string;
}

export function speechOf(language: Language): Speech {
  return {
    language,
    texts: TEXTS[language],
    wording: wordingIn(language),
    // 1 January 2024 was a Monday.
    weekday: (day) =>
      new Intl.DateTimeFormat(language, { weekday: "long", timeZone: "UTC" }).format(new Date(Date.UTC(2024, 0, day))),
    number: wordingIn(language).formats.number,
    date: wordingIn(language).formats.date,
  };
}

/** The language for a locale of Discord's (`pt-BR`), or what a server has settled on. */
export function languageFor(locale: string | null | undefined, settled: Language | "auto"): Language {
  if (settled !== "auto") return settled;
  for (const language of ["de", "fr", "es", "pt", "ja", "zh"] as const) {
    if (LOCALES_OF[language].some((served) => served === locale)) return language;
  }
  return "en";
}

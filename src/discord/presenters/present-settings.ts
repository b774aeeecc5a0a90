import { ChannelType, ComponentType, SelectMenuDefaultValueType } from "discord.js";
import { LANGUAGES, type ServerSettings } from "../../domain/server-settings.ts";
import type { UsageLimits } from "../admission/usage-windows.ts";
import { encodeAction, type SettingsField } from "../custom-ids.ts";
import { LIMITS } from "../limits.ts";
import { LANGUAGE_NAMES, type Speech } from "../locales/languages.ts";
import { button, COLOUR, type MessageRow, type Payload, payload, row } from "./payload.ts";

/** The settings of a server as a panel: what holds, and a menu for each. */
export function presentSettings(settings: ServerSettings, limits: UsageLimits, speech: Speech): Payload {
  const { texts, number } = speech;
  const labels = texts.settings;
  const languages = { auto: labels.languageAuto, ...LANGUAGE_NAMES };
  const visibilities = texts.show;
  const threads = { "follow-up": labels.threadsFollowUp, always: labels.threadsAlways, never: labels.threadsNever };
  const channels =
    settings.allowedChannels.length === 0
      ? labels.allChannels
      : settings.allowedChannels.map((id) => `<#${id}>`).join(", ");
  const perHour = labels.perHour(
    number(settings.userAsksPerHour ?? limits.userAsksPerHour),
    number(settings.serverAsksPerHour ?? limits.serverAsksPerHour),
  );
  const lines = [
    `**${labels.channels}**: ${channels}`,
    `**${labels.visibility}**: ${visibilities[settings.visibility]}`,
    `**${labels.threads}**: ${threads[settings.threads]}`,
    `**${labels.language}**: ${languages[settings.language]}`,
    `**${labels.limits}**: ${perHour}; ${labels.perDay(number(limits.serverAsksPerDay))}`,
  ];
  return payload({
    embeds: [{ title: labels.title, description: lines.join("\n"), color: COLOUR }],
    components: [
      channelMenu(settings.allowedChannels, labels.channels),
      menu("visibility", labels.visibility, visibilities, settings.visibility),
      menu("threads", labels.threads, threads, settings.threads),
      menu("language", labels.language, { auto: languages.auto, ...pickLanguages(languages) }, settings.language),
      row(button(encodeAction({ do: "settings", field: "limits" }), texts.buttons.editLimits)),
    ],
  });
}

function pickLanguages(names: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(LANGUAGES.map((language) => [language, names[language] ?? language]));
}

function channelMenu(chosen: readonly string[], placeholder: string): MessageRow {
  return row({
    type: ComponentType.ChannelSelect,
    custom_id: encodeAction({ do: "settings", field: "channels" }),
    placeholder,
    channel_types: [ChannelType.GuildText, ChannelType.GuildAnnouncement, ChannelType.GuildForum],
    min_values: 0,
    max_values: LIMITS.selectOptions,
    default_values: chosen.map((id) => ({ id, type: SelectMenuDefaultValueType.Channel })),
  });
}

function menu(
  field: SettingsField,
  label: string,
  options: Readonly<Record<string, string>>,
  chosen: string,
): MessageRow {
  return row({
    type: ComponentType.StringSelect,
    custom_id: encodeAction({ do: "settings", field }),
    placeholder: label,
    options: Object.entries(options).map(([value, name]) => ({
      value,
      label: `${label}: ${name}`.slice(0, LIMITS.selectOptionLabel),
      default: value === chosen,
    })),
  });
}

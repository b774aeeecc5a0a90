import { createHash } from "node:crypto";
import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
  PermissionFlagsBits,
  type RESTPostAPIApplicationCommandsJSONBody,
} from "discord.js";
import { PAPER_ORDERS } from "../../domain/question.ts";
import { MAX_QUESTION_CHARACTERS } from "../../util/read-question.ts";
import { speechOf } from "../locales/languages.ts";
import type { Label } from "../locales/texts.ts";
import { digestCommand } from "./digest-command.ts";
import { labels, localised, type Pick, SERVERS_ONLY } from "./labels.ts";

/** Paper ids and titles: a title may be pasted whole. */
const MAX_PAPER_CHARACTERS = 500;
const MAX_ID_CHARACTERS = 100;
const MAX_DATE_CHARACTERS = 30;

/** Where a command can be used: in servers, in the bot's direct messages, and in private channels. */
const EVERYWHERE = {
  integration_types: [ApplicationIntegrationType.GuildInstall, ApplicationIntegrationType.UserInstall],
  contexts: [InteractionContextType.Guild, InteractionContextType.BotDM, InteractionContextType.PrivateChannel],
};

const en = speechOf("en").texts;

/** The commands as Discord is told of them. */
export function commandManifest(): RESTPostAPIApplicationCommandsJSONBody[] {
  const slash = (pick: Pick<Label>) => ({ type: ApplicationCommandType.ChatInput as const, ...labels(pick) });
  const text = (pick: Pick<Label>, more: { max_length: number; autocomplete?: boolean }) => ({
    type: ApplicationCommandOptionType.String as const,
    ...labels(pick),
    required: true as const,
    min_length: 1,
    ...more,
  });
  const title = { max_length: MAX_PAPER_CHARACTERS, autocomplete: true };
  const subcommand = (pick: Pick<Label>) => ({
    type: ApplicationCommandOptionType.Subcommand as const,
    ...labels(pick),
  });
  const choice = (value: "everyone" | "asker") => ({
    value,
    name: en.show[value],
    name_localizations: localised((texts) => texts.show[value]),
  });
  return [
    {
      ...slash((texts) => texts.commands.ask),
      ...EVERYWHERE,
      options: [
        text((texts) => texts.commands.ask.question, { max_length: MAX_QUESTION_CHARACTERS }),
        ...filterOptions(),
        {
          type: ApplicationCommandOptionType.String,
          ...labels((texts) => texts.commands.ask.show),
          choices: [choice("everyone"), choice("asker")],
        },
      ],
    },
    {
      ...slash((texts) => texts.commands.related),
      ...EVERYWHERE,
      options: [text((texts) => texts.commands.related.paper, title)],
    },
    {
      ...slash((texts) => texts.commands.paper),
      ...EVERYWHERE,
      options: [
        {
          ...subcommand((texts) => texts.commands.paper.add),
          options: [text((texts) => texts.commands.paper.add.id, { max_length: MAX_ID_CHARACTERS })],
        },
        {
          ...subcommand((texts) => texts.commands.paper.show),
          options: [text((texts) => texts.commands.paper.show.paper, title)],
        },
      ],
    },
    {
      ...slash((texts) => texts.commands.search),
      ...EVERYWHERE,
      options: [
        text((texts) => texts.commands.search.query, { max_length: MAX_QUESTION_CHARACTERS }),
        ...filterOptions(),
      ],
    },
    {
      type: ApplicationCommandType.Message,
      name: en.commands.askAboutThis,
      name_localizations: localised((texts) => texts.commands.askAboutThis),
      ...EVERYWHERE,
    },
    { ...slash((texts) => texts.commands.help), ...EVERYWHERE },
    { ...slash((texts) => texts.commands.about), ...EVERYWHERE },
    {
      ...slash((texts) => texts.commands.privacy),
      ...EVERYWHERE,
      options: [
        subcommand((texts) => texts.commands.privacy.export),
        subcommand((texts) => texts.commands.privacy.delete),
      ],
    },
    digestCommand(),
    {
      ...slash((texts) => texts.commands.settings),
      ...SERVERS_ONLY,
      default_member_permissions: PermissionFlagsBits.ManageGuild.toString(),
    },
  ];
}

/** The options that say which papers count, and in which order they are listed. */
function filterOptions() {
  const text = (pick: Pick<Label>, maxLength: number) => ({
    type: ApplicationCommandOptionType.String as const,
    ...labels(pick),
    max_length: maxLength,
  });
  return [
    text((texts) => texts.commands.filters.since, MAX_DATE_CHARACTERS),
    text((texts) => texts.commands.filters.until, MAX_DATE_CHARACTERS),
    text((texts) => texts.commands.filters.author, MAX_ID_CHARACTERS),
    {
      type: ApplicationCommandOptionType.Integer as const,
      ...labels((texts) => texts.commands.filters.upvotes),
      min_value: 0,
    },
    text((texts) => texts.commands.filters.source, MAX_ID_CHARACTERS),
    {
      type: ApplicationCommandOptionType.String as const,
      ...labels((texts) => texts.commands.filters.sort),
      choices: PAPER_ORDERS.map((order) => ({
        value: order,
        name: en.orders[order],
        name_localizations: localised((texts) => texts.orders[order]),
      })),
    },
  ];
}

/** Commands of a single server have no say in where else they appear. */
export function forOneServer(
  manifest: readonly RESTPostAPIApplicationCommandsJSONBody[],
): RESTPostAPIApplicationCommandsJSONBody[] {
  return manifest.map(({ integration_types: _types, contexts: _contexts, ...command }) => command);
}

export function manifestHash(manifest: readonly RESTPostAPIApplicationCommandsJSONBody[]): string {
  return createHash("sha256").update(JSON.stringify(manifest)).digest("hex");
}

import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ChannelType,
  PermissionFlagsBits,
  type RESTPostAPIChatInputApplicationCommandsJSONBody,
} from "discord.js";
import { DIGEST_STYLES } from "../../domain/subscription.ts";
import { speechOf } from "../locales/languages.ts";
import { labels, localised, SERVERS_ONLY } from "./labels.ts";

const MAX_TOPICS_CHARACTERS = 2_000;
const MAX_ZONE_CHARACTERS = 64;
/** Where a digest can be posted. */
const CHANNELS = [
  ChannelType.GuildText,
  ChannelType.GuildAnnouncement,
  ChannelType.PublicThread,
  ChannelType.PrivateThread,
] as const;

/** `/digest`, for those who may manage the server. */
export function digestCommand(): RESTPostAPIChatInputApplicationCommandsJSONBody {
  const en = speechOf("en");
  const channel = { type: ApplicationCommandOptionType.Channel as const, channel_types: [...CHANNELS] };
  const topics = { type: ApplicationCommandOptionType.String as const, max_length: MAX_TOPICS_CHARACTERS };
  const flag = { type: ApplicationCommandOptionType.Boolean as const };
  return {
    type: ApplicationCommandType.ChatInput,
    ...labels((texts) => texts.commands.digest),
    ...SERVERS_ONLY,
    default_member_permissions: PermissionFlagsBits.ManageGuild.toString(),
    options: [
      {
        type: ApplicationCommandOptionType.Subcommand,
        ...labels((texts) => texts.commands.digest.subscribe),
        options: [
          { ...channel, ...labels((texts) => texts.commands.digest.subscribe.channel), required: true },
          {
            type: ApplicationCommandOptionType.Integer,
            ...labels((texts) => texts.commands.digest.subscribe.day),
            required: true,
            choices: [1, 2, 3, 4, 5, 6, 7].map((day) => ({
              value: day,
              name: en.weekday(day),
              name_localizations: localised((_texts, language) => speechOf(language).weekday(day)),
            })),
          },
          {
            type: ApplicationCommandOptionType.String,
            ...labels((texts) => texts.commands.digest.subscribe.time),
            required: true,
            min_length: 4,
            max_length: 5,
          },
          {
            type: ApplicationCommandOptionType.String,
            ...labels((texts) => texts.commands.digest.subscribe.timezone),
            required: true,
            max_length: MAX_ZONE_CHARACTERS,
            autocomplete: true,
          },
          { ...topics, ...labels((texts) => texts.commands.digest.subscribe.topics) },
          {
            type: ApplicationCommandOptionType.String,
            ...labels((texts) => texts.commands.digest.subscribe.style),
            choices: DIGEST_STYLES.map((style) => ({
              value: style,
              name: en.texts.digest[style],
              name_localizations: localised((texts) => texts.digest[style]),
            })),
          },
          { ...flag, ...labels((texts) => texts.commands.digest.subscribe.silent) },
          { ...flag, ...labels((texts) => texts.commands.digest.subscribe.crosspost) },
        ],
      },
      {
        type: ApplicationCommandOptionType.Subcommand,
        ...labels((texts) => texts.commands.digest.preview),
        options: [{ ...topics, ...labels((texts) => texts.commands.digest.subscribe.topics) }],
      },
      { type: ApplicationCommandOptionType.Subcommand, ...labels((texts) => texts.commands.digest.list) },
      {
        type: ApplicationCommandOptionType.Subcommand,
        ...labels((texts) => texts.commands.digest.unsubscribe),
        options: [{ ...channel, ...labels((texts) => texts.commands.digest.subscribe.channel), required: true }],
      },
      {
        type: ApplicationCommandOptionType.Subcommand,
        ...labels((texts) => texts.commands.digest.now),
        options: [{ ...channel, ...labels((texts) => texts.commands.digest.subscribe.channel) }],
      },
    ],
  };
}

import {
  type APIActionRowComponent,
  type APIButtonComponentWithCustomId,
  type APIComponentInMessageActionRow,
  type APIEmbed,
  ButtonStyle,
  ComponentType,
} from "discord.js";
import { LIMITS } from "../limits.ts";
import { fitText } from "./fit-text.ts";

export type MessageRow = APIActionRowComponent<APIComponentInMessageActionRow>;

/** A file made by the bot. */
export interface PayloadFile {
  readonly name: string;
  readonly attachment: Buffer;
}

/** A message as it goes to Discord. */
export interface Payload {
  readonly content: string;
  readonly embeds: readonly APIEmbed[];
  readonly components: readonly MessageRow[];
  readonly files?: readonly PayloadFile[];
  /** Nobody is ever pinged. */
  readonly allowedMentions: { readonly parse: readonly []; readonly repliedUser: false };
}

export const NO_MENTIONS = { parse: [], repliedUser: false } as const;

/** The one way to make a message: nothing in it pings, and what is not given is empty, so that an edit clears it. */
export function payload(parts: {
  readonly content?: string;
  readonly embeds?: readonly APIEmbed[];
  readonly components?: readonly MessageRow[];
  readonly files?: readonly PayloadFile[];
}): Payload {
  return {
    content: fitText(parts.content ?? "", LIMITS.messageCharacters),
    embeds: parts.embeds ?? [],
    components: (parts.components ?? []).filter((row) => row.components.length > 0),
    ...(parts.files === undefined ? {} : { files: parts.files }),
    allowedMentions: NO_MENTIONS,
  };
}

const STYLES = { primary: ButtonStyle.Primary, secondary: ButtonStyle.Secondary, danger: ButtonStyle.Danger } as const;

export function button(
  customId: string,
  label: string,
  options: { readonly style?: "primary" | "secondary" | "danger"; readonly disabled?: boolean } = {},
): APIButtonComponentWithCustomId {
  return {
    type: ComponentType.Button,
    custom_id: customId,
    label: fitText(label, LIMITS.buttonLabel),
    style: STYLES[options.style ?? "secondary"],
    ...(options.disabled === true ? { disabled: true } : {}),
  };
}

export function emojiButton(customId: string, emoji: string): APIButtonComponentWithCustomId {
  return { type: ComponentType.Button, custom_id: customId, emoji: { name: emoji }, style: ButtonStyle.Secondary };
}

export function row(...components: readonly APIComponentInMessageActionRow[]): MessageRow {
  return { type: ComponentType.ActionRow, components: [...components] };
}

/** The bot's colour on embeds. */
export const COLOUR = 0x3b6ea5;
/** The colour of an answer that only comes close. */
export const COLOUR_CLOSEST = 0xc98a1b;
/** The colour of an answer that found nothing. */
export const COLOUR_NOTHING = 0x8a8f98;

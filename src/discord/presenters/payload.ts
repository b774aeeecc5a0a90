import {
  type APIActionRowComponent,
  type APIButtonComponentWithCustomId,
  type APIComponentInMessageActionRow,
  type APIEmbed,
  ButtonStyle,
  ComponentType,
} from "discord.js";
import { LIMITS } from "../limits.ts";
import { fitMarkdown, fitText } from "./fit-text.ts";
import { plainText } from "./markdown.ts";

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

/** What stands where there would be nothing. */
const BLANK = "…";

export const NO_MENTIONS = { parse: [], repliedUser: false } as const;

/**
 * The one way to make a message: nothing in it pings, it is within Discord's limits whatever it is made of, and what is
 * not given is empty, so that an edit clears it. Texts are markdown, save footers and labels.
 */
export function payload(parts: {
  readonly content?: string;
  readonly embeds?: readonly APIEmbed[];
  readonly components?: readonly MessageRow[];
  readonly files?: readonly PayloadFile[];
}): Payload {
  return {
    content: fitMarkdown(parts.content ?? "", LIMITS.messageCharacters),
    embeds: fitEmbeds(parts.embeds ?? []),
    components: fitRows(parts.components ?? []),
    ...(parts.files === undefined ? {} : { files: parts.files }),
    allowedMentions: NO_MENTIONS,
  };
}

/** Each text within its limit, then all of them together: what is too much is cut from the last descriptions. */
function fitEmbeds(embeds: readonly APIEmbed[]): APIEmbed[] {
  const fitted = embeds.slice(0, LIMITS.embedsPerMessage).map(({ title, description, footer, ...rest }): APIEmbed => {
    return {
      ...(title === undefined ? {} : { title: fitMarkdown(title, LIMITS.embedTitle) }),
      ...(description === undefined ? {} : { description: fitMarkdown(description, LIMITS.embedDescription) }),
      ...rest,
      ...(footer === undefined ? {} : { footer: { text: fitPlain(footer.text, LIMITS.embedFooter) } }),
    };
  });
  let excess = fitted.length * BLANK.length - LIMITS.embedsTotal;
  for (const { title = "", description = "", footer } of fitted) {
    excess += title.length + description.length + (footer?.text.length ?? 0);
  }
  for (const embed of [...fitted].reverse()) {
    if (excess <= 0) break;
    const { description = "" } = embed;
    embed.description = fitMarkdown(description, Math.max(0, description.length - excess));
    excess -= description.length - embed.description.length;
  }
  // Discord refuses an embed that says nothing.
  for (const embed of fitted) {
    const isBlank = `${embed.title ?? ""}${embed.description ?? ""}`.trim() === "";
    if (isBlank) embed.description = BLANK;
  }
  return fitted;
}

/** Rows with something in them; a menu offers each value once, and not more than Discord shows. */
function fitRows(rows: readonly MessageRow[]): MessageRow[] {
  const fitted = rows.map((each) => ({ ...each, components: each.components.flatMap(fitComponent) }));
  return fitted.filter(({ components }) => components.length > 0).slice(0, LIMITS.rowsPerMessage);
}

function fitComponent(component: APIComponentInMessageActionRow): APIComponentInMessageActionRow[] {
  if (component.type !== ComponentType.StringSelect) return [component];
  const byValue = new Map(component.options.map((option) => [option.value, option]));
  const options = [...byValue.values()].slice(0, LIMITS.selectOptions).map((option) => ({
    ...option,
    label: fitPlain(option.label, LIMITS.selectOptionLabel),
  }));
  return options.length === 0 ? [] : [{ ...component, options }];
}

/** A text for a place that knows no markdown, cut where it does not fit; never blank. */
export function fitPlain(text: string, maxLength: number): string {
  return fitText(text, maxLength, plainText) || BLANK;
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
    label: fitPlain(label, LIMITS.buttonLabel),
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

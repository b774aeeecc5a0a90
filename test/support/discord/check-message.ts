import { LIMITS } from "../../../src/discord/limits.ts";

interface Embed {
  readonly title?: string;
  readonly description?: string;
  readonly footer?: { readonly text: string };
  readonly fields?: readonly { readonly name: string; readonly value: string }[];
}

interface Component {
  readonly custom_id?: string;
  readonly label?: string;
  readonly placeholder?: string;
  readonly options?: readonly { readonly label: string; readonly value?: string }[];
  readonly components?: readonly Component[];
  readonly component?: Component;
}

/** The parts of a message that Discord limits. */
export interface CheckedMessage {
  readonly content?: string | null;
  readonly embeds?: readonly Embed[] | null;
  readonly components?: readonly Component[] | null;
  readonly allowed_mentions?: { readonly parse?: readonly string[] } | null;
}

/** What is wrong with a message that the bot sends: Discord's limits, and this bot's own rule that nobody is pinged. */
export function checkMessage(message: CheckedMessage): string[] {
  const wrong: string[] = [];
  const limit = (what: string, size: number, most: number) => {
    if (size > most) wrong.push(`${what}: ${size} > ${most}`);
  };
  const { content, allowed_mentions: mentions } = message;
  const embeds = message.embeds ?? [];
  const components = message.components ?? [];
  limit("content", content?.length ?? 0, LIMITS.messageCharacters);
  limit("embeds", embeds.length, LIMITS.embedsPerMessage);
  let total = 0;
  for (const embed of embeds) {
    limit("title", embed.title?.length ?? 0, LIMITS.embedTitle);
    limit("description", embed.description?.length ?? 0, LIMITS.embedDescription);
    limit("footer", embed.footer?.text.length ?? 0, LIMITS.embedFooter);
    limit("fields", embed.fields?.length ?? 0, LIMITS.embedFields);
    total += [embed.title, embed.description, embed.footer?.text].reduce((sum, text) => sum + (text?.length ?? 0), 0);
    if (`${embed.title ?? ""}${embed.description ?? ""}`.trim() === "") wrong.push("an embed says nothing");
  }
  limit("embeds together", total, LIMITS.embedsTotal);
  limit("rows", components.length, LIMITS.rowsPerMessage);
  const all = components.flatMap((row) => [row, ...(row.components ?? [])]);
  limit("components", all.length, LIMITS.componentsPerMessage);
  const ids = all.flatMap(({ custom_id }) => custom_id ?? []);
  if (new Set(ids).size !== ids.length) wrong.push("custom ids are not unique");
  for (const id of ids) limit("custom id", id.length, LIMITS.customId);
  for (const row of components) {
    limit("components in a row", row.components?.length ?? 0, LIMITS.componentsPerRow);
    if ((row.components?.length ?? 0) === 0) wrong.push("a row without components");
  }
  for (const { label, placeholder, options = [] } of all) {
    limit("label", label?.length ?? 0, LIMITS.buttonLabel);
    limit("placeholder", placeholder?.length ?? 0, LIMITS.placeholder);
    limit("options", options.length, LIMITS.selectOptions);
    const values = options.flatMap(({ value }) => value ?? []);
    if (new Set(values).size !== values.length) wrong.push("an option is offered twice");
    for (const option of options) {
      limit("option", option.label.length, LIMITS.selectOptionLabel);
      if (option.label.trim() === "") wrong.push("an option without a name");
    }
  }
  for (const text of [content, ...embeds.flatMap(({ title, description }) => [title, description])]) {
    if (text !== undefined && text !== null && !text.isWellFormed()) wrong.push("a broken surrogate pair");
  }
  if (mentions?.parse === undefined || mentions.parse.length > 0) wrong.push("the message may ping");
  return wrong;
}

import { LIMITS } from "../limits.ts";
import { fitParts } from "../presenters/fit-text.ts";
import { escapeText } from "../presenters/markdown.ts";
import { type Payload, payload } from "../presenters/payload.ts";

/** Between two sentences that end in marks, and between two lines. */
const SEAM = /(?<=\\\] )|(?<=\n)/u;

/** A message without embeds (whose titles are markdown already), for channels where the bot may not post them; cut between sentences. */
export function withoutEmbeds(message: Payload): Payload {
  if (message.embeds.length === 0) return message;
  const parts = message.embeds.flatMap(({ title, description, footer }) => [
    ...(title === undefined ? [] : [`**${title}**\n`]),
    ...(description ?? "").split(SEAM),
    ...(footer === undefined ? [] : [`\n-# ${escapeText(footer.text)}`]),
  ]);
  const { text } = fitParts(parts, "", LIMITS.messageCharacters, () => "…");
  return payload({ content: text, components: message.components });
}

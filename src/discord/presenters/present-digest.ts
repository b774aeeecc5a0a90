import { type APIEmbed, ComponentType } from "discord.js";
import { nameSource, tellWhyHere, tellWhyQuiet } from "../../digest/tell-why.ts";
import type { Digest, DigestPaper } from "../../domain/digest.ts";
import { paperKeyOf } from "../../domain/paper.ts";
import type { DigestStyle } from "../../domain/subscription.ts";
import { encodeAction } from "../custom-ids.ts";
import { LIMITS } from "../limits.ts";
import type { Speech } from "../locales/languages.ts";
import { fitText } from "./fit-text.ts";
import { escapeText, titleLink } from "./markdown.ts";
import { COLOUR, COLOUR_NOTHING, type Payload, payload, row } from "./payload.ts";

const TITLE_CHARACTERS = 110;
const THEME_CHARACTERS = 100;
const WHY_CHARACTERS = 80;
const SOURCES_CHARACTERS = 300;
const REASON_CHARACTERS = 1_000;
/** A shorter part of a quotation would show nothing. */
const LEAST_QUOTE = 40;
/** What is kept free for titles of embeds, the first lines and the footer. */
const KEPT_FREE = 800;

/**
 * A digest as one message: an embed for each theme, and a menu to look at one of its papers. Sentences are cut where
 * they don't fit.
 *
 * @param mark what the message is known by later, in its last line; null for a preview
 */
export function presentDigest(digest: Digest, style: DigestStyle, speech: Speech, mark: string | null): Payload {
  const { texts } = speech;
  const sources = digest.from
    .map(({ source, papers }) => `${nameSource(source, texts.digest.why)} ${speech.number(papers)}`)
    .join(", ");
  const quiet =
    digest.whyQuiet === null
      ? digest.reason
      : tellWhyQuiet(digest.whyQuiet, digest.newPapers, texts.digest.why, speech.number);
  const head: APIEmbed = {
    title: texts.digest.title(digest.week),
    description: [
      texts.digest.newPapers(speech.number(digest.newPapers), fitText(sources, SOURCES_CHARACTERS, escapeText)),
      ...(quiet === null ? [] : [texts.digest.quiet(fitText(quiet, REASON_CHARACTERS, escapeText))]),
    ].join("\n"),
    color: digest.quiet ? COLOUR_NOTHING : COLOUR,
  };
  const papers = digest.themes.flatMap((theme) => theme.papers);
  const room = Math.floor((LIMITS.embedsTotal - KEPT_FREE) / Math.max(1, papers.length));
  const themes = digest.themes.map(
    (theme): APIEmbed => ({
      title: theme.kind === "rest" ? texts.digest.rest : fitText(theme.name, THEME_CHARACTERS, escapeText),
      description: fitText(
        theme.papers.map((paper) => presentPaper(paper, style, room, speech)).join("\n"),
        LIMITS.embedDescription,
      ),
      color: COLOUR,
    }),
  );
  const embeds = [head, ...themes].slice(0, LIMITS.embedsPerMessage);
  const last = embeds.at(-1);
  if (last !== undefined && mark !== null) last.footer = { text: `Footnote · ${digest.week} · ${mark}` };
  return payload({ embeds, components: papers.length === 0 ? [] : [paperMenu(papers, texts.digest.pick)] });
}

function presentPaper(paper: DigestPaper, style: DigestStyle, room: number, { texts, number }: Speech): string {
  const { title, url, sentence, quote, reasons } = paper;
  const why = reasons.length === 0 ? paper.why : tellWhyHere(reasons, texts.digest.why, number);
  const heading = `**${titleLink(fitText(title, TITLE_CHARACTERS), url)}**`;
  const reason = `-# ${fitText(why, WHY_CHARACTERS, escapeText)}`;
  const left = room - heading.length - reason.length - 6;
  if (style === "short" || sentence === "") return `${heading}\n${reason}`;
  const quoted = (text: string) => `“${escapeText(text)}”`;
  if (sentence === quote) return [heading, fitText(sentence, left, quoted), reason].join("\n");
  const told = fitText(sentence, left, escapeText);
  // What backs a sentence that a model wrote, as far as there is room.
  const leftForQuote = left - told.length - 4;
  const receipt = leftForQuote < LEAST_QUOTE ? [] : [`-# ${fitText(quote, leftForQuote, quoted)}`];
  return [heading, told, ...receipt, reason].join("\n");
}

function paperMenu(papers: readonly DigestPaper[], placeholder: string) {
  return row({
    type: ComponentType.StringSelect,
    custom_id: encodeAction({ do: "look", what: "paper" }),
    placeholder,
    options: papers.slice(0, LIMITS.selectOptions).map(({ paperId, title }) => ({
      value: paperKeyOf(paperId),
      label: fitText(title, LIMITS.selectOptionLabel),
    })),
  });
}

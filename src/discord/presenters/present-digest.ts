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
import { COLOUR, COLOUR_NOTHING, fitPlain, type Payload, payload, row } from "./payload.ts";

const TITLE_CHARACTERS = 110;
const THEME_CHARACTERS = 100;
const WHY_CHARACTERS = 80;
const SOURCES_CHARACTERS = 300;
const REASON_CHARACTERS = 1_000;
/** A shorter part of a quotation would show nothing. */
const LEAST_QUOTE = 40;
const LEAST_SENTENCE = 10;
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
  const shownThemes = digest.themes.slice(0, LIMITS.embedsPerMessage - 1);
  const titles = shownThemes.map((theme) =>
    theme.kind === "rest" ? texts.digest.rest : fitText(theme.name, THEME_CHARACTERS, escapeText),
  );
  const footer = mark === null ? "" : `Footnote · ${digest.week} · ${mark}`;
  const papers = shownThemes.flatMap((theme) => theme.papers);
  const taken = [head.title, head.description, footer, ...titles].reduce((sum, text) => sum + (text?.length ?? 0), 0);
  const room = Math.floor((LIMITS.embedsTotal - taken) / Math.max(1, papers.length)) - 1;
  const themes = shownThemes.map((theme, at): APIEmbed => {
    const most = Math.min(room, Math.floor(LIMITS.embedDescription / Math.max(1, theme.papers.length)) - 1);
    return {
      title: titles[at] ?? "",
      description: theme.papers.map((paper) => presentPaper(paper, style, most, speech)).join("\n"),
      color: COLOUR,
    };
  });
  const embeds = [head, ...themes];
  const last = embeds.at(-1);
  if (last !== undefined && mark !== null) last.footer = { text: footer };
  return payload({ embeds, components: papers.length === 0 ? [] : [paperMenu(papers, texts.digest.pick)] });
}

function presentPaper(paper: DigestPaper, style: DigestStyle, room: number, { texts, number }: Speech): string {
  const { title, url, sentence, quote, reasons } = paper;
  const why = reasons.length === 0 ? paper.why : tellWhyHere(reasons, texts.digest.why, number);
  const reason = `-# ${fitText(why, Math.min(WHY_CHARACTERS, Math.floor(room / 4)), escapeText)}`;
  const forTitle = room - reason.length - "****\n".length;
  // What is left of a title is cut after its escapes were added, its link dropped where there is no room for it.
  const named = fitText(title, TITLE_CHARACTERS);
  const linked = titleLink(named, url, forTitle);
  const heading = `**${linked.length <= forTitle ? linked : fitText(named, forTitle, (part) => titleLink(part, null))}**`;
  const left = room - heading.length - reason.length - 2;
  if (style === "short" || sentence === "" || left < LEAST_SENTENCE) return `${heading}\n${reason}`;
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
      label: fitPlain(title, LIMITS.selectOptionLabel),
    })),
  });
}

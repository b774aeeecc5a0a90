import { type APIEmbed, ComponentType } from "discord.js";
import { type Paper, paperKeyOf } from "../../domain/paper.ts";
import { serviceName, sourceName } from "../../domain/services.ts";
import type { TitledPaper } from "../../ports/corpus-store.ts";
import type { RelatedPaper } from "../../retrieval/related-papers.ts";
import type { SearchResult } from "../../retrieval/search-papers.ts";
import { encodeAction, type PickedFor } from "../custom-ids.ts";
import { LIMITS } from "../limits.ts";
import type { Speech } from "../locales/languages.ts";
import { fitParts, fitText } from "./fit-text.ts";
import { escapeText, titleLink } from "./markdown.ts";
import { button, COLOUR, COLOUR_NOTHING, fitPlain, type Payload, payload, row } from "./payload.ts";

export const PAGE_SIZE = 5;
const TITLE_CHARACTERS = 150;
const TITLE_IN_HEADING = 180;
const REASON_CHARACTERS = 150;
const SOURCES_CHARACTERS = 300;
const SNIPPET_CHARACTERS = 400;
const ADDRESS_CHARACTERS = 100;
/** What each paper of a page may take, with its link. */
const PAPER_CHARACTERS = Math.floor(LIMITS.embedDescription / (PAGE_SIZE + 1));

export interface RelatedView {
  readonly paper: { readonly paperId: string; readonly title: string };
  /** All that were found, in the order to show. */
  readonly papers: readonly RelatedPaper[];
  readonly sort: "similar" | "recent";
  /** Rank of the first one on this page, from 0. */
  readonly from: number;
  /** The title was not given exactly. */
  readonly guessed: boolean;
}

/** One page of related papers, with a reason each. */
export function presentRelated(view: RelatedView, speech: Speech): Payload {
  const { texts } = speech;
  const { paper, sort, from } = view;
  const page = view.papers.slice(from, from + PAGE_SIZE);
  const lines = page.map((related, index) => {
    const reason =
      related.sharedTerms.length === 0
        ? texts.related.otherWords
        : texts.related.bothOn(related.sharedTerms.join(", "));
    const date = related.published === null ? "" : ` · ${speech.date(related.published)}`;
    const below = `\n-# ${fitText(reason, REASON_CHARACTERS, escapeText)}${date}`;
    const room = PAPER_CHARACTERS - below.length;
    return `**${speech.number(from + index + 1)}.** ${titleLink(fitText(related.title, TITLE_CHARACTERS), related.url, room)}${below}`;
  });
  const guessed =
    view.guessed && from === 0 ? [`-# ${texts.related.taken(escapeText(fitText(paper.title, TITLE_IN_HEADING)))}`] : [];
  const paperKey = paperKeyOf(paper.paperId);
  const to = (next: { sort: "similar" | "recent"; from: number }) =>
    encodeAction({ do: "related-page", paperKey, ...next });
  const embed: APIEmbed = {
    title: fitText(paper.title, LIMITS.embedTitle, (title) => texts.related.title(escapeText(title))),
    description:
      lines.length === 0
        ? texts.related.none
        : fitParts([...guessed, ...lines], "\n", LIMITS.embedDescription, (left) => `… +${left}`).text,
    color: lines.length === 0 ? COLOUR_NOTHING : COLOUR,
  };
  if (lines.length === 0) return payload({ embeds: [embed] });
  const other = sort === "similar" ? "recent" : "similar";
  return payload({
    embeds: [embed],
    components: [
      row(
        ...(from > 0 ? [button(to({ sort, from: Math.max(0, from - PAGE_SIZE) }), texts.buttons.previous)] : []),
        button(to({ sort, from: from + PAGE_SIZE }), texts.buttons.more, {
          style: "primary",
          disabled: from + PAGE_SIZE >= view.papers.length,
        }),
        button(
          to({ sort: other, from: 0 }),
          other === "recent" ? texts.buttons.recentFirst : texts.buttons.similarFirst,
        ),
        button(encodeAction({ do: "ask-about", paperKey }), texts.buttons.askAboutThis),
      ),
    ],
  });
}

export interface PaperCardOptions {
  /** It was picked from a digest, which may be asked for less like it. */
  readonly inDigest?: boolean;
}

/** One paper: abstract, date, authors, where it is listed. */
export function presentPaper(paper: Paper, speech: Speech, { inDigest = false }: PaperCardOptions = {}): Payload {
  const { texts } = speech;
  const facts = [
    paper.published === null ? texts.paper.undated : speech.date(paper.published),
    paper.authorCount === null ? null : texts.paper.authors(speech.number(paper.authorCount)),
    paper.upvotes === null ? null : texts.paper.upvotes(speech.number(paper.upvotes)),
  ].filter((fact) => fact !== null);
  const footer = facts.join(" · ");
  const title = fitText(paper.title, LIMITS.embedTitle, escapeText);
  const heading = paper.url === null ? "" : `${titleLink(addressShown(paper.url), paper.url)}\n\n`;
  const listed = paper.sources.map(({ path, line }) => serviceName(path) ?? `${sourceName(path)}:${line}`);
  const sources = fitText(
    [...new Set(listed)].join(", "),
    SOURCES_CHARACTERS,
    (text) => `\n\n-# ${texts.paper.sources(escapeText(text))}`,
  );
  const room =
    Math.min(LIMITS.embedDescription, LIMITS.embedsTotal - title.length - footer.length) -
    heading.length -
    sources.length;
  const paperKey = paperKeyOf(paper.paperId);
  return payload({
    embeds: [
      {
        title,
        description: heading + fitText(paper.abstract, room, escapeText) + sources,
        color: COLOUR,
        footer: { text: footer },
      },
    ],
    components: [
      row(
        button(encodeAction({ do: "related", paperKey }), texts.buttons.related, { style: "primary" }),
        button(encodeAction({ do: "ask-about", paperKey }), texts.buttons.askAboutThis),
        ...(inDigest ? [button(encodeAction({ do: "less", paperKey }), texts.buttons.lessLikeThis)] : []),
      ),
    ],
  });
}

/** An address as it is read: without its scheme, and not without end. */
function addressShown(url: string): string {
  return fitText(url.replace(/^https?:\/\//u, ""), ADDRESS_CHARACTERS);
}

/** Titles to choose from, where what was typed fits several or none. */
export function presentCandidates(
  kind: "ambiguous" | "none",
  text: string,
  candidates: readonly TitledPaper[],
  what: PickedFor,
  { texts }: Speech,
): Payload {
  const shown = escapeText(fitText(text, TITLE_CHARACTERS));
  const content = kind === "ambiguous" ? texts.paper.several(shown) : texts.paper.noneFits(shown);
  const options = candidates.slice(0, LIMITS.selectOptions).map(({ paperId, title }) => ({
    value: paperKeyOf(paperId),
    label: fitPlain(title, LIMITS.selectOptionLabel),
  }));
  if (options.length === 0) return payload({ content: texts.search.none });
  return payload({
    content,
    components: [row({ type: ComponentType.StringSelect, custom_id: encodeAction({ do: "pick", what }), options })],
  });
}

export interface SearchView {
  readonly searchId: string;
  readonly query: string;
  /** All that were found. */
  readonly results: readonly SearchResult[];
  readonly from: number;
}

/** One page of ranked titles. */
export function presentSearch({ searchId, query, results, from }: SearchView, speech: Speech): Payload {
  const { texts } = speech;
  const title = fitText(query, LIMITS.embedTitle, (text) => texts.search.title(escapeText(text)));
  if (results.length === 0) {
    return payload({ embeds: [{ title, description: texts.search.none, color: COLOUR_NOTHING }] });
  }
  const lines = results.slice(from, from + PAGE_SIZE).map((result, index) => {
    const date = result.published === null ? "" : ` · ${speech.date(result.published)}`;
    const below = `${date}\n> ${fitText(result.snippet, SNIPPET_CHARACTERS, escapeText)}`;
    const room = PAPER_CHARACTERS - below.length;
    return `**${speech.number(from + index + 1)}.** ${titleLink(fitText(result.title, TITLE_CHARACTERS), result.url, room)}${below}`;
  });
  const pages = Math.ceil(results.length / PAGE_SIZE);
  const turn = (to: number, label: string, disabled: boolean) =>
    button(encodeAction({ do: "search-page", searchId, from: Math.max(0, to) }), label, { disabled });
  return payload({
    embeds: [
      {
        title,
        description: fitParts(lines, "\n", LIMITS.embedDescription, (left) => `… +${left}`).text,
        color: COLOUR,
        footer: { text: texts.search.page(speech.number(from / PAGE_SIZE + 1), speech.number(pages)) },
      },
    ],
    components: [
      row(
        turn(from - PAGE_SIZE, texts.buttons.previous, from === 0),
        turn(from + PAGE_SIZE, texts.buttons.next, from + PAGE_SIZE >= results.length),
      ),
    ],
  });
}

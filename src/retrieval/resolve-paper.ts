import { normaliseTitle, type PaperId } from "../domain/paper.ts";
import type { CorpusReader } from "../ports/corpus-store.ts";

export interface TitledPaper {
  readonly paperId: PaperId;
  readonly title: string;
}

export type ResolvedPaper =
  | { readonly kind: "found"; readonly paper: TitledPaper; readonly exact: boolean }
  /** Several titles fit about equally well; best first. */
  | { readonly kind: "ambiguous"; readonly candidates: readonly TitledPaper[] }
  | { readonly kind: "none"; readonly nearest: readonly TitledPaper[] };

/** Shares of common letter triples: 1 for equal titles. Below the first nothing fits; from the second on it does. */
const WORTH_OFFERING = 0.3;
const CLEARLY_MEANT = 0.55;
/** A runner-up so close to the best makes the title ambiguous. */
const MARGIN = 0.1;
const MOST_CANDIDATES = 5;

/** Finds the paper that a person means by an id, a title, a part of a title, or a title with typos. */
export async function resolvePaper(corpus: CorpusReader, text: string): Promise<ResolvedPaper> {
  const titles = await corpus.listTitles();
  const given = text.trim();
  const byId = titles.find((paper) => paper.paperId === given);
  if (byId !== undefined) return { kind: "found", paper: byId, exact: true };

  const wanted = normaliseTitle(given);
  const equal = titles.filter((paper) => normaliseTitle(paper.title) === wanted);
  const [onlyEqual] = equal;
  if (onlyEqual !== undefined) {
    return equal.length === 1
      ? { kind: "found", paper: onlyEqual, exact: true }
      : { kind: "ambiguous", candidates: equal.slice(0, MOST_CANDIDATES) };
  }

  const wantedTriples = triples(wanted);
  const scored = titles
    .map((paper) => ({ paper, score: titleLikeness(wanted, wantedTriples, normaliseTitle(paper.title)) }))
    .sort((a, b) => b.score - a.score || (a.paper.title < b.paper.title ? -1 : 1));
  const [best, second] = scored;
  const close = scored.filter(({ score }) => score >= WORTH_OFFERING);
  if (best === undefined || close.length === 0) {
    return { kind: "none", nearest: scored.slice(0, 3).map(({ paper }) => paper) };
  }
  const clear = best.score >= CLEARLY_MEANT && best.score - (second?.score ?? 0) >= MARGIN;
  if (clear || close.length === 1) return { kind: "found", paper: best.paper, exact: false };
  return { kind: "ambiguous", candidates: close.slice(0, MOST_CANDIDATES).map(({ paper }) => paper) };
}

/** Dice's coefficient of letter triples; a title that holds the text as a whole counts as clearly meant. */
function titleLikeness(wanted: string, wantedTriples: ReadonlySet<string>, title: string): number {
  const titleTriples = triples(title);
  let common = 0;
  for (const triple of wantedTriples) if (titleTriples.has(triple)) common += 1;
  const dice = (2 * common) / Math.max(1, wantedTriples.size + titleTriples.size);
  // Most of what was typed stands in the title: a part of a title, perhaps misspelt.
  const contained = (0.9 * common) / Math.max(1, wantedTriples.size);
  return Math.max(dice, wanted.length >= 4 ? contained * contained : 0);
}

function triples(text: string): Set<string> {
  const padded = `  ${text} `;
  const found = new Set<string>();
  for (let i = 0; i + 3 <= padded.length; i += 1) found.add(padded.slice(i, i + 3));
  return found;
}

import { readArxivId } from "../domain/paper-identifiers.ts";
import type { TitledPaper } from "../ports/corpus-store.ts";
import type { TitleIndex } from "./title-index.ts";

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
const NEAREST = 3;

/** Finds the paper that a person means by an id, a key, a title, a part of a title, or a title with typos. */
export function resolvePaper(titles: TitleIndex, text: string): ResolvedPaper {
  const given = text.trim();
  const byId = titles.get(given) ?? titles.get(readArxivId(given) ?? "") ?? titles.byKey(given);
  if (byId !== undefined) return { kind: "found", paper: byId, exact: true };

  const equal = titles.equal(given);
  const [onlyEqual] = equal;
  if (onlyEqual !== undefined) {
    return equal.length === 1
      ? { kind: "found", paper: onlyEqual, exact: true }
      : { kind: "ambiguous", candidates: equal.slice(0, MOST_CANDIDATES) };
  }

  const ranked = titles.rank(given, MOST_CANDIDATES);
  const [best, second] = ranked;
  const close = ranked.filter(({ likeness }) => likeness >= WORTH_OFFERING);
  if (best === undefined || close.length === 0) {
    return { kind: "none", nearest: ranked.slice(0, NEAREST).map(({ paper }) => paper) };
  }
  const clear = best.likeness >= CLEARLY_MEANT && best.likeness - (second?.likeness ?? 0) >= MARGIN;
  if (clear || close.length === 1) return { kind: "found", paper: best.paper, exact: false };
  return { kind: "ambiguous", candidates: close.map(({ paper }) => paper) };
}

import { findObjections } from "../citations/exact-checks.ts";
import type { Vocabulary } from "../domain/vocabulary.ts";
import { createTermOverlap } from "../util/term-overlap.ts";

/** What a question takes for granted: `Since …,`, `Given that …,`, `why does … (not) …`. */
const PREMISES: readonly RegExp[] = [
  /^(?:since|because|given that|as|considering that|knowing that)\s+(?<premise>[^,]{8,}),/iu,
  /^why\s+(?:does|do|did|is|are|was|were|has|have)\s+(?<premise>.{8,}?)\??$/iu,
];
/** A quote about something else denies nothing. */
const SAME_SUBJECT = 0.5;

/** The clause of a question that is taken for granted; null for none. */
export function premiseOf(question: string): string | null {
  for (const pattern of PREMISES) {
    const premise = pattern.exec(question.trim())?.groups?.["premise"];
    if (premise !== undefined) return premise;
  }
  return null;
}

/** The first of some quoted sentences that denies what a question takes for granted, or turns it round; null for none. */
export function findDenial<Q extends { readonly quote: string; readonly title: string }>(
  premise: string,
  quotes: readonly Q[],
  vocabulary: Vocabulary,
): Q | null {
  const overlap = createTermOverlap(premise, vocabulary);
  for (const quoted of quotes) {
    if (overlap.with(`${quoted.title} ${quoted.quote}`) < SAME_SUBJECT) continue;
    const objections = findObjections(premise, { ...quoted, abstract: quoted.quote });
    if (objections.includes("negation") || objections.includes("direction")) return quoted;
  }
  return null;
}

import { findObjections } from "../citations/exact-checks.ts";
import { takesSameSides } from "../citations/opposites.ts";
import type { Premise } from "../domain/answer.ts";
import type { Vocabulary } from "../domain/vocabulary.ts";
import { splitSentences } from "../util/sentences.ts";
import { createTermOverlap } from "../util/term-overlap.ts";

/** A cited paper, as a premise is held against it. */
export interface CitedAbstract {
  readonly n: number;
  readonly title: string;
  readonly abstract: string;
  /** The sentence that the answer quotes. */
  readonly quote: string;
}

interface Clause {
  readonly text: string;
  /** Said outright (“since …”), not only implied (“why does …”): most of what a “why” implies is true. */
  readonly outright: boolean;
}

const OUTRIGHT =
  /^(?:since|because|given(?: that)?|as(?! (?:an?|of|for|in|part|with|to|per|well)\b)|considering(?: that)?|knowing that|now that|seeing (?:that|as)|assuming(?: that)?)\s+(?<premise>[^,]{8,}),/iu;
const IMPLIED = /^(?:why\s+(?:does|do|did|is|are|was|were|has|have)|how come)\s+(?<premise>.{8,}?)\??$/iu;

/** The clause of a question that is taken for granted; null for none. */
export function premiseOf(question: string): Clause | null {
  const text = question.trim();
  const outright = OUTRIGHT.exec(text)?.groups?.["premise"];
  if (outright !== undefined) return { text: outright, outright: true };
  const implied = IMPLIED.exec(text)?.groups?.["premise"];
  return implied === undefined ? null : { text: implied, outright: false };
}

/** A sentence about something else denies nothing. */
const SAME_SUBJECT = 0.5;
/** A sentence with so much of the premise, and nothing against it, is taken to say it. */
const SAYS_IT = 0.75;

/**
 * Holds what a question takes for granted against the cited abstracts, by rule. Denied: a sentence on the same subject
 * negates it or says the opposite. Unconfirmed: it was said outright, and no sentence says so. Null where the premise
 * is borne out, or there is none.
 */
export function checkPremise(
  question: string,
  cited: readonly CitedAbstract[],
  vocabulary: Vocabulary,
): Premise | null {
  const clause = premiseOf(question);
  const [first] = cited;
  if (clause === null || first === undefined) return null;
  const premise = clause.text;
  const overlap = createTermOverlap(premise, vocabulary);
  let confirmed = false;
  let denial: { n: number; quote: string; shared: number } | null = null;
  for (const { n, title, abstract, quote } of cited) {
    // A title is a claim too, but what is quoted is the abstract.
    const claims = [{ text: title, quote }, ...splitSentences(abstract).map(({ text }) => ({ text, quote: text }))];
    for (const claim of claims) {
      const shared = overlap.with(`${title} ${claim.text}`);
      if (shared < SAME_SUBJECT) continue;
      const objections = findObjections(premise, { quote: claim.text, title, abstract });
      if (objections.includes("negation") || objections.includes("direction")) {
        if (denial === null || shared > denial.shared) denial = { n, quote: claim.quote, shared };
      } else if (shared >= SAYS_IT && takesSameSides(premise, `${title} ${claim.text}`)) confirmed = true;
    }
  }
  if (denial !== null && !confirmed) return { text: premise, verdict: "denied", n: denial.n, quote: denial.quote };
  if (confirmed || !clause.outright) return null;
  return { text: premise, verdict: "unconfirmed", n: first.n, quote: first.quote };
}

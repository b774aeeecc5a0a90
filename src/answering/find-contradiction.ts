import { contradicts, type IsCommon, takesSameSide } from "../citations/compare-claims.ts";
import { amountsDiffer } from "../citations/numbers.ts";
import { type Claim, clausesOf, readClaim } from "../citations/read-claim.ts";
import { createSubjectOverlap, isAbout, type SubjectOverlap, subjectOf } from "../citations/shared-subject.ts";
import type { Premise } from "../domain/answer.ts";
import { CHARACTERS_COMPARED } from "../domain/limits.ts";
import type { Vocabulary } from "../domain/vocabulary.ts";
import { readPresupposition } from "../questions/read-presupposition.ts";
import { expandAbbreviations, findAbbreviations } from "../util/abbreviations.ts";
import { splitSentences } from "../util/sentences.ts";
import { isStopWord, wordsOf } from "../util/terms.ts";

/** A cited paper, as a presupposition is held against it. */
export interface CitedAbstract {
  readonly n: number;
  readonly title: string;
  readonly abstract: string;
}

/**
 * When a contradiction is certain enough to be said; right 53 times of 56 on the labelled sets (docs/tuning.md).
 * `beyondTitle`: share of the claim's words, beside those of the title, that a statement must hold.
 * `supported`: a statement that agrees, this close to it, silences it.
 */
const CERTAIN = { beyondTitle: 0.75, supported: 0.8 };
/** Paper and statement together have so much of the claim's subject, or they speak of something else. */
const SAME_SUBJECT = 0.5;
/** A statement with so much of the claim, and nothing against it, is taken to say it. */
const SAYS_IT = { shared: 0.65, beyondTitle: 0.75 };
/** A word that more of the papers have than this share tells nothing alone. */
const COMMON = 0.25;

interface PresupposedClaim {
  readonly text: string;
  readonly claim: Claim;
  /** Its content words. */
  readonly words: readonly string[];
  readonly overlap: SubjectOverlap;
}

/** What one statement of the cited paper is to a claim. */
interface Statement {
  readonly quote: string;
  readonly closeness: number;
  readonly stand: "against" | "for";
}

/**
 * Holds what a question takes for granted against the paper that its answer rests on, by rule. Found only where a
 * sentence of the abstract says the opposite of nearly all of it, and none that is nearly as close agrees: a sound
 * question that is doubted costs more trust than a wrong one that is not. Null for no contradiction.
 */
export function findContradiction(
  question: string,
  cited: CitedAbstract | undefined,
  vocabulary: Vocabulary,
): Premise | null {
  const text = readPresupposition(question);
  if (text === null || cited === undefined) return null;
  const words = wordsOf(text).filter((word) => !isStopWord(word));
  const presupposed = { text, claim: readClaim(text), words, overlap: createSubjectOverlap(words, vocabulary) };
  const statements = statementsOf(presupposed, cited, vocabulary);
  const closest = (stand: Statement["stand"]) =>
    statements.filter((statement) => statement.stand === stand).toSorted((a, b) => b.closeness - a.closeness)[0];
  const [against, agreeing] = [closest("against"), closest("for")];
  if (against === undefined) return null;
  // A sentence that also says the same is no contradiction.
  if (statements.some(({ stand, quote }) => stand === "for" && quote === against.quote)) return null;
  if (agreeing !== undefined && agreeing.closeness > CERTAIN.supported * against.closeness) return null;
  return { text, verdict: "denied", n: cited.n, quote: against.quote };
}

/** The statements of an abstract that are about what a claim is about. The title only tells what goes without saying. */
function statementsOf(
  { text, claim, words, overlap }: PresupposedClaim,
  { title, abstract }: CitedAbstract,
  vocabulary: Vocabulary,
): Statement[] {
  const inTitle = subjectOf(title);
  const news = words.filter((word) => !isAbout(word, inTitle));
  const newsOverlap = news.length === 0 ? overlap : createSubjectOverlap(news, vocabulary);
  const abbreviations = findAbbreviations(abstract);
  const isCommon: IsCommon = (term) => (vocabulary.paperCounts.get(term) ?? 0) > COMMON * vocabulary.papers;
  const sentences = splitSentences(abstract.slice(0, CHARACTERS_COMPARED)).flatMap(({ text: quote }) =>
    clausesOf(quote).map((clause) => ({ quote, said: expandAbbreviations(clause, abbreviations) })),
  );
  const titleStatement = { quote: "", said: title };
  return [titleStatement, ...sentences].flatMap(({ quote, said }): Statement[] => {
    const subject = subjectOf(said);
    const beyondTitle = quote === "" ? overlap.with(subject) : newsOverlap.with(subject);
    const shared = overlap.with(subjectOf(`${title} ${said}`));
    if (shared < SAME_SUBJECT) return [];
    const other = readClaim(said);
    const closeness = beyondTitle + shared / 4;
    const sameSide = takesSameSide(claim, other);
    if (!sameSide && (contradicts(claim, other, isCommon) || amountsDiffer(text, said))) {
      return quote === "" || beyondTitle < CERTAIN.beyondTitle ? [] : [{ quote, closeness, stand: "against" }];
    }
    const agrees = sameSide || (shared >= SAYS_IT.shared && beyondTitle >= SAYS_IT.beyondTitle && takesNoSide(claim));
    return agrees ? [{ quote, closeness, stand: "for" }] : [];
  });
}

function takesNoSide({ polar, denials }: Claim): boolean {
  return polar.length === 0 && denials.length === 0;
}

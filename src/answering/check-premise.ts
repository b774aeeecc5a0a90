import { contradicts, type IsCommon, takesSameSide } from "../citations/compare-claims.ts";
import { amountsDiffer } from "../citations/numbers.ts";
import { type Claim, clausesOf, readClaim } from "../citations/read-claim.ts";
import { createSubjectOverlap, isAbout, type SubjectOverlap, subjectOf } from "../citations/shared-subject.ts";
import type { Premise } from "../domain/answer.ts";
import type { Vocabulary } from "../domain/vocabulary.ts";
import { expandAbbreviations, findAbbreviations } from "../util/abbreviations.ts";
import { splitSentences } from "../util/sentences.ts";
import { isStopWord, wordsOf } from "../util/terms.ts";
import { readPremise } from "./read-premise.ts";

/** A cited paper, as a premise is held against it. */
export interface CitedAbstract {
  readonly n: number;
  readonly title: string;
  readonly abstract: string;
  /** The sentence that the answer quotes. */
  readonly quote: string;
}

/** Paper and statement together have so much of the premise's subject, or they speak of something else. */
const SAME_SUBJECT = 0.5;
/** The statement alone has so much of it, or of what the title does not say already. */
const OWN_SHARE = 0.3;
/** A statement with so much of the premise, and nothing against it, is taken to say it. */
const SAYS_IT = { shared: 0.65, own: 0.4, news: 0.75 };
/** What counts of a statement: its share of the premise, beyond the title, with its paper; and being the title. */
const CLOSENESS = { own: 0.5, news: 1, shared: 0.25, title: 0.25 };
/** A word that more of the papers have than this share tells nothing alone. */
const COMMON = 0.25;

/** A premise, read once for all statements that it is held against. */
interface PremiseClaim {
  readonly text: string;
  readonly claim: Claim;
  /** Its content words. */
  readonly words: readonly string[];
  readonly overlap: SubjectOverlap;
}

/** What one statement of a cited paper is to a premise. */
interface Statement {
  readonly n: number;
  readonly quote: string;
  readonly closeness: number;
  /** Against: it says the opposite. With: it takes the same side, or has the words of a premise that takes none. */
  readonly stand: "against" | "with";
}

/**
 * Holds what a question takes for granted against the cited abstracts, by rule. Denied: a statement on the same subject
 * says the opposite, or another number, and none that is closer goes along with it. Unconfirmed: it was said outright,
 * and no statement says so. Null where the premise is borne out, or there is none.
 */
export function checkPremise(
  question: string,
  cited: readonly CitedAbstract[],
  vocabulary: Vocabulary,
): Premise | null {
  const clause = readPremise(question);
  const [first] = cited;
  if (clause === null || first === undefined) return null;
  const { text, outright } = clause;
  const words = wordsOf(text).filter((word) => !isStopWord(word));
  const premise = { text, claim: readClaim(text), words, overlap: createSubjectOverlap(words, vocabulary) };
  const statements = cited.flatMap((paper) => statementsOf(premise, paper, vocabulary));
  const closest = (stand: Statement["stand"]) =>
    statements.filter((statement) => statement.stand === stand).toSorted((a, b) => b.closeness - a.closeness)[0];
  const [against, along] = [closest("against"), closest("with")];
  if (against !== undefined && (along === undefined || against.closeness > along.closeness))
    return { text, verdict: "denied", n: against.n, quote: against.quote };
  if (!outright || along !== undefined) return null;
  return { text, verdict: "unconfirmed", n: first.n, quote: first.quote };
}

/** The statements of a paper, its title among them, that are about what a premise is about. */
function statementsOf(premise: PremiseClaim, paper: CitedAbstract, vocabulary: Vocabulary): Statement[] {
  const { n, title, abstract } = paper;
  const { claim, overlap } = premise;
  const inTitle = subjectOf(title);
  const news = premise.words.filter((word) => !isAbout(word, inTitle));
  const newsOverlap = news.length === 0 ? overlap : createSubjectOverlap(news, vocabulary);
  const wholePaper = overlap.with(subjectOf(`${title} ${abstract}`));
  const abbreviations = findAbbreviations(abstract);
  const isCommon: IsCommon = (term) => (vocabulary.paperCounts.get(term) ?? 0) > COMMON * vocabulary.papers;
  const sentences = splitSentences(abstract).map(({ text }) => ({ text, quote: text, isTitle: false }));
  // A title is a claim too, but what is quoted is the abstract.
  return [{ text: title, quote: paper.quote, isTitle: true }, ...sentences].flatMap(({ text, quote, isTitle }) =>
    clausesOf(text).flatMap((part) => {
      const said = expandAbbreviations(part, abbreviations);
      const subject = subjectOf(said);
      const own = overlap.with(subject);
      const beyondTitle = isTitle ? own : newsOverlap.with(subject);
      const shared = (overlap.with(subjectOf(`${title} ${said}`)) + wholePaper) / 2;
      if (shared < SAME_SUBJECT || Math.max(own, beyondTitle) < OWN_SHARE) return [];
      const other = readClaim(said);
      const saysIt = shared >= SAYS_IT.shared && (own >= SAYS_IT.own || beyondTitle >= SAYS_IT.news);
      const stand =
        contradicts(claim, other, isCommon) || amountsDiffer(premise.text, said)
          ? "against"
          : takesSameSide(claim, other) || (saysIt && takesNoSide(claim))
            ? "with"
            : null;
      if (stand === null) return [];
      const { own: ownWeight, news: newsWeight, shared: sharedWeight, title: titleWeight } = CLOSENESS;
      const closeness =
        ownWeight * own + newsWeight * beyondTitle + sharedWeight * shared + (isTitle ? titleWeight : 0);
      return [{ n, quote, closeness, stand } as const];
    }),
  );
}

function takesNoSide({ polar, denials }: Claim): boolean {
  return polar.length === 0 && denials.length === 0;
}

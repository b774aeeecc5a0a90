import type { AskRequest } from "../answering/answer-question.ts";
import type { Answer, AnswerMode } from "../domain/answer.ts";
import type { Clock } from "../ports/clock.ts";
import type { CorpusReader } from "../ports/corpus-store.ts";
import type { PaperProfiles } from "../retrieval/paper-profiles.ts";
import { relatedPapers } from "../retrieval/related-papers.ts";
import { roundTo } from "../util/round-to.ts";
import type { GoldQuestion, GoldRelated } from "./gold.ts";
import { type Estimate, estimateMean, FIGURE_DECIMALS, mean, ndcgAt, quantile } from "./metrics.ts";

export interface EvaluateAnswersDeps {
  readonly corpus: CorpusReader;
  readonly profiles: PaperProfiles;
  readonly ask: (request: AskRequest, hooks?: { readonly signal?: AbortSignal }) => Promise<Answer>;
  readonly clock: Clock;
}

/** Figures over the questions of one type, or over all. Null where no question tells. */
export interface AnswerFigures {
  readonly questions: number;
  /** Of the ranked papers, over questions that have relevant ones. */
  readonly "nDCG@10": Estimate | null;
  /** Share of questions that were answered, in full or in part. */
  readonly answered: number;
  /** Share of questions of which only what comes closest was quoted. */
  readonly closest: number;
  /** Share of questions that nothing was said to. */
  readonly refused: number;
  /** Mean share of the cited papers that are relevant, over answered questions that have relevant papers. */
  readonly citationPrecision: number | null;
  /** Mean share of the relevant papers that are cited, over the same questions. */
  readonly citationRecall: number | null;
  /** Share of the quotes that are substrings of the stored abstract. */
  readonly quoteValidity: number | null;
  /** Share of the posted sentences that their quotes support. */
  readonly supportRate: number | null;
  /** Share of the expected phrases that the answers hold. */
  readonly mustSay: number | null;
}

export interface AnswersReport {
  readonly overall: AnswerFigures;
  readonly types: Readonly<Record<string, AnswerFigures>>;
  /** What became of the questions that the corpus answers, and of those that it does not, as shares. */
  readonly answerable: OutcomeShares | null;
  readonly unanswerable: OutcomeShares | null;
  readonly abstention: {
    /** Of the questions that were not answered, the share that nothing in the corpus answers. */
    readonly precision: number | null;
    /** Of the questions that nothing in the corpus answers, the share that was not answered. */
    readonly recall: number | null;
  };
  readonly latencyMs: { readonly p50: number; readonly p95: number; readonly p99: number };
  readonly related: Estimate | null;
}

export type OutcomeShares = Pick<AnswerFigures, "answered" | "closest" | "refused">;

export interface EvaluateAnswersHooks {
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number) => void;
}

interface Outcome {
  readonly gold: GoldQuestion;
  readonly answer: Answer;
  /** For each quote, whether it is a substring of the abstract. */
  readonly quotesValid: readonly boolean[];
  readonly ms: number;
}

/** Asks every question, one after another, and compares answers, citations and rankings with the labels. */
export async function evaluateAnswers(
  deps: EvaluateAnswersDeps,
  questions: readonly GoldQuestion[],
  related: readonly GoldRelated[],
  mode: "auto" | AnswerMode,
  { signal, onProgress }: EvaluateAnswersHooks = {},
): Promise<AnswersReport> {
  const outcomes: Outcome[] = [];
  for (const [index, gold] of questions.entries()) {
    signal?.throwIfAborted();
    const startedMs = deps.clock.elapsedMs();
    const answer = await deps.ask(
      { question: gold.question, after: gold.after.map((question) => ({ question })), mode },
      signal === undefined ? {} : { signal },
    );
    const ms = deps.clock.elapsedMs() - startedMs;
    outcomes.push({ gold, answer, ms, quotesValid: await checkQuotes(deps.corpus, answer) });
    onProgress?.(index + 1, questions.length);
  }
  const byType = new Map<string, Outcome[]>();
  for (const outcome of outcomes) {
    byType.set(outcome.gold.type, [...(byType.get(outcome.gold.type) ?? []), outcome]);
  }
  const withheld = outcomes.filter(({ answer }) => answer.status === "not_in_corpus");
  const rightly = withheld.filter(({ gold }) => gold.grades.size === 0).length;
  const unanswerable = outcomes.filter(({ gold }) => gold.grades.size === 0).length;
  const times = outcomes.map(({ ms }) => ms);
  return {
    overall: figuresOf(outcomes),
    types: Object.fromEntries([...byType].map(([type, of]) => [type, figuresOf(of)])),
    answerable: sharesOf(outcomes.filter(({ gold }) => gold.grades.size > 0)),
    unanswerable: sharesOf(outcomes.filter(({ gold }) => gold.grades.size === 0)),
    abstention: { precision: share(rightly, withheld.length), recall: share(rightly, unanswerable) },
    latencyMs: {
      p50: Math.round(quantile(times, 0.5) ?? 0),
      p95: Math.round(quantile(times, 0.95) ?? 0),
      p99: Math.round(quantile(times, 0.99) ?? 0),
    },
    related: await evaluateRelated(deps, related, signal),
  };
}

async function evaluateRelated(
  deps: EvaluateAnswersDeps,
  related: readonly GoldRelated[],
  signal: AbortSignal | undefined,
): Promise<Estimate | null> {
  const scores: number[] = [];
  for (const { paperId, grades } of related) {
    signal?.throwIfAborted();
    const papers = await relatedPapers(deps, paperId, 10);
    scores.push(
      ndcgAt(
        10,
        papers.map((paper) => paper.paperId),
        grades,
      ),
    );
  }
  return estimateMean(scores);
}

function figuresOf(outcomes: readonly Outcome[]): AnswerFigures {
  const answered = outcomes.filter(({ answer }) => answer.status !== "not_in_corpus");
  const answerable = outcomes.filter(({ gold }) => gold.grades.size > 0);
  const judged = answered.filter(({ gold, answer }) => gold.grades.size > 0 && answer.citations.length > 0);
  const hits = judged.map(({ gold, answer }) => answer.citations.filter(({ paperId }) => gold.grades.has(paperId)));
  const quotes = outcomes.flatMap(({ quotesValid }) => quotesValid);
  const sentences = answered.flatMap(({ answer }) => answer.sentences);
  const phrases = answerable.flatMap(({ gold, answer }) =>
    gold.mustSay.map((alternatives) => isShown(answer, alternatives)),
  );
  return {
    questions: outcomes.length,
    "nDCG@10": estimateMean(
      answerable.map(({ gold, answer }) =>
        ndcgAt(
          10,
          answer.retrieved.map(({ paperId }) => paperId),
          gold.grades,
        ),
      ),
    ),
    ...(sharesOf(outcomes) ?? { answered: 0, closest: 0, refused: 0 }),
    citationPrecision: rounded(mean(judged.map(({ answer }, at) => (hits[at] ?? []).length / answer.citations.length))),
    citationRecall: rounded(mean(judged.map(({ gold }, at) => (hits[at] ?? []).length / gold.grades.size))),
    quoteValidity: share(quotes.filter((valid) => valid).length, quotes.length),
    supportRate: share(sentences.filter(({ support }) => support === "supported").length, sentences.length),
    mustSay: share(phrases.filter((said) => said).length, phrases.length),
  };
}

function sharesOf(outcomes: readonly Outcome[]): OutcomeShares | null {
  if (outcomes.length === 0) return null;
  const of = (...statuses: readonly Answer["status"][]) =>
    share(outcomes.filter(({ answer }) => statuses.includes(answer.status)).length, outcomes.length) ?? 0;
  return { answered: of("answered", "partial"), closest: of("closest"), refused: of("not_in_corpus") };
}

/** True where an answer shows one of some phrases: in its sentences, quotes, or what its abbreviations stand for. */
function isShown({ sentences, citations, shortForms = [], premise }: Answer, alternatives: readonly string[]): boolean {
  const shown = [
    ...sentences.map(({ text }) => text),
    ...citations.map(({ quote }) => quote),
    ...shortForms.map(({ short, long }) => `${short}: ${long}`),
    premise?.quote ?? "",
  ]
    .join(" ")
    .toLowerCase();
  return alternatives.some((phrase) => shown.includes(phrase.toLowerCase()));
}

async function checkQuotes(corpus: CorpusReader, answer: Answer): Promise<boolean[]> {
  const papers = await corpus.getPapers(answer.citations.map(({ paperId }) => paperId));
  const abstractOf = new Map<string, string>(papers.map(({ paperId, abstract }) => [paperId, asCompared(abstract)]));
  const paperOf = new Map(answer.citations.map(({ n, paperId }) => [n, paperId]));
  const holds = (paperId: string | undefined, quote: string) => {
    const abstract = abstractOf.get(paperId ?? "");
    return quote !== "" && abstract?.includes(asCompared(quote)) === true;
  };
  return [
    ...answer.citations.map(({ paperId, quote }) => holds(paperId, quote)),
    ...answer.sentences.flatMap(({ evidence }) => evidence.map(({ n, quote }) => holds(paperOf.get(n), quote))),
  ];
}

/** A quote is compared after folding compatibility forms and white space. */
function asCompared(text: string): string {
  return text.normalize("NFKC").replace(/\s+/gu, " ").trim();
}

function share(part: number, whole: number): number | null {
  return whole === 0 ? null : roundTo(part / whole, FIGURE_DECIMALS);
}

function rounded(value: number | null): number | null {
  return value === null ? null : roundTo(value, FIGURE_DECIMALS);
}

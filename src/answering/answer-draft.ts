import type {
  AnswerMode,
  AnswerSentence,
  AnswerStatus,
  Citation,
  Fact,
  PaperGroup,
  PaperSummary,
  Premise,
  RetrievedPaper,
  ShortForm,
} from "../domain/answer.ts";
import type { Paper } from "../domain/paper.ts";
import type { PaperFilters } from "../domain/question.ts";
import type { Vocabulary } from "../domain/vocabulary.ts";
import type { Clock } from "../ports/clock.ts";
import type { CorpusReader, TitledPaper } from "../ports/corpus-store.ts";
import type { Embedder } from "../ports/embedder.ts";
import type { Logger } from "../ports/logger.ts";
import type { Retrieval, RetrieveOptions, Retriever } from "../retrieval/hybrid-retriever.ts";
import type { PaperProfile, PaperProfiles } from "../retrieval/paper-profiles.ts";
import type { TitleIndex } from "../retrieval/titles.ts";
import { roundTo } from "../util/round-to.ts";
import { contentTerms } from "../util/terms.ts";
import { rareTerms } from "./answerability.ts";
import type { PaperQuotes } from "./choose-sentences.ts";
import { explainAbbreviations } from "./explain-abbreviations.ts";
import { findContradiction } from "./find-contradiction.ts";

/** What every way of answering works with. */
export interface AnsweringDeps {
  readonly corpus: CorpusReader;
  readonly retriever: Retriever;
  readonly profiles: PaperProfiles;
  readonly embedder: Embedder;
  readonly titles: () => Promise<TitleIndex>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Which papers are searched. */
export interface SearchScope {
  readonly filters: PaperFilters;
  /** The papers that pass the filters; null for all. */
  readonly only: ReadonlySet<Paper["paperId"]> | null;
  readonly papers: number;
}

/** An answer without what all answers have. */
export interface AnswerDraft {
  readonly status: AnswerStatus;
  readonly mode: AnswerMode;
  readonly facts: readonly Fact[];
  readonly sentences: readonly AnswerSentence[];
  readonly citations: readonly Citation[];
  readonly retrieved: readonly RetrievedPaper[];
  readonly further: readonly RetrievedPaper[];
  readonly model: string | null;
  readonly groups?: readonly PaperGroup[];
  readonly uncovered?: readonly string[];
  readonly premise?: Premise;
  readonly shortForms?: readonly ShortForm[];
  readonly understoodAs?: string;
  readonly raw?: string;
  readonly warning?: string;
  readonly searchedTerms?: string;
  readonly timings?: Retrieval["timings"];
}

/** A draft of facts alone. */
export function draftOfFacts(facts: readonly Fact[], more: Partial<AnswerDraft> = {}): AnswerDraft {
  return {
    status: "answered",
    mode: "extractive",
    facts,
    sentences: [],
    citations: [],
    retrieved: [],
    further: [],
    model: null,
    ...more,
  };
}

/** A retrieval with the papers it found. */
export interface FoundPapers {
  readonly retrieval: Retrieval;
  readonly papers: readonly Paper[];
  readonly listed: readonly RetrievedPaper[];
  readonly profiles: ReadonlyMap<string, PaperProfile>;
  readonly vocabulary: Vocabulary;
}

/** Papers named as retrieved. */
const RETRIEVED_PAPERS = 10;

/** Searches for a text and reads the papers found. */
export async function findPapers(
  { retriever, corpus, profiles }: AnsweringDeps,
  text: string,
  { only }: SearchScope,
  options: RetrieveOptions,
  limit = RETRIEVED_PAPERS,
): Promise<FoundPapers> {
  const retrieval = await retriever.retrieve(text, limit, { ...options, ...(only === null ? {} : { only }) });
  const ids = retrieval.papers.map(({ paperId }) => paperId);
  const [papers, read, vocabulary] = await Promise.all([corpus.getPapers(ids), profiles.get(ids), corpus.vocabulary()]);
  const scores = new Map(retrieval.papers.map(({ paperId, score }) => [paperId, score]));
  return {
    retrieval,
    papers,
    listed: papers.map(({ paperId, title }) => ({ paperId, title, score: roundTo(scores.get(paperId) ?? 0, 4) })),
    profiles: new Map(read.map((profile) => [profile.paperId, profile])),
    vocabulary,
  };
}

/** A topic of more words is a description, which no paper need hold word for word. */
const LONGEST_NAME = 3;

/**
 * Papers that hold a topic's words come first where one of the words is so rare that it names something: “Muon”. Their
 * number tells whether there are any.
 */
export function holdersFirst(
  { papers, profiles, vocabulary }: Pick<FoundPapers, "papers" | "profiles" | "vocabulary">,
  topic: string | null,
): { readonly papers: readonly Paper[]; readonly holders: number } {
  const terms = topic === null ? [] : [...new Set(contentTerms(topic))];
  if (terms.length === 0 || terms.length > LONGEST_NAME || rareTerms(topic ?? "", vocabulary).length === 0) {
    return { papers, holders: 0 };
  }
  const holds = ({ paperId }: Paper) => terms.every((term) => profiles.get(paperId)?.terms.has(term) === true);
  const holding = papers.filter(holds);
  return { papers: [...holding, ...papers.filter((paper) => !holds(paper))], holders: holding.length };
}

/** Sentences, citations and what belongs beside them, for quotations of some papers in order. */
export function quotationsOf(
  quoted: readonly PaperQuotes[],
): Pick<AnswerDraft, "sentences" | "citations" | "mode" | "model"> {
  return {
    mode: "extractive",
    model: null,
    sentences: quoted.flatMap(({ quotes }, index) => quotes.map((text) => quotedSentence(text, index + 1))),
    citations: quoted.map(({ paper: { paperId, title, url }, bestQuote }, index) => ({
      n: index + 1,
      paperId,
      title,
      url,
      quote: bestQuote,
    })),
  };
}

/** A sentence that is its own quote. */
function quotedSentence(text: string, n: number): AnswerSentence {
  return { text, citations: [n], support: "supported", evidence: [{ n, quote: text, support: "supported" }] };
}

/** What is said beside an answer's sentences: a contradicted presupposition, and what abbreviations stand for. */
export function remarksOn(
  question: string,
  { sentences, citations }: Pick<AnswerDraft, "sentences" | "citations">,
  papers: readonly Paper[],
  vocabulary: Vocabulary,
): Pick<AnswerDraft, "premise" | "shortForms"> {
  const abstracts = new Map(papers.map(({ paperId, abstract }) => [paperId, abstract]));
  const cited = citations.map(({ n, paperId, title }) => ({ n, title, abstract: abstracts.get(paperId) ?? "" }));
  const premise = findContradiction(question, cited[0], vocabulary);
  const shortForms = explainAbbreviations(question, sentences, cited, vocabulary);
  return { ...(premise === null ? {} : { premise }), ...(shortForms.length === 0 ? {} : { shortForms }) };
}

/** What is known of a paper besides its abstract. */
export function summaryOf(paper: TitledPaper | Paper): PaperSummary {
  const { paperId, title, published, authors, authorCount, upvotes, url } = paper;
  return { paperId, title, published, authors, authorCount, upvotes, url };
}

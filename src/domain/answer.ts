import type { Paper, PaperId } from "./paper.ts";
import type { PaperFilters, PaperOrder, QuestionKind } from "./question.ts";

/**
 * `answered`; `partial`: a part of the question is covered, and the rest is named; `closest`: no abstract says it
 * outright, what comes closest is quoted; `not_in_corpus`: nothing found that is about it.
 */
export type AnswerStatus = "answered" | "partial" | "closest" | "not_in_corpus";

/** Who wrote the sentences: a language model, or the abstracts themselves. */
export type AnswerMode = "generated" | "extractive";

/** Whether a quote says what a sentence says. Found by checks in code; never what a model claims of itself. */
export type Support = "supported" | "partly" | "not supported";

/** What stands behind one marker of one sentence. */
export interface Evidence {
  /** Number of the citation. */
  readonly n: number;
  /** A substring of the stored abstract. */
  readonly quote: string;
  readonly support: Support;
}

export interface AnswerSentence {
  /** Without markers. In an extractive answer, word for word from the abstract. */
  readonly text: string;
  /** Numbers of the citations that back the sentence; never empty in an answer. */
  readonly citations: readonly number[];
  /** The best of its evidence. */
  readonly support: Support;
  /** One for each marker. */
  readonly evidence: readonly Evidence[];
}

/** A presupposition: something that a question takes for granted, and that a cited paper contradicts. */
export interface Premise {
  readonly text: string;
  readonly verdict: "denied";
  /** Number of the citation that contradicts it. */
  readonly n: number;
  /** What that paper says; a substring of its stored abstract. */
  readonly quote: string;
}

/** An abbreviation that an abstract defines. */
export interface ShortForm {
  /** Number of the citation whose abstract defines it. */
  readonly n: number;
  readonly short: string;
  /** As written in the abstract. */
  readonly long: string;
}

export interface Citation {
  /** 1…k, in the order of first use. */
  readonly n: number;
  readonly paperId: PaperId;
  readonly title: string;
  readonly url: string | null;
  /** A substring of the stored abstract. */
  readonly quote: string;
}

export interface RetrievedPaper {
  readonly paperId: PaperId;
  readonly title: string;
  readonly score: number;
}

/** What is known of a paper besides its abstract. */
export type PaperSummary = Pick<
  Paper,
  "paperId" | "title" | "published" | "authors" | "authorCount" | "upvotes" | "url"
>;

/** How much is known of the papers of a corpus. */
export interface CorpusKnowledge {
  readonly papers: number;
  /** Papers with at least a year. */
  readonly dated: number;
  readonly withAuthors: number;
  readonly withUpvotes: number;
}

/** A question that the corpus can answer, as an example. */
export type ExampleQuestion =
  | { readonly ask: "definition" | "list"; readonly about: string }
  | { readonly ask: "lookup"; readonly title: string };

/**
 * Something that an answer says without quoting an abstract, as data: the command line and Discord put it into words.
 */
export type Fact =
  | { readonly kind: "greeting" | "thanks" | "help"; readonly examples: readonly ExampleQuestion[] }
  /** What was said before is forgotten. */
  | { readonly kind: "new-topic" }
  | {
      readonly kind: "corpus";
      readonly knowledge: CorpusKnowledge;
      readonly newest: string | null;
      readonly oldest: string | null;
      /** Services, most papers first. */
      readonly sources: readonly string[];
      /** Files that papers were read from. */
      readonly files: number;
      readonly topics: readonly string[];
    }
  | { readonly kind: "paper"; readonly paper: PaperSummary }
  /** A paper that was asked for by an id that no paper here is known by. */
  | { readonly kind: "unknown-id"; readonly service: "arxiv" | "doi"; readonly id: string }
  /** A paper that was asked for by a title or a description that fits none. */
  | { readonly kind: "no-such-paper"; readonly asked: string }
  | { readonly kind: "authors"; readonly paper: PaperSummary | null; readonly knowledge: CorpusKnowledge }
  | { readonly kind: "by-author"; readonly author: string; readonly found: number; readonly knowledge: CorpusKnowledge }
  | { readonly kind: "date"; readonly paper: PaperSummary | null; readonly knowledge: CorpusKnowledge }
  | { readonly kind: "dates"; readonly papers: readonly PaperSummary[]; readonly knowledge: CorpusKnowledge }
  | { readonly kind: "venue"; readonly knowledge: CorpusKnowledge }
  | { readonly kind: "upvotes"; readonly paper: PaperSummary | null; readonly knowledge: CorpusKnowledge }
  /** Papers whose title or abstract has all words of a topic, and those that have them in the title. */
  | {
      readonly kind: "count";
      readonly topic: string;
      readonly mentioned: number;
      readonly inTitle: number;
      readonly knowledge: CorpusKnowledge;
    }
  /** Which papers a list was made from. */
  | {
      readonly kind: "filtered";
      readonly filters: PaperFilters;
      readonly order: PaperOrder;
      /** Papers that pass the filters and have what they are ordered by. */
      readonly passed: number;
      /** Papers that are shown of those; only where they are not all shown. */
      readonly shown?: number;
      /** What the shown ones are about besides; only where a topic was asked for. */
      readonly topic?: string;
      readonly knowledge: CorpusKnowledge;
    }
  /** “The fifth paper”, where the turn before showed three. */
  | { readonly kind: "not-shown"; readonly wanted: number; readonly shown: number };

/** Papers of an overview that say something in common. */
export interface PaperGroup {
  /** Terms that they share; empty for the rest. */
  readonly topics: readonly string[];
  /** Numbers of the citations. */
  readonly citations: readonly number[];
}

export interface AnswerTimings {
  readonly embedMs: number;
  readonly searchMs: number;
  /** From the end of retrieval to the finished answer. */
  readonly answerMs: number;
  readonly totalMs: number;
}

export interface Answer {
  readonly question: string;
  readonly kind: QuestionKind;
  /** The question as it would be asked alone, or with its typos put right; where that is not as it was asked. */
  readonly understoodAs?: string;
  readonly status: AnswerStatus;
  readonly mode: AnswerMode;
  /** What is said without quoting, in order, before the sentences. */
  readonly facts: readonly Fact[];
  readonly sentences: readonly AnswerSentence[];
  readonly citations: readonly Citation[];
  readonly retrieved: readonly RetrievedPaper[];
  /** Papers of the corpus that the answer names without citing them; best first. */
  readonly further: readonly RetrievedPaper[];
  /** An overview's citations, by what they have in common. */
  readonly groups?: readonly PaperGroup[];
  /** What was searched: all papers, or those that pass the filters. */
  readonly searched: { readonly papers: number; readonly filters: PaperFilters };
  /** What the question asks about that the corpus does not cover; only with `partial`. */
  readonly uncovered?: readonly string[];
  readonly premise?: Premise;
  /** What abbreviations in the sentences stand for, where the abstract defines them outside of what is shown. */
  readonly shortForms?: readonly ShortForm[];
  /** ISO 639-1 code of the language that was asked in, where it is not English. */
  readonly language?: string;
  /** The English terms that a question in another language was searched for by, where nothing could translate it. */
  readonly searchedTerms?: string;
  /** What the language model wrote, before anything was checked, dropped or renumbered. Never shown. */
  readonly raw?: string;
  /** Name of the language model that wrote the answer; null for an extractive one. */
  readonly model: string | null;
  /** Why the answer is not what was asked for, for example that the model's service failed. */
  readonly warning?: string;
  readonly timings: AnswerTimings;
}

/** Progress of an answer. Sentences are final once they are sent: cited, checked and numbered. */
export type AnswerEvent =
  /** `searched`: how many papers were in question, all of the corpus or those since a date. */
  | { readonly type: "retrieval-end"; readonly papers: readonly RetrievedPaper[]; readonly searched: number }
  | { readonly type: "generation-start"; readonly model: string }
  /** After each call of a language model: estimated tokens of prompt and reply. */
  | { readonly type: "tokens-used"; readonly tokens: number }
  | { readonly type: "sentence"; readonly sentence: AnswerSentence }
  | { readonly type: "fallback"; readonly warning: string };

/** `text [1][2]`: a sentence with its citation markers; a quoted one in quotation marks. */
export function withMarkers(sentence: AnswerSentence, mode: AnswerMode): string {
  const markers = sentence.citations.map((n) => `[${n}]`).join("");
  return mode === "extractive" ? `“${sentence.text}” ${markers}` : `${sentence.text} ${markers}`;
}

/**
 * Papers that an answer named, in order: those it cites, then those it only names. The titles beside a question that
 * nothing was found for are none that anybody asked for, so what was listed before is still meant.
 */
export function papersNamed({
  kind,
  status,
  citations,
  further,
}: Pick<Answer, "kind" | "status" | "citations" | "further">): PaperId[] {
  if (status === "not_in_corpus" && kind !== "list" && kind !== "lookup") return [];
  return [...new Set([...citations, ...further].map(({ paperId }) => paperId))];
}

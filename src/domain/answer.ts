import type { PaperId } from "./paper.ts";

/** `answered`; `partial`: part of the question is covered; `not_in_corpus`: nothing found that bears on it. */
export type AnswerStatus = "answered" | "partial" | "not_in_corpus";

/** Who wrote the sentences: a language model, or the abstracts themselves. */
export type AnswerMode = "generated" | "extractive";

/** Whether a quote says what a sentence says. Found by checks in code; never what a model claims of itself. */
export type Support = "supported" | "partly" | "not supported";

/** What stands behind one mark of one sentence. */
export interface Evidence {
  /** Number of the citation. */
  readonly n: number;
  /** A substring of the stored abstract. */
  readonly quote: string;
  readonly support: Support;
}

export interface AnswerSentence {
  /** Without marks. In an extractive answer, word for word from the abstract. */
  readonly text: string;
  /** Numbers of the citations that back the sentence; never empty in an answer. */
  readonly citations: readonly number[];
  /** The best of its evidence. */
  readonly support: Support;
  /** One for each mark. */
  readonly evidence: readonly Evidence[];
}

/** Something that a question takes for granted, and that the cited papers don't bear out. */
export interface Premise {
  readonly text: string;
  /** Denied: a cited paper says otherwise. Unconfirmed: no sentence of the cited abstracts says it. */
  readonly verdict: "denied" | "unconfirmed";
  /** Number of the citation that denies it; of the closest one where it is unconfirmed. */
  readonly n: number;
  /** What that paper says; a substring of its stored abstract. */
  readonly quote: string;
}

/** A short form that an abstract defines. */
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

export interface AnswerTimings {
  readonly embedMs: number;
  readonly searchMs: number;
  /** From the end of retrieval to the finished answer. */
  readonly answerMs: number;
  readonly totalMs: number;
}

export interface Answer {
  readonly question: string;
  /** The question as it was searched for, where earlier ones were taken into account. */
  readonly understoodAs?: string;
  readonly status: AnswerStatus;
  readonly mode: AnswerMode;
  /** The sentences with their marks, as one text; for `not_in_corpus` a sentence that says so. */
  readonly text: string;
  readonly sentences: readonly AnswerSentence[];
  readonly citations: readonly Citation[];
  readonly retrieved: readonly RetrievedPaper[];
  /** What the question asks about that the corpus does not cover; only with `partial`. */
  readonly uncovered?: readonly string[];
  readonly premise?: Premise;
  /**
   * What is said beside the sentences, for a person: a premise that the cited papers don't bear out, what is not covered, what
   * can't be done in the asker's language (said in that language). Part of `text` too.
   */
  readonly notes?: readonly string[];
  /** What short forms in the sentences stand for, where the abstract defines them outside of what is shown. */
  readonly shortForms?: readonly ShortForm[];
  /** ISO 639-1 code of the language that was asked in, where it is not English. */
  readonly language?: string;
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

/** `text [1][2].`: marks stand before the sentence's own stop, as people write them. */
export function markSentence(sentence: AnswerSentence, mode: AnswerMode): string {
  const marks = sentence.citations.map((n) => `[${n}]`).join("");
  return mode === "extractive" ? `“${sentence.text}” ${marks}` : `${sentence.text} ${marks}`;
}

import { findObjections } from "../citations/exact-checks.ts";
import { findQuote } from "../citations/find-quote.ts";
import { judgeSupport } from "../citations/judge-support.ts";
import type { CitedText } from "../citations/parse-citation-markers.ts";
import type { Support } from "../domain/answer.ts";
import type { Vocabulary } from "../domain/vocabulary.ts";
import type { Embedder } from "../ports/embedder.ts";
import { dotProduct } from "../util/vectors.ts";
import type { Passage } from "./build-passages.ts";

/** What a passage says for a sentence. */
export interface PassageEvidence {
  /** Number of the passage in the prompt. */
  readonly passage: number;
  readonly quote: string;
  readonly support: Support;
}

export interface VerifiedSentence {
  readonly text: string;
  /** The best of the evidence. */
  readonly support: Support;
  /** Of the passages that its markers name and that say it at least in part; best first. */
  readonly evidence: readonly PassageEvidence[];
}

export interface VerifyDeps {
  readonly embedder: Embedder;
  readonly vocabulary: Vocabulary;
}

/** At most so many markers of one sentence are looked at: a model that cites everything cites nothing. */
const MAX_MARKERS = 5;
const RANK: Readonly<Record<Support, number>> = { supported: 0, partly: 1, "not supported": 2 };

/**
 * Holds a sentence against the passages that its markers name: the sentence of the abstract that shares most with it,
 * compared by rule and by closeness. Whatever the model claims, only what an abstract says counts.
 */
export async function verifySentence(
  { embedder, vocabulary }: VerifyDeps,
  { text, markers }: CitedText,
  passages: readonly Passage[],
  signal?: AbortSignal,
): Promise<VerifiedSentence> {
  const found = markers.slice(0, MAX_MARKERS).flatMap((marker) => {
    const paper = passages[marker - 1]?.paper;
    const quote = paper === undefined ? null : findQuote(text, paper.abstract, vocabulary);
    return paper === undefined || quote === null ? [] : [{ passage: marker, paper, ...quote }];
  });
  if (found.length === 0) return { text, support: "not supported", evidence: [] };
  const [own, ...vectors] = await embedder.embedDocuments(
    [text, ...found.map(({ quote }) => quote)],
    signal === undefined ? {} : { signal },
  );
  const evidence = found
    .map(({ passage, paper, quote, overlap }, index): PassageEvidence => {
      const vector = vectors[index];
      const similarity = own === undefined || vector === undefined ? 0 : dotProduct(own, vector);
      const objections = findObjections(text, { quote, title: paper.title, abstract: paper.abstract });
      return { passage, quote, support: judgeSupport({ similarity, overlap }, objections) };
    })
    .filter(({ support }) => support !== "not supported")
    .sort((a, b) => RANK[a.support] - RANK[b.support]);
  return { text, support: evidence[0]?.support ?? "not supported", evidence };
}

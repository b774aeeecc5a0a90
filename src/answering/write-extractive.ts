import type { AnswerEvent, AnswerSentence } from "../domain/answer.ts";
import type { Paper } from "../domain/paper.ts";
import type { Embedder } from "../ports/embedder.ts";
import type { PaperProfiles } from "../retrieval/paper-profiles.ts";
import { contentTerms } from "../util/terms.ts";
import { type Assessed, type Draft, draftOf, draftOfNothing } from "./draft.ts";
import { EXTRACT_OPTIONS, extractAnswer } from "./extract-answer.ts";

/** “Explain the paper …” asks for that paper; “what followed up on … in language models?” does not. */
const MOST_WORDS_BESIDES_TITLE = 2;

export interface ExtractiveDeps {
  readonly embedder: Embedder;
  readonly profiles: PaperProfiles;
}

/** An answer of sentences quoted word for word, each its own receipt. */
export async function writeExtractive(
  { embedder, profiles }: ExtractiveDeps,
  assessed: Assessed,
  hooks: { readonly signal?: AbortSignal; readonly onEvent?: (event: AnswerEvent) => void },
  warning?: string,
): Promise<Draft> {
  const { retrieval, papers, vocabulary, question } = assessed;
  const scores = new Map(retrieval.papers.map((paper) => [paper.paperId, paper.score]));
  const sentencesOf = new Map(
    (await profiles.get(papers.map(({ paperId }) => paperId))).map((profile) => [profile.paperId, profile.sentences]),
  );
  const quoted = await extractAnswer(
    { embedder, vocabulary },
    {
      text: assessed.covered ?? question.standalone,
      // The papers are on the subject already: what is asked about it chooses among their sentences.
      vector: retrieval.ownVector,
      asked: question.context === null ? "alone" : "inContext",
    },
    askedFor(assessed).map((paper) => ({
      paper,
      score: scores.get(paper.paperId) ?? 0,
      sentences: sentencesOf.get(paper.paperId) ?? [],
    })),
    EXTRACT_OPTIONS,
    hooks.signal,
  );
  if (quoted.length === 0) return draftOfNothing(assessed, "extractive", null);
  const sentences = quoted.flatMap(({ quotes }, index) => quotes.map((text) => quotedSentence(text, index + 1)));
  for (const sentence of sentences) hooks.onEvent?.({ type: "sentence", sentence });
  const citations = quoted.map(({ paper: { paperId, title, url }, bestQuote }, index) => ({
    n: index + 1,
    paperId,
    title,
    url,
    quote: bestQuote,
  }));
  return draftOf(assessed, "extractive", sentences, citations, {
    model: null,
    ...(warning === undefined ? {} : { warning }),
  });
}

/** The one paper that the question names and says little else about; otherwise all that were found. */
function askedFor({ question, papers, retrieval }: Assessed): readonly Paper[] {
  const named = papers.find(({ paperId }) => paperId === retrieval.named);
  if (named === undefined) return papers;
  const title = new Set(contentTerms(named.title));
  const besides = contentTerms(question.text).filter((term) => !title.has(term));
  return besides.length <= MOST_WORDS_BESIDES_TITLE ? [named] : papers;
}

/** A sentence that is its own quote. */
function quotedSentence(text: string, n: number): AnswerSentence {
  return { text, citations: [n], support: "supported", evidence: [{ n, quote: text, support: "supported" }] };
}

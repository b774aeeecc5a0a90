import { advertises, pointsBack, setsScene, statesFinding } from "../citations/sentence-kinds.ts";
import type { Paper } from "../domain/paper.ts";
import type { Vocabulary } from "../domain/vocabulary.ts";
import type { StoredSentence } from "../ports/corpus-store.ts";
import type { Embedder } from "../ports/embedder.ts";
import { expandAbbreviations, findAbbreviations } from "../util/abbreviations.ts";
import { mapInBatches } from "../util/map-in-batches.ts";
import { createTermOverlap, type TermOverlap } from "../util/term-overlap.ts";
import { dotProduct } from "../util/vectors.ts";
import { type Asked, countCited } from "./count-cited.ts";

/** What one paper contributes to an extractive answer. */
export interface PaperQuotes {
  readonly paper: Paper;
  /** Stretches of the abstract, word for word, in its order. */
  readonly quotes: readonly string[];
  /** The quote that answers best. */
  readonly bestQuote: string;
}

export interface ExtractOptions {
  /** Weight of the question's rare words, beside similarity, when sentences of one paper are compared. */
  readonly overlapWeight: number;
  /** Share of the similarity that is read with the title in front. */
  readonly titleShare: number;
  /** What a sentence gains that states a finding. */
  readonly findingWeight: number;
  /** What a sentence loses that only says why the work matters or may be good for. */
  readonly emptyWeight: number;
  /** What a sentence gains of the score of the one before it: an answer often follows what restates the question. */
  readonly followWeight: number;
  /** With at most so many papers cited, a second sentence of each is quoted where it is nearly as good. */
  readonly papersForTwoSentences: number;
  readonly sentenceMargin: number;
}

/** Chosen on test/eval/questions.jsonl; see docs/tuning.md. */
export const EXTRACT_OPTIONS: ExtractOptions = {
  overlapWeight: 0.5,
  titleShare: 0.25,
  findingWeight: 0.08,
  emptyWeight: 0.2,
  followWeight: 0.2,
  papersForTwoSentences: 2,
  sentenceMargin: 0.3,
};

/** Texts in one call of the model. */
const TEXTS_PER_BATCH = 16;

/** A paper with its rank score, 0 to 1, and its sentences as the index holds them. */
export interface RankedPaper {
  readonly paper: Paper;
  readonly score: number;
  readonly sentences: readonly StoredSentence[];
}

interface ReadSentence {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** With the abbreviations that the abstract defines in full. */
  readonly readAs: string;
  /** Similarity to the question, the title in front. */
  readonly withTitle: number;
  readonly overlap: number;
}

interface Candidate {
  readonly index: number;
  readonly sentence: ReadSentence;
  readonly score: number;
}

/**
 * Answers with sentences of the best papers, word for word: as many papers as the ranking tells apart, and in each the
 * sentence that is closest to the question. Sentences are mostly read without their title, so that they are
 * told apart by what they say themselves. A sentence that points back brings the one before with it.
 *
 * @param ranked best first
 */
export async function extractAnswer(
  deps: { readonly embedder: Embedder; readonly vocabulary: Vocabulary },
  question: { readonly text: string; readonly vector: Float32Array; readonly asked: Asked },
  ranked: readonly RankedPaper[],
  options: ExtractOptions,
  signal?: AbortSignal,
): Promise<PaperQuotes[]> {
  const termOverlap = createTermOverlap(question.text, deps.vocabulary);
  const cited = ranked
    .slice(
      0,
      countCited(
        ranked.map(({ score }) => score),
        question.asked,
      ),
    )
    .filter(({ sentences }) => sentences.length > 0)
    .map(({ paper, sentences }) => ({
      paper,
      sentences: readSentences(paper, sentences, question.vector, termOverlap),
    }));
  const alone = await embedTexts(
    deps.embedder,
    cited.flatMap(({ sentences }) => sentences.map(({ readAs }) => readAs)),
    signal,
  );
  const sentencesEach = cited.length <= options.papersForTwoSentences ? 2 : 1;
  return cited.map(({ paper, sentences }) => {
    const scores = sentences.map((sentence) => {
      const vector = alone.get(sentence.readAs);
      const byItself = vector === undefined ? 0 : dotProduct(vector, question.vector);
      return (
        options.titleShare * sentence.withTitle +
        (1 - options.titleShare) * byItself +
        options.overlapWeight * sentence.overlap +
        (statesFinding(sentence.text) ? options.findingWeight : 0) -
        (setsScene(sentence.text) || advertises(sentence.text) ? options.emptyWeight : 0)
      );
    });
    // The first sentence follows none: it is not to lose by that.
    const middle = scores.reduce((sum, score) => sum + score, 0) / scores.length;
    const candidates = sentences.map((sentence, index): Candidate => {
      const score = (scores[index] ?? 0) + options.followWeight * (scores[index - 1] ?? middle);
      return { index, sentence, score };
    });
    return quotesOf(paper, candidates, sentencesEach, options.sentenceMargin);
  });
}

function readSentences(
  paper: Paper,
  sentences: readonly StoredSentence[],
  queryVector: Float32Array,
  termOverlap: TermOverlap,
): ReadSentence[] {
  // “CBS scales with data size” answers a question about the critical batch size; the question says it in full.
  const abbreviations = findAbbreviations(paper.abstract);
  return sentences.map(({ start, end, vector }) => {
    const text = paper.abstract.slice(start, end);
    const readAs = expandAbbreviations(text, abbreviations);
    return {
      start,
      end,
      text,
      readAs,
      withTitle: dotProduct(vector, queryVector),
      overlap: termOverlap.with(readAs),
    };
  });
}

/** The vectors of texts, each embedded once. */
async function embedTexts(
  embedder: Embedder,
  texts: readonly string[],
  signal: AbortSignal | undefined,
): Promise<Map<string, Float32Array>> {
  const vectors = new Map<string, Float32Array>();
  const batches = mapInBatches(
    [...new Set(texts)],
    { size: TEXTS_PER_BATCH, lengthOf: (text) => text.length },
    (batch) => embedder.embedDocuments(batch, signal === undefined ? {} : { signal }),
  );
  for await (const batch of batches) for (const [text, vector] of batch) vectors.set(text, vector);
  return vectors;
}

/** The best sentences of one paper, joined where they follow each other. */
function quotesOf(paper: Paper, candidates: readonly Candidate[], count: number, margin: number): PaperQuotes {
  const byScore = candidates.toSorted((a, b) => b.score - a.score);
  const floor = (byScore[0]?.score ?? 0) - margin;
  const chosen = new Set<number>();
  for (const { index, sentence, score } of byScore.slice(0, count)) {
    if (score < floor) continue;
    chosen.add(index);
    if (index > 0 && pointsBack(sentence.text)) chosen.add(index - 1);
  }
  const runs: { first: number; last: number }[] = [];
  for (const index of [...chosen].sort((a, b) => a - b)) {
    const run = runs.at(-1);
    if (run !== undefined && run.last === index - 1) run.last = index;
    else runs.push({ first: index, last: index });
  }
  const textOf = ({ first, last }: { first: number; last: number }) =>
    paper.abstract.slice(candidates[first]?.sentence.start ?? 0, candidates[last]?.sentence.end ?? 0);
  const best = byScore[0]?.index ?? 0;
  const bestRun = runs.find(({ first, last }) => first <= best && best <= last);
  return { paper, quotes: runs.map(textOf), bestQuote: bestRun === undefined ? "" : textOf(bestRun) };
}

import type { Paper } from "../domain/paper.ts";
import type { Vocabulary } from "../domain/vocabulary.ts";
import type { Embedder } from "../ports/embedder.ts";
import { dotProduct } from "../retrieval/similarity.ts";
import { expandAbbreviations, findAbbreviations } from "../util/abbreviations.ts";
import { mapInBatches } from "../util/map-in-batches.ts";
import { type SentenceSpan, splitSentences } from "../util/sentences.ts";
import { createTermOverlap } from "../util/term-overlap.ts";

/** What one paper contributes to an extractive answer. */
export interface PaperQuotes {
  readonly paper: Paper;
  /** Stretches of the abstract, word for word, in its order. */
  readonly quotes: readonly string[];
  /** The quote that answers best. */
  readonly bestQuote: string;
}

export interface ExtractOptions {
  /** Papers whose sentences are looked at. */
  readonly papers: number;
  /** Papers cited at most. */
  readonly citedPapers: number;
  /** A paper whose score is this far below the best one's is not cited. */
  readonly paperMargin: number;
  /** Weight of a paper's rank score, beside its best sentence, when papers are compared. */
  readonly rankWeight: number;
  /** Weight of the question's rare words, beside similarity, when papers are compared. */
  readonly paperOverlapWeight: number;
  /** The same when sentences of one paper are compared. */
  readonly sentenceOverlapWeight: number;
  /** Share of the similarity that is read with the title in front, when sentences of one paper are compared. */
  readonly titleShare: number;
  /** What a sentence gains that states a finding, and loses that only sets the scene. */
  readonly findingWeight: number;
  /** With at most so many papers cited, a second sentence of each is quoted where it is nearly as good. */
  readonly papersForTwoSentences: number;
  readonly sentenceMargin: number;
}

/** Chosen on test/eval/questions.jsonl; see docs/tuning.md. */
export const EXTRACT_OPTIONS: ExtractOptions = {
  papers: 6,
  citedPapers: 4,
  paperMargin: 0.12,
  rankWeight: 0.4,
  paperOverlapWeight: 0.35,
  sentenceOverlapWeight: 0.5,
  titleShare: 0.25,
  findingWeight: 0.08,
  papersForTwoSentences: 2,
  sentenceMargin: 0.2,
};

/** A sentence that states what was found or done. */
const STATES_FINDING =
  /\b(?:we (?:\w+ly |also |further |then |thus )?(?:show|find|demonstrate|prove|argue|propose|introduce|present|observe|reveal|establish|identify|discover|develop|derive|conclude|provide)|our (?:results|analysis|findings|experiments|method|approach|theory|key)|results? (?:show|suggest|indicate|demonstrate|reveal)|(?:due|attributed) to|caused by|because)\b/iu;
/** A sentence that only says why the subject is worth a paper. */
const SETS_SCENE =
  /\b(?:remains? (?:unclear|unknown|elusive|poorly|largely|an open)|not (?:well|fully|yet) understood|poorly understood|little is known|in recent years|recently|(?:have|has) (?:attracted|gained|become|emerged)|(?:is|are) (?:one of|an important|a fundamental)|typically|challenging|open (?:question|problem))\b/iu;
/** A sentence whose opening points back at the one before. */
const POINTS_BACK =
  /^(?:this|these|those|such|it|its|they|their|however|moreover|furthermore|additionally|in addition|also|thus|therefore|hence|consequently|as a result|specifically|in particular|instead|then|similarly|conversely|that)\b/iu;

/** Texts in one call of the model. */
const TEXTS_PER_BATCH = 16;

interface Candidate {
  readonly index: number;
  readonly span: SentenceSpan;
  readonly sentenceScore: number;
  readonly paperScore: number;
}

/**
 * Answers with sentences of the best papers, word for word. First the papers are chosen, by their best sentence read
 * with the title in front (sentences seldom name their subject) and by their rank; then, in each, the sentences.
 * A sentence that points back brings the one before with it.
 */
export async function extractAnswer(
  deps: { readonly embedder: Embedder; readonly vocabulary: Vocabulary },
  question: string,
  queryVector: Float32Array,
  ranked: readonly { readonly paper: Paper; readonly score: number }[],
  options: ExtractOptions,
  signal?: AbortSignal,
): Promise<PaperQuotes[]> {
  const pool = ranked
    .slice(0, options.papers)
    .map(({ paper, score }) => {
      // “CBS scales with data size” answers a question about the critical batch size; the question says it in full.
      const abbreviations = findAbbreviations(paper.abstract);
      const spans = splitSentences(paper.abstract).map((span) => ({
        ...span,
        readAs: expandAbbreviations(span.text, abbreviations),
      }));
      return { paper, score, spans };
    })
    .filter(({ spans }) => spans.length > 0);
  const texts = pool.flatMap(({ paper, spans }) => [
    ...spans.map(({ readAs }) => readAs),
    ...spans.map(({ readAs }) => `${paper.title}. ${readAs}`),
  ]);
  const vectors = new Map<number, Float32Array>();
  const batches = mapInBatches(
    texts.map((text, index) => ({ text, index })),
    { size: TEXTS_PER_BATCH, lengthOf: ({ text }) => text.length },
    (batch) =>
      deps.embedder.embedDocuments(
        batch.map(({ text }) => text),
        signal === undefined ? {} : { signal },
      ),
  );
  for await (const batch of batches) for (const [{ index }, vector] of batch) vectors.set(index, vector);
  const termOverlap = createTermOverlap(question, deps.vocabulary);

  let offset = 0;
  const papers = pool.map(({ paper, score, spans }) => {
    const candidates = spans.map((span, index): Candidate => {
      const alone = similarityAt(vectors, offset + index, queryVector);
      const withTitle = similarityAt(vectors, offset + spans.length + index, queryVector);
      const overlap = termOverlap.with(span.readAs);
      return {
        index,
        span,
        paperScore: withTitle + options.paperOverlapWeight * overlap + options.rankWeight * score,
        sentenceScore:
          options.titleShare * withTitle +
          (1 - options.titleShare) * alone +
          options.sentenceOverlapWeight * overlap +
          (STATES_FINDING.test(span.text) ? options.findingWeight : 0) -
          (SETS_SCENE.test(span.text) ? options.findingWeight : 0),
      };
    });
    offset += 2 * spans.length;
    return { paper, candidates, score: Math.max(...candidates.map((candidate) => candidate.paperScore)) };
  });

  papers.sort((a, b) => b.score - a.score);
  const floor = (papers[0]?.score ?? 0) - options.paperMargin;
  const cited = papers.filter(({ score }) => score >= floor).slice(0, options.citedPapers);
  const sentencesEach = cited.length <= options.papersForTwoSentences ? 2 : 1;
  return cited.map(({ paper, candidates }) => quotesOf(paper, candidates, sentencesEach, options.sentenceMargin));
}

/** The best sentences of one paper, joined where they follow each other. */
function quotesOf(paper: Paper, candidates: readonly Candidate[], count: number, margin: number): PaperQuotes {
  const byScore = candidates.toSorted((a, b) => b.sentenceScore - a.sentenceScore);
  const floor = (byScore[0]?.sentenceScore ?? 0) - margin;
  const chosen = new Set<number>();
  for (const { index, span, sentenceScore } of byScore.slice(0, count)) {
    if (sentenceScore < floor) continue;
    chosen.add(index);
    if (index > 0 && POINTS_BACK.test(span.text)) chosen.add(index - 1);
  }
  const runs: { first: number; last: number }[] = [];
  for (const index of [...chosen].sort((a, b) => a - b)) {
    const run = runs.at(-1);
    if (run !== undefined && run.last === index - 1) run.last = index;
    else runs.push({ first: index, last: index });
  }
  const textOf = ({ first, last }: { first: number; last: number }) =>
    paper.abstract.slice(candidates[first]?.span.start ?? 0, candidates[last]?.span.end ?? 0);
  const best = byScore[0]?.index ?? 0;
  const bestRun = runs.find(({ first, last }) => first <= best && best <= last);
  return { paper, quotes: runs.map(textOf), bestQuote: bestRun === undefined ? "" : textOf(bestRun) };
}

function similarityAt(vectors: ReadonlyMap<number, Float32Array>, index: number, queryVector: Float32Array): number {
  const vector = vectors.get(index);
  return vector === undefined ? 0 : dotProduct(vector, queryVector);
}

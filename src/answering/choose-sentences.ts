import {
  advertises,
  defines,
  namesAvailability,
  pointsBack,
  setsScene,
  statesFinding,
} from "../citations/sentence-kinds.ts";
import type { Paper } from "../domain/paper.ts";
import type { QuestionKind } from "../domain/question.ts";
import type { Vocabulary } from "../domain/vocabulary.ts";
import type { StoredSentence } from "../ports/corpus-store.ts";
import type { Embedder } from "../ports/embedder.ts";
import { expandAbbreviations, findAbbreviations } from "../util/abbreviations.ts";
import { mapInBatches } from "../util/map-in-batches.ts";
import { createTermOverlap, type TermOverlap } from "../util/term-overlap.ts";
import { contentTerms } from "../util/terms.ts";
import { dotProduct } from "../util/vectors.ts";
import { roleFits, rolesOf } from "./sentence-roles.ts";

/** What one paper contributes to an answer of quotations. */
export interface PaperQuotes {
  readonly paper: Paper;
  /** Stretches of the abstract, word for word, in its order. */
  readonly quotes: readonly string[];
  /** The quote that answers best. */
  readonly bestQuote: string;
}

export interface SentenceOptions {
  /** Weight of the question's rare words, beside similarity, when sentences of one paper are compared. */
  readonly overlapWeight: number;
  /** Share of that weight which lies on words that the title does not say already. */
  readonly beyondTitleShare: number;
  /** Share of the similarity that is read with the title in front. */
  readonly titleShare: number;
  /** What a sentence gains that states a finding. */
  readonly findingWeight: number;
  /** What a sentence loses that only says why the work matters or may be good for. */
  readonly emptyWeight: number;
  /** What a sentence gains of the score of the one before it: an answer often follows what restates the question. */
  readonly followWeight: number;
  /** What a sentence with a number gains where a number is asked for. */
  readonly numberWeight: number;
  /** What the role that suits the question best is worth. */
  readonly roleWeight: number;
  /** What a sentence gains that defines what a definition is asked of. */
  readonly definitionWeight: number;
  /** A further sentence is quoted where it is at most so much worse than the best. */
  readonly sentenceMargin: number;
}

/** Chosen on the project's own questions; see docs/tuning.md. */
export const SENTENCE_OPTIONS: SentenceOptions = {
  overlapWeight: 0.5,
  beyondTitleShare: 0.75,
  titleShare: 0.25,
  findingWeight: 0.08,
  emptyWeight: 0.2,
  followWeight: 0.2,
  numberWeight: 0.3,
  roleWeight: 0.2,
  definitionWeight: 0.35,
  sentenceMargin: 0.4,
};

/** What sentences are chosen for. */
export interface SentenceQuestion {
  readonly text: string;
  readonly vector: Float32Array;
  readonly kind: QuestionKind;
  /** What a definition is asked of; null for other questions. */
  readonly topic: string | null;
  /** True where the text has no name of the papers in it: then what their titles say too is asked for all the same. */
  readonly isAspect?: boolean;
}

/** A paper with its sentences as the index holds them. */
export interface PaperWithSentences {
  readonly paper: Paper;
  readonly sentences: readonly StoredSentence[];
  /** Sentences quoted at most. */
  readonly most: number;
}

/** Texts in one call of the embedder. */
const TEXTS_PER_BATCH = 16;
/** Of a long abstract, more than this share is never quoted: then one might as well read it. */
const MOST_OF_ABSTRACT = 0.75;
const LONG_ABSTRACT = 600;
/** Characters quoted of one paper: what is over them is left out, except the best sentence. */
const MOST_CHARACTERS = 900;

interface ReadSentence {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** With the abbreviations that the abstract defines in full. */
  readonly readAs: string;
  /** Similarity to the question, the title in front. */
  readonly withTitle: number;
}

/**
 * The sentences of some papers that answer a question best, word for word. Sentences are mostly read without their
 * title, so that they are told apart by what they say themselves; the kind of the question tells which part of an
 * abstract answers it. A sentence that points back brings the one before with it.
 */
export async function chooseSentences(
  deps: { readonly embedder: Embedder; readonly vocabulary: Vocabulary },
  question: SentenceQuestion,
  papers: readonly PaperWithSentences[],
  options: SentenceOptions = SENTENCE_OPTIONS,
  signal?: AbortSignal,
): Promise<PaperQuotes[]> {
  const overlap = createTermOverlap(question.text, deps.vocabulary);
  const read = papers
    .filter(({ sentences }) => sentences.length > 0)
    .map(({ paper, sentences, most }) => ({
      paper,
      most,
      sentences: readSentences(paper, sentences, question.vector),
    }));
  const alone = await embedTexts(
    deps.embedder,
    read.flatMap(({ sentences }) => sentences.map(({ readAs }) => readAs)),
    signal,
  );
  return read.map(({ paper, most, sentences }) => {
    const titleTerms = new Set(contentTerms(paper.title));
    const terms = contentTerms(question.text);
    const news = question.isAspect === true ? terms : terms.filter((term) => !titleTerms.has(term));
    const beyondTitle = news.length === 0 ? overlap : createTermOverlap(news.join(" "), deps.vocabulary);
    const scores = sentences.map((sentence, index) => {
      const vector = alone.get(sentence.readAs);
      const byItself = vector === undefined ? 0 : dotProduct(vector, question.vector);
      const similarity = options.titleShare * sentence.withTitle + (1 - options.titleShare) * byItself;
      return (
        similarity +
        shownBy(sentence, overlap, beyondTitle, options) +
        worthOf(sentence.text, question, index, sentences.length, options)
      );
    });
    // The first sentence follows none: it is not to lose by that.
    const middle = scores.reduce((sum, score) => sum + score, 0) / scores.length;
    const followed = scores.map((score, index) => score + options.followWeight * (scores[index - 1] ?? middle));
    return quotesOf(
      paper,
      sentences,
      followed,
      secondOf(question.kind, sentences, followed),
      most,
      options.sentenceMargin,
    );
  });
}

function shownBy(
  { readAs }: ReadSentence,
  overlap: TermOverlap,
  beyondTitle: TermOverlap,
  { overlapWeight, beyondTitleShare }: SentenceOptions,
): number {
  return overlapWeight * ((1 - beyondTitleShare) * overlap.with(readAs) + beyondTitleShare * beyondTitle.with(readAs));
}

/** What a sentence is worth by its form and place, whatever it is about. */
function worthOf(
  text: string,
  { kind, topic }: SentenceQuestion,
  index: number,
  count: number,
  options: SentenceOptions,
): number {
  const empty = namesAvailability(text) ? 5 : setsScene(text) || advertises(text) ? 1 : 0;
  const numeric = kind === "number" && holdsFigure(text) ? options.numberWeight : 0;
  const defining =
    (kind === "definition" || kind === "mechanism") && topic !== null && defines(text, topic)
      ? options.definitionWeight
      : 0;
  // A definition is often part of what sets the scene.
  const emptied = kind === "definition" && empty === 1 ? 0.5 * options.emptyWeight : empty * options.emptyWeight;
  return (
    numeric +
    defining +
    options.roleWeight * roleFits(rolesOf(text, index, count), kind) +
    (statesFinding(text) ? options.findingWeight : 0) -
    emptied
  );
}

const NUMBER_WORDS =
  /\b(?:two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|hundred|thousand|million|billion|half|twice|double|triple|two-?fold|tenfold|order of magnitude|orders of magnitude)\b/iu;

/** A number as digits, but none of a name (`GPT-2`, `CIFAR-10`) or a bracketed reference; or as a word. */
function holdsFigure(text: string): boolean {
  return /(?<![\p{L}\d-])[~≈<>+]?\d+(?:[.,]\d+)*(?![\d\]])/u.test(text) || NUMBER_WORDS.test(text);
}

function readSentences(
  paper: Paper,
  sentences: readonly StoredSentence[],
  questionVector: Float32Array,
): ReadSentence[] {
  // “CBS scales with data size” answers a question about the critical batch size; the question says it in full.
  const abbreviations = findAbbreviations(paper.abstract);
  return sentences.map(({ start, end, vector }) => {
    const text = paper.abstract.slice(start, end);
    const readAs = expandAbbreviations(text, abbreviations);
    return { start, end, text, readAs, withTitle: dotProduct(vector, questionVector) };
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

/** A definition is often given on the way to what the paper adds: so much the scene's sentences gain then. */
const DEFINING_SCENE_WEIGHT = 0.5;

/** The sentence that is quoted beside the best one of a definition: the one that tells what is known. Null for others. */
function secondOf(kind: QuestionKind, sentences: readonly ReadSentence[], scores: readonly number[]): number | null {
  if (kind !== "definition") return null;
  const values = sentences.map(
    ({ text }, index) =>
      (scores[index] ?? 0) + DEFINING_SCENE_WEIGHT * rolesOf(text, index, sentences.length).motivation,
  );
  return values.indexOf(Math.max(...values));
}

/** The best sentences of one paper, joined where they follow each other. */
function quotesOf(
  paper: Paper,
  sentences: readonly ReadSentence[],
  scores: readonly number[],
  second: number | null,
  most: number,
  margin: number,
): PaperQuotes {
  const byScore = sentences.map((_, index) => index).sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0));
  const [best = 0] = byScore;
  const floor = (scores[best] ?? 0) - margin;
  const room = Math.min(
    MOST_CHARACTERS,
    paper.abstract.length > LONG_ABSTRACT ? MOST_OF_ABSTRACT * paper.abstract.length : Number.POSITIVE_INFINITY,
  );
  const chosen = new Set<number>();
  const lengthOf = (indices: Iterable<number>) =>
    [...indices].reduce((sum, index) => sum + (sentences[index]?.text.length ?? 0) + 1, 0);
  const fits = (added: readonly number[]) => lengthOf(new Set([...chosen, ...added])) <= room;
  const inTurn =
    second === null || second === best
      ? byScore
      : [best, second, ...byScore.filter((at) => at !== best && at !== second)];
  for (const index of inTurn.slice(0, most)) {
    if ((scores[index] ?? 0) < floor && index !== second) break;
    const { text } = sentences[index] ?? { text: "" };
    if (index !== best && namesAvailability(text)) continue;
    const withBefore = index > 0 && pointsBack(text) ? [index - 1, index] : [index];
    const added = [withBefore, [index]].find(fits) ?? (chosen.size === 0 ? [index] : []);
    for (const each of added) chosen.add(each);
  }
  const runs: { first: number; last: number }[] = [];
  for (const index of [...chosen].sort((a, b) => a - b)) {
    const run = runs.at(-1);
    if (run !== undefined && run.last === index - 1) run.last = index;
    else runs.push({ first: index, last: index });
  }
  const textOf = ({ first, last }: { first: number; last: number }) =>
    paper.abstract.slice(sentences[first]?.start ?? 0, sentences[last]?.end ?? 0);
  const bestRun = runs.find(({ first, last }) => first <= best && best <= last);
  return { paper, quotes: runs.map(textOf), bestQuote: bestRun === undefined ? "" : textOf(bestRun) };
}

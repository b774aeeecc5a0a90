import type { Chunk, ChunkId, ChunkSentence } from "../domain/chunk.ts";
import { type Paper, sha256 } from "../domain/paper.ts";
import { splitSentences } from "../util/sentences.ts";

/** Token counts of texts in the embedder's tokenizer, without special tokens. */
export type CountTokens = (texts: readonly string[]) => Promise<number[]>;

export interface ChunkOptions {
  /** Most tokens of one chunk, title and special tokens included. */
  readonly maxTokens: number;
}

/** `[CLS]` and `[SEP]`. */
const SPECIAL_TOKENS = 2;

interface Piece {
  readonly start: number;
  readonly end: number;
  readonly tokens: number;
}

/**
 * Cuts an abstract into chunks of whole sentences, of about equal length, each with the title in front and at most
 * `maxTokens` tokens. Together the chunks hold every character but the white space between them. A sentence that
 * alone is too long is cut between words. A paper without an abstract is one chunk: its title.
 */
export async function chunkPaper(
  paper: Pick<Paper, "paperId" | "title" | "abstract">,
  countTokens: CountTokens,
  options: ChunkOptions,
): Promise<Chunk[]> {
  const sentences = splitSentences(paper.abstract);
  const [titleTokens = 0, ...sentenceTokens] = await countTokens([
    titlePrefix(paper.title),
    ...sentences.map((sentence) => sentence.text),
  ]);
  // A title may take half of the room at most; a longer one is cut for the embedder, never for the reader.
  const room = options.maxTokens - SPECIAL_TOKENS;
  const title = titleTokens <= room / 2 ? paper.title : await fitTitle(paper.title, countTokens, Math.floor(room / 2));
  const usedByTitle = title === paper.title ? titleTokens : Math.floor(room / 2);
  const budget = room - usedByTitle;

  const pieces: Piece[] = [];
  for (const [index, sentence] of sentences.entries()) {
    const tokens = sentenceTokens[index] ?? 0;
    if (tokens <= budget) pieces.push({ start: sentence.start, end: sentence.end, tokens });
    else
      pieces.push(
        ...(await cutLongSentence(paper.abstract, sentence.start, sentence.end, tokens, budget, countTokens)),
      );
  }
  const runs = packEvenly(pieces, budget);
  if (runs.length === 0) runs.push({ start: 0, end: 0, tokens: 0 });
  return runs.map((run, position) => {
    const text = paper.abstract.slice(run.start, run.end);
    const embeddingText = text === "" ? title : `${titlePrefix(title)} ${text}`;
    return {
      chunkId: sha256(`${paper.paperId}\0${position}\0${embeddingText}`).slice(0, 24) as ChunkId,
      paperId: paper.paperId,
      position,
      text,
      start: run.start,
      end: run.end,
      embeddingText,
      tokenCount: run.tokens + usedByTitle + SPECIAL_TOKENS,
      sentences: sentencesOf(text, run.start, title),
    };
  });
}

function sentencesOf(text: string, start: number, title: string): ChunkSentence[] {
  return splitSentences(text).map((sentence) => ({
    start: start + sentence.start,
    end: start + sentence.end,
    embeddingText: `${titlePrefix(title)} ${sentence.text}`,
  }));
}

/** The title as a sentence of its own. */
function titlePrefix(title: string): string {
  return /[.!?]$/u.test(title) ? title : `${title}.`;
}

/** Fills as few chunks as the budget allows, each about as full as the others. */
function packEvenly(pieces: readonly Piece[], budget: number): Piece[] {
  const total = pieces.reduce((sum, piece) => sum + piece.tokens, 0);
  const target = total / Math.max(1, Math.ceil(total / budget));
  const runs: Piece[] = [];
  let run: Piece | undefined;
  for (const piece of pieces) {
    if (run === undefined) run = piece;
    // Closer to the target without this sentence than with it, or no room for it.
    else if (run.tokens + piece.tokens > budget || run.tokens + piece.tokens / 2 > target) {
      runs.push(run);
      run = piece;
    } else run = { start: run.start, end: piece.end, tokens: run.tokens + piece.tokens };
  }
  if (run !== undefined) runs.push(run);
  return runs;
}

/** Halves a stretch of text between words until every part fits. */
async function cutLongSentence(
  text: string,
  start: number,
  end: number,
  tokens: number,
  budget: number,
  countTokens: CountTokens,
): Promise<Piece[]> {
  if (tokens <= budget || end - start <= 1) return [{ start, end, tokens }];
  const { leftEnd, rightStart } = splitPoint(text, start, end);
  const [left = 0, right = 0] = await countTokens([text.slice(start, leftEnd), text.slice(rightStart, end)]);
  return [
    ...(await cutLongSentence(text, start, leftEnd, left, budget, countTokens)),
    ...(await cutLongSentence(text, rightStart, end, right, budget, countTokens)),
  ];
}

/** The white space nearest to the middle, else the middle itself, moved off a surrogate pair. */
function splitPoint(text: string, start: number, end: number): { leftEnd: number; rightStart: number } {
  const middle = start + Math.floor((end - start) / 2);
  // Within the stretch only: a text without spaces is not gone through from end to end for every cut.
  const before = text.slice(start, middle + 1).lastIndexOf(" ");
  const after = text.slice(middle, end).indexOf(" ");
  const candidates = [before === -1 ? -1 : start + before, after === -1 ? -1 : middle + after].filter(
    (at) => at > start && at < end - 1,
  );
  const space = candidates.sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle))[0];
  if (space !== undefined) return { leftEnd: space, rightStart: space + 1 };
  const low = text.charCodeAt(middle) >= 0xdc00 && text.charCodeAt(middle) <= 0xdfff;
  const cut = low && middle - 1 > start ? middle - 1 : low ? middle + 1 : middle;
  return { leftEnd: cut, rightStart: cut };
}

async function fitTitle(title: string, countTokens: CountTokens, maxTokens: number): Promise<string> {
  let words = title.split(" ");
  let text = title;
  for (;;) {
    const [tokens = 0] = await countTokens([titlePrefix(text)]);
    if (tokens <= maxTokens) return text;
    if (words.length > 1) {
      words = words.slice(0, Math.max(1, Math.floor((words.length * maxTokens) / tokens)));
      text = words.join(" ");
    } else
      text = Array.from(text)
        .slice(0, Math.floor(Array.from(text).length / 2))
        .join("");
  }
}

import type { Paper } from "../domain/paper.ts";
import type { StoredChunk } from "../ports/corpus-store.ts";
import { dotProduct } from "../util/vectors.ts";

/** What the model reads of one paper, under one number. */
export interface Passage {
  /** Number in the prompt, from 1. */
  readonly n: number;
  readonly paper: Paper;
  readonly text: string;
}

/** Chunks of one paper in the context. */
const CHUNKS_PER_PAPER = 2;

/** The chunks closest to the question, at most two of a paper, one numbered passage per paper, best paper first. */
export function buildPassages(
  papers: readonly Paper[],
  chunks: readonly StoredChunk[],
  queryVector: Float32Array,
): Passage[] {
  return papers.map((paper, index) => {
    const closest = chunks
      .filter((chunk) => chunk.paperId === paper.paperId)
      .map((chunk) => ({ chunk, similarity: dotProduct(chunk.vector, queryVector) }))
      .sort((a, b) => b.similarity - a.similarity)
      .slice(0, CHUNKS_PER_PAPER)
      .map(({ chunk }) => chunk)
      .sort((a, b) => a.position - b.position);
    return { n: index + 1, paper, text: joinChunks(closest) };
  });
}

/** Chunks in the order of the abstract, with an ellipsis where something between them is left out. */
function joinChunks(chunks: readonly StoredChunk[]): string {
  let text = "";
  let previous: number | undefined;
  for (const chunk of chunks) {
    if (previous !== undefined) text += chunk.position === previous + 1 ? " " : " […] ";
    text += chunk.text;
    previous = chunk.position;
  }
  return text;
}

/**
 * The passages as the prompt holds them: `[1] Title`, then the text. Square-bracketed numbers inside papers are
 * turned into round ones, so that a paper can't look like another passage.
 */
export function renderPassages(passages: readonly Passage[]): string {
  const plain = (text: string) => text.replace(/\[(\d+)\]/gu, "($1)").replace(/\s+/gu, " ");
  return passages.map(({ n, paper, text }) => `[${n}] ${plain(paper.title)}\n${plain(text)}`).join("\n\n");
}

import type { Answer, RetrievedPaper } from "../domain/answer.ts";
import { asksBroadly } from "./asks-broadly.ts";
import { countRelevant } from "./count-cited.ts";

/** A paper that bears on the question with this probability or more is worth naming, cited or not. */
const NAMED_FROM = 0.05;
const MOST_NAMED = 5;

/**
 * Papers that an answer does not cite and that may bear on its question all the same, closest first: for those who asked
 * what several papers say, since an answer cites only what is likely to be about it. Nothing is claimed of them. None for
 * a question about one thing, and none for one that could be read only with what was asked before.
 */
export function alsoClose(answer: Answer): RetrievedPaper[] {
  const { question, retrieved, citations, status } = answer;
  if (status === "not_in_corpus" || answer.language !== undefined || answer.understoodAs !== undefined) return [];
  if (!asksBroadly(question)) return [];
  const cited = new Set(citations.map(({ paperId }) => paperId));
  const count = countRelevant(
    retrieved.map(({ score }) => score),
    "alone",
    NAMED_FROM,
    retrieved.length,
  );
  return retrieved
    .slice(0, count)
    .filter(({ paperId }) => !cited.has(paperId))
    .slice(0, MOST_NAMED);
}

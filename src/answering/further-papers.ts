import type { Citation, RetrievedPaper } from "../domain/answer.ts";
import type { ContentQuestion } from "./content-question.ts";
import { countRelevant } from "./count-cited.ts";

/** A paper that is relevant with this probability or more is worth naming, cited or not. */
const NAMED_FROM = 0.05;
const MOST_NAMED = 5;

const KINDS = "papers?|works?|methods?|approaches|studies|techniques|ways|results|findings";

/** Ways of asking for what several papers say, and not for one finding. */
const BROAD = [
  new RegExp(`\\b(?:which|what) (?:${KINDS})\\b`, "iu"),
  /^what (?:do we know|is known|has been|have|are|explains|causes|affects|influences|determines|does the literature)\b/iu,
  /^when (?:is|are|do|does|can)\b/iu,
  /^how (?:do|does|did|are|is|can|could|have|has|should)\b/iu,
  /\bways (?:to|of)\b/iu,
];

/**
 * Papers that an answer does not cite and that may be relevant all the same, closest first: for questions that several
 * papers may answer. None for a question about one paper, and none for one that needed earlier turns to be read.
 */
export function furtherPapers(
  { text, named, context, readable }: ContentQuestion,
  retrieved: readonly RetrievedPaper[],
  citations: readonly Citation[],
): RetrievedPaper[] {
  if (named !== null || context !== null || !readable || !asksBroadly(text)) return [];
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

/** True for an English question that several papers may answer together: “which methods …”, “how can …”, “ways to …”. */
export function asksBroadly(question: string): boolean {
  return BROAD.some((pattern) => pattern.test(question.trim()));
}

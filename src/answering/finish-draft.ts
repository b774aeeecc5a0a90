import { type AnswerDraft, remarksOn } from "./answer-draft.ts";
import { type Assessed, mergePapers } from "./content-question.ts";
import { furtherPapers } from "./further-papers.ts";

/** An answer made of sentences: what is not covered, contradicted or close is said beside them. */
export function finishDraft(
  { question, found, answerability, uncovered, chosen, context }: Assessed,
  written: Pick<AnswerDraft, "mode" | "model" | "sentences" | "citations" | "raw" | "warning">,
): AnswerDraft {
  const isPartial = uncovered.length > 0 || !question.readable;
  const papers = mergePapers(
    chosen.map(({ paper }) => paper),
    context,
    found.papers,
  );
  return {
    ...written,
    status: answerability === "closest" ? "closest" : isPartial ? "partial" : "answered",
    facts: [],
    retrieved: found.listed,
    further: furtherPapers(question, found.listed, written.citations),
    ...(uncovered.length === 0 ? {} : { uncovered }),
    ...remarksOn(question.standalone ?? question.text, written, papers, found.vocabulary),
  };
}

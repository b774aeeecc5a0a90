import { readFileSync } from "node:fs";
import { z } from "zod";
import type { PaperId } from "../../src/domain/paper.ts";

const questionSchema = z.object({
  id: z.string(),
  type: z.enum(["fact", "synthesis", "noise", "unanswerable"]),
  question: z.string(),
  /** Empty: nothing in the seeds answers it. */
  relevant: z.array(z.object({ title: z.string(), grade: z.union([z.literal(1), z.literal(2)]) })),
  must_say: z.array(z.string()),
});
export type LabelledQuestion = z.infer<typeof questionSchema>;

/** The labelled questions over the seeds, one JSON object a line. */
export function readLabelledQuestions(): LabelledQuestion[] {
  return readFileSync(new URL("questions.jsonl", import.meta.url), "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => questionSchema.parse(JSON.parse(line)));
}

/**
 * Normalised discounted cumulative gain at `k` with gains 2^grade - 1 (Järvelin and Kekäläinen, 2002).
 * @param ranked paper ids, best first
 */
export function ndcgAt(k: number, ranked: readonly PaperId[], grades: ReadonlyMap<PaperId, number>): number {
  const gainAt = (grade: number, index: number) => (2 ** grade - 1) / Math.log2(index + 2);
  const gain = ranked.slice(0, k).reduce((sum, paperId, index) => sum + gainAt(grades.get(paperId) ?? 0, index), 0);
  const ideal = [...grades.values()]
    .sort((a, b) => b - a)
    .slice(0, k)
    .reduce((sum, grade, index) => sum + gainAt(grade, index), 0);
  return ideal > 0 ? gain / ideal : 0;
}

import { z } from "zod";
import type { AskRequest } from "../../src/answering/answer-question.ts";
import type { Answer } from "../../src/domain/answer.ts";
import { readJsonLines } from "./json-lines.ts";

/**
 * Pairs of questions about one paper that take something for granted: what its abstract denies, and what it says. The
 * held-out ones were written after the rules were settled.
 */
const premisePairSchema = z.strictObject({
  id: z.string(),
  set: z.enum(["chosen-on", "held-out"]),
  title: z.string(),
  wrong: z.string(),
  right: z.string(),
});
export type PremiseSet = z.infer<typeof premisePairSchema>["set"];

export interface PremiseFigures {
  readonly pairs: number;
  /** Wrong premises that a cited paper is said to deny, and those that are said to be borne out by none. */
  readonly denied: number;
  readonly unconfirmed: number;
  /** Right premises of which either is said. */
  readonly rightOnesDoubted: number;
}

/** Asks both questions of every pair. */
export async function measurePremises(
  ask: (request: AskRequest) => Promise<Answer>,
): Promise<Record<PremiseSet, PremiseFigures>> {
  const figures = { "chosen-on": noFigures(), "held-out": noFigures() };
  for (const pair of readJsonLines("premises.jsonl", premisePairSchema)) {
    const wrong = await ask({ question: pair.wrong, mode: "extractive" });
    const right = await ask({ question: pair.right, mode: "extractive" });
    const own = figures[pair.set];
    own.pairs += 1;
    if (wrong.premise?.verdict === "denied") own.denied += 1;
    if (wrong.premise?.verdict === "unconfirmed") own.unconfirmed += 1;
    if (right.premise !== undefined) own.rightOnesDoubted += 1;
  }
  return figures;
}

function noFigures() {
  return { pairs: 0, denied: 0, unconfirmed: 0, rightOnesDoubted: 0 };
}

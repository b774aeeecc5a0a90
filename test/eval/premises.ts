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
  /** Wrong ones that a cited paper is said to contradict. */
  readonly contradicted: number;
  /** Sound ones of which that is said. */
  readonly soundOnesDoubted: number;
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
    if (wrong.premise !== undefined) own.contradicted += 1;
    if (right.premise !== undefined) own.soundOnesDoubted += 1;
  }
  return figures;
}

const presuppositionSchema = z.strictObject({
  id: z.string(),
  sound: z.boolean(),
  question: z.string(),
  /** The paper that bears it out, or contradicts it. */
  title: z.string(),
});

export interface PresuppositionFigures {
  readonly sound: number;
  readonly soundDoubted: number;
  readonly wrong: number;
  readonly wrongContradicted: number;
}

/** Asks questions that take something for granted, written by somebody who had not seen the rules. */
export async function measurePresuppositions(
  ask: (request: AskRequest) => Promise<Answer>,
): Promise<PresuppositionFigures> {
  const figures = { sound: 0, soundDoubted: 0, wrong: 0, wrongContradicted: 0 };
  for (const { sound, question } of readJsonLines("presuppositions.jsonl", presuppositionSchema)) {
    const { premise } = await ask({ question, mode: "extractive" });
    figures[sound ? "sound" : "wrong"] += 1;
    if (premise !== undefined) figures[sound ? "soundDoubted" : "wrongContradicted"] += 1;
  }
  return figures;
}

function noFigures() {
  return { pairs: 0, contradicted: 0, soundOnesDoubted: 0 };
}

/**
 * Prints what the extractive answers are worth on the project's own questions: those that settings were chosen on, and
 * those that were held out.
 *
 *     npm run quality
 */
import { evaluateAnswers } from "../../src/evaluation/evaluate-answers.ts";
import { withSeeds } from "../support/open-seeds.ts";
import { readGoldSet, readRelatedSet } from "./gold-files.ts";
import { measureKinds } from "./messages.ts";
import { measureNamed } from "./named.ts";
import { measurePremises, measurePresuppositions } from "./premises.ts";

await withSeeds(async (open, services) => {
  const ask = await services.openAnswering(open);
  for (const [set, relatedSet] of [
    ["questions", "related"],
    ["follow-ups", null],
    ["held-out", "related-held-out"],
    ["held-out-broad", null],
    ["paraphrased", null],
    ["paraphrased-held-out", null],
  ] as const) {
    const gold = await readGoldSet(set, open);
    const related = relatedSet === null ? [] : await readRelatedSet(relatedSet, open);
    const report = await evaluateAnswers({ ...open, ask }, gold, related, "extractive");
    console.log(`\n${set}: ${gold.length} questions`);
    console.table(
      Object.fromEntries(
        [...Object.entries(report.types), ["all", report.overall] as const].map(([type, figures]) => [
          type,
          { ...figures, "nDCG@10": figures["nDCG@10"]?.mean ?? null },
        ]),
      ),
    );
    const { abstention, answerable, unanswerable, latencyMs } = report;
    console.log({
      answerable,
      unanswerable,
      abstention,
      latencyMs,
      ...(relatedSet === null ? {} : { [relatedSet]: report.related }),
    });
    console.log("titles named beside those cited:", await measureNamed(ask, gold));
  }
  for (const set of ["facts", "facts-held-out"] as const) {
    const { overall } = await evaluateAnswers({ ...open, ask }, await readGoldSet(set, open), [], "extractive");
    console.log(`\n${set}: expected phrases said ${overall.mustSay} of ${overall.questions} questions`);
  }
  console.log("\nwrong and sound presuppositions, in pairs");
  console.table(await measurePremises(ask));
  console.log("others, written by somebody who had not seen the rules:", await measurePresuppositions(ask));
  console.log("messages whose kind is read as labelled:", await measureKinds(open, new Date("2026-11-25T12:00:00Z")));
});

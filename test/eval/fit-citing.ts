/**
 * Fits how many of the best papers an answer cites: a logistic regression over how each paper stands among its
 * neighbours in the ranking, one for questions asked alone and one for those read with what was asked before. The
 * questions are those that settings are chosen on and those of follow-ups.jsonl. Writes src/answering/cite-weights.ts;
 * prints what ten-fold cross-validation gives beside a fixed margin below the best, and the same for the held-out
 * questions.
 *
 *     npm run fit-citing
 */
import { writeFileSync } from "node:fs";
import { type Asked, MOST_CITED, type Standing, standingsOf } from "../../src/answering/count-cited.ts";
import type { OpenCorpus } from "../../src/cli/services.ts";
import { mean } from "../../src/evaluation/metrics.ts";
import { detectLanguage } from "../../src/questions/detect-language.ts";
import { readFollowUp } from "../../src/questions/follow-up.ts";
import { withSeeds } from "../support/open-seeds.ts";
import { fitLogistic, type LogisticModel, predict, weightFields, weightsFile } from "./fit-logistic.ts";
import { type GoldSet, readGoldSet } from "./gold-files.ts";

const FEATURES = ["below", "step", "drop"] as const satisfies readonly (keyof Standing)[];
const L2 = 0.0001;
const FOLDS = 10;
const RANKED = 10;
const MARGINS = [0.25, 0.33, 0.4];
const THRESHOLDS = [0.3, 0.35, 0.4, 0.45, 0.5];

interface Ranking {
  readonly asked: Asked;
  readonly relevant: number;
  readonly papers: readonly { readonly features: readonly number[]; readonly positive: boolean }[];
}

type Models = Readonly<Record<Asked, LogisticModel>>;

async function rankingsOf(set: GoldSet, open: OpenCorpus): Promise<Ranking[]> {
  const rankings: Ranking[] = [];
  for (const { question, after, grades } of await readGoldSet(set, open)) {
    if (grades.size === 0 || detectLanguage(question) !== "en") continue;
    const { context } = readFollowUp(
      question,
      after.map((earlier) => ({ question: earlier })),
    );
    const { papers } = await open.retriever.retrieve(question, RANKED, context === null ? {} : { context });
    const standings = standingsOf(papers.map(({ score }) => score));
    rankings.push({
      asked: context === null ? "alone" : "inContext",
      relevant: grades.size,
      papers: papers.map(({ paperId }, index) => ({
        features: FEATURES.map((name) => standings[index]?.[name] ?? 0),
        positive: (grades.get(paperId) ?? 0) > 0,
      })),
    });
  }
  return rankings;
}

function fitted(rankings: readonly Ranking[]): Models {
  const fitOf = (asked: Asked) =>
    fitLogistic(
      rankings.filter((ranking) => ranking.asked === asked).flatMap(({ papers }) => papers),
      L2,
    );
  return { alone: fitOf("alone"), inContext: fitOf("inContext") };
}

/** Mean citation precision and recall where the papers up to the last that passes are cited. */
function report(
  name: string,
  rankings: readonly Ranking[],
  passes: (features: readonly number[], ranking: Ranking, at: number) => boolean,
) {
  const precisions: number[] = [];
  const recalls: number[] = [];
  rankings.forEach((ranking, at) => {
    const { papers, relevant } = ranking;
    const last = papers.slice(0, MOST_CITED).findLastIndex(({ features }) => passes(features, ranking, at));
    const cited = papers.slice(0, Math.max(1, last + 1));
    const hits = cited.filter(({ positive }) => positive).length;
    precisions.push(hits / cited.length);
    recalls.push(hits / relevant);
  });
  console.log(`  ${name}: precision ${(mean(precisions) ?? 0).toFixed(3)}, recall ${(mean(recalls) ?? 0).toFixed(3)}`);
}

await withSeeds(async (open) => {
  const questions = await rankingsOf("questions", open);
  const chosenOn = [
    ...questions,
    ...(await rankingsOf("follow-ups", open)),
    ...(await rankingsOf("paraphrased", open)),
  ];
  const heldOut = await rankingsOf("held-out", open);
  const heldOutBroad = await rankingsOf("held-out-broad", open);
  const folds: Models[] = Array.from({ length: FOLDS }, (_, fold) =>
    fitted(chosenOn.filter((_ranking, at) => at % FOLDS !== fold)),
  );
  const models = fitted(chosenOn);
  const crossFitted = (at: number) => folds[at % FOLDS] ?? models;
  for (const [name, rankings, modelsFor] of [
    [`chosen on (${chosenOn.length}), ${FOLDS} folds`, chosenOn, crossFitted],
    // They are the first of those above, so each keeps its fold.
    [`of these, questions.jsonl (${questions.length})`, questions, crossFitted],
    [`held out (${heldOut.length})`, heldOut, () => models],
    [`held out, broad (${heldOutBroad.length})`, heldOutBroad, () => models],
  ] as const) {
    console.log(name);
    for (const margin of MARGINS) report(`margin ${margin}`, rankings, ([below = 0]) => below <= margin);
    for (const threshold of THRESHOLDS)
      report(
        `fitted, from ${threshold}`,
        rankings,
        (features, { asked }, at) => predict(modelsFor(at)[asked], features) >= threshold,
      );
  }
  const { model: embedder } = open.corpus.manifest.identity.embedder;
  const weights = (["alone", "inContext"] as const).map(
    (asked) => `  ${asked}: {\n${weightFields(models[asked], FEATURES, "    ")}\n  },`,
  );
  const file = weightsFile("CITE_WEIGHTS", "fit-citing", embedder, weights.join("\n"));
  writeFileSync(new URL("../../src/answering/cite-weights.ts", import.meta.url), file);
  console.log(file);
});

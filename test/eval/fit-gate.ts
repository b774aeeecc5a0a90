/**
 * Fits the gate that tells “not in this corpus”: a logistic regression over the evidence of a retrieval, on the
 * labelled questions. Writes src/answering/gate-weights.ts and prints what leave-one-out gives.
 *
 *     npm run fit-gate
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { assessRetrieval, type RetrievalEvidence } from "../../src/answering/assess-retrieval.ts";
import { openSeeds } from "../support/open-seeds.ts";
import { readLabelledQuestions } from "./questions.ts";

interface Labelled {
  readonly features: readonly number[];
  readonly answerable: boolean;
}

const FEATURES = ["similarity", "coverage", "unknown"] as const satisfies readonly (keyof RetrievalEvidence)[];
const L2 = 0.01;
const STEPS = 20_000;
const RATE = 0.5;

/** Weights of standardised features, by gradient descent: few features and a convex loss need nothing better. */
function fitGate(rows: readonly Labelled[]): { bias: number; weights: number[] } {
  const mean = FEATURES.map((_, i) => average(rows.map((row) => row.features[i] ?? 0)));
  const spread = FEATURES.map(
    (_, i) => Math.sqrt(average(rows.map((row) => ((row.features[i] ?? 0) - (mean[i] ?? 0)) ** 2))) || 1,
  );
  const scaled = rows.map((row) => row.features.map((value, i) => (value - (mean[i] ?? 0)) / (spread[i] ?? 1)));
  // Both classes weigh the same, however many questions each has.
  const positives = rows.filter((row) => row.answerable).length;
  const weightOf = (row: Labelled) => (row.answerable ? 0.5 / positives : 0.5 / (rows.length - positives));
  let bias = 0;
  let weights = FEATURES.map(() => 0);
  for (let step = 0; step < STEPS; step += 1) {
    let biasSlope = 0;
    const slopes = weights.map((weight) => L2 * weight);
    rows.forEach((row, at) => {
      const x = scaled[at] ?? [];
      const margin = bias + x.reduce((sum, value, i) => sum + value * (weights[i] ?? 0), 0);
      const error = (1 / (1 + Math.exp(-margin)) - (row.answerable ? 1 : 0)) * weightOf(row);
      biasSlope += error;
      x.forEach((value, i) => {
        slopes[i] = (slopes[i] ?? 0) + error * value;
      });
    });
    bias -= RATE * biasSlope;
    weights = weights.map((weight, i) => weight - RATE * (slopes[i] ?? 0));
  }
  const raw = weights.map((weight, i) => weight / (spread[i] ?? 1));
  return { bias: bias - raw.reduce((sum, weight, i) => sum + weight * (mean[i] ?? 0), 0), weights: raw };
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function predicts({ bias, weights }: ReturnType<typeof fitGate>, row: Labelled): boolean {
  return bias + row.features.reduce((sum, value, i) => sum + value * (weights[i] ?? 0), 0) > 0;
}

const dataDir = mkdtempSync(join(tmpdir(), "footnote-gate-"));
const { services, open } = await openSeeds(dataDir);
try {
  const vocabulary = await open.corpus.vocabulary();
  const rows: (Labelled & { question: string })[] = [];
  for (const { question, relevant } of readLabelledQuestions()) {
    const { papers: ranked } = await open.retriever.retrieve(question, 10);
    const papers = await open.corpus.getPapers(ranked.map((paper) => paper.paperId));
    const evidence = assessRetrieval(question, ranked, papers, vocabulary);
    rows.push({ question, features: FEATURES.map((name) => evidence[name]), answerable: relevant.length > 0 });
  }
  let abstained = 0;
  let rightly = 0;
  for (const row of rows) {
    const without = fitGate(rows.filter((other) => other !== row));
    if (predicts(without, row)) {
      if (!row.answerable) console.log(`answered wrongly: ${row.question}`);
      continue;
    }
    abstained += 1;
    if (row.answerable) console.log(`abstained wrongly: ${row.question}`);
    else rightly += 1;
  }
  const unanswerable = rows.filter((row) => !row.answerable).length;
  console.log(
    `leave-one-out over ${rows.length} questions: abstention precision ${(rightly / abstained).toFixed(3)} (${rightly}/${abstained}), recall ${(rightly / unanswerable).toFixed(3)} (${rightly}/${unanswerable})`,
  );
  const { bias, weights } = fitGate(rows);
  const lines = [
    "/** Written by `npm run fit-gate`; do not edit. */",
    "export const GATE_WEIGHTS = {",
    `  embedder: "${open.corpus.manifest.identity.embedder.model}",`,
    `  bias: ${bias.toFixed(4)},`,
    ...FEATURES.map((name, i) => `  ${name}: ${(weights[i] ?? 0).toFixed(4)},`),
    "};",
    "",
  ];
  writeFileSync(new URL("../../src/answering/gate-weights.ts", import.meta.url), lines.join("\n"));
  console.log(lines.slice(2, -2).join("\n"));
} finally {
  await services.close();
  rmSync(dataDir, { recursive: true, force: true });
}

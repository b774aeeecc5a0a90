/**
 * Fits what makes a quote support a sentence: a logistic regression over their similarity and common words. There are
 * no labelled sentences here, so titles stand in for claims: a title is supported by the sentence of its own abstract
 * that shares most with it, and not by that of the closest other papers. Writes src/citations/support-weights.ts, and
 * prints how well each figure alone and both together tell the two apart, on papers left out of the fit.
 *
 *     npm run fit-support
 */
import { writeFileSync } from "node:fs";
import { findQuote } from "../../src/citations/find-quote.ts";
import type { Paper } from "../../src/domain/paper.ts";
import { relatedPapers } from "../../src/retrieval/related-papers.ts";
import { dotProduct } from "../../src/util/vectors.ts";
import { withSeeds } from "../support/open-seeds.ts";
import { fitLogistic, type LabelledRow, predict, weightFields, weightsFile } from "./fit-logistic.ts";

const FEATURES = ["similarity", "overlap"] as const;
const WRONG_PAPERS = 3;
const L2 = 0.0001;
const BATCH = 64;

/** Probability that a positive row scores above a negative one (area under the ROC curve). */
function areaUnderCurve(rows: readonly LabelledRow[], score: (row: LabelledRow) => number): number {
  const positives = rows.filter((row) => row.positive).map(score);
  const negatives = rows.filter((row) => !row.positive).map(score);
  let wins = 0;
  for (const high of positives) for (const low of negatives) wins += high > low ? 1 : high === low ? 0.5 : 0;
  return wins / (positives.length * negatives.length);
}

await withSeeds(async (open) => {
  const vocabulary = await open.corpus.vocabulary();
  const papers = await open.corpus.getPapers((await open.corpus.listTitles()).map(({ paperId }) => paperId));
  const byId = new Map(papers.map((paper) => [paper.paperId, paper]));
  const pairs: { claim: string; quote: string; overlap: number; positive: boolean }[] = [];
  const addPair = (claim: string, source: Paper | undefined, positive: boolean) => {
    const found = source === undefined ? null : findQuote(claim, source.abstract, vocabulary);
    if (found !== null) pairs.push({ claim, ...found, positive });
  };
  for (const paper of papers) {
    addPair(paper.title, paper, true);
    for (const { paperId } of await relatedPapers(open, paper.paperId, WRONG_PAPERS))
      addPair(paper.title, byId.get(paperId), false);
  }
  const rows: LabelledRow[] = [];
  for (let from = 0; from < pairs.length; from += BATCH) {
    const batch = pairs.slice(from, from + BATCH);
    const vectors = await open.embedder.embedDocuments(batch.flatMap(({ claim, quote }) => [claim, quote]));
    batch.forEach(({ overlap, positive }, index) => {
      const [claim, quote] = [vectors[2 * index], vectors[2 * index + 1]];
      if (claim !== undefined && quote !== undefined)
        rows.push({ features: [dotProduct(claim, quote), overlap], positive });
    });
  }
  const half = rows.filter((_, index) => index % 2 === 0);
  const rest = rows.filter((_, index) => index % 2 === 1);
  const trained = fitLogistic(half, L2);
  const shown = (row: LabelledRow) => predict(trained, row.features);
  console.log(
    `${rows.length} pairs, ${rows.filter((row) => row.positive).length} of them supported; area under the curve on half of them:`,
  );
  for (const [i, name] of FEATURES.entries())
    console.log(`  ${name}: ${areaUnderCurve(rest, (row) => row.features[i] ?? 0).toFixed(3)}`);
  console.log(`  both, fitted on the other half: ${areaUnderCurve(rest, shown).toFixed(3)}`);
  const called = rest.filter((row) => shown(row) >= 0.5);
  console.log(
    `  called supported: precision ${(called.filter((row) => row.positive).length / called.length).toFixed(3)}, recall ${(called.filter((row) => row.positive).length / rest.filter((row) => row.positive).length).toFixed(3)}`,
  );
  const { model: embedder } = open.corpus.manifest.identity.embedder;
  const file = weightsFile("SUPPORT_WEIGHTS", "fit-support", embedder, weightFields(fitLogistic(rows, L2), FEATURES));
  writeFileSync(new URL("../../src/citations/support-weights.ts", import.meta.url), file);
  console.log(file);
});

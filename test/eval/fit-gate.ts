/**
 * Fits the gate that tells “not in this corpus”: a logistic regression over the evidence of a retrieval, on the
 * questions that settings are chosen on. Writes src/answering/gate-weights.ts; prints what leave-one-out gives, and
 * what the fitted gate does on the held-out questions.
 *
 *     npm run fit-gate
 */
import { writeFileSync } from "node:fs";
import { assessRetrieval, type RetrievalEvidence } from "../../src/answering/assess-retrieval.ts";
import { detectLanguage } from "../../src/answering/detect-language.ts";
import type { OpenCorpus } from "../../src/cli/services.ts";
import { understandFollowUp } from "../../src/retrieval/understand-follow-up.ts";
import { withSeeds } from "../support/open-seeds.ts";
import { fitLogistic, type LabelledRow, predict, weightFields, weightsFile } from "./fit-logistic.ts";
import { type GoldSet, readGoldSet } from "./gold-files.ts";

const FEATURES = ["similarity", "match", "unknown"] as const satisfies readonly (keyof RetrievalEvidence)[];
/** Nearly none: three features on 140 questions can't overfit much. */
const L2 = 0.0001;

interface Row extends LabelledRow {
  readonly question: string;
}

async function rowsOf(set: GoldSet, open: OpenCorpus): Promise<Row[]> {
  const vocabulary = await open.corpus.vocabulary();
  const rows: Row[] = [];
  for (const { question, after, grades } of await readGoldSet(set, open)) {
    // Without a language model these are searched for by a few words only; the gate is not made for that.
    if (detectLanguage(question) !== "en") continue;
    const { context } = understandFollowUp(question, after);
    const retrieval = await open.retriever.retrieve(question, 10, context === null ? {} : { context });
    const evidence = assessRetrieval(retrieval, vocabulary);
    rows.push({ question, features: FEATURES.map((name) => evidence[name]), positive: grades.size > 0 });
  }
  return rows;
}

function report(name: string, rows: readonly Row[], answers: (row: Row) => boolean): void {
  const withheld = rows.filter((row) => !answers(row));
  const rightly = withheld.filter((row) => !row.positive);
  const unanswerable = rows.filter((row) => !row.positive);
  for (const row of withheld) if (row.positive) console.log(`  abstained wrongly: ${row.question}`);
  for (const row of unanswerable) if (answers(row)) console.log(`  answered wrongly: ${row.question}`);
  const share = (part: number, whole: number) => `${(part / whole).toFixed(3)} (${part}/${whole})`;
  console.log(
    `${name}, ${rows.length} questions: abstention precision ${share(rightly.length, withheld.length)}, recall ${share(rightly.length, unanswerable.length)}`,
  );
}

await withSeeds(async (open) => {
  const rows = await rowsOf("questions", open);
  report("leave-one-out", rows, (row) => {
    const others = rows.filter((other) => other !== row);
    return predict(fitLogistic(others, L2), row.features) > 0.5;
  });
  const model = fitLogistic(rows, L2);
  report("held-out", await rowsOf("held-out", open), (row) => predict(model, row.features) > 0.5);
  const { model: embedder } = open.corpus.manifest.identity.embedder;
  const file = weightsFile("GATE_WEIGHTS", "fit-gate", embedder, weightFields(model, FEATURES));
  writeFileSync(new URL("../../src/answering/gate-weights.ts", import.meta.url), file);
  console.log(file);
});

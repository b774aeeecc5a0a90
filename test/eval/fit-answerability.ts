/**
 * Fits whether a corpus answers a question: two logistic regressions over the evidence of a retrieval. What is related
 * at all is fitted on the questions that settings are chosen on; what is answered, on these, on near misses, which are
 * questions about one fact with the papers that answer them taken out of the corpus, and on a second field, if its
 * folder is given: `corpus.jsonl`, and `gold.jsonl` in the format of test/eval, of which every other question is used
 * and the rest is reported. Writes src/answering/answerability-weights.ts, and prints what becomes of held-out
 * questions.
 *
 *     npm run fit-answerability -- [FOLDER OF ANOTHER FIELD]
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type AnswerabilityEvidence, evidenceOf } from "../../src/answering/answerability.ts";
import { readFileLines } from "../../src/cli/read-file-lines.ts";
import type { OpenCorpus } from "../../src/cli/services.ts";
import type { PaperId } from "../../src/domain/paper.ts";
import { type GoldQuestion, readGold } from "../../src/evaluation/gold.ts";
import { detectLanguage } from "../../src/questions/detect-language.ts";
import { readFollowUp } from "../../src/questions/follow-up.ts";
import { openPapers, withSeeds } from "../support/open-seeds.ts";
import {
  fitLogistic,
  type LabelledRow,
  type LogisticModel,
  predict,
  weightFields,
  weightsFile,
} from "./fit-logistic.ts";
import { type GoldSet, readGoldSet } from "./gold-files.ts";

const FEATURES = ["sentence", "chunk", "coverage"] as const satisfies readonly (keyof AnswerabilityEvidence)[];
const L2 = 0.001;
/** So many of the answerable questions chosen on may be refused, and so many refused or hedged. */
const REFUSED = 0.035;
const HEDGED = 0.13;

/** Kinds of questions that are answered by other ways, or that evidence tells nothing of. */
const OTHER_WAYS = new Set(["known_item", "language"]);

async function evidenceFor(
  open: OpenCorpus,
  { question, after }: GoldQuestion,
  only?: ReadonlySet<PaperId>,
): Promise<number[]> {
  const { context } = readFollowUp(
    question,
    after.map((earlier) => ({ question: earlier })),
  );
  const retrieval = await open.retriever.retrieve(question, 10, {
    ...(context === null ? {} : { context }),
    ...(only === undefined ? {} : { only }),
  });
  const profiles = await open.profiles.get(retrieval.papers.map(({ paperId }) => paperId));
  const evidence = evidenceOf(retrieval, profiles, await open.corpus.vocabulary());
  return FEATURES.map((name) => evidence[name]);
}

async function rowsOf(open: OpenCorpus, gold: readonly GoldQuestion[]): Promise<LabelledRow[]> {
  const rows: LabelledRow[] = [];
  for (const question of gold) {
    if (detectLanguage(question.question) !== "en" || OTHER_WAYS.has(question.type)) continue;
    rows.push({ features: await evidenceFor(open, question), positive: question.grades.size > 0 });
  }
  return rows;
}

/** The answerable questions once more, as near misses: without the papers that answer them. */
async function nearMisses(open: OpenCorpus, gold: readonly GoldQuestion[]): Promise<LabelledRow[]> {
  const all = (await open.corpus.listTitles()).map(({ paperId }) => paperId);
  const rows: LabelledRow[] = [];
  for (const question of gold) {
    if (question.grades.size === 0) continue;
    const others = new Set(all.filter((id) => !question.grades.has(id)));
    rows.push({ features: await evidenceFor(open, question, others), positive: false });
  }
  return rows;
}

/** Answered / hedged / refused, as shares. */
function shares(
  rows: readonly LabelledRow[],
  verdictOf: (row: LabelledRow) => "answered" | "closest" | "nothing",
): string {
  const share = (verdict: string) =>
    (rows.filter((row) => verdictOf(row) === verdict).length / Math.max(1, rows.length)).toFixed(2);
  return `${share("answered")} / ${share("closest")} / ${share("nothing")} (${rows.length})`;
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(share * sorted.length)] ?? 0;
}

await withSeeds(async (open) => {
  const rows = async (set: GoldSet) => rowsOf(open, await readGoldSet(set, open));
  const chosenOn = [...(await rows("questions")), ...(await rows("facts")), ...(await rows("paraphrased"))];
  const fit = [...chosenOn, ...(await nearMisses(open, await readGoldSet("facts", open)))];
  const reported = new Map<string, LabelledRow[]>();
  const [folder] = process.argv.slice(2);
  if (folder !== undefined) {
    const dataDir = mkdtempSync(join(tmpdir(), "footnote-field-"));
    const other = await openPapers(dataDir, [join(folder, "corpus.jsonl")]);
    const gold = await readGold(join(folder, "gold.jsonl"), readFileLines, await other.open.corpus.listTitles());
    const half = (rest: number) => gold.filter((_, index) => index % 2 === rest);
    fit.push(...(await rowsOf(other.open, half(0))), ...(await nearMisses(other.open, half(0))));
    reported.set("another field, held out", await rowsOf(other.open, half(1)));
    await other.services.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
  const related = fitLogistic(chosenOn, L2);
  const answered = fitLogistic(fit, L2);
  const fromOf = (model: LogisticModel, share: number) =>
    quantile(
      chosenOn.filter(({ positive }) => positive).map(({ features }) => predict(model, features)),
      share,
    );
  const relatedFrom = fromOf(related, REFUSED);
  const answeredFrom = fromOf(answered, HEDGED);
  const verdictOf = ({ features }: LabelledRow) => {
    if (predict(related, features) < relatedFrom) return "nothing";
    return predict(answered, features) >= answeredFrom ? "answered" : "closest";
  };
  reported.set("chosen on", chosenOn);
  for (const set of ["held-out", "facts-held-out", "paraphrased-held-out"] as const) reported.set(set, await rows(set));
  console.log("answered / hedged / refused");
  for (const [name, labelled] of reported) {
    const of = (positive: boolean) =>
      shares(
        labelled.filter((row) => row.positive === positive),
        verdictOf,
      );
    console.log(`${name}: answerable ${of(true)}, not ${of(false)}`);
  }
  const { model: embedder } = open.corpus.manifest.identity.embedder;
  const fields = (
    [
      ["related", related, relatedFrom],
      ["answered", answered, answeredFrom],
    ] as const
  )
    .map(
      ([name, model, from]) =>
        `  ${name}: {\n${weightFields(model, FEATURES, "    ")}\n    from: ${from.toFixed(4)},\n  },`,
    )
    .join("\n");
  const file = weightsFile("ANSWERABILITY_WEIGHTS", "fit-answerability", embedder, fields);
  writeFileSync(new URL("../../src/answering/answerability-weights.ts", import.meta.url), file);
  console.log(file);
});

/**
 * Writes the seeds and one of the two sets of questions in the BEIR layout, so that `footnote evaluate retrieval` and
 * `evaluate sweep` run on them: English questions of one turn that have an answer.
 *
 *     npm run export-dataset -- questions|held-out FOLDER
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { detectLanguage } from "../../src/questions/detect-language.ts";
import { withSeeds } from "../support/open-seeds.ts";
import { type GoldSet, readGoldSet } from "./gold-files.ts";

const [set, folder] = process.argv.slice(2);
if ((set !== "questions" && set !== "held-out") || folder === undefined) {
  throw new Error("name a set and a folder: npm run export-dataset -- questions FOLDER");
}
await withSeeds(async (open) => {
  const titles = await open.corpus.listTitles();
  const papers = await open.corpus.getPapers(titles.map(({ paperId }) => paperId));
  const gold = (await readGoldSet(set satisfies GoldSet, open)).filter(
    ({ question, after, grades }) => grades.size > 0 && after.length === 0 && detectLanguage(question) === "en",
  );
  const write = (name: string, lines: readonly string[]) => writeFileSync(join(folder, name), `${lines.join("\n")}\n`);
  mkdirSync(folder, { recursive: true });
  write(
    "corpus.jsonl",
    papers.map(({ paperId, title, abstract }) => JSON.stringify({ _id: paperId, title, text: abstract })),
  );
  write(
    "queries.jsonl",
    gold.map(({ id, question }) => JSON.stringify({ _id: id, text: question })),
  );
  write("qrels.tsv", [
    "query-id\tcorpus-id\tscore",
    ...gold.flatMap(({ id, grades }) => [...grades].map(([paperId, grade]) => `${id}\t${paperId}\t${grade}`)),
  ]);
  console.log(`${papers.length} papers, ${gold.length} questions in ${folder}`);
});

/**
 * Replays a month of daily papers for readers with known subjects: how well a digest's order fits them by upvotes alone,
 * and by upvotes and taste; and how well a topic, and a question, tell their papers from others.
 *
 *     npm run replay-taste -- FOLDER
 *
 * FOLDER is described in taste-replay.ts. The readers' papers were found by reading titles, and abstracts where titles
 * say too little; readers.jsonl holds them, and two questions for each reader.
 */
import { estimateMean, mean } from "../../src/evaluation/metrics.ts";
import { vectorsOf } from "../../src/retrieval/paper-profiles.ts";
import { bestSimilarity } from "../../src/util/vectors.ts";
import {
  type Conduct,
  type OpenMonth,
  openMonth,
  type Reader,
  type ReplayOutcome,
  readReaders,
  replay,
} from "./taste-replay.ts";

const RUNS = 5;
const CONDUCTS: readonly (Conduct & { readonly name: string })[] = [
  { name: "upvotes alone", asks: false, opens: false },
  { name: "two questions asked", asks: true, opens: false },
  { name: "papers opened", asks: false, opens: true },
  { name: "both", asks: true, opens: true },
];
const RATINGS = [0.6, 0.7, 0.75, 0.8, 0.85, 0.9];
const THRESHOLDS = [0.35, 0.4, 0.45, 0.5, 0.55, 0.6];

/** How many of the papers that a reader's texts are close to are theirs, and how many of theirs are among them. */
async function printThresholds(month: OpenMonth, readers: readonly Reader[], textsOf: (reader: Reader) => string[]) {
  const parts = month.papers.map(({ id, profile }) => ({
    id,
    vectors: vectorsOf(profile),
  }));
  const wanted = await Promise.all(
    readers.map(async (reader) => ({
      own: new Set(reader.papers),
      texts: await Promise.all(textsOf(reader).map((text) => month.embedder.embedQuery(text))),
    })),
  );
  for (const threshold of THRESHOLDS) {
    const found = wanted.map(({ own, texts }) => {
      const close = parts.filter(({ vectors }) => texts.some((text) => bestSimilarity(vectors, text) >= threshold));
      return { close: close.length, hits: close.filter(({ id }) => own.has(id)).length, own: own.size };
    });
    const precision = mean(found.flatMap(({ close, hits }) => (close === 0 ? [] : [hits / close])));
    const recall = mean(found.map(({ hits, own }) => hits / own));
    console.log(`    from ${threshold}: precision ${precision?.toFixed(2) ?? "-"}, recall ${recall?.toFixed(2)}`);
  }
}

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error("name the folder with the days: npm run replay-taste -- FOLDER");
const month = await openMonth(folder);
try {
  const { chosenOn, heldOut } = readReaders();
  console.log(`${month.papers.length} papers in ${new Set(month.papers.map(({ week }) => week)).size} weeks`);
  for (const [name, readers] of [
    ["chosen on", chosenOn],
    ["held out", heldOut],
  ] as const) {
    console.log(`${readers.length} readers, ${name}: nDCG@10 with its 95% interval over readers, ${RUNS} replays each`);
    for (const conduct of CONDUCTS) {
      const figures: number[] = [];
      const ratings: ReplayOutcome["ratings"][number][] = [];
      for (const reader of readers) {
        const runs: number[] = [];
        for (let run = 1; run <= RUNS; run += 1) {
          const outcome = await replay(month, reader, conduct, run);
          runs.push(outcome.nDCG);
          ratings.push(...outcome.ratings);
        }
        figures.push(mean(runs) ?? 0);
      }
      const estimate = estimateMean(figures);
      const interval = `${estimate?.low.toFixed(3)} to ${estimate?.high.toFixed(3)}`;
      console.log(`  ${conduct.name}: ${estimate?.mean.toFixed(3)} (${interval})`);
      const shares = RATINGS.map((from) => {
        const rated = ratings.filter(({ rating }) => rating >= from);
        return `${((100 * rated.filter(({ isOwn }) => isOwn).length) / rated.length).toFixed(0)}% from ${from}`;
      });
      if (ratings.length > 0) console.log(`    of the papers rated so, the reader's own: ${shares.join(", ")}`);
    }
    console.log("  papers close to the subject's name");
    await printThresholds(month, readers, ({ reader }) => [reader]);
    console.log("  papers close to one of the questions");
    await printThresholds(month, readers, ({ asks }) => [...asks]);
  }
} finally {
  await month.close();
}

/**
 * What the program costs on this machine, each figure beside what it is compared with, in the same run.
 *
 *     npm run bench
 *
 * Figures move with the machine's load: compare ratios and medians, not single runs.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { AutoTokenizer, env } from "@xenova/transformers";
import { chunkPaper } from "../../src/indexing/chunk-paper.ts";
import { joinEntries } from "../../src/indexing/join-entries.ts";
import { parsePage } from "../../src/indexing/parse-page.ts";
import { readGoldSet } from "../eval/gold-files.ts";
import { openSeeds } from "../support/open-seeds.ts";
import { startCli } from "../support/run-cli.ts";

const ROUNDS = 3;
const BATCH = 16;
const MODEL = "footnote/minilm-l6-papers";
const root = fileURLToPath(new URL("../../", import.meta.url));
const rows: [what: string, figure: string, goal: string][] = [];

const median = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
const quantile = (values: readonly number[], q: number) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length * q)] ?? Number.NaN;

async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "footnote-bench-"));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The part of onnxruntime-node 1.14 that is used here; it ships no types for this entry. */
interface Runtime {
  InferenceSession: { create(path: string): Promise<{ run(feeds: Record<string, unknown>): Promise<unknown> }> };
  Tensor: new (type: "int64", data: BigInt64Array, dims: number[]) => unknown;
}

/** The texts that indexing embeds, and their token ids, longest first. */
async function seedTexts(): Promise<number[][]> {
  env.localModelPath = join(root, "data/models");
  env.allowRemoteModels = false;
  const tokenizer = await AutoTokenizer.from_pretrained(MODEL);
  const files = readdirSync(join(root, "seeds")).map((name) => ({
    path: name,
    entries: parsePage(readFileSync(join(root, "seeds", name), "utf8").split("\n")).entries,
    complete: true,
  }));
  const countTokens = async (texts: readonly string[]) => texts.map((text) => tokenizer.encode(text).length - 2);
  const texts = new Set<string>();
  for (const paper of joinEntries(files).values()) {
    for (const chunk of await chunkPaper(paper, countTokens, { maxTokens: 256 })) {
      texts.add(chunk.embeddingText);
      for (const sentence of chunk.sentences) texts.add(sentence.embeddingText);
    }
  }
  return [...texts].map((text) => tokenizer.encode(text)).sort((a, b) => b.length - a.length);
}

/** Seconds that the ONNX runtime alone takes: tokens in, vectors out, nothing else. */
async function runtimeAlone(ids: readonly number[][]): Promise<number> {
  const require = createRequire(createRequire(import.meta.url).resolve("@xenova/transformers"));
  const runtime: Runtime = require("onnxruntime-node");
  const session = await runtime.InferenceSession.create(join(root, "data/models", MODEL, "onnx/model_quantized.onnx"));
  const started = performance.now();
  for (let at = 0; at < ids.length; at += BATCH) {
    const batch = ids.slice(at, at + BATCH);
    const width = Math.max(...batch.map((row) => row.length));
    const flat = (value: (row: number[], i: number) => number) =>
      BigInt64Array.from(batch.flatMap((row) => Array.from({ length: width }, (_, i) => BigInt(value(row, i)))));
    const tensor = (data: BigInt64Array) => new runtime.Tensor("int64", data, [batch.length, width]);
    await session.run({
      input_ids: tensor(flat((row, i) => row[i] ?? 0)),
      attention_mask: tensor(flat((row, i) => (i < row.length ? 1 : 0))),
      token_type_ids: tensor(new BigInt64Array(batch.length * width)),
    });
  }
  return (performance.now() - started) / 1000;
}

/** Seconds to index the seeds from nothing, the loaded embedder aside: read, parse, chunk, embed, store, publish. */
async function wholeIndexing(): Promise<{ seconds: number; chunks: number }> {
  return inFolder(async (folder) => {
    const { services } = await openSeeds(folder);
    const report = await services.index({ paths: [], rebuild: true });
    await services.close();
    return { seconds: report.seconds, chunks: report.embeddedChunks };
  });
}

/** Runs a command; returns seconds, and the peak resident memory of it and its children where /proc tells. */
async function runProcess(args: string[]): Promise<{ seconds: number; peakMb: number }> {
  const started = performance.now();
  const child = startCli(args);
  child.stdout?.resume();
  child.stderr?.resume();
  let peakKb = 0;
  const watch = setInterval(() => {
    peakKb = Math.max(peakKb, treeKb(child.pid));
  }, 40);
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  clearInterval(watch);
  if (code !== 0) throw new Error(`${args.join(" ")} ended with code ${code}`);
  return { seconds: (performance.now() - started) / 1000, peakMb: peakKb / 1024 };
}

function treeKb(pid: number | undefined): number {
  if (pid === undefined) return 0;
  try {
    const own = /VmRSS:\s+(\d+)/u.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? "0";
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ").filter(Boolean);
    return Number(own) + children.reduce((sum, child) => sum + treeKb(Number(child)), 0);
  } catch {
    return 0;
  }
}

const ids = await seedTexts();
const alone: number[] = [];
const whole: number[] = [];
for (let round = 0; round < ROUNDS; round += 1) {
  alone.push(await runtimeAlone(ids));
  const indexed = await wholeIndexing();
  whole.push(indexed.seconds);
}
const ratios = alone.map((seconds, round) => seconds / (whole[round] ?? Number.NaN));
rows.push([
  "ONNX runtime alone, seeds",
  `${median(alone).toFixed(1)} s, ${(ids.length / median(alone)).toFixed(1)} texts/s`,
  "",
]);
rows.push([
  "index of the seeds from nothing",
  `${median(whole).toFixed(1)} s, ${(ids.length / median(whole)).toFixed(1)} texts/s`,
  "",
]);
rows.push([
  "indexing throughput / the runtime's",
  `${median(ratios).toFixed(2)} (${ratios.map((ratio) => ratio.toFixed(2)).join(", ")})`,
  "≥ 0.85",
]);

await inFolder(async (folder) => {
  const question = "What explains grokking?";
  const first = await runProcess(["ask", question, "--data-dir", folder]);
  rows.push(["first ask, index included", `${first.seconds.toFixed(1)} s`, "< 60 s"]);
  rows.push(["peak memory of indexing", `${first.peakMb.toFixed(0)} MB`, ""]);

  const asks: number[] = [];
  const searches: number[] = [];
  let askMb = 0;
  for (let round = 0; round < 7; round += 1) {
    searches.push((await runProcess(["search", "neural tangent kernel", "--data-dir", folder])).seconds);
    const ask = await runProcess(["ask", question, "--data-dir", folder]);
    asks.push(ask.seconds);
    askMb = Math.max(askMb, ask.peakMb);
  }
  rows.push(["cold search from the shell, p50", `${median(searches).toFixed(2)} s`, "< 1.5 s"]);
  rows.push(["cold ask from the shell, p50", `${median(asks).toFixed(2)} s`, ""]);
  rows.push(["peak memory of asking", `${askMb.toFixed(0)} MB`, ""]);

  const { services, open } = await openSeeds(folder);
  const questions = (await readGoldSet("questions", open)).map((labelled) => labelled.question);
  const times: number[] = [];
  for (const text of [...questions.slice(0, 20), ...questions, ...questions]) {
    const started = performance.now();
    await open.retriever.retrieve(text, 10);
    times.push(performance.now() - started);
  }
  const warm = times.slice(20);
  rows.push([
    "warm search: embed, both searches, fusion",
    `p50 ${median(warm).toFixed(1)} ms, p95 ${quantile(warm, 0.95).toFixed(1)} ms`,
    "p50 < 15 ms",
  ]);
  const answer = await services.openAnswering(open);
  const answers: number[] = [];
  for (const text of questions.slice(0, 15)) {
    const started = performance.now();
    await answer({ question: text, mode: "extractive" });
    answers.push(performance.now() - started);
  }
  rows.push(["warm extractive answer", `p50 ${median(answers).toFixed(0)} ms`, ""]);
  await services.close();
});

console.log(`\nNode.js ${process.versions.node}, ${cpus().length} cores, ${cpus()[0]?.model ?? "unknown processor"}\n`);
console.log("| what | figure | goal |\n| --- | --- | --- |");
for (const row of rows) console.log(`| ${row.join(" | ")} |`);

import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { runCli } from "../support/run-cli.ts";

const dataDir = inject("seedsDataDir");
const folder = mkdtempSync(join(tmpdir(), "footnote-evaluate-"));
const dataset = join(folder, "set");
const lines = (values: readonly unknown[]) => `${values.map((value) => JSON.stringify(value)).join("\n")}\n`;
const env = { FOOTNOTE_CACHE_DIR: join(folder, "cache") };

beforeAll(() => {
  mkdirSync(dataset);
  writeFileSync(
    join(dataset, "corpus.jsonl"),
    lines([
      { _id: "d1", title: "Aspirin", text: "Aspirin thins the blood. It lowers the risk of a stroke." },
      { _id: "d2", title: "Statins", text: "Statins lower cholesterol. They are taken in the evening." },
      { _id: "d3", title: "Vitamin D", text: "Vitamin D strengthens bones. Sunlight makes it." },
    ]),
  );
  writeFileSync(
    join(dataset, "queries.jsonl"),
    lines([
      { _id: "q1", text: "Aspirin reduces stroke risk." },
      { _id: "q2", text: "Statins reduce cholesterol levels." },
      { _id: "q3", text: "No judgement for this one." },
    ]),
  );
  writeFileSync(join(dataset, "qrels.tsv"), "query-id\tcorpus-id\tscore\nq1\td1\t1\nq2\td2\t1\nq2\td3\t0\n");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("footnote evaluate", () => {
  it("ranks a dataset, prints figures with intervals, and writes a TREC run", async () => {
    const run = join(folder, "run.trec");
    const args = ["evaluate", "retrieval", "--dataset", dataset, "--run-file", run, "--json"];
    const { code, stdout, stderr } = await runCli(args, { env });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(JSON.parse(stdout)).toMatchObject({
      papers: 3,
      queries: 2,
      queriesWithoutQrels: 1,
      "nDCG@10": 1,
      "Recall@10": 1,
      "Recall@100": 1,
      MRR: 1,
      intervals: { "nDCG@10": [1, 1] },
      msPerQuery: { p50: expect.any(Number), p95: expect.any(Number) },
    });
    const ranked = readFileSync(run, "utf8").trim().split("\n");
    expect(ranked).toHaveLength(6);
    expect(ranked[0]).toMatch(/^q1 Q0 d1 1 1\.0{8} footnote$/u);
    // The index is there now: a second run reads it, and the file with lines in between is the same.
    expect((await runCli(args, { env })).code).toBe(0);
    expect(readFileSync(run, "utf8").trim().split("\n")).toEqual(ranked);
  });

  it("reads a dataset as it is published: a file of judgements for each split, with marks and any line ends", async () => {
    const published = join(folder, "published");
    mkdirSync(join(published, "qrels"), { recursive: true });
    cpSync(join(dataset, "corpus.jsonl"), join(published, "corpus.jsonl"));
    const queries = readFileSync(join(dataset, "queries.jsonl"), "utf8");
    writeFileSync(join(published, "queries.jsonl"), `\ufeff${queries.replaceAll("\n", "\r\n")}`);
    writeFileSync(join(published, "qrels/test.tsv"), "\ufeffquery-id\tcorpus-id\tscore\r\nq1\td1\t1\r\nq2\td2\t1\r\n");
    writeFileSync(join(published, "qrels/dev.tsv"), "q3\td3\t1");
    const evaluate = async (...args: string[]) => {
      const { code, stdout } = await runCli(["evaluate", "retrieval", "--dataset", published, "--json", ...args], {
        env,
      });
      return { code, figures: stdout === "" ? null : JSON.parse(stdout) };
    };
    expect(await evaluate()).toMatchObject({
      code: 0,
      figures: { split: "test", papers: 3, queries: 2, "nDCG@10": 1 },
    });
    expect(await evaluate("--split", "dev")).toMatchObject({ code: 0, figures: { split: "dev", queries: 1 } });
    expect((await evaluate("--split", "train")).code).toBe(66);
    expect((await evaluate("--split", "other")).code).toBe(64);
  });

  it("makes its index anew where an earlier version of the program made it", async () => {
    const indexDir = join(folder, "earlier");
    const args = ["evaluate", "retrieval", "--dataset", dataset, "--index-dir", indexDir, "--json"];
    expect((await runCli(args, { env })).code).toBe(0);
    const file = join(indexDir, "index/manifest.json");
    const manifest = JSON.parse(readFileSync(file, "utf8"));
    const { chunkerVersion } = manifest.identity;
    writeFileSync(
      file,
      JSON.stringify({ ...manifest, identity: { ...manifest.identity, chunkerVersion: chunkerVersion - 1 } }),
    );
    const { code, stdout } = await runCli(args, { env });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ papers: 3, "nDCG@10": 1 });
    expect(JSON.parse(readFileSync(file, "utf8")).identity).toEqual(manifest.identity);
  });

  it("tries settings beside plain search, as a table and a plot", async () => {
    const plot = join(folder, "sweep.svg");
    const args = ["evaluate", "sweep", "--dataset", dataset, "--plot", plot];
    const { code, stdout } = await runCli([...args], { env });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^baseline: BM25 alone +nDCG@10 \d\.\d{4}/u);
    expect(stdout).toMatch(/^dense weight: \d+ \(in use\)/mu);
    expect(readFileSync(plot, "utf8")).toMatch(/^<svg .*<\/svg>\s*$/su);
  });

  it("measures answers by type, with quotes, support and abstention", async () => {
    const gold = join(folder, "gold.jsonl");
    writeFileSync(
      gold,
      lines([
        {
          id: "1",
          type: "fact",
          question: "How does Adafactor save memory compared with Adam?",
          relevant: [{ title: "Adafactor: Adaptive Learning Rates with Sublinear Memory Cost", grade: 2 }],
          must_say: ["memory"],
        },
        {
          id: "2",
          type: "follow_up",
          turns: ["Why do networks grok?", "Can it be made faster?"],
          relevant: [{ title: "Grokfast: Accelerated Grokking by Amplifying Slow Gradients", grade: 2 }],
          must_say: [],
        },
        { id: "3", type: "unanswerable", question: "How do I bake bread?", relevant: [], must_say: [] },
      ]),
    );
    const related = join(folder, "related.jsonl");
    writeFileSync(
      related,
      lines([
        {
          title: "Grokfast: Accelerated Grokking by Amplifying Slow Gradients",
          relevant: [{ title: "Grokking at the Edge of Numerical Stability", grade: 2 }],
        },
      ]),
    );
    const args = ["evaluate", "answers", "--gold", gold, "--related", related, "--data-dir", dataDir];
    const { code, stdout } = await runCli([...args, "--json"]);
    expect(code).toBe(0);
    const report = JSON.parse(stdout);
    expect(report.types.fact).toMatchObject({
      questions: 1,
      answered: 1,
      quoteValidity: 1,
      supportRate: 1,
      mustSay: 1,
    });
    expect(report.types.follow_up["nDCG@10"].mean).toBe(1);
    expect(report.types.unanswerable).toMatchObject({ answered: 0, citationPrecision: null });
    expect(report.abstention).toEqual({ precision: 1, recall: 1 });
    expect(report.related.n).toBe(1);
    expect((await runCli(args)).stdout).toMatch(/abstention: precision 1\.000, recall 1\.000/u);
  });

  it.each<[string, () => string[], number, RegExp]>([
    [
      "a dataset that is not there",
      () => ["retrieval", "--dataset", join(folder, "none")],
      66,
      /There is no file .*qrels\.tsv/u,
    ],
    ["no dataset", () => ["retrieval"], 64, /--dataset/u],
    [
      "gold that names no paper",
      () => {
        const gold = join(folder, "bad.jsonl");
        writeFileSync(
          gold,
          lines([{ id: "1", type: "fact", question: "Why?", relevant: [{ title: "Nobody", grade: 1 }] }]),
        );
        return ["answers", "--gold", gold, "--data-dir", dataDir];
      },
      65,
      /bad\.jsonl:1: no paper is titled “Nobody”/u,
    ],
    [
      "gold with neither question nor turns",
      () => {
        const gold = join(folder, "bad2.jsonl");
        writeFileSync(gold, lines([{ id: "1", type: "fact", relevant: [] }]));
        return ["answers", "--gold", gold, "--data-dir", dataDir];
      },
      65,
      /bad2\.jsonl:1: .*either a question or turns/u,
    ],
    [
      "gold that is not there",
      () => ["answers", "--gold", join(folder, "x"), "--data-dir", dataDir],
      66,
      /There is no file/u,
    ],
  ])("says what is wrong with %s", async (_what, args, exit, message) => {
    const { code, stderr } = await runCli(["evaluate", ...args()], { env });
    expect(code).toBe(exit);
    expect(stderr).toMatch(message);
  });
});

describe("footnote chat", () => {
  it("answers line by line, remembers what was asked, and forgets it on /new", async () => {
    const input =
      "Why do networks grok?\ncan it be made faster?\n\n???\n/new\ncan it be made faster?\n/quit\nnever read\n";
    const { code, stdout, stderr } = await runCli(["chat", "--json", "--data-dir", dataDir], { input });
    expect(code).toBe(0);
    const answers = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    // One line for each that was read.
    expect(answers).toHaveLength(7);
    expect(answers[1].citations[0].title).toMatch(/^Grokfast/u);
    expect(answers[2]).toMatchObject({ question: "", error: { code: "USAGE_INVALID" } });
    expect(answers[3]).toMatchObject({ question: "???", error: { message: expect.stringMatching(/holds no words/u) } });
    expect(answers[4]).toEqual({ command: "/new" });
    expect(answers[5].understoodAs).toBeUndefined();
    expect(answers[6]).toEqual({ command: "/quit" });
    expect(stderr).toBe("");
  });
});

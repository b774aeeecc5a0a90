import { mkdtempSync, readFileSync } from "node:fs";
import { cp, mkdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, inject, it } from "vitest";
import { z } from "zod";
import { QUESTION_KINDS } from "../../src/domain/question.ts";
import { parsePage } from "../../src/indexing/parse-page.ts";
import { runCli } from "../support/run-cli.ts";

const dataDir = inject("seedsDataDir");
const root = mkdtempSync(join(tmpdir(), "footnote-cli-"));
afterAll(() => rm(root, { recursive: true, force: true }));

const run = (...args: string[]) => runCli([...args, "--data-dir", dataDir]);
const json = async (...args: string[]): Promise<unknown> => {
  const { code, stdout, stderr } = await run(...args, "--json");
  expect(stderr).toBe("");
  expect(code).toBe(0);
  expect(stdout.trim().split("\n")).toHaveLength(1);
  return JSON.parse(stdout);
};

const seeds = new URL("../../seeds/", import.meta.url);
const abstracts = new Map(
  [
    "000_f04d8c7633ca4d1b",
    "001_13d686aa028b1437",
    "002_1f60262fb40a3fef",
    "003_41fafd6c66d7eafb",
    "004_3acfff12a0d41fce",
  ]
    .flatMap((name) => parsePage(readFileSync(new URL(`${name}.txt`, seeds), "utf8").split("\n")).entries)
    .map(({ title, abstract }) => [title, abstract]),
);

const supportSchema = z.enum(["supported", "partly", "not supported"]);
const answerSchema = z.strictObject({
  question: z.string(),
  kind: z.enum(QUESTION_KINDS),
  understoodAs: z.string().optional(),
  searchedTerms: z.string().optional(),
  searched: z.strictObject({ papers: z.number(), filters: z.record(z.string(), z.unknown()) }),
  facts: z.array(z.looseObject({ kind: z.string() })),
  further: z.array(z.strictObject({ paperId: z.string(), title: z.string(), score: z.number() })),
  groups: z.array(z.strictObject({ topics: z.array(z.string()), citations: z.array(z.number()) })).optional(),
  premise: z.strictObject({ text: z.string(), verdict: z.string(), n: z.number(), quote: z.string() }).optional(),
  language: z.string().length(2).optional(),
  uncovered: z.array(z.string()).optional(),
  notes: z.array(z.string()).optional(),
  shortForms: z.array(z.strictObject({ n: z.number(), short: z.string(), long: z.string() })).optional(),
  status: z.enum(["answered", "partial", "closest", "not_in_corpus"]),
  mode: z.enum(["generated", "extractive"]),
  text: z.string().min(1),
  sentences: z.array(
    z.strictObject({
      text: z.string().min(1),
      citations: z.array(z.number()).min(1),
      support: supportSchema,
      evidence: z.array(z.strictObject({ n: z.number(), quote: z.string().min(1), support: supportSchema })).min(1),
    }),
  ),
  citations: z.array(
    z.strictObject({
      n: z.number(),
      paperId: z.string(),
      title: z.string(),
      url: z.string().nullable(),
      quote: z.string(),
    }),
  ),
  retrieved: z.array(z.strictObject({ paperId: z.string(), title: z.string(), score: z.number() })),
  model: z.string().nullable(),
  warning: z.string().optional(),
  timings: z.record(z.string().endsWith("Ms"), z.number()),
});

describe("footnote ask", () => {
  it("answers with quoted sentences of cited papers", async () => {
    const answer = answerSchema.parse(await json("ask", "What explains grokking?"));
    expect(answer).toMatchObject({
      question: "What explains grokking?",
      status: "answered",
      mode: "extractive",
      model: null,
    });
    expect(answer.citations.some(({ title }) => /grok/iu.test(title))).toBe(true);
    for (const { title, quote } of answer.citations) expect(abstracts.get(title)).toContain(quote);
    for (const { text, citations } of answer.sentences) {
      expect(abstracts.get(answer.citations[(citations[0] ?? 0) - 1]?.title ?? "")).toContain(text);
    }
    expect(answer.retrieved).toHaveLength(10);
  });

  it("prints the answer, the titles and how it came about for a person", async () => {
    const { code, stdout, stderr } = await run("ask", "What", "explains", "grokking?");
    expect(code).toBe(0);
    expect(stderr).toBe("");
    expect(stdout).toMatch(/^“.+” \[1\]\n/u);
    expect(stdout).toMatch(/\n\[1\] .*[Gg]rok/u);
    // The question asks for what several papers say, and not all of them are quoted.
    expect(stdout).toMatch(/\n\nAlso close: “.+”\n/u);
    expect(stdout).toMatch(/403 papers · abstracts only · sentences quoted word for word\n$/u);
    expect(stdout).not.toContain("\u001b[");
  });

  it("says when nothing bears on the question, and names the closest titles", async () => {
    const answer = answerSchema.parse(await json("ask", "How do I bake sourdough bread?"));
    expect(answer).toMatchObject({ status: "not_in_corpus", sentences: [], citations: [] });
    expect(answer.text).toMatch(/^Not in this corpus: none of its 403 papers/u);
    expect(answer.retrieved.length).toBeGreaterThan(0);
  });

  it.each([
    ["another language", "損失地形とは何ですか"],
    ["control characters", "What\u0007 explains\u001b[31m grokking?"],
    ["mentions and markup", "<script>@everyone</script> '; DROP TABLE papers; -- {{{x}}} \\ grokking"],
    ["a lone letter", "x"],
  ])("copes with %s", async (_what, question) => {
    answerSchema.parse(await json("ask", question));
  });
});

describe("footnote search", () => {
  const resultSchema = z.object({
    paperId: z.string(),
    title: z.string(),
    score: z.number(),
    snippet: z.string().min(1),
  });

  it("ranks papers", async () => {
    const found = z
      .object({ query: z.string(), results: z.array(resultSchema) })
      .parse(await json("search", "--limit", "3", "lottery tickets pruning"));
    expect(found.results).toHaveLength(3);
    const scores = found.results.map(({ score }) => score);
    expect(scores).toEqual(scores.toSorted((a, b) => b - a));
    for (const { title, snippet } of found.results) expect(abstracts.get(title)).toContain(snippet.replace(/…$/u, ""));
  });

  it("answers a batch in its order, and goes on past lines that are no queries", async () => {
    const file = join(root, "batch.jsonl");
    const lines = [
      '{"_id":"q1","text":"grokking"}',
      "nonsense",
      '{"_id":2,"text":"neural tangent kernel"}',
      '{"_id":"q3","text":" "}',
      "",
    ];
    await writeFile(file, lines.join("\n"));
    const { code, stdout, stderr } = await run("search", "--json", "--limit", "2", "--batch", file);
    expect(code).toBe(65);
    const results = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(results).toMatchObject([
      { _id: "q1", query: "grokking", results: [{}, {}] },
      { _id: "2", results: [{}, {}] },
      { _id: "q3", results: [], error: expect.stringMatching(/empty/u) },
    ]);
    expect(stderr).toMatch(/line 2 of the batch is skipped/u);
  });
});

describe("footnote search --batch", () => {
  it.each(["utf8", "utf16le"] as const)(
    "reads a file with a byte order mark in %s, and standard input",
    async (encoding) => {
      const file = join(root, `batch-${encoding}.jsonl`);
      const text = '\ufeff{"_id":"q1","text":"grokking"}\r\n{"_id":"q2","text":"pruning"}\r\n';
      await writeFile(file, text, encoding);
      const args = ["search", "--limit", "1", "--data-dir", dataDir, "--batch"];
      const fromFile = await runCli([...args, file]);
      expect(fromFile).toMatchObject({ code: 0, stderr: "" });
      expect(fromFile.stdout.trim().split("\n")).toHaveLength(2);
      expect((await runCli([...args, "-"], { input: text })).stdout).toBe(fromFile.stdout);
    },
  );
});

describe("footnote related", () => {
  it("lists other papers with a reason", async () => {
    const title = "Grokking at the Edge of Numerical Stability";
    const found = z
      .object({
        paper: z.object({ paperId: z.string(), title: z.string() }),
        related: z.array(
          z.object({ paperId: z.string(), title: z.string(), score: z.number(), reason: z.string().min(1) }),
        ),
      })
      .parse(await json("related", title.toLowerCase()));
    expect(found.paper.title).toBe(title);
    expect(found.related).toHaveLength(10);
    expect(found.related.map((paper) => paper.paperId)).not.toContain(found.paper.paperId);
    expect(await json("related", found.paper.paperId)).toMatchObject({ paper: found.paper });
  });

  it("offers several papers where the title is not clear", async () => {
    expect(await json("related", "grokking")).toMatchObject({
      paper: null,
      related: [],
      candidates: expect.arrayContaining([{}].map(() => expect.anything())),
    });
  });
});

describe("footnote stats and doctor", () => {
  it("say what the index holds and whether anything is missing", async () => {
    expect(await json("stats")).toMatchObject({
      papers: 403,
      entries: 466,
      sources: expect.arrayContaining([expect.objectContaining({ name: "001_13d686aa028b1437.txt", entries: 224 })]),
      embedder: { model: "footnote/minilm-l6-papers", dimensions: 384 },
      indexVersion: 1,
    });
    const { healthy, checks } = z
      .object({
        healthy: z.boolean(),
        checks: z.array(z.object({ name: z.string(), state: z.string(), detail: z.string() })),
      })
      .parse(await json("doctor"));
    expect(healthy).toBe(true);
    expect(checks.map(({ name }) => name)).toEqual([
      "Node.js",
      "data folder",
      "embedder",
      "prompts",
      "index",
      "language model",
      "Discord bot",
      "bot state",
    ]);
  });
});

describe("footnote index", () => {
  it("reports what changed, page by page", async () => {
    const pages = join(root, "pages");
    const own = join(root, "own-data");
    await mkdir(pages);
    await cp(new URL("004_3acfff12a0d41fce.txt", seeds), join(pages, "a.txt"));
    const index = async () => {
      const { code, stdout } = await runCli(["index", "--source", pages, "--json", "--data-dir", own]);
      return { code, report: JSON.parse(stdout) };
    };
    expect(await index()).toMatchObject({
      code: 0,
      report: { added: 36, updated: 0, unchanged: 0, removed: 0, failed: [], seconds: expect.any(Number) },
    });
    expect(await index()).toMatchObject({ code: 0, report: { added: 0, unchanged: 36, embeddedChunks: 0 } });

    await writeFile(join(pages, "b.txt"), "<html>not a page</html>");
    await writeFile(join(pages, "c.txt"), Buffer.from([0, 1, 2, 255, 254]));
    await writeFile(join(pages, "d.jsonl"), '{"_id":"d1","title":"A JSON paper","text":"About grokking."}\n{"_id":');
    const bad = await index();
    expect(bad).toMatchObject({ code: 65, report: { added: 1, unchanged: 36 } });
    expect(bad.report.failed).toEqual([
      { source: join(pages, "b.txt"), line: 1, reason: expect.stringMatching(/HTML/u) },
      { source: join(pages, "c.txt"), line: null, reason: expect.stringMatching(/binary/u) },
      { source: join(pages, "d.jsonl"), line: 2, reason: expect.stringMatching(/no JSON/u) },
    ]);
    await rm(join(pages, "a.txt"));
    expect(await index()).toMatchObject({ code: 65, report: { added: 0, removed: 36 } });
  });

  it("removes nothing for a source that can't be read, and names formats that are not read", async () => {
    const own = join(root, "unread-data");
    const folder = join(root, "unread");
    await mkdir(folder);
    await writeFile(join(folder, "a.jsonl"), '{"_id":"1","title":"Moss on slate roofs","text":"Moss grows on slate."}');
    await writeFile(join(folder, "b.pdf"), "%PDF-1.7");
    await writeFile(join(folder, "cut.ris"), "TY  - JOUR\nTI  - Half a record\n");
    const index = (...args: string[]) => runCli(["index", "--data-dir", own, "--json", "--source", ...args]);
    const first = await index(join(folder, "a.jsonl"));
    expect(first.code).toBe(0);
    for (const name of ["b.pdf", "cut.ris"]) {
      const { code, stdout, stderr } = await index(join(folder, name), "--only");
      expect(code).toBe(65);
      expect(JSON.parse(stdout)).toMatchObject({ removed: 0, failed: [{ source: join(folder, name) }] });
      expect(stderr).toContain("papers from elsewhere stay");
    }
    const whole = await index(folder);
    expect(whole.stderr).toContain(`not read: ${join(folder, "b.pdf")}: this is a PDF, which is not read`);
  });
});

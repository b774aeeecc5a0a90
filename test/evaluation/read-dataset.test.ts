import { describe, expect, it } from "vitest";
import { findDataset, readQueries, type Split } from "../../src/evaluation/read-dataset.ts";

const BASE = ["corpus.jsonl", "queries.jsonl"];

function find(files: readonly string[], split: Split | null = null) {
  const listNames = async (folder: string) =>
    [...new Set(files.map((file) => `set/${file}`).filter((file) => file.startsWith(`${folder}/`)))].map(
      (file) => file.slice(folder.length + 1).split("/")[0] ?? "",
    );
  return findDataset("set", split, listNames);
}

describe("findDataset", () => {
  it.each<[string, string[], Split | null, string, string | null]>([
    ["the published layout", ["qrels/test.tsv", "qrels/dev.tsv"], null, "set/qrels/test.tsv", "test"],
    ["a split that is named", ["qrels/test.tsv", "qrels/train.tsv"], "train", "set/qrels/train.tsv", "train"],
    ["one file for all", ["qrels.tsv"], null, "set/qrels.tsv", null],
    ["both layouts", ["qrels.tsv", "qrels/test.tsv"], null, "set/qrels/test.tsv", "test"],
    ["one file for all beside another split", ["qrels.tsv", "qrels/dev.tsv"], null, "set/qrels.tsv", null],
    ["capitals", ["QRELS/Test.TSV"], null, "set/QRELS/Test.TSV", "test"],
    ["gzip", ["qrels/test.tsv.gz"], null, "set/qrels/test.tsv.gz", "test"],
  ])("finds the judgements in %s", async (_what, files, split, qrels, found) => {
    expect(await find([...BASE, ...files], split)).toEqual({
      corpus: "set/corpus.jsonl",
      queries: "set/queries.jsonl",
      qrels,
      split: found,
    });
  });

  it.each<[string, string[], Split | null, RegExp]>([
    ["no folder", [], null, /no file set\/corpus\.jsonl: .*qrels\.tsv/u],
    ["no queries", ["corpus.jsonl", "qrels.tsv"], null, /no file set\/queries\.jsonl/u],
    ["no judgements", BASE, null, /no file set\/qrels\/test\.tsv .*qrels\.tsv/u],
    ["other splits", [...BASE, "qrels/dev.tsv", "qrels/train.tsv"], null, /of dev and train: name one with --split/u],
    ["another split than is named", [...BASE, "qrels/test.tsv"], "dev", /of test: name one/u],
    ["one file and a split named", [...BASE, "qrels.tsv"], "dev", /leave --split out/u],
  ])("says what is missing: %s", async (_what, files, split, message) => {
    await expect(find(files, split)).rejects.toMatchObject({
      code: "SOURCE_MISSING",
      message: expect.stringMatching(message),
    });
  });
});

describe("readQueries", () => {
  const queries = ['{"_id":"q1","text":"One?"}', "", '{"_id":2,"text":"Two?"}', '{"_id":"q3","text":"Three?"}'];
  const run = (qrels: readonly string[]) =>
    readQueries({ queries: "queries", qrels: "qrels" }, async function* (path) {
      yield* path === "qrels" ? qrels : queries;
    });

  it.each([
    ["a heading", ["query-id\tcorpus-id\tscore", "q1\td1\t1", "2\td2\t2", "2\td3\t0"]],
    ["a heading after an empty line", ["", "query-id\tcorpus-id\tscore", "q1\td1\t1", "2\td2\t2"]],
    ["no heading", ["q1\td1\t1", "2\td2\t2", ""]],
    ["TREC's columns", ["q1\t0\td1\t1", "2\t0\td2\t2"]],
    ["spaces between", ["q1 0 d1 1", "2 0 d2 2"]],
  ])("reads judgements with %s", async (_what, qrels) => {
    const { queries: read, withoutGrades } = await run(qrels);
    expect(read.map(({ id, grades }) => [id, [...grades]])).toEqual([
      ["q1", [["d1", 1]]],
      ["2", [["d2", 2]]],
    ]);
    expect(withoutGrades).toBe(1);
  });

  it("names the line that is no judgement", async () => {
    await expect(run(["q1\td1\t1", "q2\td2"])).rejects.toMatchObject({ message: expect.stringMatching(/^qrels:2: /u) });
  });
});

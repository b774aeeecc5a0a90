import { describe, expect, it } from "vitest";
import { parseJsonLine } from "../../src/indexing/parse-json-line.ts";

describe("parseJsonLine", () => {
  it("reads the BEIR layout, with a link and a date where they stand", () => {
    const metadata = { url: "https://arxiv.org/abs/2503.11742", announced: "2025-03-18", categories: ["cs.CV"] };
    const line = JSON.stringify({ _id: "2503.11742", title: " A  title", text: "Some\ntext.", metadata });
    expect(parseJsonLine(line, 7).entry).toEqual({
      statedId: "2503.11742",
      arxivId: "2503.11742",
      doi: null,
      authors: [],
      title: "A title",
      abstract: "Some text.",
      url: "https://arxiv.org/abs/2503.11742",
      published: "2025-03-18",
      authorCount: null,
      upvotes: null,
      line: 7,
    });
  });

  it("names a paper without a title by its first sentence, and keeps one without a text", () => {
    expect(parseJsonLine('{"_id":1,"title":"","text":"First one. Second."}', 1).entry).toMatchObject({
      statedId: "1",
      title: "First one.",
    });
    expect(parseJsonLine('{"_id":"2","title":"Only a title"}', 1).entry).toMatchObject({ abstract: "" });
  });

  it("makes links of web addresses alone", () => {
    const line = (url: string) => JSON.stringify({ _id: "1", title: "t", text: "x", metadata: { url } });
    expect(parseJsonLine(line("javascript:alert(1)"), 1).entry?.url).toBeNull();
    expect(parseJsonLine(line("not an address"), 1).entry?.url).toBeNull();
  });

  it.each([
    ["{", /no JSON/u],
    ["[]", /the line: missing/u],
    ['{"title":"t"}', /_id: missing/u],
    ['{"_id":"1","title":3,"text":"x"}', /title: missing or of the wrong type/u],
    ['{"_id":"1","title":" ","text":""}', /both "title" and "text" are empty/u],
    [`{"_id":"${"9".repeat(300)}","title":"t"}`, /1 to 256 characters/u],
  ])("says what is wrong with %s", (line, reason) => {
    expect(parseJsonLine(line, 1).reason).toMatch(reason);
  });
});

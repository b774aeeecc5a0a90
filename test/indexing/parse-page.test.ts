import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { paperIdOf } from "../../src/domain/paper.ts";
import { parsePage } from "../../src/indexing/parse-page.ts";
import { paperText } from "../../src/util/paper-text.ts";
import { abstractAbout, densePage, spacedPage } from "../support/pages.ts";

const seeds = new URL("../../seeds/", import.meta.url);
const pages = readdirSync(seeds)
  .sort()
  .map((name) => ({ name, text: readFileSync(new URL(name, seeds), "utf8") }));
const parse = (text: string) => parsePage(text.split("\n"));
const all = pages.flatMap(({ text }) => parse(text).entries);
const byTitle = (title: string) => all.filter((entry) => entry.title === title);

describe("parsePage on the five seed pages", () => {
  it("finds every entry of every page and reports nothing", () => {
    expect(pages.map(({ text }) => parse(text).failures)).toEqual([[], [], [], [], []]);
    expect(pages.map(({ text }) => parse(text).entries.length)).toEqual([43, 224, 44, 119, 36]);
  });

  it("finds 466 entries that are 403 papers", () => {
    expect(all).toHaveLength(466);
    expect(new Set(all.map(paperIdOf)).size).toBe(403);
  });

  it("reads the titles that are glued to “Subscribe”", () => {
    expect(byTitle("LoRA Dropout as a Sparsity Regularizer for Overfitting Control")[0]?.line).toBe(3);
    expect(all.filter((entry) => entry.title.startsWith("Subscribe"))).toEqual([]);
  });

  it("keeps papers apart whose abstracts begin alike", () => {
    const titles = all.filter((entry) =>
      entry.abstract.startsWith("Fine-tuning Large Language Models (LLMs) on specific"),
    );
    expect(new Set(titles.map(paperIdOf)).size).toBe(2);
  });

  it("reads authors and dates where they stand: with a year, without one, and before a vote count", () => {
    const [withYear] = byTitle(
      "Investigating generalization capabilities of neural networks by means of loss landscapes and Hessian analysis",
    );
    expect(withYear).toMatchObject({ authorCount: 1, published: "2024-12-13", upvotes: null });
    const withoutYear = all.filter((entry) => entry.published?.startsWith("--"));
    expect(withoutYear.map(({ published }) => published)).toEqual(["--07-09", "--09-23", "--04-25", "--10-06"]);
    expect(all.filter((entry) => entry.upvotes !== null)).toMatchObject([{ published: "--04-25", upvotes: 2 }]);
    expect(all.filter((entry) => entry.authorCount !== null)).toHaveLength(36);
  });

  it("takes no page-header date for a paper's", () => {
    expect(all.filter((entry) => ["--03-11", "--03-12", "--12-11"].includes(entry.published ?? ""))).toEqual([]);
  });

  it("keeps titles and abstracts word for word, without LaTeX and stray spaces", () => {
    const text = new Set(
      pages
        .flatMap((page) => page.text.split("\n"))
        .map((line) => paperText(line.trim().replace(/^Subscribe(?=.)/u, ""))),
    );
    for (const { title, abstract } of all) {
      expect(text.has(title)).toBe(true);
      expect(text.has(abstract)).toBe(true);
      expect(`${title} ${abstract}`).not.toMatch(/[\\$]|``|&\w+;|\s[,.;:]\s| {2}/u);
    }
  });
});

describe("parsePage on other input", () => {
  const first = { title: "Warm Starts", abstract: abstractAbout("warm starts") };
  const second = { title: "Cold Starts?", abstract: abstractAbout("cold starts") };
  const failuresOf = (text: string) => parse(text).failures;

  it.each([
    ["spaced", spacedPage],
    ["dense", densePage],
  ])("reads the %s layout, with LF and with CRLF", (_name, page) => {
    const text = page([first, second]);
    expect(parse(text).entries).toMatchObject([first, second]);
    expect(parse(text.replaceAll("\n", "\r\n")).entries).toMatchObject([first, second]);
  });

  it.each([
    ["an empty file", "", /the file is empty; expected a saved page of trending papers/u],
    ["a file of spaces", " \n\t\n", /the file is empty/u],
    ["HTML", "<!DOCTYPE html>\n<html><body>Get it</body></html>", /this is HTML.*expected a saved page/u],
    ["another text", "Dear reader,\nthis is a letter.", /header is missing; expected a saved page/u],
    ["a header alone", spacedPage([]), /ends after its header/u],
  ])("says of %s what was expected", (_name, text, reason) => {
    const { entries, failures } = parse(text);
    expect(entries).toEqual([]);
    expect(failures).toHaveLength(1);
    expect(failures[0]?.reason).toMatch(reason);
  });

  it("keeps the whole entries of a page that breaks off in an abstract, and reports the last with its line", () => {
    const text = spacedPage([first, second]);
    const { entries, failures } = parse(text.slice(0, -30));
    expect(entries).toMatchObject([first]);
    expect(failures).toEqual([
      { line: 17, reason: expect.stringMatching(/“Cold Starts\?” breaks off in mid-sentence/u) },
    ]);
  });

  it("reports a page that breaks off after a title", () => {
    expect(failuresOf(densePage([first, { title: "Lone Title", abstract: "" }]))).toEqual([
      { line: 5, reason: expect.stringMatching(/“Lone Title”: its abstract is missing/u) },
    ]);
  });

  it("reports a stray line and reads on", () => {
    const text = densePage([first, second]).replace("Cold Starts?", "Load more papers\nCold Starts?");
    expect(parse(text).entries).toMatchObject([first, second]);
    expect(failuresOf(text)).toEqual([
      { line: 5, reason: expect.stringMatching(/“Load more papers”.*fits no layout/u) },
    ]);
  });

  it("reports a text without a title and reads on", () => {
    const long = abstractAbout("orphans", 9);
    const text = densePage([first, second]).replace("Cold Starts?", `${long}\nCold Starts?`);
    expect(parse(text).entries).toMatchObject([first, second]);
    expect(failuresOf(text)[0]).toMatchObject({
      line: 5,
      reason: expect.stringMatching(/where a title was expected/u),
    });
  });

  it("reports authors that stand alone, and dates that do not exist", () => {
    const text = `${spacedPage([first])}\n\n• 3 authors\n·\nFeb 30, 2024\n\n• 2 authors`;
    const { entries, failures } = parse(text);
    expect(entries).toMatchObject([{ authorCount: 3, published: null }]);
    expect(failures.map(({ line }) => line)).toEqual([17, 19]);
  });

  it("gives an answer for any text, and never an entry without a title or an abstract", () => {
    const lines = [
      "Subscribe",
      "·",
      "• 1 authors",
      "Mar 1",
      "Get trending papers in your email inbox!",
      "x",
      "x".repeat(400),
    ];
    for (let seed = 0; seed < 500; seed += 1) {
      const picked = Array.from({ length: 12 }, (_, i) => lines[(seed * 7 + i * i * (seed % 11)) % lines.length] ?? "");
      for (const entry of parsePage(["Get trending papers in your email inbox!", ...picked]).entries) {
        expect(entry.title).not.toBe("");
        expect(entry.abstract).not.toBe("");
      }
    }
  });
});

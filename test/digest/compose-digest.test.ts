import { beforeAll, describe, expect, it } from "vitest";
import { composeDigest } from "../../src/digest/compose-digest.ts";
import { digestPeriod } from "../../src/digest/digest-period.ts";
import { readTopics } from "../../src/digest/read-topics.ts";
import type { PaperId } from "../../src/domain/paper.ts";
import { abstractAbout } from "../support/pages.ts";
import { createSmallCorpus, type SmallCorpus } from "../support/small-corpus.ts";

const SUBJECTS = ["grokking", "dropout", "pruning", "sharpness"];
const now = new Date("2026-11-22T12:00:00Z");
const period = digestPeriod({}, now);

describe("composeDigest", () => {
  let small: SmallCorpus;
  beforeAll(async () => {
    small = await createSmallCorpus([
      ...SUBJECTS.flatMap((subject) =>
        ["small", "wide", "deep"].map((kind) => ({
          _id: `${subject}-${kind}`,
          title: `${kind} ${subject} networks`,
          text: abstractAbout(`${subject} in ${kind} nets`, 5),
          metadata: { url: "https://example.org/1" },
        })),
      ),
      { _id: "silent", title: "A grokking paper @everyone without an abstract", text: "" },
    ]);
  });

  it("shows new papers in themes, each with a sentence of its abstract and a reason", async () => {
    const digest = await composeDigest(small, { period, topics: [] });
    expect(digest).toMatchObject({ week: "2026-W47", newPapers: 13, quiet: false, reason: null });
    expect(digest.from).toEqual([{ source: "files", papers: 13 }]);
    const shown = digest.themes.flatMap(({ papers }) => papers);
    expect(new Set(shown.map(({ paperId }) => paperId)).size).toBe(shown.length);
    const papers = await small.corpus.getPapers(shown.map(({ paperId }) => paperId));
    for (const [index, { quote, sentence, why }] of shown.entries()) {
      expect(papers[index]?.abstract).toContain(quote);
      expect(sentence).toBe(quote);
      expect(why).not.toBe("");
    }
    await expect(composeDigest(small, { period, topics: [] })).resolves.toEqual(digest);
  });

  it("keeps a paper without an abstract, and says that it has none", async () => {
    const digest = await composeDigest(small, { period, topics: ["without an abstract"] });
    expect(digest.themes.flatMap(({ papers }) => papers)).toMatchObject([
      { paperId: "silent", sentence: "", quote: "", why: "about without an abstract, no abstract yet" },
    ]);
  });

  it("shows only papers about the topics", async () => {
    const digest = await composeDigest(small, { period, topics: ["dropout"] });
    const shown = digest.themes.flatMap(({ papers }) => papers);
    expect(shown.map(({ paperId }) => paperId).sort()).toEqual(["dropout-deep", "dropout-small", "dropout-wide"]);
    expect(shown.every(({ why }) => why === "about dropout")).toBe(true);
  });

  it("shows nothing that was shown before", async () => {
    const digest = await composeDigest(small, {
      period,
      topics: ["dropout"],
      except: new Set(["dropout-deep" as PaperId, "dropout-wide" as PaperId]),
    });
    expect(digest.themes.flatMap(({ papers }) => papers).map(({ paperId }) => paperId)).toEqual(["dropout-small"]);
  });

  it("says why a week is quiet", async () => {
    const before = digestPeriod({ week: "2026-W10" }, now);
    const nothing = await composeDigest(small, { period: before, topics: [] });
    expect(nothing).toMatchObject({ quiet: true, newPapers: 0, reason: "No new papers came in.", themes: [] });
    const failed = await composeDigest(small, { period: before, topics: [], sourceProblems: ["It was down."] });
    expect(failed.reason).toBe("No new papers came in. A source failed: It was down.");
    const narrow = await composeDigest(small, { period, topics: ["zebrafish"] });
    expect(narrow.reason).toBe("None of the 13 new papers is about “zebrafish”: wider topics would find more.");
  });
});

describe("digestPeriod", () => {
  it.each<[{ week?: string; since?: string }, string, string]>([
    [{}, "2026-11-15T12:00:00.000Z", "2026-W47"],
    [{ since: "2026-11-01" }, "2026-11-01T00:00:00.000Z", "2026-W47"],
    [{ since: "3d" }, "2026-11-19T00:00:00.000Z", "2026-W47"],
    [{ week: "2026-W01" }, "2025-12-29T00:00:00.000Z", "2026-W01"],
    [{ week: "2020-W53" }, "2020-12-28T00:00:00.000Z", "2020-W53"],
  ])("of %j begins %s and is called %s", (asked, from, week) => {
    const found = digestPeriod(asked, now);
    expect([found.from.toISOString(), found.week]).toEqual([from, week]);
  });

  it.each([{ week: "2026-W54" }, { week: "47" }, { since: "soon" }, { week: "2026-W01", since: "7d" }])(
    "of %j is a mistake",
    (asked) => {
      expect(() => digestPeriod(asked, now)).toThrow(expect.objectContaining({ code: "USAGE_INVALID" }));
    },
  );
});

describe("readTopics", () => {
  it("takes topics with commas between, each once", () => {
    expect(readTopics(" diffusion models, robotics,,diffusion  models ")).toEqual(["diffusion models", "robotics"]);
    expect(readTopics("")).toEqual([]);
  });

  it("refuses too many, and one that is too long", () => {
    const many = Array.from({ length: 2_000 }, (_, index) => `topic ${index}`).join(",");
    expect(() => readTopics(many)).toThrow("2000 topics are too many: name at most 20.");
    expect(() => readTopics("x".repeat(101))).toThrow("is longer than 100 characters");
  });
});

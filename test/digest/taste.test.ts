import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { composeDigest } from "../../src/digest/compose-digest.ts";
import { digestPeriod } from "../../src/digest/digest-period.ts";
import { learnTaste } from "../../src/digest/learn-taste.ts";
import { readTaste } from "../../src/digest/readers-taste.ts";
import type { AskedQuestion, ServerInterests } from "../../src/domain/interests.ts";
import type { PaperId } from "../../src/domain/paper.ts";
import { meanVector } from "../../src/util/vectors.ts";
import { abstractAbout } from "../support/pages.ts";
import { createSmallCorpus, type SmallCorpus } from "../support/small-corpus.ts";

const unit = (...values: number[]) => meanVector([Float32Array.from(values)]) ?? new Float32Array(values.length);

describe("learnTaste", () => {
  const others = [unit(1, 0, 0), unit(0, 1, 0), unit(0, 0, 1)];

  it("knows nothing where nothing is wanted", () => {
    expect(learnTaste([], others)).toBeNull();
    expect(learnTaste([{ vector: unit(1, 0, 0), wanted: false, weight: 1 }], others)).toBeNull();
    expect(learnTaste([{ vector: unit(1, 0, 0), wanted: true, weight: 1 }], [])).toBeNull();
  });

  it("prefers what is like the wanted, and least of all what is not wanted", () => {
    const taste = learnTaste(
      [
        { vector: unit(1, 0.1, 0), wanted: true, weight: 1 },
        { vector: unit(0, 1, 0.1), wanted: false, weight: 1 },
      ],
      others,
    );
    const rated = [unit(1, 0, 0), unit(0, 0, 1), unit(0, 1, 0)].map((vector) => taste?.(vector) ?? Number.NaN);
    expect(rated).toEqual(rated.toSorted((a, b) => b - a));
    expect(new Set(rated).size).toBe(3);
  });

  it("stays finite whatever it is told", () => {
    const vector = fc
      .array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 3, maxLength: 3 })
      .map((values) => unit(...values));
    const example = fc.record({ vector, wanted: fc.boolean(), weight: fc.double({ min: 0.1, max: 5, noNaN: true }) });
    fc.assert(
      fc.property(fc.array(example, { maxLength: 30 }), fc.array(vector, { maxLength: 30 }), vector, (all, rest, at) =>
        Number.isFinite(learnTaste(all, rest)?.(at) ?? 0),
      ),
    );
  });
});

describe("a digest for a server with a taste", () => {
  const period = digestPeriod({}, new Date("2026-11-22T12:00:00Z"));
  let small: SmallCorpus;
  beforeAll(async () => {
    small = await createSmallCorpus(
      ["grokking", "dropout", "pruning", "sharpness"].flatMap((subject) =>
        ["small", "wide", "deep", "long"].map((kind) => ({
          _id: `${subject}-${kind}`,
          title: `${kind} ${subject} networks`,
          text: abstractAbout(`${subject} in ${kind} nets`, 5),
        })),
      ),
    );
  });

  const ask = (question: string, over: Partial<AskedQuestion> = {}): AskedQuestion => ({
    question,
    cited: [],
    verdict: null,
    ...over,
  });
  const firstTheme = async (interests: ServerInterests) =>
    (await composeDigest(small, { period, topics: [], interests })).themes[0]?.papers ?? [];
  const firstSubject = (papers: readonly { paperId: PaperId }[]) => papers[0]?.paperId.split("-")[0];

  it.each(["dropout", "sharpness"])("begins with what people asked about: %s", async (subject) => {
    const papers = await firstTheme({ asks: [ask(`${subject} in nets`), ask(`${subject} networks`)], papers: [] });
    expect(firstSubject(papers)).toBe(subject);
    expect(papers[0]?.why).toContain("close to what this server asked about");
  });

  it("begins with what people opened, and not with what they want less of", async () => {
    const opened = { paperId: "pruning-wide" as PaperId, signal: "opened" as const, people: 3 };
    expect(firstSubject(await firstTheme({ asks: [], papers: [opened] }))).toBe("pruning");
    const less = ["small", "wide", "deep"].map((kind) => ({
      paperId: `pruning-${kind}` as PaperId,
      signal: "less" as const,
      people: 5,
    }));
    const profiles = await small.profiles.get((await small.corpus.listTitles()).map(({ paperId }) => paperId));
    const rateOf = async (papers: ServerInterests["papers"]) =>
      (await readTaste(small, { asks: [], papers }, profiles))?.rate(profiles)[
        profiles.findIndex(({ paperId }) => paperId === "pruning-long")
      ] ?? Number.NaN;
    expect(await rateOf([opened, ...less])).toBeLessThan(await rateOf([opened]));
  });

  it("takes what a disliked answer cited for not wanted, and what a liked one cited for wanted", async () => {
    const cited = ["small", "wide"].map((kind) => `pruning-${kind}` as PaperId);
    const profiles = await small.profiles.get((await small.corpus.listTitles()).map(({ paperId }) => paperId));
    const rateOf = async (verdict: AskedQuestion["verdict"]) => {
      const asks = [ask("networks", { cited, verdict })];
      const rates = (await readTaste(small, { asks, papers: [] }, profiles))?.rate(profiles) ?? [];
      return rates[profiles.findIndex(({ paperId }) => paperId === "pruning-deep")] ?? Number.NaN;
    };
    const [disliked, neutral, liked] = [await rateOf("unhelpful"), await rateOf(null), await rateOf("helpful")];
    expect(disliked).toBeLessThan(neutral);
    expect(neutral).toBeLessThan(liked);
  });

  it("is as without taste where nobody did anything, or what they did is gone from the corpus", async () => {
    const plain = await composeDigest(small, { period, topics: [] });
    const gone = { paperId: "gone" as PaperId, signal: "opened" as const, people: 1 };
    for (const papers of [[], [gone]]) {
      await expect(composeDigest(small, { period, topics: [], interests: { asks: [], papers } })).resolves.toEqual(
        plain,
      );
    }
  });

  it("embeds a bounded number of questions", async () => {
    let embedded = 0;
    const embedder = {
      ...small.embedder,
      embedQuery: (text: string) => {
        embedded += 1;
        return small.embedder.embedQuery(text);
      },
    };
    const asks = Array.from({ length: 2_000 }, (_, i) => ask(`question ${i}`));
    await composeDigest({ ...small, embedder }, { period, topics: [], interests: { asks, papers: [] } });
    expect(embedded).toBe(60);
  });
});

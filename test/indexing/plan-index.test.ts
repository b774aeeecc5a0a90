import { describe, expect, it } from "vitest";
import { type PaperEntry, paperIdOf } from "../../src/domain/paper.ts";
import { joinEntries, planCorpus, planWork, rowOf } from "../../src/indexing/plan-index.ts";
import type { ReadSources } from "../../src/indexing/read-sources.ts";
import type { KnownPaper } from "../../src/ports/corpus-store.ts";

const entry = (title: string, over: Partial<PaperEntry> = {}): PaperEntry => ({
  statedId: null,
  title,
  abstract: `About ${title}.`,
  url: null,
  published: null,
  authorCount: null,
  upvotes: null,
  line: 1,
  ...over,
});

function read(files: Record<string, PaperEntry[]>, roots = Object.keys(files), incomplete: string[] = []): ReadSources {
  return {
    roots,
    files: Object.entries(files).map(([path, entries]) => ({ path, entries, complete: !incomplete.includes(path) })),
    failures: [],
  };
}

/** What the store would know after indexing these files. */
function stored(files: Record<string, PaperEntry[]>): KnownPaper[] {
  return [...joinEntries(read(files).files).values()].map(rowOf).map(({ paper, textHash, contentHash }) => ({
    paperId: paper.paperId,
    sources: paper.sources,
    textHash,
    contentHash,
  }));
}

const counts = (plan: ReturnType<typeof planCorpus>) => ({
  added: plan.added,
  updated: plan.updated,
  unchanged: plan.unchanged,
  removed: plan.removed,
});

describe("joinEntries", () => {
  it("makes one paper of the same title on several pages, with what any of them states", () => {
    const papers = joinEntries(
      read({ "a.txt": [entry("Same Title")], "b.txt": [entry("same title!", { published: "2024-01-02", line: 9 })] })
        .files,
    );
    expect([...papers.values()]).toMatchObject([
      {
        title: "Same Title",
        published: "2024-01-02",
        sources: [
          { path: "a.txt", line: 1 },
          { path: "b.txt", line: 9 },
        ],
      },
    ]);
  });
});

describe("planCorpus", () => {
  const files = { "seeds/a.txt": [entry("One"), entry("Two", { line: 2 })], "seeds/b.txt": [entry("Two")] };

  it("adds everything to an empty index, and finds nothing to do the second time", () => {
    expect(counts(planCorpus(read(files), [], false))).toEqual({ added: 2, updated: 0, unchanged: 0, removed: 0 });
    const again = planCorpus(read(files), stored(files), false);
    expect(counts(again)).toEqual({ added: 0, updated: 0, unchanged: 2, removed: 0 });
    expect(planWork(again, stored(files))).toEqual({ embed: [], rewrite: [], carry: [], remove: [] });
  });

  it("embeds a changed abstract and only rewrites changed metadata", () => {
    const changed = {
      "seeds/a.txt": [entry("One", { abstract: "New." }), entry("Two", { line: 3 })],
      "seeds/b.txt": [entry("Two")],
    };
    const plan = planCorpus(read(changed), stored(files), false);
    expect(counts(plan)).toEqual({ added: 0, updated: 2, unchanged: 0, removed: 0 });
    const work = planWork(plan, stored(files));
    expect(work.embed.map((row) => row.paper.title)).toEqual(["One"]);
    expect(work.rewrite.map((row) => row.paper.title)).toEqual(["Two"]);
  });

  it("removes a paper with its last source, and keeps one that another source still has", () => {
    const plan = planCorpus(read({ "seeds/b.txt": [entry("Two")] }, ["seeds"]), stored(files), false);
    expect(counts(plan)).toEqual({ added: 0, updated: 1, unchanged: 0, removed: 1 });
    expect(planWork(plan, stored(files)).remove).toEqual([paperIdOf({ statedId: null, title: "One" })]);
  });

  it("leaves papers from elsewhere alone, unless these sources are to be the only ones", () => {
    const other = { "more.jsonl": [entry("Three", { statedId: "3" })] };
    expect(counts(planCorpus(read(other), stored(files), false))).toMatchObject({ added: 1, removed: 0 });
    expect(counts(planCorpus(read(other), stored(files), true))).toMatchObject({ added: 1, removed: 2 });
  });

  it("does not take a folder for another whose name it starts with", () => {
    const plan = planCorpus(read({ "seed/c.txt": [entry("Three")] }, ["seed"]), stored(files), false);
    expect(plan.removed).toBe(0);
  });

  it("keeps the papers of a page that can't be read in full any more", () => {
    const broken = read({ "seeds/a.txt": [], "seeds/b.txt": [entry("Two")] }, ["seeds"], ["seeds/a.txt"]);
    expect(counts(planCorpus(broken, stored(files), false))).toMatchObject({ removed: 0, updated: 0 });
  });
});

describe("planWork after a run that was cut short", () => {
  const published = stored({ "a.txt": [entry("One")], "b.txt": [entry("Two")] });

  it("does only what is left of the same run", () => {
    const wanted = planCorpus(read({ "c.txt": [entry("Three"), entry("Four", { line: 2 })] }), published, false);
    const working = [...published, ...stored({ "c.txt": [entry("Three")] })];
    expect(planWork(wanted, working).embed.map((row) => row.paper.title)).toEqual(["Four"]);
  });

  it("undoes what another run had begun", () => {
    const wanted = planCorpus(read({ "b.txt": [entry("Two")] }), published, false);
    const leftover = stored({ "c.txt": [entry("Three")] });
    const working = [...published.slice(1), ...leftover];
    const work = planWork(wanted, working);
    expect(work.remove).toEqual(leftover.map((paper) => paper.paperId));
    expect(work.carry).toMatchObject([{ paperId: published[0]?.paperId, embed: true }]);
  });
});

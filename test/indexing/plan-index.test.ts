import { describe, expect, it } from "vitest";
import { type PaperEntry, paperIdOf } from "../../src/domain/paper.ts";
import { joinEntries } from "../../src/indexing/join-entries.ts";
import {
  type PlannedCorpus,
  type PublishedCorpus,
  planCorpus,
  planWork,
  rowOf,
} from "../../src/indexing/plan-index.ts";
import type { ReadSources } from "../../src/indexing/read-sources.ts";
import type { KnownPaper } from "../../src/ports/corpus-store.ts";

const entry = (title: string, over: Partial<PaperEntry> = {}): PaperEntry => ({
  statedId: null,
  title,
  abstract: `What is said here is about ${title}, and nothing else.`,
  url: null,
  published: null,
  arxivId: null,
  doi: null,
  authors: [],
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

const addedAt = "2026-03-01T00:00:00.000Z";
const NOTHING = { papers: [], getPapers: async () => [] };

/** What the store would know after indexing these files. */
function stored(files: Record<string, PaperEntry[]>): PublishedCorpus & { readonly papers: KnownPaper[] } {
  const rows = [...joinEntries(read(files).files).values()].map((paper) => rowOf({ ...paper, addedAt }));
  return {
    papers: rows.map(({ paper, textHash, contentHash }) => ({ ...paper, textHash, contentHash })),
    getPapers: async (ids) => rows.map(({ paper }) => paper).filter(({ paperId }) => ids.includes(paperId)),
  };
}

const plan = (sources: ReadSources, published: PublishedCorpus, only = false) =>
  planCorpus(sources, published, { only, addedAt: "2026-03-08T00:00:00.000Z" });

const counts = (plan: PlannedCorpus) => ({
  added: plan.added,
  updated: plan.updated,
  unchanged: plan.unchanged,
  removed: plan.removed,
});

describe("joinEntries", () => {
  it("makes one paper of the same title on several pages, with what any of them states", async () => {
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

const LONG = "Peat lanterns burn for nine hours on a handful of dry peat.";
const joined = (...entries: PaperEntry[]) => [...joinEntries(read({ "a.bib": entries }).files).values()];

describe("the identity of a paper", () => {
  it.each([
    ["A Pre-Training Méthode", "a pretraining methode."],
    ["Peat lamps — at night", "Peat Lamps: At Night"],
    ["Łódź in fog", "Lodz in Fog"],
  ])("joins %j and %j", (one, other) => {
    expect(joined(entry(one), entry(other))).toHaveLength(1);
  });

  it.each<[string, Partial<PaperEntry>, Partial<PaperEntry>, number]>([
    ["one arXiv id, two DOIs", { arxivId: "2309.12345", doi: "10.1/a" }, { arxivId: "2309.12345", doi: "10.1/b" }, 1],
    ["a preprint and what was published", { arxivId: "2309.12345" }, { doi: "10.1/a" }, 1],
    ["two arXiv ids", { arxivId: "2309.12345" }, { arxivId: "2309.54321" }, 2],
    [
      "two arXiv ids with one DOI",
      { arxivId: "2309.12345", doi: "10.1/a" },
      { arxivId: "2309.54321", doi: "10.1/a" },
      2,
    ],
    ["two DOIs", { doi: "10.1/a" }, { doi: "10.1/b" }, 2],
    ["a stated id beside a derived one", { arxivId: "2309.12345" }, { statedId: "peat-1", arxivId: "2309.12345" }, 1],
    ["two stated ids", { statedId: "peat-1" }, { statedId: "peat-2" }, 2],
    [
      "two forms of a stated id",
      { statedId: "2309.12345v1", arxivId: "2309.12345" },
      { statedId: "arXiv:2309.12345", arxivId: "2309.12345" },
      1,
    ],
  ])("of one title, with %s: %#", (_, one, other, papers) => {
    expect(joined(entry("Peat lamps", one), entry("Peat lamps", other))).toHaveLength(papers);
  });

  it("does not join a second arXiv id to a paper that has got one since", () => {
    const papers = joined(
      entry("Peat lamps"),
      entry("Peat lamps", { arxivId: "2309.12345" }),
      entry("Peat lamps", { arxivId: "2309.54321" }),
    );
    expect(papers.map(({ arxivId }) => arxivId)).toEqual(["2309.12345", "2309.54321"]);
  });
});

describe("what is known of a paper", () => {
  const known = { "a.bib": [entry("Peat lamps", { abstract: LONG, authors: ["A", "B"], published: "2018-04-07" })] };
  const paperOf = async (files: Record<string, PaperEntry[]>) =>
    [...(await plan(read(files), stored(known))).fresh.values()].map(({ paper }) => paper);

  it.each(["a.bib", "b.bib", "arxiv:query"])("is not lost to one that says less, from %s", async (path) => {
    for (const abstract of ["", "Abstract not available.", "Peat lanterns burn for ni...", "Peat lamps"]) {
      const [paper] = await paperOf({ [path]: [entry("Peat lamps", { abstract, published: "2018" })] });
      expect(paper).toMatchObject({ abstract: LONG, authors: ["A", "B"], published: "2018-04-07" });
    }
  });

  it("grows by what a longer one says", async () => {
    const abstract = `${LONG} Wet peat does not burn.`;
    const [paper] = await paperOf({
      "b.bib": [entry("Peat lamps", { abstract, upvotes: 3, authors: ["A", "B", "C"] })],
    });
    expect(paper).toMatchObject({ abstract, upvotes: 3, authors: ["A", "B", "C"] });
  });

  it("is corrected by the one source that said it", async () => {
    const abstract = "Peat lanterns burn for six hours on dry peat.";
    const [paper] = await paperOf({ "a.bib": [entry("Peat lamps", { abstract, authors: ["A"], published: "2019" })] });
    expect(paper).toMatchObject({ abstract, authors: ["A"], published: "2019" });
  });

  it("begins with no abstract where the first one is a placeholder", () => {
    expect(joined(entry("Peat lamps", { abstract: "n/a" }))[0]?.abstract).toBe("");
    expect(joined(entry("Peat lamps", { abstract: "n/a" }), entry("Peat lamps", { abstract: LONG }))[0]?.abstract).toBe(
      LONG,
    );
  });
});

describe("planCorpus", () => {
  const files = { "seeds/a.txt": [entry("One"), entry("Two", { line: 2 })], "seeds/b.txt": [entry("Two")] };

  it("adds everything to an empty index, and finds nothing to do the second time", async () => {
    expect(counts(await plan(read(files), NOTHING))).toEqual({ added: 2, updated: 0, unchanged: 0, removed: 0 });
    const again = await plan(read(files), stored(files));
    expect(counts(again)).toEqual({ added: 0, updated: 0, unchanged: 2, removed: 0 });
    expect(planWork(again, stored(files).papers)).toEqual({ embed: [], rewrite: [], carry: [], remove: [] });
  });

  it("embeds a changed abstract and only rewrites changed metadata", async () => {
    const changed = {
      "seeds/a.txt": [
        entry("One", { abstract: "What is said here is new, and was not known before." }),
        entry("Two", { line: 3 }),
      ],
      "seeds/b.txt": [entry("Two")],
    };
    const planned = await plan(read(changed), stored(files));
    expect(counts(planned)).toEqual({ added: 0, updated: 2, unchanged: 0, removed: 0 });
    const work = planWork(planned, stored(files).papers);
    expect(work.embed.map((row) => row.paper.title)).toEqual(["One"]);
    expect(work.rewrite.map((row) => row.paper.title)).toEqual(["Two"]);
  });

  it("removes a paper with its last source, and keeps one that another source still has", async () => {
    const planned = await plan(read({ "seeds/b.txt": [entry("Two")] }, ["seeds"]), stored(files));
    expect(counts(planned)).toEqual({ added: 0, updated: 1, unchanged: 0, removed: 1 });
    expect(planWork(planned, stored(files).papers).remove).toEqual([paperIdOf(entry("One"))]);
  });

  it("leaves papers from elsewhere alone, unless these sources are to be the only ones", async () => {
    const other = { "more.jsonl": [entry("Three", { statedId: "3" })] };
    expect(counts(await plan(read(other), stored(files)))).toMatchObject({ added: 1, removed: 0 });
    expect(counts(await plan(read(other), stored(files), true))).toMatchObject({ added: 1, removed: 2 });
  });

  it("does not take a folder for another whose name it starts with", async () => {
    const planned = await plan(read({ "seed/c.txt": [entry("Three")] }, ["seed"]), stored(files));
    expect(planned.removed).toBe(0);
  });

  it("keeps the papers of a page that can't be read in full any more", async () => {
    const broken = read({ "seeds/a.txt": [], "seeds/b.txt": [entry("Two")] }, ["seeds"], ["seeds/a.txt"]);
    expect(counts(await plan(broken, stored(files)))).toMatchObject({ removed: 0, updated: 0 });
  });
});

describe("planCorpus with sources that could not be read", () => {
  const files = { "dir/a.txt": [entry("One")], "dir/in/b.txt": [entry("Two")], "c.ris": [entry("Three")] };
  const unread = (path: string, roots = [path]) => read({ [path]: [] }, roots, [path]);

  it.each<[string, ReadSources]>([
    ["a file of its own", unread("new.ris")],
    ["a file that is known", unread("c.ris")],
    ["a folder", unread("dir")],
    ["one of two files", read({ "c.ris": [entry("Three")], "x.bib": [] }, ["c.ris", "x.bib"], ["x.bib"])],
  ])("removes nothing for the sake of %s, if it is to be the only source either", async (_what, sources) => {
    expect(counts(await plan(sources, stored(files), true))).toMatchObject({ removed: 0, updated: 0 });
    expect(counts(await plan(sources, stored(files)))).toMatchObject({ removed: 0, updated: 0 });
  });

  it("keeps what is below a folder that can't be opened, and takes what is gone beside it for gone", async () => {
    const sources = read({ "dir/in": [] }, ["dir"], ["dir/in"]);
    const planned = await plan(sources, stored(files));
    expect(planned.removed).toBe(1);
    expect([...planned.carried.values()].map(({ title }) => title).sort()).toEqual(["Three", "Two"]);
  });

  it("takes another text on standard input for no newer version of the last one", async () => {
    const before = stored({ "standard input": [entry("One")], "c.ris": [entry("Three")] });
    const next = { path: "standard input", entries: [entry("Two")], complete: true, isPassing: true };
    const sources = { roots: ["standard input"], files: [next], failures: [] };
    expect(counts(await plan(sources, before))).toMatchObject({ added: 1, removed: 0 });
    expect(counts(await plan(sources, before, true))).toMatchObject({ added: 1, removed: 2 });
  });
});

describe("a paper of a seed page that a service knows too", () => {
  const page = { "seeds/a.txt": [entry("One: Two!", { published: "--07-09", authorCount: 2 })] };
  const fromService = entry("One, Two", {
    arxivId: "2401.01234",
    abstract: "What is said here is about One, Two, and nothing else.",
    url: "https://arxiv.org/abs/2401.01234",
    published: "2024-07-09",
    authors: ["A", "B"],
    authorCount: 2,
    upvotes: 7,
  });
  const service = { "huggingface:2026-03-11": [fromService] };

  it("is one paper: it keeps its id, its text and its age, and gains the rest", async () => {
    const planned = await plan(read(service), stored(page));
    expect(counts(planned)).toEqual({ added: 0, updated: 1, unchanged: 0, removed: 0 });
    const work = planWork(planned, stored(page).papers);
    expect(work.embed).toEqual([]);
    expect(work.rewrite.map((row) => row.paper)).toMatchObject([
      {
        paperId: paperIdOf(entry("One: Two!")),
        title: "One: Two!",
        abstract: "What is said here is about One: Two!, and nothing else.",
        arxivId: "2401.01234",
        url: "https://arxiv.org/abs/2401.01234",
        published: "2024-07-09",
        authors: ["A", "B"],
        upvotes: 7,
        addedAt,
        sources: [{ path: "seeds/a.txt" }, { path: "huggingface:2026-03-11" }],
      },
    ]);
  });

  it("loses nothing when the page is read again", async () => {
    const enriched = (await plan(read(service), stored(page))).fresh;
    const rows = [...enriched.values()];
    const published = {
      papers: rows.map(({ paper, textHash, contentHash }) => ({ ...paper, textHash, contentHash })),
      getPapers: async () => rows.map(({ paper }) => paper),
    };
    expect(counts(await plan(read(page), published))).toMatchObject({ unchanged: 1, updated: 0, removed: 0 });
    expect(counts(await plan(read(service), published))).toMatchObject({ unchanged: 1, updated: 0, removed: 0 });
  });

  it("takes the page's text when the service came first, and stays the service's id", async () => {
    const planned = await plan(read(page), stored(service));
    expect([...planned.fresh.values()].map((row) => row.paper)).toMatchObject([
      { paperId: "2401.01234", title: "One: Two!", published: "2024-07-09", upvotes: 7 },
    ]);
  });

  it("is another paper where the two have different arXiv ids", async () => {
    const other = { "arxiv:2402.00001": [{ ...fromService, arxivId: "2402.00001" }] };
    expect(counts(await plan(read(other), stored(service)))).toMatchObject({ added: 1 });
  });
});

describe("planWork after a run that was cut short", () => {
  const published = stored({ "a.txt": [entry("One")], "b.txt": [entry("Two")] });

  it("does only what is left of the same run", async () => {
    const wanted = await plan(read({ "c.txt": [entry("Three"), entry("Four", { line: 2 })] }), published);
    const working = [...published.papers, ...stored({ "c.txt": [entry("Three")] }).papers];
    expect(planWork(wanted, working).embed.map((row) => row.paper.title)).toEqual(["Four"]);
  });

  it("undoes what another run had begun", async () => {
    const wanted = await plan(read({ "b.txt": [entry("Two")] }), published);
    const leftover = stored({ "c.txt": [entry("Three")] }).papers;
    const working = [...published.papers.slice(1), ...leftover];
    const work = planWork(wanted, working);
    expect(work.remove).toEqual(leftover.map((paper) => paper.paperId));
    expect(work.carry).toMatchObject([{ paperId: published.papers[0]?.paperId, embed: true }]);
  });
});

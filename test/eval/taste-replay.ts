import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { weekOf } from "../../src/digest/next-run.ts";
import { ratePapers } from "../../src/digest/rate-papers.ts";
import { readTaste } from "../../src/digest/readers-taste.ts";
import type { ServerInterests } from "../../src/domain/interests.ts";
import type { Paper } from "../../src/domain/paper.ts";
import { mean, ndcgAt } from "../../src/evaluation/metrics.ts";
import type { Embedder } from "../../src/ports/embedder.ts";
import type { PaperProfile, PaperProfiles } from "../../src/retrieval/paper-profiles.ts";
import { createRandom } from "../../src/util/random.ts";
import { openPapers } from "../support/open-seeds.ts";
import { readJsonLines } from "./json-lines.ts";

/** A reader whose subject is known. */
export interface Reader {
  /** The subject, in words. */
  readonly reader: string;
  readonly asks: readonly string[];
  /** Ids at arXiv of the papers on it. */
  readonly papers: readonly string[];
}

const readerSchema = z.object({ reader: z.string(), asks: z.array(z.string()).length(2), papers: z.array(z.string()) });

/** Every other reader, from the first on, was there when settings were chosen; the rest are held out. */
export function readReaders(): { readonly chosenOn: readonly Reader[]; readonly heldOut: readonly Reader[] } {
  const readers = readJsonLines("readers.jsonl", readerSchema);
  return { chosenOn: readers.filter((_, i) => i % 2 === 0), heldOut: readers.filter((_, i) => i % 2 === 1) };
}

const daySchema = z.object({
  date: z.string(),
  papers: z.array(z.object({ id: z.string(), title: z.string(), abstract: z.string(), upvotes: z.number() })),
});

/** A paper of the month that is replayed. */
export interface ReplayedPaper {
  /** At arXiv. */
  readonly id: string;
  readonly week: string;
  readonly paper: Paper;
  readonly profile: PaperProfile;
}

export interface OpenMonth {
  readonly papers: readonly ReplayedPaper[];
  readonly embedder: Embedder;
  close(): Promise<void>;
}

/**
 * Indexes the papers of a folder with one file for each day, `2026-03-11.json`:
 * `{"date", "papers": [{"id", "title", "abstract", "upvotes"}]}`.
 */
export async function openMonth(folder: string): Promise<OpenMonth> {
  const days = new Map<string, { id: string; title: string; text: string; upvotes: number; week: string }>();
  for (const file of readdirSync(folder).sort()) {
    const day = daySchema.parse(JSON.parse(readFileSync(join(folder, file), "utf8")));
    const week = weekOf(new Date(`${day.date}T12:00:00Z`), "UTC");
    for (const { id, title, abstract, upvotes } of day.papers) {
      if (!days.has(id)) days.set(id, { id, title, text: abstract, upvotes, week });
    }
  }
  const work = mkdtempSync(join(tmpdir(), "footnote-taste-"));
  const file = join(work, "papers.jsonl");
  const lines = [...days.values()].map(({ id, title, text }) => JSON.stringify({ _id: id, title, text }));
  writeFileSync(file, lines.join("\n"));
  const { services, open } = await openPapers(join(work, "data"), [file]);
  const ids = (await open.corpus.listTitles()).map(({ paperId }) => paperId);
  const profiles = new Map((await open.profiles.get(ids)).map((profile) => [profile.paperId, profile]));
  const papers = (await open.corpus.getPapers(ids)).flatMap((paper): ReplayedPaper[] => {
    const day = days.get(paper.arxivId ?? "");
    const profile = profiles.get(paper.paperId);
    return day === undefined || profile === undefined
      ? []
      : [{ id: day.id, week: day.week, paper: { ...paper, upvotes: day.upvotes }, profile }];
  });
  // The replays ask the same questions again and again.
  const embedded = new Map<string, Promise<Float32Array>>();
  return {
    papers,
    embedder: {
      ...open.embedder,
      embedQuery(text, options) {
        const vector = embedded.get(text) ?? open.embedder.embedQuery(text, options);
        embedded.set(text, vector);
        return vector;
      },
    },
    async close() {
      await services.close();
      rmSync(work, { recursive: true, force: true });
    },
  };
}

/** What a reader does in a replay. */
export interface Conduct {
  /** Asks two questions before it begins. */
  readonly asks: boolean;
  /** Opens papers of what is shown, and asks for less like some. */
  readonly opens: boolean;
}

const SHOWN = 20;
/** How likely a reader does what with a paper that is shown. */
const OPENS_OWN = 0.5;
const OPENS_OTHER = 0.03;
const REJECTS_OTHER = 0.05;

export interface ReplayOutcome {
  /** Mean nDCG@10 of the weeks that have papers on the reader's subject. */
  readonly nDCG: number;
  /** What taste said of each paper, once there was one. */
  readonly ratings: readonly { readonly rating: number; readonly isOwn: boolean }[];
}

/**
 * Week by week: ranks the week's papers by upvotes and by what the reader did before, then lets the reader do something
 * with the first twenty.
 *
 */
export async function replay(
  { papers, embedder }: Pick<OpenMonth, "papers" | "embedder">,
  reader: Reader,
  conduct: Conduct,
  seed: number,
): Promise<ReplayOutcome> {
  const random = createRandom(seed);
  const own = new Set(reader.papers);
  const asks = conduct.asks ? reader.asks.map((question) => ({ question, cited: [], verdict: null })) : [];
  const signals: ServerInterests["papers"][number][] = [];
  const profileOf = new Map(papers.map(({ paper, profile }) => [paper.paperId, profile]));
  const profiles: PaperProfiles = { get: async (ids) => ids.flatMap((id) => profileOf.get(id) ?? []) };
  const figures: number[] = [];
  const ratings: { rating: number; isOwn: boolean }[] = [];
  for (const week of [...new Set(papers.map((paper) => paper.week))].sort()) {
    const fresh = papers.filter((paper) => paper.week === week);
    const among = fresh.map(({ profile }) => profile);
    const taste = await readTaste({ embedder, profiles }, { asks, papers: signals }, among);
    const idOf = new Map(fresh.map(({ id, paper }) => [paper.paperId, id]));
    const rated = ratePapers(
      fresh.map(({ paper }) => paper),
      among,
      [],
      taste,
    );
    for (const { paper, taste: rating } of rated) {
      if (rating !== null) ratings.push({ rating, isOwn: own.has(idOf.get(paper.paperId) ?? "") });
    }
    const ranked = rated
      .toSorted((a, b) => b.interest - a.interest)
      .map(({ paper: { paperId } }) => ({ paperId, id: idOf.get(paperId) ?? "" }));
    const grades = new Map(fresh.filter(({ id }) => own.has(id)).map(({ id }) => [id, 1]));
    const ids = ranked.map(({ id }) => id);
    if (grades.size > 0) figures.push(ndcgAt(10, ids, grades));
    for (const { id, paperId } of ranked.slice(0, SHOWN)) {
      const [opens, rejects] = [random(), random()];
      if (!conduct.opens) continue;
      if (opens < (own.has(id) ? OPENS_OWN : OPENS_OTHER)) signals.unshift({ paperId, signal: "opened", people: 1 });
      else if (!own.has(id) && rejects < REJECTS_OTHER) signals.unshift({ paperId, signal: "less", people: 1 });
    }
  }
  return { nDCG: mean(figures) ?? 0, ratings };
}

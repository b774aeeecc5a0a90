import type { CountTokens } from "../answering/read-reply.ts";
import { representPaper } from "../answering/represent-paper.ts";
import type { Digest, DigestPaper, DigestTheme, WhyHere, WhyQuiet } from "../domain/digest.ts";
import { FILES_SOURCE } from "../domain/ingest.ts";
import type { ServerInterests } from "../domain/interests.ts";
import type { Paper, PaperId } from "../domain/paper.ts";
import { serviceName } from "../domain/services.ts";
import type { CorpusReader } from "../ports/corpus-store.ts";
import type { Embedder } from "../ports/embedder.ts";
import type { PaperProfiles } from "../retrieval/paper-profiles.ts";
import { nameTheme } from "./name-theme.ts";
import { embedTopics, type RatedPaper, ratePapers } from "./rate-papers.ts";
import { type ReadersTaste, readTaste } from "./readers-taste.ts";
import { ENGLISH_WHY, tellWhyHere, tellWhyQuiet } from "./tell-why.ts";
import { type ThemedPapers, themePapers } from "./theme-papers.ts";
import { type ThemeWriter, writeTheme } from "./write-theme.ts";

export interface DigestDeps {
  readonly corpus: CorpusReader;
  readonly embedder: Embedder;
  readonly profiles: PaperProfiles;
  /** Names themes and sums papers up; null for phrases and quotations. */
  readonly writer: ThemeWriter | null;
}

/** The time that a digest is about, from the first instant on, up to but without the last. */
export interface DigestPeriod {
  readonly from: Date;
  readonly to: Date;
  /** ISO week that it is called by. */
  readonly week: string;
}

export interface DigestRequest {
  readonly period: DigestPeriod;
  /** What the readers care about; none for everything. */
  readonly topics: readonly string[];
  /** What they asked, opened and asked for less of. */
  readonly interests?: ServerInterests;
  /** Papers that they have had already. */
  readonly except?: ReadonlySet<PaperId>;
  /** What went wrong with the sources in that time; empty where nothing did. */
  readonly sourceProblems?: readonly string[];
  /** `extractive`: without the language model, even where there is one. Default `auto`. */
  readonly mode?: "auto" | "extractive";
}

export interface DigestHooks {
  readonly signal?: AbortSignal | undefined;
  /** Called with the estimated tokens of each call of the model. */
  readonly onTokens?: CountTokens;
}

const NO_INTERESTS: ServerInterests = { asks: [], papers: [] };
/** From this similarity of a paper's closest sentence and a question on, the paper is about it: `npm run replay-taste`. */
const ABOUT_ASKED = 0.5;
/** From here on, among 0 to 1, a paper is here for the readers' taste: the same. */
const TO_THEIR_TASTE = 0.9;

/**
 * The digest of what came into the corpus in some time: grouped by theme, each paper with a sentence of its abstract and
 * the reason why it is there. The same input gives the same digest, unless a language model writes it.
 */
export async function composeDigest(
  { corpus, embedder, profiles, writer }: DigestDeps,
  request: DigestRequest,
  { signal, onTokens = () => {} }: DigestHooks = {},
): Promise<Digest> {
  const { period, topics, interests = NO_INTERESTS, except = new Set(), sourceProblems = [], mode } = request;
  const ids = (await corpus.listNew(period.from, period.to)).filter((paperId) => !except.has(paperId));
  const papers = await corpus.getPapers(ids);
  const head = {
    week: period.week,
    since: period.from.toISOString(),
    newPapers: papers.length,
    from: countSources(papers),
  };
  const quiet = (kind: WhyQuiet["kind"]): Digest => {
    const whyQuiet = { kind, topics, sourceProblems };
    const reason = tellWhyQuiet(whyQuiet, papers.length, ENGLISH_WHY);
    return { ...head, quiet: true, reason, whyQuiet, themes: [] };
  };
  if (papers.length === 0) return quiet("nothing-new");

  const vocabulary = await corpus.vocabulary();
  const wanted = await embedTopics(embedder, topics, vocabulary, signal);
  const placed = await profiles.get(ids);
  const taste = await readTaste({ embedder, profiles }, interests, placed, signal);
  const candidates = ratePapers(papers, placed, wanted, taste);
  if (candidates.length === 0) return quiet("topics-too-narrow");
  signal?.throwIfAborted();
  const themes: DigestTheme[] = [];
  for (const { shown, group } of themePapers(candidates)) {
    const theme: DigestTheme = {
      name: group === null ? "Also of interest" : nameGroup(group, candidates),
      kind: group === null ? "rest" : "group",
      papers: shown.map((paper) => presentPaper(paper, taste)),
    };
    const draft = { theme, papers: shown.map(({ paper }) => paper) };
    const isWritten = writer !== null && mode !== "extractive";
    themes.push(isWritten ? await writeTheme(writer, { embedder, vocabulary }, draft, onTokens, signal) : theme);
  }
  return { ...head, quiet: false, reason: null, whyQuiet: null, themes };
}

function nameGroup(group: NonNullable<ThemedPapers<RatedPaper>["group"]>, candidates: readonly RatedPaper[]): string {
  const own = new Set(group);
  return nameTheme(
    group.map(({ paper }) => paper),
    candidates.filter((paper) => !own.has(paper)).map(({ paper }) => paper),
  );
}

function presentPaper(rated: RatedPaper, taste: ReadersTaste | null): DigestPaper {
  const { paper, profile, topic } = rated;
  const { paperId, title, url, abstract } = paper;
  const { best: sentence } = representPaper({ abstract }, profile.sentences, topic?.vector ?? profile.meanVector, 1);
  const reasons = reasonsFor(rated, taste);
  return { paperId, title, url, sentence, quote: sentence, why: tellWhyHere(reasons, ENGLISH_WHY), reasons };
}

function reasonsFor({ paper, profile, topic, taste: rating }: RatedPaper, taste: ReadersTaste | null): WhyHere[] {
  const upvotes = paper.upvotes ?? 0;
  const asked = (taste?.closenessToAsks(profile) ?? 0) >= ABOUT_ASKED;
  const reasons: WhyHere[] = [
    ...(topic === null ? [] : [{ kind: "topic" as const, topic: topic.text }]),
    ...(asked ? [{ kind: "asked" as const }] : []),
    ...(!asked && rating !== null && rating >= TO_THEIR_TASTE ? [{ kind: "taste" as const }] : []),
    ...(upvotes === 0 ? [] : [{ kind: "upvotes" as const, upvotes }]),
    ...(paper.abstract === "" ? [{ kind: "no-abstract" as const }] : []),
  ];
  return reasons.length > 0 ? reasons : [{ kind: "new", source: sourceOf(paper.sources[0]?.path ?? "") }];
}

/** The service, or files: their names are the corpus keeper's own. */
function sourceOf(path: string): string {
  return serviceName(path) ?? FILES_SOURCE;
}

function countSources(papers: readonly Paper[]): Digest["from"] {
  const counts = new Map<string, number>();
  for (const { sources } of papers) {
    const names = new Set(sources.map(({ path }) => sourceOf(path)));
    for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts]
    .map(([source, count]) => ({ source, papers: count }))
    .sort((a, b) => b.papers - a.papers || (a.source < b.source ? -1 : 1));
}

import type { Digest, DigestPaper } from "../domain/digest.ts";
import type { Paper, PaperId } from "../domain/paper.ts";
import type { Vocabulary } from "../domain/vocabulary.ts";
import type { CorpusReader } from "../ports/corpus-store.ts";
import type { Embedder } from "../ports/embedder.ts";
import type { PaperProfile, PaperProfiles } from "../retrieval/paper-profiles.ts";
import { createTermOverlap, type TermOverlap } from "../util/term-overlap.ts";
import { bestSimilarity } from "../util/vectors.ts";
import { nameTheme } from "./name-theme.ts";
import { tellSentence } from "./tell-sentence.ts";
import { themePapers } from "./theme-papers.ts";

export interface DigestDeps {
  readonly corpus: CorpusReader;
  readonly embedder: Embedder;
  readonly profiles: PaperProfiles;
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
  /** Papers that they have had already. */
  readonly except?: ReadonlySet<PaperId>;
  /** What went wrong with the sources in that time; empty where nothing did. */
  readonly sourceProblems?: readonly string[];
}

/** From this similarity of a topic and a paper's best sentence on, the paper is about the topic. */
const ABOUT_TOPIC = 0.45;
/** What upvotes, and closeness to a topic, are worth beside each other. */
const UPVOTES_WEIGHT = 0.5;
const TOPIC_WEIGHT = 1;

interface Topic {
  readonly text: string;
  readonly vector: Float32Array;
  readonly overlap: TermOverlap;
}

interface NewPaper {
  readonly paper: Paper;
  readonly profile: PaperProfile;
  readonly topic: { readonly text: string; readonly vector: Float32Array } | null;
  readonly interest: number;
  readonly vector: Float32Array;
}

/**
 * The digest of what came into the corpus in some time: grouped by theme, each paper with a sentence of its abstract and
 * the reason why it is there. The same input gives the same digest.
 */
export async function composeDigest(
  { corpus, embedder, profiles }: DigestDeps,
  { period, topics, except = new Set(), sourceProblems = [] }: DigestRequest,
  signal?: AbortSignal,
): Promise<Digest> {
  const ids = (await corpus.listNew(period.from, period.to)).filter((paperId) => !except.has(paperId));
  const papers = await corpus.getPapers(ids);
  const head = {
    week: period.week,
    since: period.from.toISOString(),
    newPapers: papers.length,
    from: countSources(papers),
  };
  const quiet = (reason: string): Digest => ({ ...head, quiet: true, reason, themes: [] });
  const troubled = sourceProblems.length === 0 ? "" : ` A source failed: ${sourceProblems.join(" ")}`;
  if (papers.length === 0) return quiet(`No new papers came in.${troubled}`);

  const vocabulary = await corpus.vocabulary();
  const wanted = await embedTopics(embedder, topics, vocabulary, signal);
  const candidates = rateInterest(papers, await profiles.get(ids), wanted);
  if (candidates.length === 0) {
    const named = topics.map((topic) => `“${topic}”`).join(", ");
    return quiet(`None of the ${papers.length} new papers is about ${named}: wider topics would find more.${troubled}`);
  }
  signal?.throwIfAborted();
  const themes = themePapers(candidates).map(({ shown, group }) => {
    const own = new Set(group);
    const others = candidates.filter((paper) => !own.has(paper)).map(({ paper }) => paper);
    return {
      name:
        group === null
          ? "Also wanted by many"
          : nameTheme(
              [...own].map(({ paper }) => paper),
              others,
            ),
      papers: shown.map(presentPaper),
    };
  });
  return { ...head, quiet: false, reason: null, themes };
}

async function embedTopics(
  embedder: Embedder,
  topics: readonly string[],
  vocabulary: Vocabulary,
  signal: AbortSignal | undefined,
): Promise<Topic[]> {
  const embedded: Topic[] = [];
  for (const text of topics) {
    const vector = await embedder.embedQuery(text, signal === undefined ? {} : { signal });
    embedded.push({ text, vector, overlap: createTermOverlap(text, vocabulary) });
  }
  return embedded;
}

/** The papers that are about one of the topics, or all where there are none, each with how much it is wanted (0 to 1). */
function rateInterest(
  papers: readonly Paper[],
  profiles: readonly PaperProfile[],
  topics: readonly Topic[],
): NewPaper[] {
  const profileOf = new Map(profiles.map((profile) => [profile.paperId, profile]));
  const mostUpvotes = Math.max(1, ...papers.map(({ upvotes }) => upvotes ?? 0));
  return papers.flatMap((paper) => {
    const profile = profileOf.get(paper.paperId);
    if (profile === undefined) return [];
    const topic = closestTopic(paper, profile, topics);
    if (topics.length > 0 && topic === null) return [];
    const popularity = Math.log1p(paper.upvotes ?? 0) / Math.log1p(mostUpvotes);
    const weight = UPVOTES_WEIGHT + (topic === null ? 0 : TOPIC_WEIGHT);
    const interest = (UPVOTES_WEIGHT * popularity + (topic === null ? 0 : TOPIC_WEIGHT * topic.closeness)) / weight;
    return [{ paper, profile, topic, interest, vector: profile.meanVector }];
  });
}

/** The topic that a paper is about most: by meaning, or because it has all the topic's words. */
function closestTopic(paper: Paper, profile: PaperProfile, topics: readonly Topic[]) {
  let best: (Topic & { readonly closeness: number }) | null = null;
  for (const topic of topics) {
    const vectors = [...profile.chunkVectors, ...profile.sentences.map(({ vector }) => vector)];
    const similarity = bestSimilarity(vectors, topic.vector);
    const hasWords = topic.overlap.with(`${paper.title} ${paper.abstract}`) > 0.99;
    if (similarity < ABOUT_TOPIC && !hasWords) continue;
    const closeness = Math.max(0, similarity);
    if (best === null || closeness > best.closeness) best = { ...topic, closeness };
  }
  return best;
}

function presentPaper({ paper, profile, topic }: NewPaper): DigestPaper {
  const { paperId, title, url, abstract, upvotes } = paper;
  const sentence = tellSentence({ abstract }, profile.sentences, topic?.vector ?? profile.meanVector);
  const reasons = [
    ...(topic === null ? [] : [`about ${topic.text}`]),
    ...(upvotes === null || upvotes === 0 ? [] : [`${upvotes} ${upvotes === 1 ? "upvote" : "upvotes"}`]),
    ...(abstract === "" ? ["no abstract yet"] : []),
  ];
  return {
    paperId,
    title,
    url,
    sentence,
    quote: sentence,
    why: reasons.length === 0 ? `new from ${serviceOf(paper.sources[0]?.path ?? "")}` : reasons.join(", "),
  };
}

const SERVICE_NAMES: Readonly<Record<string, string>> = { huggingface: "Hugging Face", arxiv: "arXiv" };

/** What a source is called: the service, or the file's name. */
function serviceOf(path: string): string {
  const service = SERVICE_NAMES[path.split(":")[0] ?? ""];
  return service ?? path.split("/").at(-1) ?? path;
}

function countSources(papers: readonly Paper[]): Digest["from"] {
  const counts = new Map<string, number>();
  for (const { sources } of papers) {
    const names = new Set(sources.map(({ path }) => serviceOf(path)));
    for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts]
    .map(([source, count]) => ({ source, papers: count }))
    .sort((a, b) => b.papers - a.papers || (a.source < b.source ? -1 : 1));
}

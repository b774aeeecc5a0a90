import type { Paper } from "../domain/paper.ts";
import type { Vocabulary } from "../domain/vocabulary.ts";
import type { Embedder } from "../ports/embedder.ts";
import { type PaperProfile, vectorsOf } from "../retrieval/paper-profiles.ts";
import { createTermOverlap, type TermOverlap } from "../util/term-overlap.ts";
import { bestSimilarity } from "../util/vectors.ts";
import type { ReadersTaste } from "./readers-taste.ts";

/** Something that readers said they care about. */
export interface Topic {
  readonly text: string;
  readonly vector: Float32Array;
  readonly overlap: TermOverlap;
}

/** A new paper, with how much it is wanted and why. */
export interface RatedPaper {
  readonly paper: Paper;
  readonly profile: PaperProfile;
  /** The topic that it is about most; null where there are no topics. */
  readonly topic: Topic | null;
  /** How much it is to the readers' taste, 0 to 1; null where that is not known. */
  readonly taste: number | null;
  /** 0 to 1. */
  readonly interest: number;
  /** Where it lies; unit length. */
  readonly vector: Float32Array;
}

/** From this similarity of a topic and a paper's closest sentence on, the paper is about it: `npm run replay-taste`. */
const ABOUT_TOPIC = 0.4;
/** What upvotes, closeness to a topic, and taste are worth beside each other; see docs/tuning.md. */
const UPVOTES_WEIGHT = 0.5;
const TOPIC_WEIGHT = 1;
const TASTE_WEIGHT = 2;

/** Makes topics comparable with papers. */
export async function embedTopics(
  embedder: Embedder,
  topics: readonly string[],
  vocabulary: Vocabulary,
  signal?: AbortSignal,
): Promise<Topic[]> {
  const embedded: Topic[] = [];
  for (const text of topics) {
    const vector = await embedder.embedQuery(text, signal === undefined ? {} : { signal });
    embedded.push({ text, vector, overlap: createTermOverlap(text, vocabulary) });
  }
  return embedded;
}

/**
 * How much each paper is wanted: by upvotes, topics and the readers' taste. Papers about none of the topics are left
 * out, and so are those without a profile.
 */
export function ratePapers(
  papers: readonly Paper[],
  profiles: readonly PaperProfile[],
  topics: readonly Topic[],
  taste: ReadersTaste | null,
): RatedPaper[] {
  const profileOf = new Map(profiles.map((profile) => [profile.paperId, profile]));
  const found = papers.flatMap((paper) => {
    const profile = profileOf.get(paper.paperId);
    if (profile === undefined) return [];
    const closest = closestTopic(paper, profile, topics);
    return topics.length > 0 && closest === null ? [] : [{ paper, profile, closest }];
  });
  const mostUpvotes = papers.reduce((most, { upvotes }) => Math.max(most, upvotes ?? 0), 1);
  const tastes = taste?.rate(found.map(({ profile }) => profile)) ?? [];
  return found.map(({ paper, profile, closest }, index) => {
    const parts = [
      { weight: UPVOTES_WEIGHT, value: Math.log1p(paper.upvotes ?? 0) / Math.log1p(mostUpvotes) },
      { weight: closest === null ? 0 : TOPIC_WEIGHT, value: closest?.closeness ?? 0 },
      { weight: TASTE_WEIGHT * (taste?.certainty ?? 0), value: tastes[index] ?? 0 },
    ];
    const all = parts.reduce((sum, { weight }) => sum + weight, 0);
    return {
      paper,
      profile,
      topic: closest?.topic ?? null,
      taste: tastes[index] ?? null,
      interest: parts.reduce((sum, { weight, value }) => sum + weight * value, 0) / all,
      vector: profile.meanVector,
    };
  });
}

/** The topic that a paper is about most: by meaning, or because it has all the topic's words. */
function closestTopic(paper: Paper, profile: PaperProfile, topics: readonly Topic[]) {
  const vectors = vectorsOf(profile);
  let best: { readonly topic: Topic; readonly closeness: number } | null = null;
  for (const topic of topics) {
    const similarity = bestSimilarity(vectors, topic.vector);
    const hasWords = topic.overlap.with(`${paper.title} ${paper.abstract}`) > 0.99;
    if (similarity < ABOUT_TOPIC && !hasWords) continue;
    const closeness = Math.max(0, similarity);
    if (best === null || closeness > best.closeness) best = { topic, closeness };
  }
  return best;
}

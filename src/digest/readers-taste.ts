import type { ServerInterests } from "../domain/interests.ts";
import type { PaperId } from "../domain/paper.ts";
import type { Embedder } from "../ports/embedder.ts";
import { type PaperProfile, type PaperProfiles, vectorsOf } from "../retrieval/paper-profiles.ts";
import { logistic } from "../util/logistic.ts";
import { standardised } from "../util/standardised.ts";
import { bestSimilarity } from "../util/vectors.ts";
import { learnTaste, type TasteExample } from "./learn-taste.ts";

/** What the people of a server like, learnt from what they asked, opened and asked for less of. */
export interface ReadersTaste {
  /** How much each paper is to their taste among these papers: 0 to 1, 0.5 for the middle of them. */
  rate(papers: readonly PaperProfile[]): number[];
  /** How sure this is, 0 to 1: more examples, more weight. */
  readonly certainty: number;
  /** Similarity of a paper's closest sentence to the question that is closest to it; 0 without questions. */
  closenessToAsks(paper: PaperProfile): number;
}

/** The newest of each kind; more would not change the line by much. */
const MOST_ASKS = 60;
const MOST_PAPERS = 120;
const MOST_OTHERS = 120;
const MOST_PEOPLE = 5;
const CITED_WEIGHT = 0.5;
/** Examples that are half as sure as any number of them. */
const HALF_SURE = 2;

/**
 * Learns what readers like. Null where they turned to nothing that can be compared with.
 *
 * @param among the papers to choose from: they stand for what there is
 */
export async function readTaste(
  { embedder, profiles }: { readonly embedder: Embedder; readonly profiles: PaperProfiles },
  { asks, papers }: ServerInterests,
  among: readonly PaperProfile[],
  signal?: AbortSignal,
): Promise<ReadersTaste | null> {
  const asked: Float32Array[] = [];
  for (const { question } of asks.slice(0, MOST_ASKS)) {
    asked.push(await embedder.embedQuery(question, signal === undefined ? {} : { signal }));
  }
  const rated = [
    // What an answer cited was wanted where the answer was liked, and was not what was meant where it was not.
    ...asks.slice(0, MOST_ASKS).flatMap(({ cited, verdict }) =>
      verdict === null
        ? []
        : cited.map((paperId) => ({
            paperId,
            wanted: verdict === "helpful",
            weight: CITED_WEIGHT / cited.length,
          })),
    ),
    ...papers.slice(0, MOST_PAPERS).map(({ paperId, signal: given, people }) => ({
      paperId,
      wanted: given === "opened",
      weight: Math.min(MOST_PEOPLE, people),
    })),
  ];
  const known = await profileMap(
    profiles,
    rated.map(({ paperId }) => paperId),
  );
  const examples: TasteExample[] = [
    ...asked.map((vector) => ({ vector, wanted: true, weight: 1 })),
    ...rated.flatMap(({ paperId, wanted, weight }) => {
      const vector = known.get(paperId)?.meanVector;
      return vector === undefined ? [] : [{ vector, wanted, weight }];
    }),
  ];
  const step = Math.max(1, among.length / MOST_OTHERS);
  const others = Array.from(
    { length: Math.min(among.length, MOST_OTHERS) },
    (_, i) => among[Math.floor(i * step)]?.meanVector,
  ).filter((vector) => vector !== undefined);
  const taste = learnTaste(examples, others);
  if (taste === null) return null;
  const wanted = examples.reduce((sum, example) => sum + (example.wanted ? example.weight : 0), 0);
  return {
    rate: (profilesToRate) => standardised(profilesToRate.map(({ meanVector }) => taste(meanVector))).map(logistic),
    certainty: wanted / (wanted + HALF_SURE),
    closenessToAsks: (paper) => {
      const vectors = vectorsOf(paper);
      return asked.reduce((best, vector) => Math.max(best, bestSimilarity(vectors, vector)), 0);
    },
  };
}

async function profileMap(profiles: PaperProfiles, ids: readonly PaperId[]): Promise<Map<PaperId, PaperProfile>> {
  return new Map((await profiles.get([...new Set(ids)])).map((profile) => [profile.paperId, profile]));
}

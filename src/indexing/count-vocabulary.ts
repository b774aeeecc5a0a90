import type { Paper } from "../domain/paper.ts";
import type { Vocabulary } from "../domain/vocabulary.ts";
import { contentTerms } from "../util/terms.ts";

/** Counts in how many papers each stemmed term of title and abstract stands. */
export async function countVocabulary(
  batches: AsyncIterable<readonly Pick<Paper, "title" | "abstract">[]>,
): Promise<Vocabulary> {
  const paperCounts = new Map<string, number>();
  let papers = 0;
  for await (const batch of batches) {
    for (const paper of batch) {
      papers += 1;
      for (const term of new Set(contentTerms(`${paper.title} ${paper.abstract}`))) {
        paperCounts.set(term, (paperCounts.get(term) ?? 0) + 1);
      }
    }
  }
  return { papers, paperCounts };
}

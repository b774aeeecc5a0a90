import type { Paper } from "../domain/paper.ts";
import type { Vocabulary } from "../domain/vocabulary.ts";
import { findAbbreviations } from "../util/abbreviations.ts";
import { lexicalTerms, wordsOf } from "../util/terms.ts";

/** Long forms kept of one short form: `SAM` is two things in one field, and seldom more. */
const LONG_FORMS = 3;

/** Counts the terms and words of title and abstract, in how many papers each stands, and gathers abbreviations. */
export async function countVocabulary(
  batches: AsyncIterable<readonly Pick<Paper, "title" | "abstract">[]>,
): Promise<Vocabulary> {
  const paperCounts = new Map<string, number>();
  const wordCounts = new Map<string, number>();
  const longForms = new Map<string, Map<string, number>>();
  let papers = 0;
  let terms = 0;
  for await (const batch of batches) {
    for (const paper of batch) {
      papers += 1;
      const text = `${paper.title} ${paper.abstract}`;
      const found = lexicalTerms(text);
      terms += found.length;
      for (const term of new Set(found)) paperCounts.set(term, (paperCounts.get(term) ?? 0) + 1);
      for (const word of new Set(wordsOf(text))) wordCounts.set(word, (wordCounts.get(word) ?? 0) + 1);
      for (const [short, long] of findAbbreviations(text)) {
        const forms = longForms.get(short) ?? new Map<string, number>();
        const key = long.toLowerCase();
        forms.set(key, (forms.get(key) ?? 0) + 1);
        longForms.set(short, forms);
      }
    }
  }
  const abbreviations = new Map(
    [...longForms].map(([short, forms]) => [
      short,
      [...forms]
        .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
        .slice(0, LONG_FORMS)
        .map(([long]) => long),
    ]),
  );
  return { papers, averageTerms: papers === 0 ? 0 : terms / papers, paperCounts, wordCounts, abbreviations };
}

import { CHARACTERS_COMPARED } from "../domain/limits.ts";
import type { Paper } from "../domain/paper.ts";
import { inverseDocumentFrequency, type Vocabulary } from "../domain/vocabulary.ts";
import { contentTerms, wordsOf } from "../util/terms.ts";

const TERMS_IN_REASON = 3;
/** In units of inverse document frequency: a title's word, and a pair of words, tell more than any single word. */
const TITLE_BONUS = 1.5;
const PAIR_BONUS = 2;
/** Below this a word stands in so many papers that it is no reason. */
const LEAST_WEIGHT = 3;
/** Words of the trade that are rare by chance: they tell how a paper talks, not what it is about. */
const GENERAL_WORD =
  /^(?:\w+ly|accord\w*|address\w*|aim\w*|allow\w*|approach\w*|better|beyond|case|cases|common|compar\w*|complete\w*|consider\w*|contribut\w*|demonstrat\w*|despite|develop\w*|differ\w*|easy|effective|enabl\w*|exist\w*|experiment\w*|exten\w*|finally|faster|first|further|general|help\w*|high\w*|identif\w*|important|improv\w*|includ\w*|indicat\w*|interest\w*|intro\w*|involv\w*|key|large\w*|lead\w*|low\w*|magnitude|make\w*|method\w*|motivat\w*|named?|need\w*|new|novel|number|observ\w*|obtain\w*|occur\w*|perform\w*|possible|present\w*|previous|problem\w*|propos\w*|prevent\w*|prov\w*|provid\w*|question\w*|reason\w*|recent|result\w*|second|several|significant\w*|similar|simple|small\w*|state|sudden|suggest\w*|surpris\w*|take\w*|technique\w*|towards|two|under\w*|understood|well|wide\w*)$/u;

const ADDRESS = /https?:\/\/\S+/gu;

/**
 * What two papers have in common: word pairs that both use, else single terms, the rarest first, those of the
 * titles before all others. Terms that nearly every paper of a field has say nothing and are left out.
 */
export function sharedTopics(seed: Paper, other: Paper, vocabulary: Vocabulary): string[] {
  const shared = sharedTerms(seed, other);
  const inTitle = new Set(contentTerms(`${seed.title} ${other.title}`));
  const weigh = (terms: readonly string[]): number => {
    const rarity = terms.reduce((sum, term) => sum + inverseDocumentFrequency(vocabulary, term), 0) / terms.length;
    return rarity + (terms.some((term) => inTitle.has(term)) ? TITLE_BONUS : 0) + (terms.length > 1 ? PAIR_BONUS : 0);
  };
  const ranked = shared
    .map(({ written, terms }) => ({ written, terms, weight: weigh(terms) }))
    .filter(({ weight }) => weight >= LEAST_WEIGHT)
    .sort((a, b) => b.weight - a.weight);
  const named: string[] = [];
  const used = new Set<string>();
  for (const { written, terms } of ranked) {
    if (terms.some((term) => used.has(term))) continue;
    for (const term of terms) used.add(term);
    named.push(written);
    if (named.length === TERMS_IN_REASON) break;
  }
  return named;
}

/** Why one paper is listed beside another, in a few words. */
export function explainRelation(topics: readonly string[]): string {
  return topics.length > 0 ? `both on ${topics.join(", ")}` : "about a similar topic, in other words";
}

/** Single terms and pairs of neighbouring terms that stand in both papers, as the second one writes them. */
function sharedTerms(seed: Paper, other: Paper): { written: string; terms: string[] }[] {
  const seedPhrases = new Set(phrasesOf(seed).map(({ terms }) => terms.join(" ")));
  const found = new Map<string, { written: string; terms: string[] }>();
  for (const phrase of phrasesOf(other)) {
    const key = phrase.terms.join(" ");
    if (seedPhrases.has(key) && !found.has(key)) found.set(key, phrase);
  }
  return [...found.values()];
}

function phrasesOf(paper: Paper): { written: string; terms: string[] }[] {
  const words = wordsOf(`${paper.title} ${paper.abstract.slice(0, CHARACTERS_COMPARED).replace(ADDRESS, " ")}`).map(
    (word) => ({
      word,
      term: contentTerms(word)[0],
    }),
  );
  const phrases: { written: string; terms: string[] }[] = [];
  words.forEach(({ word, term }, index) => {
    if (term === undefined || word.length < 3 || /^\d+$/u.test(word) || GENERAL_WORD.test(word)) return;
    phrases.push({ written: word, terms: [term] });
    const next = words[index + 1];
    if (next?.term === undefined || next.word.length < 3 || /^\d+$/u.test(next.word) || next.term === term) return;
    if (!GENERAL_WORD.test(next.word)) phrases.push({ written: `${word} ${next.word}`, terms: [term, next.term] });
  });
  return phrases;
}

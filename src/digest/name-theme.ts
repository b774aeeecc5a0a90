import { CHARACTERS_COMPARED } from "../domain/limits.ts";
import { isStopWord, lexicalTerms } from "../util/terms.ts";

/** Words that head a phrase, though they say nothing alone: `world model`, `reinforcement learning`. */
const HEADS = new Set(
  lexicalTerms(
    "model models learning training network networks analysis understanding generation reasoning attention language benchmark evaluation",
  ),
);

/** Words that any paper of the field may have in its title. */
const SAYS_NOTHING = new Set(
  lexicalTerms(
    `model models method methods approach approaches framework frameworks learning training data task tasks paper study
    analysis new novel towards toward based using via results performance efficient effective improving improved
    improve better large small deep neural network networks problem problems system systems language evaluation
    benchmark benchmarks understanding general unified simple scalable scaling beyond rethinking exploring state art
    high low end open source key work propose proposed introduce present existing approach across different multiple
    through without within under while during over along each many various complex diverse robust comprehensive
    theoretical empirical experiments baseline baselines quality accuracy costs cost time step steps level strong
    first two three more most than then into from its their our code available github information
    significant significantly achieve achieves show shows demonstrate enable enables real world human time wise`,
  ),
);

interface Phrase {
  papers: number;
  readonly words: number;
}

const MOST_NAMED = 2;
/** A second phrase is named from this share of the first one's score on. */
const SECOND_FROM = 0.5;

/**
 * Names a theme by the phrases that its papers share and others lack: one or two words that stand in at least two of
 * them, weighted by their share there and their rarity elsewhere (class-based tf-idf; Grootendorst, 2022).
 *
 * @param others texts of the papers outside the theme
 */
export function nameTheme(
  own: readonly { readonly title: string; readonly abstract: string }[],
  others: readonly { readonly title: string; readonly abstract: string }[],
): string {
  const inTitles = countPhrases(own.map(({ title }) => title));
  const texts = own.map(textOf);
  const inTexts = countPhrases(texts);
  const outside = countPhrases(others.map(textOf));
  const scored = [...inTexts]
    .filter(([key, { papers, words }]) => {
      const share = papers / own.length;
      return papers >= Math.min(2, own.length) && (inTitles.has(key) ? words > 1 || share >= 0.5 : share >= 0.6);
    })
    .map(([key, phrase]) => {
      const share = (phrase.papers + 2 * (inTitles.get(key)?.papers ?? 0)) / (3 * own.length);
      const rarity = Math.log((1 + others.length) / (1 + (outside.get(key)?.papers ?? 0))) + 0.5;
      return { key, phrase, score: share * rarity * (phrase.words > 1 ? 1.6 : 1) };
    })
    .sort((a, b) => b.score - a.score || (a.key < b.key ? -1 : 1));
  const chosen: string[] = [];
  for (const { key, score } of scored) {
    if (chosen.length === MOST_NAMED) break;
    if (chosen.length > 0 && score < SECOND_FROM * (scored[0]?.score ?? 0)) break;
    const words = key.split(" ");
    if (chosen.some((other) => other.split(" ").some((word) => words.includes(word)))) continue;
    chosen.push(key);
  }
  if (chosen.length === 0) return own[0]?.title ?? "";
  const name = chosen.map((key) => usualSurface(key, texts)).join(", ");
  return name.charAt(0).toUpperCase() + name.slice(1);
}

function textOf({ title, abstract }: { readonly title: string; readonly abstract: string }): string {
  return `${title}. ${abstract}`.slice(0, CHARACTERS_COMPARED);
}

/** The phrases of texts, and in how many texts each stands. */
function countPhrases(texts: readonly string[]): Map<string, Phrase> {
  const phrases = new Map<string, Phrase>();
  for (const text of texts) {
    const seen = new Set<string>();
    for (const { key, words } of phrasesOf(text)) {
      if (seen.has(key)) continue;
      seen.add(key);
      const phrase = phrases.get(key);
      if (phrase === undefined) phrases.set(key, { papers: 1, words });
      else phrase.papers += 1;
    }
  }
  return phrases;
}

function* phrasesOf(text: string): Iterable<{ key: string; surface: string; words: number }> {
  for (const stretch of text.split(/[^\p{L}\p{N}\s-]+/gu)) {
    const words = (stretch.match(/[\p{L}\p{N}]+(?:-[\p{L}\p{N}]+)*/gu) ?? []).map((surface) => ({
      surface,
      key: lexicalTerms(surface).join("-"),
    }));
    for (const [index, word] of words.entries()) {
      if (!isTopical(word)) continue;
      if (!SAYS_NOTHING.has(word.key)) yield { key: word.key, surface: asWritten(word.surface), words: 1 };
      const next = words[index + 1];
      if (next === undefined || !isTopical(next) || SAYS_NOTHING.has(word.key)) continue;
      if (SAYS_NOTHING.has(next.key) && !HEADS.has(next.key)) continue;
      yield {
        key: `${word.key} ${next.key}`,
        surface: `${asWritten(word.surface)} ${asWritten(next.surface)}`,
        words: 2,
      };
    }
  }
}

function isTopical({ surface, key }: { readonly surface: string; readonly key: string }): boolean {
  const lower = surface.toLowerCase();
  const long = surface.length > 2 || /^\p{Lu}{2}$/u.test(surface);
  return key !== "" && long && !isStopWord(lower) && !/^\d+$|ly$/u.test(lower);
}

/** Capitals inside a word are its own; one at its beginning may be the title's. */
function asWritten(surface: string): string {
  return /\p{Lu}|\d/u.test(surface.slice(1)) ? surface : surface.toLowerCase();
}

/** How a phrase is written most often. */
function usualSurface(of: string, texts: readonly string[]): string {
  const surfaces = new Map<string, number>();
  for (const text of texts) {
    for (const { key, surface } of phrasesOf(text)) {
      if (key === of) surfaces.set(surface, (surfaces.get(surface) ?? 0) + 1);
    }
  }
  const [usual] = [...surfaces].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return usual?.[0] ?? "";
}

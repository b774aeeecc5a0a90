import { distance } from "fastest-levenshtein";
import type { Vocabulary } from "../domain/vocabulary.ts";
import { expandAbbreviations } from "../util/abbreviations.ts";
import { isStopWord, lexicalTerms } from "../util/terms.ts";

/** A question as it is searched for. */
export interface ReadQuery {
  /** With misspelt words put right; otherwise as asked. */
  readonly text: string;
  /** `text` with each abbreviation preceded by what the corpus most often means by it: what is embedded. */
  readonly spelledOut: string;
  readonly corrections: readonly Correction[];
  /** Other ways in which the corpus writes something that was asked for: `NTK` for `neural tangent kernel`. */
  readonly expansions: readonly string[];
}

export interface Correction {
  readonly from: string;
  readonly to: string;
}

/** Whether each of some words is known to the language, whatever the corpus holds. */
export type AreWords = (words: readonly string[]) => Promise<readonly boolean[]>;

export interface QueryReader {
  /** @param correct false for a text that is not in the corpus's language: its words only look misspelt */
  read(text: string, correct: boolean): Promise<ReadQuery>;
}

/** Shorter words are too like too many others. */
const SHORTEST_CORRECTED = 4;
/** Up to this length one other letter makes another word: “bake” is no “base”, “grad” no “grid”. */
const SHORT_WORD = 4;
/** From this length on two letters may be wrong, and a word that a single paper has will do. */
const LONG_WORD = 7;
const RARE_WORD_LENGTH = 8;
const MOST_EXPANSIONS = 6;

/** What people write for short and abstracts write out. */
const SHORTENINGS: Readonly<Record<string, string>> = {
  hyperparam: "hyperparameter",
  hyperparams: "hyperparameters",
  hparams: "hyperparameters",
  params: "parameters",
  param: "parameter",
  net: "network",
  nets: "networks",
  lr: "learning rate",
  lrs: "learning rates",
  backprop: "backpropagation",
  init: "initialization",
  regs: "regularizers",
  batchnorm: "batch normalization",
  layernorm: "layer normalization",
  pretrain: "pre-training",
  finetune: "fine-tuning",
  finetuning: "fine-tuning",
};

const GREEK: Readonly<Record<string, string>> = {
  α: "alpha",
  β: "beta",
  γ: "gamma",
  δ: "delta",
  ε: "epsilon",
  ζ: "zeta",
  η: "eta",
  θ: "theta",
  λ: "lambda",
  μ: "mu",
  ν: "nu",
  ξ: "xi",
  π: "pi",
  ρ: "rho",
  σ: "sigma",
  τ: "tau",
  φ: "phi",
  χ: "chi",
  ψ: "psi",
  ω: "omega",
};

/**
 * Reads questions by what a corpus itself says: words that neither the corpus nor the language knows are taken for
 * misspelt ones of the corpus, and abbreviations that abstracts define are looked for in both forms.
 */
export function createQueryReader(vocabulary: Vocabulary, areWords: AreWords): QueryReader {
  const byFirstLetter = new Map<string, string[]>();
  /** `mup` → `μp`: what is written with a Greek letter, by the letter's name. */
  const greek = new Map<string, string>();
  for (const word of vocabulary.wordCounts.keys()) {
    const spelled = spellGreek(word);
    if (spelled !== word) greek.set(spelled, word);
    if (word.length < SHORTEST_CORRECTED || /\P{L}/u.test(word) || isStopWord(word)) continue;
    const first = word.charAt(0);
    const words = byFirstLetter.get(first);
    if (words === undefined) byFirstLetter.set(first, [word]);
    else words.push(word);
  }
  const longForms = new Map<string, readonly string[]>();
  const shortForms = new Map<string, string>();
  const meanings = new Map<string, string>(Object.entries(SHORTENINGS));
  for (const [short, longs] of vocabulary.abbreviations) {
    longForms.set(short.toLowerCase(), [...(longForms.get(short.toLowerCase()) ?? []), ...longs]);
    for (const long of longs) shortForms.set(long, short);
    const [meaning] = longs;
    if (meaning !== undefined && /\p{Lu}.*\p{Lu}/u.test(short)) meanings.set(short, meaning);
  }

  function nearest(word: string): string | null {
    const reach = word.length >= LONG_WORD ? 2 : 1;
    const bare = withoutDoubles(word);
    let best: { word: string; steps: number; papers: number } | null = null;
    for (const known of byFirstLetter.get(word.charAt(0)) ?? []) {
      if (Math.abs(known.length - word.length) > reach) continue;
      const papers = vocabulary.wordCounts.get(known) ?? 0;
      if (papers < 2 && word.length < RARE_WORD_LENGTH) continue;
      const steps = stepsBetween(word, bare, known);
      if (steps > reach || (word.length <= SHORT_WORD && isOtherWord(word, known))) continue;
      if (best === null || steps < best.steps || (steps === best.steps && papers > best.papers))
        best = { word: known, steps, papers };
    }
    return best?.word ?? null;
  }

  return {
    async read(asked, correct) {
      const text = asked.normalize("NFKC");
      const corrections = correct ? await correctionsOf(text) : [];
      const corrected = corrections.reduce(
        (sum, { from, to }) => sum.replace(new RegExp(`(?<![\\p{L}\\p{N}])${from}(?![\\p{L}\\p{N}])`, "gu"), to),
        text,
      );
      return {
        text: corrected,
        spelledOut: expandAbbreviations(corrected, meanings),
        corrections,
        expansions: expansionsOf(corrected),
      };
    },
  };

  async function correctionsOf(text: string): Promise<Correction[]> {
    const words = text.match(/[\p{L}\p{N}]+/gu) ?? [];
    const suspects = [...new Set(words.filter((_word, at) => !isWrittenAsName(words, at)))].filter(isSuspect);
    if (suspects.length === 0) return [];
    const real = await areWords(suspects.map((word) => word.toLowerCase()));
    return suspects.flatMap((from, index) => {
      const to = real[index] === true ? null : nearest(from.toLowerCase());
      return to === null ? [] : [{ from, to }];
    });
  }

  function isSuspect(word: string): boolean {
    // Names and symbols are written as they are: AlphaGo, E5, ViT.
    if (word.length < SHORTEST_CORRECTED || /\P{Ll}/u.test(word.slice(1)) || /\P{L}/u.test(word)) return false;
    const lower = word.toLowerCase();
    if (vocabulary.wordCounts.has(lower) || isStopWord(lower)) return false;
    return !lexicalTerms(lower).some((term) => vocabulary.paperCounts.has(term));
  }

  function expansionsOf(text: string): string[] {
    const lower = text.toLowerCase();
    const words = new Set(lower.match(/[\p{L}\p{N}]+(?:-[\p{L}\p{N}]+)*/gu) ?? []);
    const found: string[] = [];
    for (const word of words) {
      if (!isStopWord(word)) found.push(...(longForms.get(word) ?? []));
      const written = SHORTENINGS[word];
      if (written !== undefined) found.push(written);
      const symbol = greek.get(word);
      if (symbol !== undefined) found.push(symbol);
      if (/\p{Script=Greek}/u.test(word)) found.push(spellGreek(word));
    }
    for (const [long, short] of shortForms) if (lower.includes(long)) found.push(short);
    return [...new Set(found)].slice(0, MOST_EXPANSIONS);
  }
}

/**
 * How far apart two words are. A letter too many or too few where one is doubled is half a step, since that is the
 * commonest slip; two letters that changed places are one.
 */
function stepsBetween(word: string, bare: string, known: string): number {
  if (withoutDoubles(known) === bare) return 0.5;
  const steps = distance(word, known);
  return steps === 2 && sortedLetters(word) === sortedLetters(known) ? 1 : steps;
}

/** True for two words of one length that differ in a letter, not only in the order of their letters. */
function isOtherWord(word: string, known: string): boolean {
  return word.length === known.length && sortedLetters(word) !== sortedLetters(known);
}

/** A word with a capital within a text, or before another such word at its beginning: “Yann LeCun”. */
function isWrittenAsName(words: readonly string[], at: number): boolean {
  const isCapital = (word: string | undefined) => word !== undefined && /^\p{Lu}/u.test(word);
  return isCapital(words[at]) && (at > 0 || isCapital(words[1]));
}

function withoutDoubles(word: string): string {
  return word.replace(/(.)\1/gu, "$1");
}

function sortedLetters(word: string): string {
  return [...word].sort().join("");
}

function spellGreek(word: string): string {
  return word.replace(/\p{Script=Greek}/gu, (letter) => GREEK[letter.toLowerCase()] ?? letter);
}

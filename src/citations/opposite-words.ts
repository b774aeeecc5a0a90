import { stemOf } from "../util/terms.ts";

/** “Not only”, “not just” and the like, as one word: they deny nothing but that it is all. */
export const NOT_ONLY = "notonly";

/** Opposites that are said of the words right after them. Each string is one side. */
const ATTRIBUTES: readonly (readonly string[])[] = [
  ["more larger higher greater bigger", "less fewer smaller lower"],
  ["high highest maximum maximal", "low lowest minimum minimal", "intermediate moderate medium"],
  [
    "large largest big huge substantial considerable strong",
    "small smallest tiny little slight negligible minimal weak",
  ],
  ["strong stronger superior excellent", "weak weaker inferior poor poorly"],
  ["good accurate excellent precise", "poor poorly bad badly inaccurate imprecise"],
  ["only solely exclusively merely", NOT_ONLY],
  ["positive", "negative"],
  ["local", "global"],
  ["wide wider", "narrow narrower"],
  ["former first initial", "latter last final"],
  ["all every entire whole", "subset part partial"],
  ["lot much many", "little few"],
  ["long longer", "short shorter"],
  ["deep deeper", "shallow shallower"],
  ["dense denser", "sparse sparser"],
  ["common frequent", "rare infrequent uncommon"],
  ["simple simpler", "complex complicated"],
  ["frozen", "trainable unfrozen"],
];

/**
 * Opposites that are said of the words around them. Here and above stands only what stays opposite whatever a claim is
 * about: “sharp” and “flat” often stand for the same finding, told from either side.
 */
const OTHERS: readonly (readonly string[])[] = [
  [
    "increase raise grow growth rise inflate amplify",
    "decrease reduce reduction lower shrink diminish decline lessen drop",
  ],
  ["improve enhance better benefit beneficial help", "worsen degrade hurt harm worse deteriorate impair damage"],
  ["alleviate mitigate relieve cure remedy", "aggravate exacerbate worsen worse intensify"],
  ["fast faster accelerate speed rapid quick quicker", "slow slower decelerate slowdown"],
  ["well", "poor poorly bad badly inferior degrade collapse"],
  ["work succeed success successful", "fail failure"],
  ["valid hold", "invalid break breakdown violate"],
  ["confirm support validate corroborate", "contradict refute disprove challenge"],
  ["add insert", "remove delete discard"],
  ["preserve retain maintain", "destroy"],
  ["safe", "unsafe harmful dangerous"],
  ["outperform surpass beat exceed best", "underperform lose worse worst inferior"],
  [
    "prevent avoid eliminate suppress hinder impede inhibit",
    "cause induce produce trigger enable encourage promote catalyze catalyse facilitate foster",
  ],
  ["necessary required essential sufficient", "unnecessary optional insufficient needless"],
  ["start beginning early earlier earliest", "end late later latest"],
  ["before", "after"],
  ["stable stability stabilize stabilise", "unstable instability destabilize destabilise"],
  ["consistent reliable", "inconsistent unreliable misleading"],
  ["robust insensitive resilient", "sensitive fragile brittle vulnerable"],
  ["steep steeper steepest", "flat flatter flattest"],
  ["toward towards", "away"],
  ["cheap cheaper inexpensive", "expensive costly"],
  ["easy easier", "hard harder difficult"],
  ["understood clear known explored", "unknown unclear mysterious mystery unexplored elusive"],
  ["explode explosion", "vanish"],
  ["double", "halve half"],
  ["always", "never seldom rarely"],
  ["overfit overfitting", "underfit underfitting"],
  ["overestimate", "underestimate"],
  ["jointly together", "separately independently"],
  // How something grows.
  ["logarithmic", "sublinear", "linearithmic", "linearly", "quadratic", "cubic", "polynomial", "exponential"],
];

/** Prefixes that turn a word into its opposite, and the words that they do so with; null for nearly any. */
const PREFIXES: readonly (readonly [string, ReadonlySet<string> | null])[] = [
  ["un", null],
  ["non", null],
  [
    "in",
    stemsOf(
      "dependent sensitive consistent sufficient efficient effective accurate secure complete correct feasible adequate significant tractable capable appropriate",
    ),
  ],
  ["im", stemsOf("possible balance practical perfect plausible precise")],
  ["de", stemsOf("couple centralize correlate activate")],
  ["dis", stemsOf("similar agree continuous connect entangle advantage")],
  ["sub", stemsOf("linear optimal")],
];

/** Words that only look like the opposite of another. */
const NO_OPPOSITE = /^un(?:learn|roll|fold|lock|cover|veil|der|ivers)/u;
const SHORTEST_DENIED = 4;

/** The side that a word takes in one dimension; words of one dimension and different sides are opposites. */
export interface Side {
  readonly dimension: number;
  readonly side: number;
  /** True for a word that is said of the words right after it, false for one that is said of those around it. */
  readonly attribute: boolean;
}

const SIDES_OF = new Map<string, Side[]>();
[...ATTRIBUTES, ...OTHERS].forEach((sides, dimension) => {
  sides.forEach((words, side) => {
    const taken: Side = { dimension, side, attribute: dimension < ATTRIBUTES.length };
    for (const stem of stemsOf(words)) SIDES_OF.set(stem, [...(SIDES_OF.get(stem) ?? []), taken]);
  });
});

/** The sides that a word in lower case, or its stem, takes; none for most words. */
export function sidesOf(word: string): readonly Side[] {
  return SIDES_OF.get(stemOf(word)) ?? SIDES_OF.get(stemOf(word.replace(/l[iy]$/u, ""))) ?? [];
}

/** The stem of what a word denies by its prefix: `bias` for `unbiased`; null for none. */
export function deniedStem(word: string): string | null {
  if (NO_OPPOSITE.test(word)) return null;
  for (const [prefix, allowed] of PREFIXES) {
    if (!word.startsWith(prefix) || word.length < prefix.length + SHORTEST_DENIED) continue;
    const stem = stemOf(word.slice(prefix.length));
    if (allowed === null || allowed.has(stem)) return stem;
  }
  return null;
}

function stemsOf(words: string): ReadonlySet<string> {
  return new Set(words.split(" ").map(stemOf));
}

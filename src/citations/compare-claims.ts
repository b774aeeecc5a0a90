import type { Claim, PolarWord } from "./read-claim.ts";

/** True for a word so common in the corpus that it tells nothing when it stands alone. */
export type IsCommon = (term: string) => boolean;

/**
 * True where one of two claims says the opposite of the other, by rule. Either denies what the other says: most of the
 * denied words stand in the other claim, which does not deny them. Or an odd number of words is turned round: “fewer”
 * where the other has “more” of the same thing. With two of them the claims agree: “small rates learn strong features”
 * goes with “large rates learn weak ones”.
 */
export function contradicts(one: Claim, other: Claim, isCommon: IsCommon = () => false): boolean {
  return negationDiffers(one, other, isCommon) || turnsRound(one, other);
}

/** True where one of two claims denies what the other says, and the other does not deny it. */
export function negationDiffers(one: Claim, other: Claim, isCommon: IsCommon = () => false): boolean {
  return deniesAlone(one, other, isCommon) || deniesAlone(other, one, isCommon);
}

/** True where what one of two claims says stands the other way round in the other: a word's side, or what is compared. */
export function turnsRound(one: Claim, other: Claim): boolean {
  const turned = meetings(one, other).filter((agree) => !agree).length + (swapsSides(one, other) ? 1 : 0);
  return turned % 2 === 1;
}

/** True where what the one compares stands the other way round in the other: “A than B”, “B than A”. */
function swapsSides(one: Claim, other: Claim): boolean {
  if (one.comparison === null || other.comparison === null) return false;
  const { subject, object } = one.comparison;
  const { subject: otherSubject, object: otherObject } = other.comparison;
  const moved = (terms: ReadonlySet<string>, from: ReadonlySet<string>, to: ReadonlySet<string>) =>
    [...terms].some((term) => to.has(term) && !from.has(term));
  return moved(subject, otherSubject, otherObject) && moved(object, otherObject, otherSubject);
}

/** True where two claims take the same side of something, or deny the same, and nothing of the one is turned round. */
export function takesSameSide(one: Claim, other: Claim): boolean {
  const met = meetings(one, other);
  return met.length === 0 ? deniesSame(one, other) : met.every((agree) => agree);
}

function deniesAlone(claim: Claim, other: Claim, isCommon: IsCommon): boolean {
  const denied = reachOf(other);
  return claim.denials.some(({ terms, whole }) => {
    const shared = [...terms].filter((term) => other.terms.has(term));
    if (whole ? shared.length < terms.size : shared.length * 2 <= terms.size) return false;
    if (shared.every(isCommon)) return false;
    return !shared.some((term) => denied.has(term));
  });
}

/** All words that a claim may deny. */
function reachOf({ denials }: Claim): ReadonlySet<string> {
  const all = new Set<string>();
  for (const { reach } of denials) for (const term of reach) all.add(term);
  return all;
}

function deniesSame(one: Claim, other: Claim): boolean {
  const denied = reachOf(other);
  return one.denials.some(({ terms }) => [...terms].some((term) => denied.has(term)));
}

/** For each word that meets one of the other claim, said of the same thing: whether the other goes along with it. */
function meetings(one: Claim, other: Claim): boolean[] {
  const saidBySubject = new Map<string, PolarWord[]>();
  for (const candidate of other.polar) {
    for (const term of candidate.about) addOnce(saidBySubject, `${candidate.dimension} ${term}`, candidate);
  }
  const met = one.polar.flatMap((word) =>
    [...word.about]
      .flatMap((term) => saidBySubject.get(`${word.dimension} ${term}`) ?? [])
      .map((candidate) => ({ word, agrees: (word.side === candidate.side) === (word.denied === candidate.denied) })),
  );
  // “It improves A and degrades B” goes along with “it improves A”, whatever else it degrades.
  const settled = new Set(met.filter(({ agrees }) => agrees).map(({ word }) => word.dimension));
  const byWord = new Map<number, boolean>();
  for (const { word } of met) {
    const agrees = settled.has(word.dimension);
    byWord.set(word.position, agrees || byWord.get(word.position) === true);
  }
  return [...byWord.values()];
}

/** Keeps of the words that are said of something one for each side, denied or not: the others meet no word otherwise. */
function addOnce(words: Map<string, PolarWord[]>, key: string, word: PolarWord): void {
  const known = words.get(key) ?? [];
  if (known.some(({ side, denied }) => side === word.side && denied === word.denied)) return;
  words.set(key, [...known, word]);
}

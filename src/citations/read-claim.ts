import { isStopWord, stemOf } from "../util/terms.ts";
import { deniedStem, NOT_ONLY, type Side, sidesOf } from "./opposite-words.ts";

/** A word of a claim that takes a side: where the other side is said of the same thing, the claim is turned round. */
export interface PolarWord extends Side {
  /** Which word of the claim it is. */
  readonly position: number;
  /** True where the claim denies it: “does not increase”. */
  readonly denied: boolean;
  /** Stemmed content words that it is said of. */
  readonly about: ReadonlySet<string>;
}

/** What a claim denies in one place. */
export interface Denial {
  /** Stemmed content words that are denied; never empty. */
  readonly terms: ReadonlySet<string>;
  /** Those and what may be denied with them: “no amount of data helps” denies the help. */
  readonly reach: ReadonlySet<string>;
  /** True where all of the terms are meant together: “rather than model size”, “training-free”. */
  readonly whole: boolean;
}

/** A sentence or clause as claims are compared: what it speaks of, what it denies, which sides it takes. */
export interface Claim {
  /** Stemmed content words. */
  readonly terms: ReadonlySet<string>;
  readonly denials: readonly Denial[];
  readonly polar: readonly PolarWord[];
  /** What stands on either side of “than”; null where nothing is compared. */
  readonly comparison: { readonly subject: ReadonlySet<string>; readonly object: ReadonlySet<string> } | null;
}

/** Words that deny what follows. */
const DENIES = new Set(
  "not no never none nor neither cannot without hardly barely lack lacks lacking fail fails failed unable unlikely impossible bypass bypasses bypassing skip skips skipping".split(
    " ",
  ),
);
/** Those of them that deny a subject, and with it all that is said of it. */
const DENIES_SUBJECT = new Set(["no", "none", "neither"]);
/** Word pairs that deny one thing to assert another. */
const CONTRASTS = new Set(["rather than", "instead of", "opposed to", "far from"]);
/** What follows these is said for itself. */
const ENDS_SCOPE = new Set(["and", "but", "yet", "while", "whereas"]);
/** Content words after a denial that it is about; with a subject denied, up to its verb and object. */
const SCOPE = 4;
const SUBJECT_SCOPE = 12;
/** Content words on either side that a word may be said of; those right after an attribute. */
const NEAR = 4;
const NEXT = 2;

/** Where one statement ends and another begins within a sentence. */
const CLAUSE_BREAK = /;\s+|\s{0,4}\((?:i{1,3}|iv|v|\d)\)\s*|,\s+(?=(?:and|but|while|whereas|yet|although|though)\b)/u;

/** The statements of a sentence, so that each is held against a claim by itself. */
export function clausesOf(sentence: string): string[] {
  return sentence.split(CLAUSE_BREAK).filter((clause) => /\S\s+\S/u.test(clause));
}

interface Token {
  readonly word: string;
  readonly term: string | null;
  /** Nothing is denied beyond its clause, and a contrast ends at a comma. */
  readonly clause: number;
  readonly part: number;
  /** True for the first half of a compound: “low-rank” says nothing of what is low. */
  readonly inCompound: boolean;
}

/** Where to look from each token on, so that no stretch of a long text is gone through again and again. */
interface Places {
  /** The first content word at or after each token; the number of tokens for none. */
  readonly next: Int32Array;
  /** The last content word at or before each token; -1 for none. */
  readonly previous: readonly number[];
  /** The first token of each token's clause, and the one after its last. */
  readonly clauseStart: readonly number[];
  readonly clauseEnd: Int32Array;
  /** The token after the last of each token's part of a sentence. */
  readonly partEnd: Int32Array;
  /** The first word at or after each token that ends what is denied. */
  readonly scopeEnd: Int32Array;
}

function placesOf(tokens: readonly Token[]): Places {
  const { length } = tokens;
  const empty = () => new Int32Array(length).fill(length);
  const [next, scopeEnd, clauseEnd, partEnd] = [empty(), empty(), empty(), empty()];
  for (let at = length - 1; at >= 0; at -= 1) {
    const [token, following] = [tokens[at], tokens[at + 1]];
    next[at] = token?.term != null ? at : (next[at + 1] ?? length);
    scopeEnd[at] = ENDS_SCOPE.has(token?.word ?? "") ? at : (scopeEnd[at + 1] ?? length);
    clauseEnd[at] = token?.clause === following?.clause ? (clauseEnd[at + 1] ?? length) : at + 1;
    partEnd[at] = token?.part === following?.part ? (partEnd[at + 1] ?? length) : at + 1;
  }
  const previous: number[] = [];
  const clauseStart: number[] = [];
  tokens.forEach(({ term, clause }, at) => {
    previous.push(term !== null ? at : (previous[at - 1] ?? -1));
    clauseStart.push(tokens[at - 1]?.clause === clause ? (clauseStart[at - 1] ?? at) : at);
  });
  return { next, previous, clauseStart, clauseEnd, partEnd, scopeEnd };
}

/** The first content words from one token up to another, `most` at most. */
function contentFrom(tokens: readonly Token[], { next }: Places, from: number, end: number, most: number): Token[] {
  const found: Token[] = [];
  for (let at = next[from] ?? end; at < end && found.length < most; at = next[at + 1] ?? end) {
    const token = tokens[at];
    if (token !== undefined) found.push(token);
  }
  return found;
}

/** The last content words before a token, back to another, `most` at most; the last one first. */
function contentBefore(
  tokens: readonly Token[],
  { previous }: Places,
  before: number,
  start: number,
  most: number,
): Token[] {
  const found: Token[] = [];
  for (let at = previous[before - 1] ?? -1; at >= start && found.length < most; at = previous[at - 1] ?? -1) {
    const token = tokens[at];
    if (token !== undefined) found.push(token);
  }
  return found;
}

/** Characters that are read; a longer stretch is no sentence. */
const LONGEST_CLAIM = 5_000;

/** Reads a claim word by word, by rule: denials reach over the next content words, sides are said of those around. */
export function readClaim(text: string): Claim {
  const plain = text.slice(0, LONGEST_CLAIM).normalize("NFKC").toLowerCase();
  const tokens = tokensOf(plain);
  const places = placesOf(tokens);
  const denials: Denial[] = [];
  const denied = new Set<Token>();
  const ofDeniedSubject = new Set<Token>();
  const deny = (scope: readonly Token[], reached: readonly Token[], whole: boolean) => {
    const terms = termsOf(scope);
    if (terms.length === 0) return;
    denials.push({ terms: new Set(terms), reach: new Set(termsOf(reached)), whole });
    for (const token of reached) denied.add(token);
  };
  const scopeFrom = (start: number, end: number, most: number): Token[] =>
    contentFrom(tokens, places, start, Math.min(end, places.scopeEnd[start] ?? end), most);
  tokens.forEach((token, index) => {
    const { word } = token;
    const next = tokens[index + 1];
    if (DENIES.has(word) || /n['’]t$/u.test(word)) {
      const most = DENIES_SUBJECT.has(word) ? SUBJECT_SCOPE : SCOPE;
      const reached = scopeFrom(index + 1, places.clauseEnd[index] ?? 0, most);
      deny(reached.slice(0, SCOPE), reached, false);
      // “No large model does” says nothing against the size.
      if (DENIES_SUBJECT.has(word)) for (const other of reached) ofDeniedSubject.add(other);
      // “Requires no data” denies the requiring.
      const before = tokens[index - 1];
      if (word === "no" && before !== undefined) denied.add(before);
    } else if (next !== undefined && CONTRASTS.has(`${word} ${next.word}`)) {
      const scope = scopeFrom(index + 2, places.partEnd[index] ?? 0, SCOPE);
      deny(scope, scope, true);
    }
    if (word === "non" && next?.term != null) denials.push(denialOf(next.term));
    const opposite = deniedStem(word);
    if (opposite !== null) denials.push(denialOf(opposite));
  });
  for (const [, word = ""] of plain.matchAll(/(?<!\p{L})(\p{L}{4,})-free\b/gu)) denials.push(denialOf(stemOf(word)));
  const polar = tokens.flatMap((token, position) =>
    (token.inCompound ? [] : sidesOf(token.word)).map((side) => ({
      ...side,
      position,
      denied: denied.has(token) && !(side.attribute && ofDeniedSubject.has(token)),
      about: new Set(aboutOf(tokens, places, position, side.attribute)),
    })),
  );
  return { terms: new Set(termsOf(tokens)), denials, polar, comparison: comparisonIn(tokens) };
}

/** “A is better than B”: A and B by their content words, the words close to “than”, and in its clause. */
function comparisonIn(tokens: readonly Token[]): Claim["comparison"] {
  const index = tokens.findIndex(({ word }, at) => word === "than" && tokens[at - 1]?.word !== "rather");
  if (index === -1) return null;
  const near = (others: readonly Token[]) => termsOf(others.filter(({ clause }) => clause === tokens[index]?.clause));
  const subject = near(tokens.slice(0, index).reverse()).slice(0, 2 * NEAR);
  return { subject: new Set(subject), object: new Set(near(tokens.slice(index + 1)).slice(0, NEAR)) };
}

function denialOf(term: string): Denial {
  const terms = new Set([term]);
  return { terms, reach: terms, whole: true };
}

/** The content words that a word is said of: those that follow an attribute, those around any other word. */
function aboutOf(tokens: readonly Token[], places: Places, position: number, attribute: boolean): string[] {
  const start = places.clauseStart[position] ?? position;
  const after = contentFrom(tokens, places, position + 1, places.clauseEnd[position] ?? position, NEAR);
  if (attribute && after.length > 0) return termsOf(after.slice(0, NEXT));
  const before = contentBefore(tokens, places, position, start, NEAR);
  // What stands at the end is said of the subject, however far back that is.
  const subject = after.length === 0 ? contentFrom(tokens, places, start, position, NEXT) : [];
  return termsOf([...before, ...after, ...subject]);
}

function termsOf(tokens: readonly Token[]): string[] {
  return tokens.flatMap(({ term }) => term ?? []);
}

function tokensOf(plain: string): Token[] {
  const tokens: Token[] = [];
  let [clause, part] = [0, 0];
  const text = plain.replace(/\bnot (?:only|just|merely|solely)\b/gu, NOT_ONLY);
  for (const match of text.matchAll(/[\p{L}\p{N}]+(?:['’]\p{L}+)?|[.;:!?,]/gu)) {
    const [word] = match;
    if (/^[.;:!?,]$/u.test(word)) {
      part += 1;
      if (word !== ",") clause += 1;
      continue;
    }
    const term = isStopWord(word) || word === NOT_ONLY ? null : stemOf(word);
    const after = match.index + word.length;
    tokens.push({ word, term, clause, part, inCompound: /^-\p{L}/u.test(text.slice(after, after + 2)) });
  }
  return tokens;
}

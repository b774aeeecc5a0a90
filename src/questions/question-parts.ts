import type { Vocabulary } from "../domain/vocabulary.ts";
import { contentTerms, wordsOf } from "../util/terms.ts";

/** More questions than this at once are looked at as one. */
const MOST_PARTS = 3;
/** A part with fewer content words leans on the others. */
const FEWEST_OWN_TERMS = 2;

/** Words that ask for more about a subject, and name none: “what remedy is proposed?” leans on what was asked before. */
const NO_SUBJECT =
  /^(?:propos|suggest|recommend|method|approach|result|solut|remed|cure|cause|reason|effect|problem|answer|limit|advantage|benefit|drawback|evid|exampl|altern|differ|compar)/u;

/** Where one question ends and another begins in one message. */
const NEXT_QUESTION =
  /\?\s+|[,;]?\s{1,8}and\s{1,8}(?=(?:how|what|why|which|who|when|where|does|do|did|is|are|can)\b)/iu;

/** The questions that one message asks, each able to stand alone; the message itself where it is one question. */
export function questionParts(question: string): string[] {
  const parts = question
    .split(NEXT_QUESTION)
    .map((part) => part.trim())
    .filter((part) => part !== "");
  const alone = parts.every((part) => {
    const own = new Set(contentTerms(part).filter((term) => !NO_SUBJECT.test(term)));
    return own.size >= FEWEST_OWN_TERMS;
  });
  return parts.length > 1 && parts.length <= MOST_PARTS && alone ? parts : [question];
}

/**
 * Names in a question that no paper of the corpus has, as written: words with a capital or a digit past the first
 * letter, or with a capital in mid-sentence. What else a question asks may still be covered.
 */
export function unknownNames(question: string, vocabulary: Vocabulary): string[] {
  const words = question.match(/[\p{L}\p{N}](?:[\p{L}\p{N}.-]*[\p{L}\p{N}])?/gu) ?? [];
  const names = words.filter((word, index) => /\p{Lu}/u.test(index === 0 ? word.slice(1) : word));
  const isKnown = (name: string) =>
    wordsOf(name).every((word) => vocabulary.wordCounts.has(word)) ||
    contentTerms(name).some((term) => vocabulary.paperCounts.has(term)) ||
    vocabulary.abbreviations.has(name);
  return [...new Set(names.filter((name) => !isKnown(name)))];
}

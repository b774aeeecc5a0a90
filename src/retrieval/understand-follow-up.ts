import { isStopWord, wordsOf } from "../util/terms.ts";

/** Words that point back at something said before. */
const POINTS_BACK =
  /\b(?:it|its|this|that|these|those|they|them|their|theirs|he|she|his|her|such|same|former|latter|above|one|ones|there|instead|else|otherwise|afterwards)\b/iu;
/** Words that stand for the subject itself; “and the batch size?” puts another in its place. */
const STANDS_FOR_SUBJECT = /\b(?:it|its|this|that|these|those|they|them|their|theirs)\b/iu;
/** Openings that go on with what was said before. */
const GOES_ON = /^(?:and|but|or|so|then|also|what about|how about|what if|why|how so|since when|compared)\b/iu;
/** A question with fewer words of its own says too little to stand alone. */
const FEWEST_OWN_WORDS = 3;
/** Words taken over from what was asked before. */
const MOST_CARRIED = 8;

/** What was asked before, as far as a question needs it. */
export interface Context {
  readonly words: string;
  /** True where a word of the question stands for it: then it is as much asked for as what the question says itself. */
  readonly meant: boolean;
}

/** A question of a conversation, made fit to be searched for. */
export interface UnderstoodQuestion {
  /** The question as it can stand alone; the question itself where it already does. */
  readonly text: string;
  readonly context: Context | null;
}

/**
 * A follow-up as a question that can stand alone: where it points back at, or says too little without, what was asked
 * before, the content words of the earlier question are added to it. Nothing is taken away, and nothing that was not
 * asked is added, so that a wrong guess costs little.
 *
 * @param earlier the questions asked before, oldest first
 */
export function understandFollowUp(question: string, earlier: readonly string[]): UnderstoodQuestion {
  let understood: UnderstoodQuestion = { text: "", context: null };
  for (const asked of [...earlier, question]) understood = carryOver(asked, understood.text);
  return understood;
}

function carryOver(question: string, before: string): UnderstoodQuestion {
  if (before === "" || !needsContext(question)) return { text: question, context: null };
  const own = new Set(contentWords(question));
  const carried = [...new Set(contentWords(before))].filter((word) => !own.has(word)).slice(0, MOST_CARRIED);
  if (carried.length === 0) return { text: question, context: null };
  const words = carried.join(" ");
  return { text: `${question} (${words})`, context: { words, meant: STANDS_FOR_SUBJECT.test(question) } };
}

function needsContext(question: string): boolean {
  return (
    POINTS_BACK.test(question) || GOES_ON.test(question.trim()) || contentWords(question).length < FEWEST_OWN_WORDS
  );
}

function contentWords(text: string): string[] {
  return wordsOf(text).filter((word) => !isStopWord(word));
}

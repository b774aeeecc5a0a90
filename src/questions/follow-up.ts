import type { EarlierTurn, ShownReference } from "../domain/question.ts";
import { isStopWord, wordsOf } from "../util/terms.ts";
import { ABOUT_CONTENT, firstFitting, SMALL_TALK, withoutCourtesies } from "./question-patterns.ts";
import { readTopic } from "./read-topic.ts";

/** Words that point back at something said before. */
const POINTS_BACK =
  /\b(?:it|its|this|that|these|those|they|them|their|theirs|he|she|his|her|such|same|former|latter|above|one|ones|there|instead|else|otherwise|afterwards)\b/iu;
/** Words that stand for the subject itself; “and the batch size?” puts another in its place. */
const STANDS_FOR_SUBJECT = /\b(?:it|its|this|that|these|those|they|them|their|theirs)\b/iu;
/** “That” and “this” in front of a noun, or as a conjunction, stand for nothing said before. */
const NO_POINTER =
  /\b(?:so that|such that|than that|show(?:s|n)? that|means? that|find that|there (?:is|are|was|were|any)|(?:is|are|was|were) there|what (?:time|day|year) is it\b|(?:is|was|would) it (?:\p{L}+ ){1,2}(?:to|that|if|for|when)|(?:does|did|will|would|can) it (?:\p{L}+ ){1,2}(?:to|that|if|whether|when)|that (?:is|are|was|were|does|do|can|could|have|has|use|uses|need|needs)|the one|no one|which one|one of)\b/giu;
/** Where a clause ends and another begins. */
const CLAUSE_END = /[,;.?!]?\s{1,8}(?:and|but|so|or|then)\b|[,;.?!](?=\s)/iu;
/** Openings that go on with what was said before. */
const GOES_ON = /^(?:and|but|or|so|then|also|what about|how about|what if|why|how so|since when|compared|only)\b/iu;
/** A question with fewer words of its own says too little to stand alone. */
const FEWEST_OWN_WORDS = 3;
/** Words taken over from what was asked before. */
const MOST_CARRIED = 8;
/** Turns that a question may refer to: the last one, and the one that this refers to itself. */
const TURNS_READ = 2;

/** What was asked before, as far as a question needs it. */
export interface Context {
  readonly words: string;
  /** True where a word of the question stands for it: then it is as much asked for as what the question says itself. */
  readonly meant: boolean;
}

/** A question of a conversation, made fit to be searched for. */
export interface FollowUp {
  /** What was asked before, as far as it is needed; null for a question that stands alone. */
  readonly context: Context | null;
  /** The question as a person would have asked it alone; null where that can't be said in good English. */
  readonly standalone: string | null;
}

/** Turns of which a question may mean the papers that were shown. */
const TURNS_LISTED = 6;

/** The turns whose papers a question may mean, oldest first: a list can still be meant after some questions about it. */
export function turnsWithPapers(earlier: readonly EarlierTurn[]): EarlierTurn[] {
  return turnsThatAsk(earlier).slice(-TURNS_LISTED);
}

/**
 * Turns that a question may refer to, oldest first: greetings and thanks change no subject, and nothing before the last
 * “new topic” is meant.
 */
export function turnsReferredTo(earlier: readonly EarlierTurn[]): EarlierTurn[] {
  return turnsThatAsk(earlier).slice(-TURNS_READ);
}

function turnsThatAsk(earlier: readonly EarlierTurn[]): EarlierTurn[] {
  const kindOf = ({ question }: EarlierTurn) =>
    firstFitting(question.trim(), SMALL_TALK) ?? firstFitting(withoutCourtesies(question), SMALL_TALK);
  return earlier
    .slice(earlier.findLastIndex((turn) => kindOf(turn) === "new-topic") + 1)
    .filter((turn) => kindOf(turn) === null);
}

/**
 * Reads a question in the light of the last turn: where it points back at, or says too little without, what was asked
 * before, the content words of that are added to it. A question that names its own subject starts afresh.
 *
 * @param earlier the questions asked before, oldest first
 */
export function readFollowUp(question: string, earlier: readonly EarlierTurn[]): FollowUp {
  let before = "";
  let subject: string | null = null;
  const turns = turnsReferredTo(earlier);
  for (const turn of turns) {
    const { context } = carryOver(turn.question, before);
    if (readReference(turn.question) !== null) subject = null;
    else if (context === null) subject = subjectOf(turn.question);
    before = context === null ? turn.question : `${turn.question} (${context.words})`;
  }
  const { context } = carryOver(question, before);
  return { context, standalone: context === null || subject === null ? null : withSubject(question, subject) };
}

function carryOver(question: string, before: string): { readonly context: Context | null } {
  if (before === "" || !needsContext(question)) return { context: null };
  const own = new Set(contentWords(question));
  const carried = [...new Set(contentWords(before))].filter((word) => !own.has(word)).slice(0, MOST_CARRIED);
  if (carried.length === 0) return { context: null };
  return { context: { words: carried.join(" "), meant: STANDS_FOR_SUBJECT.test(withoutConjunctions(question)) } };
}

function needsContext(question: string): boolean {
  const text = question.trim();
  if (hasOwnAntecedent(text)) return false;
  if (POINTS_BACK.test(withoutConjunctions(text)) || GOES_ON.test(text)) return !namesItself(text);
  return contentWords(text).length < FEWEST_OWN_WORDS && !namesSubject(text);
}

/** “What is double descent and why does it happen?”: what the pronoun stands for is in the question itself. */
function hasOwnAntecedent(text: string): boolean {
  const bare = withoutConjunctions(text);
  const pointer = POINTS_BACK.exec(bare);
  if (pointer === null || pointer.index === 0) return false;
  const before = bare.slice(0, pointer.index);
  const clause = CLAUSE_END.exec(before);
  return clause !== null && namesSubject(before.slice(0, clause.index));
}

function withoutConjunctions(text: string): string {
  return text.replace(NO_POINTER, " ");
}

/** “Why do overtrained models get harder to tune?”: an opening that could go on, and a subject of its own. */
function namesItself(text: string): boolean {
  return (
    /^(?:so |then |but |also )?(?:why|how)\b/iu.test(text) &&
    !POINTS_BACK.test(withoutConjunctions(text)) &&
    contentWords(text).length >= FEWEST_OWN_WORDS
  );
}

/** “What is neural collapse?”, “papers on pruning”: the subject is there, in however few words. */
function namesSubject(text: string): boolean {
  const bare = withoutCourtesies(text);
  const asks =
    /^(?:what(?:'s| is| are)|whats|define|explain|who|when|which|compare|papers?|list|summari[sz]e|tell me about|how (?:do|does|did)|does|do|is|are|can)\b/iu;
  const topic = readTopic(bare);
  return (
    asks.test(bare) &&
    topic !== null &&
    contentWords(topic).length > 0 &&
    !/^(?:more|why|how|next|others?|fix|examples?)$/iu.test(topic)
  );
}

/** The subject that a question is about, in its own words, where it is short enough to stand for a pronoun. */
function subjectOf(question: string): string | null {
  const bare = withoutCourtesies(question);
  if (/^(?:who|when|where|how (?:old|recent|many))\b/iu.test(bare)) return null;
  const kind = firstFitting(bare, ABOUT_CONTENT);
  if (kind !== "definition" && kind !== null) {
    const does = /^how (?:does|do|did) (?<subject>.{2,40}?) (?:work|function|help)$/iu.exec(bare);
    const caused = /^what (?:causes|explains|drives|is behind|affects|determines) (?<subject>.{2,40})$/iu.exec(bare);
    return does?.groups?.["subject"] ?? caused?.groups?.["subject"] ?? null;
  }
  const topic = readTopic(bare);
  return topic !== null && topic.split(" ").length <= 6 ? topic : null;
}

/** The question with its pronoun replaced by what it stands for; null where there is not exactly one. */
function withSubject(question: string, subject: string): string | null {
  const pronouns = [...withoutConjunctions(question).matchAll(/\b(?:it|its|they|them|their|that|this)\b/giu)];
  const [pronoun] = pronouns;
  if (pronoun === undefined || pronouns.length > 1 || POINTS_BACK.test(subject)) return null;
  const word = pronoun[0].toLowerCase();
  // “This method” has a noun already.
  if (/^(?:that|this)$/u.test(word) && !new RegExp(`\\b${word}(?:[?.!,]|$)`, "iu").test(question)) return null;
  const replacement = word === "its" || word === "their" ? `${subject}’s` : subject;
  return question.replace(new RegExp(`\\b${word}\\b`, "iu"), () => replacement);
}

function contentWords(text: string): string[] {
  return wordsOf(text).filter((word) => !isStopWord(word));
}

const ORDINALS: Readonly<Record<string, number>> = {
  first: 1,
  "1st": 1,
  second: 2,
  "2nd": 2,
  third: 3,
  "3rd": 3,
  fourth: 4,
  "4th": 4,
  fifth: 5,
  "5th": 5,
  sixth: 6,
  seventh: 7,
  eighth: 8,
};
/** “The second?”, “and the third”: nothing else is said. */
const NTH = new RegExp(
  `^(?:and |ok |so )*(?:(?:what about|how about|tell me (?:more )?about|more (?:on|about)|show me|explain|open|expand) )?(?:the )?(?<ordinal>${Object.keys(ORDINALS).join("|")})(?: (?:please|in more detail|then))?$`,
  "iu",
);
const NTH_PAPER = new RegExp(
  `\\b(?:the )?(?<ordinal>${Object.keys(ORDINALS).join("|")}) (?:one|paper|article|result|work|study|title)\\b`,
  "iu",
);
/** “Number 2”, “tell me more about 3”, “2.”: a place in the list. */
const PLACE =
  /^(?:and |ok |so )*(?:(?:what about|how about|tell me (?:more )?about|more (?:on|about)|show me|explain|open|expand|summari[sz]e) )?(?:(?:number|no\.?|nr\.?|#) ?)?(?<n>\d{1,2})[.)]?(?: (?:please|in more detail|then))?$/iu;
const NTH_WORD = Object.keys(ORDINALS).join("|");
/** “The first and the third”, “1 and 3”, “papers 2, 4”, “number 1 with number 2”. */
const PAIR = new RegExp(
  `\\b(?:the )?(?<one>${NTH_WORD})(?: one| paper)?(?: and|,| or| vs\\.?| versus| with| to| from) (?:the )?(?<other>${NTH_WORD})(?: ones?| papers?)?(?=[?.!,]|$| \\p{L})`,
  "iu",
);
const NUMBER_PAIR =
  /(?:^|\b(?:compare|papers?|numbers?|results?|between) )(?:number |no\.? ?|#)?(?<one>\d{1,2})(?: and|,| or| vs\.?| versus| with| to) ?(?:number |no\.? ?|#)?(?<other>\d{1,2})(?=[?.!,]|$| (?:please|compare|differ))/iu;
/** “The first two”, “the top three”; “the last two” is not among them. */
const FIRST_FEW =
  /\bthe (?:first|top) (?<count>two|three|four|five|[2-5])(?: (?:ones?|papers?|of (?:them|these|those)))?(?: please| only)?[\s?.!]*$/iu;
const FEW: Readonly<Record<string, number>> = { two: 2, three: 3, four: 4, five: 5 };
const NUMBERED =
  /(?:\b(?:paper|result|reference|ref|citation|source) ?)?(?:#(?<hash>\d{1,2})\b|\[(?<bracket>\d{1,2})\])|\b(?:paper|result|reference|ref|citation|source) (?:number |no\.? ?|nr\.? ?)?(?<n>\d{1,2})\b/iu;
const LAST = /\b(?:the )?last (?:one|paper|article|result|work|study|title)\b|\bthe last\s*[?.!]*$/iu;
const VERBS = "(?:is|are|was|were|do|does|did|use|uses|has|have|came|come|works?|needs?|explains?|should|would|can)";
const ALL = new RegExp(
  `\\bboth(?: of (?:them|these|those))?(?=[?.!,]|$| ${VERBS}| need| papers)|\\b(?:which (?:one )?|all |any |each |either |none |some )of (?:these|those|them|the two|the papers)(?=[?.!,]|$| ${VERBS})|\\b(?:these|those) (?:two|three|four|five )?papers\\b|\\b(?:all|each|any) of (?:them|these|those)\\b|\\bhow do (?:they|these|those|the two) (?:compare|differ)\\b|\\b(?:compare|summari[sz]e|explain) (?:them|these|those|the two|all)(?: all)?\\b|^(?:and )?which one(?! .* or )\\b|\\bthe (?:former|latter|other one)\\b`,
  "iu",
);
const MORE =
  /^(?:(?:any(?:thing)?|show|give|list|find|tell|are there|is there|got|some)? ?(?:me )?(?:any )?(?:more|others?|else|another(?: one)?|next|additional)(?: (?:papers?|ones?|results?|of (?:them|these|those)|like (?:that|this|these|those)|please))*|what else(?: is there| do you have| have you got)?|anything else|go on|continue|keep going|more (?:papers|results|please))[\s?.!]*$/iu;

/** “Only from 2021”, “just the newest”: narrows what was listed before, and names no topic of its own. */
export function narrowsLastList(text: string): boolean {
  return /^(?:and |but |ok )*(?:only|just|now|same|what about|how about|the|from|since|before|after|sort)\b/iu.test(
    withoutCourtesies(text),
  );
}

/** What a message refers to among the papers that were shown in the turn before; null for nothing. */
export function readReference(text: string): ShownReference | null {
  const bare = withoutCourtesies(text);
  if (MORE.test(bare)) return { kind: "more" };
  if (ALL.test(bare)) return { kind: "all" };
  const several = readPlaces(bare);
  if (several !== null) return { kind: "several", places: several };
  if (LAST.test(bare)) return { kind: "last" };
  const ordinal = (NTH_PAPER.exec(bare) ?? NTH.exec(bare))?.groups?.["ordinal"];
  if (ordinal !== undefined) return { kind: "nth", n: ORDINALS[ordinal.toLowerCase()] ?? 1 };
  const place = Number(PLACE.exec(bare.replace(/(?<![?!.\s])[?!.\s]+$/u, ""))?.groups?.["n"]);
  if (place > 0) return { kind: "nth", n: place };
  const numbered = NUMBERED.exec(bare)?.groups;
  const number = Number(numbered?.["hash"] ?? numbered?.["bracket"] ?? numbered?.["n"]);
  return Number.isInteger(number) && number > 0 ? { kind: "nth", n: number } : null;
}

function readPlaces(bare: string): readonly number[] | null {
  const count = FIRST_FEW.exec(bare)?.groups?.["count"]?.toLowerCase();
  if (count !== undefined) return Array.from({ length: FEW[count] ?? Number(count) }, (_, index) => index + 1);
  const { one, other } = PAIR.exec(bare)?.groups ?? NUMBER_PAIR.exec(bare)?.groups ?? {};
  if (one === undefined || other === undefined) return null;
  const places = [one, other].map((word) => ORDINALS[word.toLowerCase()] ?? Number(word));
  return places.every((place) => place > 0) ? places : null;
}

/** A message without the words that refer to shown papers: “how does the second paper work?” → “how does it work?”. */
export function withoutReference(text: string): string {
  return text
    .replace(PAIR, "them")
    .replace(NUMBER_PAIR, "them")
    .replace(FIRST_FEW, "them")
    .replace(PLACE, "it")
    .replace(NTH_PAPER, "it")
    .replace(NTH, "it")
    .replace(LAST, "it")
    .replace(NUMBERED, "it")
    .replace(/\s+/gu, " ")
    .trim();
}

import { distance } from "fastest-levenshtein";
import type { PaperId } from "../domain/paper.ts";
import { findPaperReference } from "../domain/paper-identifiers.ts";
import type {
  EarlierTurn,
  PaperFilters,
  PaperOrder,
  PaperReference,
  QuestionKind,
  ShownReference,
} from "../domain/question.ts";
import type { Vocabulary } from "../domain/vocabulary.ts";
import { contentTerms, stemOf } from "../util/terms.ts";
import { detectLanguage } from "./detect-language.ts";
import { type Context, readFollowUp, readReference, withoutReference } from "./follow-up.ts";
import { readForeignSmallTalk } from "./foreign-small-talk.ts";
import {
  ABOUT_CONTENT,
  ABOUT_CORPUS,
  ABOUT_METADATA,
  ASKS_FOR_LIST,
  ASKS_FOR_RECOMMENDATION,
  ASKS_FOR_SUMMARY,
  DESCRIBES_ONE_PAPER,
  firstFitting,
  SMALL_TALK,
  withoutCourtesies,
} from "./question-patterns.ts";
import { readFilters } from "./read-filters.ts";
import { requestIn } from "./read-foreign-question.ts";
import { readCount, readTopic } from "./read-topic.ts";
import { isTitleAlone } from "./title-alone.ts";

/** What a message asks, as all later steps read it. */
export interface QuestionReading {
  readonly kind: QuestionKind;
  /** What is searched for and answered, in English. */
  readonly text: string;
  /** What it is about, without the words that only ask; null where they are all there is. */
  readonly topic: string | null;
  /** Papers asked for; null where no number is said. */
  readonly count: number | null;
  readonly filters: PaperFilters;
  readonly order: PaperOrder;
  /** The paper that it names. */
  readonly named: PaperId | null;
  /** An id or a link of a paper that the corpus does not have. */
  readonly missing: PaperReference | null;
  /** Papers of the turn before that it refers to. */
  readonly reference: ShownReference | null;
  /** What was asked before, as far as it is needed. */
  readonly context: Context | null;
  /** The question as it would be asked alone; null where it stands alone already, or that can't be said well. */
  readonly standalone: string | null;
}

/** Finds papers by what people call them; a title index does. */
export interface PaperNames {
  named(
    text: string,
  ): { readonly paper: { readonly paperId: PaperId; readonly title: string }; readonly whole: boolean } | null;
  byName(name: string): { readonly paperId: PaperId; readonly title: string } | null;
  resolve(
    text: string,
  ):
    | { readonly kind: "found"; readonly paper: { readonly paperId: PaperId; readonly title: string } }
    | { readonly kind: "ambiguous" | "none" };
}

export interface InterpretDeps {
  readonly names: PaperNames;
  readonly vocabulary: Pick<Vocabulary, "abbreviations" | "wordCounts" | "paperCounts">;
  readonly now: Date;
}

/** Longer messages are no greeting, and say what they want near their beginning. */
const SMALL_TALK_CHARACTERS = 120;
const KIND_CHARACTERS = 300;

/**
 * Reads a message by rule: its kind, subject, names, filters, and what it refers to. One in another language that asks
 * for papers is read as the English request for the same.
 */
export function interpretQuestion(
  message: string,
  earlier: readonly EarlierTurn[],
  deps: InterpretDeps,
): QuestionReading {
  const smallTalk = readForeignSmallTalk(message);
  if (smallTalk !== null) return { ...NOTHING, text: message, kind: smallTalk.kind };
  const language = detectLanguage(message);
  const request = language === "en" ? null : requestIn(message, language, deps.vocabulary);
  if (request !== null) return { ...interpretEnglish(request.text, [], deps), kind: request.kind };
  return interpretEnglish(message, earlier, deps);
}

const NOTHING: Omit<QuestionReading, "text"> = {
  kind: "other",
  topic: null,
  count: null,
  filters: {},
  order: "relevance",
  named: null,
  missing: null,
  reference: null,
  context: null,
  standalone: null,
};

function interpretEnglish(
  message: string,
  earlier: readonly EarlierTurn[],
  { names, vocabulary, now }: InterpretDeps,
): QuestionReading {
  const bare = withoutCourtesies(message);
  const nothing: QuestionReading = { ...NOTHING, text: message };
  if (message.length <= SMALL_TALK_CHARACTERS) {
    const kind =
      firstFitting(message.trim(), SMALL_TALK) ?? firstFitting(bare, SMALL_TALK) ?? firstFitting(bare, [ABOUT_CORPUS]);
    if (kind !== null) return { ...nothing, kind };
  }
  const reference = earlier.length > 0 ? readReference(message) : null;
  const identified = findPaperReference(message);
  const filtered = readFilters(bare, now);
  const text = filtered.text === "" ? bare : filtered.text;
  const start = text.slice(0, KIND_CHARACTERS);
  const hasFilters = Object.keys(filtered.filters).length > 0 || filtered.order !== "relevance";
  const count = readCount(bare);
  const common = { ...nothing, filters: filtered.filters, order: filtered.order, count, reference };

  const named = names.named(message) ?? names.named(bare);
  const subject = named?.whole === true ? readTopic(bare) : null;
  if (named !== null && subject !== null && isCommonTopic(subject, bare, named.paper.title, vocabulary)) {
    return { ...common, kind: "list", topic: subject };
  }
  const lookedUp = named?.whole === true && !asksForMeaning(bare, named.paper.title) ? named.paper.paperId : null;
  if (identified !== null && named === null) {
    return { ...common, kind: "lookup", missing: identified, topic: readTopic(text) };
  }
  const metadata = metadataKind(bare, hasFilters ? filtered : null, identified !== null);
  if (metadata !== null) {
    const topic = subjectOfMetadata(bare, text, metadata);
    const ofOnePaper = metadata !== "list" && metadata !== "count";
    const paper = ofOnePaper ? (named?.paper.paperId ?? (topic === null ? null : namedByTopic(topic, names))) : null;
    const { context, standalone } =
      paper === null && reference === null ? readFollowUp(message, earlier) : { context: null, standalone: null };
    return { ...common, kind: metadata, topic, named: paper, context, standalone };
  }
  const remembered = lookedUp ?? (reference === null ? titleRemembered(bare, names) : null);
  if (remembered !== null) return { ...common, kind: "lookup", named: remembered };
  if (named === null && reference === null && isTitleAlone(message)) return { ...common, kind: "lookup", topic: bare };

  const { context, standalone } =
    reference === null ? readFollowUp(message, earlier) : { context: null, standalone: null };
  const asked =
    reference === null || reference.kind === "all" || reference.kind === "more" ? text : withoutReference(text);
  const followed = { ...common, text: hasFilters ? asked : reference === null ? message : asked, context, standalone };
  const kind = contentKind(asked.slice(0, KIND_CHARACTERS), start, hasFilters);
  const topic = howItWorks(asked) ?? readTopic(asked);
  if (kind === "lookup") {
    const paper = topic === null ? null : namedByTopic(topic, names);
    return { ...followed, kind, topic, named: named?.paper.paperId ?? paper };
  }
  // A title may be misspelt, or not quite remembered, where the message says that it is one.
  if (reference === null && /\b(?:paper|article|preprint)\b/iu.test(bare) && kind !== "list" && kind !== "summary") {
    const paper = paperCalled(bare, names);
    const onlyNames = (kind === "definition" || kind === "other") && isOnlyName(bare);
    if (paper !== null) return { ...followed, kind: onlyNames ? "lookup" : kind, topic, named: paper };
  }
  return {
    ...followed,
    kind,
    topic,
    named:
      named?.paper.paperId ?? (kind === "list" || kind === "summary" ? null : namedWithin(asked, names, vocabulary)),
  };
}

/** “The earliest thing you have on pruning”, “freshest stuff about muP”. */
const ORDERED_THINGS =
  /\b(?:newest|latest|most recent|freshest|new|oldest|earliest|highest voted|most (?:upvoted|popular|liked)) (?:\d+|thing|things|stuff|one|ones|work|addition|additions|paper)\b|\b(?:new|newest|latest) (?:on|in|about)\b/iu;

/** A topic whose every word stands in so many papers is one that several are about. */
const PAPERS_ON_TOPIC = 5;
const TOPIC_WORDS = { least: 2, most: 4 };

/** “graph neural networks”: in small letters, the beginning of one title, and yet what several papers are about. */
function isCommonTopic(
  topic: string,
  bare: string,
  title: string,
  { paperCounts }: Pick<Vocabulary, "paperCounts">,
): boolean {
  const words = topic.split(/\s+/u).length;
  if (words < TOPIC_WORDS.least || words > TOPIC_WORDS.most || topic !== topic.toLowerCase()) return false;
  if (/\b(?:paper|article|preprint|abstract|work)\b|["“”]/iu.test(bare) || !/^(?:any(?:thing)?\b|\p{Ll})/iu.test(bare))
    return false;
  const [main = "", rest] = title.toLowerCase().split(/[:?]\s/u);
  const isName = rest !== undefined && main === topic;
  if (isName || title.toLowerCase() === topic || !title.toLowerCase().startsWith(topic)) return false;
  if (bare.toLowerCase() !== topic && !/^(?:anything|something|any) (?:on|about)\b/iu.test(bare)) return false;
  return contentTerms(topic).every((term) => (paperCounts.get(term) ?? 0) >= PAPERS_ON_TOPIC);
}

/** “What is sharpness-aware minimization?” asks for a meaning, though a title begins so. */
function asksForMeaning(bare: string, title: string): boolean {
  const asked = /^(?:what (?:is|are)|define|explain|whats) (?:an? |the )?(?<subject>.+)$/iu.exec(bare)?.groups?.[
    "subject"
  ];
  if (asked === undefined || /\b(?:paper|article|preprint)\b|["“]/iu.test(bare)) return false;
  return asked.toLowerCase() !== title.toLowerCase();
}

/** The kind of a question that metadata answers; null for any other. */
function metadataKind(
  bare: string,
  filtered: { readonly filters: PaperFilters; readonly order: PaperOrder } | null,
  identified: boolean,
): QuestionKind | null {
  const start = bare.slice(0, KIND_CHARACTERS);
  const kind = firstFitting(start, ABOUT_METADATA);
  const forPapers = asksForPapers(start);
  if (filtered !== null) {
    // Filters on a list are a list; on a question they only say where to look.
    if (kind === "count") return "count";
    if (filtered.filters.author !== undefined) return "author";
    const orders = filtered.order !== "relevance" && kind !== "date";
    if (orders && (forPapers || kind === "votes" || ORDERED_THINGS.test(start))) return "list";
    if (forPapers) return kind === "venue" ? "venue" : "list";
  }
  if (kind === "date" && !identified && isAboutTheory(start)) return null;
  return kind;
}

/** “When is SGD stable?” asks about the subject, “when was SGD proposed?” about its paper. */
function isAboutTheory(text: string): boolean {
  return /^(?:is|are|was|were)\b/iu.test(text) && !/\b(?:recent|brand new|older?|newer?)\b/iu.test(text);
}

/** “Does open access publishing help?” asks for no papers, “do you have papers on …” does. */
function asksForPapers(start: string): boolean {
  const asksWhether =
    /^(?:does|do|did|is|are|was|were|has|have|can|could|will|would|should)\b(?! (?:you|we|there|anyone|anybody|someone)\b)/iu.test(
      start,
    );
  return !asksWhether && ASKS_FOR_LIST.some((pattern) => pattern.test(start));
}

/** “What do you think of …” asks for no overview. */
const OPINION_FIRST =
  /^(?:what|would|do) (?:do |would |are )?(?:you|your)(?: all)? (?:bother|trust|think|thoughts|opinion|prefer)\b/iu;

function contentKind(asked: string, start: string, hasFilters: boolean): QuestionKind {
  if (OPINION_FIRST.test(start)) return "opinion";
  const recommends = ASKS_FOR_RECOMMENDATION.some((pattern) => pattern.test(start));
  if (recommends && !/^(?:is|are|does|do|why)\b/iu.test(start)) return "list";
  if (/^how (?:many|much)\b/iu.test(asked)) return "number";
  if (ASKS_FOR_SUMMARY.some((pattern) => pattern.test(start))) return "summary";
  if (!hasFilters && DESCRIBES_ONE_PAPER.some((pattern) => pattern.test(start))) return "lookup";
  if (asksForPapers(start)) return "list";
  if (hasFilters && !/^(?:how|why|what|does|do|is|are|can)\b/iu.test(start)) return "list";
  const kind = firstFitting(asked, ABOUT_CONTENT);
  if (kind !== null) return kind;
  // A few words without a verb: “grokking”, “edge of stability??”.
  return asked.split(/\s+/u).length <= 5 ? "definition" : "other";
}

/** What “how does X work?” asks about. */
function howItWorks(asked: string): string | null {
  return (
    /^how (?:does|do|did) (?<subject>.{2,60}?) (?:actually |really |even )?(?:work|function)\b/iu.exec(asked)?.groups?.[
      "subject"
    ] ?? null
  );
}

/** What a question about a paper's authors, date or votes is about. */
function subjectOfMetadata(bare: string, text: string, kind: QuestionKind): string | null {
  if (kind === "list" || kind === "count") return readTopic(text);
  const subject = text
    .replace(
      /^(?:and )?(?:who|when|where|what|which|how (?:old|recent|new|many))\b(?:'s)?(?: (?:year|month|date|upvotes?|votes?|likes|venue|conference|journal|lab|group|is|are|was|were|did|does|do|has|have|first|originally|actually|the|authors?|of|for|behind|these|those|wrote|authored|published|invented|proposed|introduced|came up with|created|developed|made|discovered|coined|devised|designed|in|at)(?!\p{L}))*\s*/iu,
      "",
    )
    .replace(/^(?:is|are|was|were|did)\b\s*/iu, "")
    .replace(
      /^(?:the )?(?:(?:first |last |main |lead )?authors?|author list|publication date|release date|date|year|votes|upvotes)(?: (?:of|for|on))?\s*/iu,
      "",
    )
    .replace(
      /\s{0,8}\b(?:published|released|come out|came out|out|appear(?:ed)?|written|posted|introduced|proposed|submitted|invented|presented|uploaded|get|got|have|has|receive[d]?|authors?|by whom|first|recent|new|old|a recent paper|paper|article|originally|at (?:neurips|nips|icml|iclr|cvpr|acl)|accepted|at|in|is|was|how old)\s{0,8}$/giu,
      "",
    )
    .replace(/^(?:the|that|this|a|paper|article|on|about|called|titled|is|was)\b\s*/giu, "")
    .replace(/\s{0,8}\bpaper\b.*$/iu, "")
    .replace(/[?!.,:"“”]+/gu, " ")
    .trim();
  return contentTerms(subject).length === 0 ? (kind === "votes" || kind === "venue" ? readTopic(bare) : null) : subject;
}

const FEWEST_TITLE_WORDS = 3;

/** The paper whose title a message is, misspelt or not quite remembered, where it asks nothing. */
function titleRemembered(bare: string, names: PaperNames): PaperId | null {
  if (ASKS_SOMETHING.test(bare) || contentTerms(bare).length < FEWEST_TITLE_WORDS) return null;
  const resolved = names.resolve(bare);
  if (resolved.kind !== "found") return null;
  const written = bare.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const title = resolved.paper.title.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const meets = written.filter((word) => title.some((other) => areAlike(word, other)));
  return meets.length >= written.length * 0.85 && written.length * 2 >= title.length ? resolved.paper.paperId : null;
}

const ASKS_SOMETHING =
  /^(?:what|how|why|who|when|where|which|is|are|can|could|should|has|have|any|give|show|list|find|summari[sz]e|compare|explain|tell)\b|\b(?:vs\.?|versus|papers)\b/iu;

function areAlike(word: string, other: string): boolean {
  return word === other || (word.length >= 4 && distance(word, other) <= (word.length >= 7 ? 2 : 1));
}

/** The paper that a topic is the name or the title of. */
function namedByTopic(topic: string, names: PaperNames): PaperId | null {
  return (names.named(topic)?.paper ?? names.byName(topic) ?? titledLike(topic, names))?.paperId ?? null;
}

/** The paper in “the Hitchhiker's guide paper”, “hyperbnad paper”. */
function paperCalled(bare: string, names: PaperNames): PaperId | null {
  const called =
    /\b(?:the |that |this )?(?<name>[^,?.!]{3,80}?) (?:paper|article|preprint)\b/iu.exec(bare)?.groups?.["name"] ??
    /\b(?:paper|article|preprint) (?:called |titled |entitled |named )?["“]?(?<name>[^"”?]{4,120})/iu.exec(bare)
      ?.groups?.["name"];
  if (called === undefined) return null;
  const name = called.replace(
    /^(?:(?:how|what|why|when|who|which|where|does|do|did|is|are|was|were|has|have|the|in|of|about|tell|me|give|show|find|open|explain|summari[sz]e|get|a|an|that|this|to|on|from|and|for|by|written|wrote|with|can|you)\s+)+/iu,
    "",
  );
  return namedByTopic(name, names);
}

/** A title that is clearly meant by a text, misspelt or in part. Words of the subject alone don't do. */
function titledLike(text: string, names: PaperNames) {
  if (contentTerms(text).length < 2) return null;
  const resolved = names.resolve(text);
  if (resolved.kind !== "found") return null;
  const words = contentTerms(text);
  const title = new Set(contentTerms(resolved.paper.title));
  const shared = words.filter((word) => title.has(word)).length;
  return shared * 2 > words.length ? resolved.paper : null;
}

/** “The Hitchhiker's guide paper”, “what is the X paper about”: a name, and nothing asked about it. */
function isOnlyName(bare: string): boolean {
  return /^(?:(?:find|show|open|get|give|need|about|tell me about|explain|summari[sz]e|what is|what does|describe)(?: me| us)? )*(?:the |that |this )?[^,?]{2,80}? (?:paper|article|preprint)(?: (?:about|again|say|show|do|propose|is about))?$/iu.test(
    bare,
  );
}

const SHORTEST_NAME = 4;

/**
 * The paper whose title begins with a name that the question holds: “How does Adafactor reduce memory?”. Two such
 * names name none, and no short form of something else does.
 */
function namedWithin(
  text: string,
  names: PaperNames,
  vocabulary: Pick<Vocabulary, "abbreviations" | "wordCounts" | "paperCounts">,
): PaperId | null {
  const words = text.match(/[\p{L}\p{N}]+(?:[-+.][\p{L}\p{N}]+)*/gu) ?? [];
  const found = new Set<PaperId>();
  for (const word of words) {
    if (word.length < SHORTEST_NAME || vocabulary.abbreviations.has(word)) continue;
    const paper = names.byName(word);
    if (paper === null || !isProperName(paper.title, word)) continue;
    // A name that many papers speak of is a subject: “Adam”.
    if ((vocabulary.wordCounts.get(word.toLowerCase()) ?? 0) > MOST_PAPERS_WITH_NAME) continue;
    // A word with relatives in the corpus is no coined name: “Position: …”, “positions”.
    if ((vocabulary.paperCounts.get(stemOf(word.toLowerCase())) ?? 0) > MOST_PAPERS_WITH_NAME) continue;
    found.add(paper.paperId);
  }
  const [only] = found;
  return found.size === 1 && only !== undefined ? only : null;
}

/** A name that more papers than these speak of is what they are about, not one of them. */
const MOST_PAPERS_WITH_NAME = 4;

function isProperName(title: string, word: string): boolean {
  const main = title.split(/[:?]\s/u)[0] ?? "";
  return !main.includes(" ") && main.toLowerCase() === word.toLowerCase();
}

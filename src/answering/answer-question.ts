import { type Answer, type AnswerEvent, type AnswerMode, papersNamed } from "../domain/answer.ts";
import { AppError } from "../domain/errors.ts";
import type { PaperId } from "../domain/paper.ts";
import type { EarlierTurn, PaperFilters, PaperOrder, QuestionKind, ShownReference } from "../domain/question.ts";
import { detectLanguage } from "../questions/detect-language.ts";
import { narrowsLastList, turnsReferredTo, turnsWithPapers } from "../questions/follow-up.ts";
import { type InterpretDeps, interpretQuestion } from "../questions/interpret-question.ts";
import { readForeignQuestion } from "../questions/read-foreign-question.ts";
import { isUnfiltered, papersThatPass } from "../retrieval/filter-papers.ts";
import type { TitleIndex } from "../retrieval/titles.ts";
import { readQuestion } from "../util/read-question.ts";
import { roundTo } from "../util/round-to.ts";
import { contentTerms, wordsOf } from "../util/terms.ts";
import { answerAboutCorpus, answerSmallTalk } from "./answer-about-corpus.ts";
import { type AnswerDraft, draftOfFacts, type SearchScope } from "./answer-draft.ts";
import { answerFromAbstracts, type FromAbstractsDeps } from "./answer-from-abstracts.ts";
import { answerFromMetadata } from "./answer-from-metadata.ts";
import type { AnswerHooks, ContentQuestion } from "./content-question.ts";
import { type ListOptions, listPapers, listThese, summariseTopic } from "./list-papers.ts";
import { lookUpPaper } from "./look-up-paper.ts";
import { rewriteQuestion } from "./rewrite-question.ts";

export type AnswerQuestionDeps = FromAbstractsDeps;

export interface AskRequest {
  readonly question: string;
  /** `auto`: generated where a model is configured, extractive when it is not, or fails. Default `auto`. */
  readonly mode?: "auto" | AnswerMode;
  /** Only papers that pass these, besides what the question itself states. */
  readonly filters?: PaperFilters;
  /** How papers are listed; a list instead of an answer where it is set. */
  readonly order?: PaperOrder;
  /** The paper that the question is about, where the asker chose one. */
  readonly about?: PaperId;
  /** What was asked before in the same conversation, oldest first. */
  readonly after?: readonly EarlierTurn[];
}

export type AskHooks = AnswerHooks;

/**
 * Answers a message from the corpus: it is read, then answered by the way that its kind asks for. Throws
 * `USAGE_INVALID` for a text that is no question, and `MODEL_CALL_FAILED` only when a generated answer was insisted on.
 */
export async function answerQuestion(
  deps: AnswerQuestionDeps,
  request: AskRequest,
  hooks: AskHooks = {},
): Promise<Answer> {
  const asked = readQuestion(request.question);
  const mode = request.mode ?? "auto";
  if (mode === "generated" && deps.chatModel === null) {
    throw new AppError(
      "CONFIG_INVALID",
      "A generated answer needs a language model: set OPENAI_API_KEY, or OPENAI_BASE_URL for a local server.",
    );
  }
  hooks.signal?.throwIfAborted();
  const startedMs = deps.clock.elapsedMs();
  const turns = turnsReferredTo(request.after ?? []);
  const read = await interpret(deps, mode, asked, turns, hooks);
  const { about } = request;
  const question: ContentQuestion = about === undefined || isSmallTalk(read.kind) ? read : aboutPaper(read, about);
  const filters = { ...question.filters, ...request.filters };
  const order = request.order ?? question.order;
  const titles = await deps.titles();
  const scope = scopeOf(titles, filters);
  const kind =
    request.order !== undefined && request.order !== "relevance" ? listInstead(question.kind) : question.kind;
  const conversation = turnsWithPapers(request.after ?? []);
  const draft = await answerKind(deps, mode, { ...question, kind, filters, order }, scope, conversation, hooks);
  const { timings: searched, understoodAs, ...rest } = draft;
  const totalMs = deps.clock.elapsedMs() - startedMs;
  const searchedMs = (searched?.embedMs ?? 0) + (searched?.searchMs ?? 0);
  const shownReading = question.standalone ?? understoodAs;
  return {
    question: asked,
    kind,
    ...(shownReading === undefined || shownReading === asked ? {} : { understoodAs: shownReading }),
    ...(question.language === "en" ? {} : { language: question.language }),
    searched: { papers: scope.papers, filters },
    ...rest,
    timings: {
      embedMs: roundTo(searched?.embedMs ?? 0, 1),
      searchMs: roundTo(searched?.searchMs ?? 0, 1),
      answerMs: roundTo(Math.max(0, totalMs - searchedMs), 1),
      totalMs: roundTo(totalMs, 1),
    },
  };
}

/** The papers that filters leave to be searched. */
function scopeOf(titles: TitleIndex, filters: PaperFilters): SearchScope {
  if (isUnfiltered(filters)) return { filters, only: null, papers: titles.size };
  const passing = papersThatPass(titles.papers, filters);
  return { filters, only: new Set(passing.map(({ paperId }) => paperId)), papers: passing.length };
}

/** A question that is to be answered in an order asks for a list. */
function listInstead(kind: QuestionKind): QuestionKind {
  return isSmallTalk(kind) ? kind : "list";
}

type SmallTalk = "greeting" | "thanks" | "help" | "new-topic";

function isSmallTalk(kind: QuestionKind): kind is SmallTalk {
  return kind === "greeting" || kind === "thanks" || kind === "help" || kind === "new-topic";
}

/** A question that the asker put about one paper: it needs no earlier turn, and asks for no list. */
function aboutPaper(question: ContentQuestion, about: PaperId): ContentQuestion {
  const kind = question.kind === "list" || question.kind === "summary" ? "lookup" : question.kind;
  return { ...question, kind, named: about, missing: null, reference: null, context: null, standalone: null };
}

/**
 * Reads a message: by rule, and by the language model where there is one and the message needs it, because it is in
 * another language or can't stand alone. What the model wrote is read by the same rules.
 */
async function interpret(
  deps: AnswerQuestionDeps,
  mode: "auto" | AnswerMode,
  asked: string,
  turns: readonly EarlierTurn[],
  { signal, onEvent }: AskHooks,
): Promise<ContentQuestion> {
  const rules = await rulesOf(deps);
  const language = detectLanguage(asked);
  const byRule = interpretQuestion(asked, turns, rules);
  const needsModel = !isSmallTalk(byRule.kind) && (language !== "en" || byRule.context !== null);
  if (needsModel && deps.chatModel !== null && mode !== "extractive") {
    const { chatModel, logger, prompts } = deps;
    const countTokens = (tokens: number) => onEvent?.({ type: "tokens-used", tokens } satisfies AnswerEvent);
    const earlier = turns.map(({ question }) => question);
    const task = { chatModel, prompt: prompts.rewrite, logger };
    const rewritten = await rewriteQuestion(task, asked, earlier, await knownWords(deps), countTokens, signal);
    if (rewritten !== null) {
      const reading = interpretQuestion(rewritten.text, [], rules);
      const isContent = reading.kind === "other" && rewritten.kind !== null;
      const standalone = rewritten.text === asked ? null : rewritten.text;
      return {
        ...reading,
        ...(isContent && rewritten.kind !== null ? { kind: rewritten.kind } : {}),
        standalone,
        language,
        readable: true,
        searchedTerms: null,
      };
    }
  }
  if (language === "en" || isSmallTalk(byRule.kind) || byRule.kind === "lookup")
    return { ...byRule, language, readable: true, searchedTerms: null };
  const foreign = readForeignQuestion(asked, language, rules.vocabulary);
  const reading = interpretQuestion(foreign.text, [], rules);
  const kind = foreign.kind === "other" ? reading.kind : foreign.kind;
  return { ...reading, kind, language, readable: false, searchedTerms: foreign.terms };
}

/** Answers a question by the way that its kind asks for. */
async function answerKind(
  deps: AnswerQuestionDeps,
  mode: "auto" | AnswerMode,
  question: ContentQuestion,
  scope: SearchScope,
  turns: readonly EarlierTurn[],
  hooks: AskHooks,
): Promise<AnswerDraft> {
  const { kind, reference } = question;
  if (isSmallTalk(kind)) return answerSmallTalk(deps, kind);
  if (kind === "corpus") return answerAboutCorpus(deps);
  const listOptions: ListOptions = {
    ...(hooks.signal === undefined ? {} : { signal: hooks.signal }),
    without: new Set(),
    correctTypos: question.readable,
  };
  if (reference?.kind === "more") return moreOf(deps, question, scope, turns, listOptions);
  if (kind === "list" && question.topic === null && reference === null && narrowsLastList(question.text)) {
    const topic = await topicBefore(deps, turns);
    return listPapers(deps, { ...question, topic }, scope, listOptions);
  }
  const shown = reference === null ? [] : await papersMeant(deps, reference, turns, hooks.signal);
  const meant = reference === null ? await paperPointedAt(deps, question, turns, hooks.signal) : pick(reference, shown);
  if (reference !== null && reference.kind !== "all" && meant.length === 0) {
    return draftOfFacts([{ kind: "not-shown", wanted: furthestPlace(reference), shown: shown.length }], {
      status: "not_in_corpus",
    });
  }
  switch (kind) {
    case "author":
    case "date":
    case "venue":
    case "votes":
    case "count":
      return answerFromMetadata(deps, question, scope, meant, hooks.signal);
    case "list":
      if (meant.length === 0) return listPapers(deps, question, scope, listOptions);
      break;
    case "summary":
      if (meant.length === 0 && question.named === null) return summariseTopic(deps, question, scope, listOptions);
      break;
    case "lookup":
      if (meant.length === 0) return lookUpPaper(deps, question, scope, hooks.signal);
      break;
    default:
  }
  const [only] = meant;
  if (only !== undefined && meant.length === 1) {
    // “Tell me more about the second paper”: what is asked is the paper itself.
    if (asksNothingElse(question))
      return lookUpPaper(deps, { ...question, kind: "lookup", named: only }, scope, hooks.signal);
    const within = { ...scope, only: new Set([only]), papers: 1 };
    return answerFromAbstracts(deps, mode, { ...question, named: only }, within, hooks);
  }
  if (meant.length > 1) {
    if (asksNothingElse(question)) return listThese(deps, meant);
    return answerFromAbstracts(deps, mode, question, { ...scope, only: new Set(meant), papers: meant.length }, hooks);
  }
  if (kind === "summary" && question.named !== null)
    return lookUpPaper(deps, { ...question, kind: "lookup" }, scope, hooks.signal);
  return answerFromAbstracts(deps, mode, question, scope, hooks);
}

/** The papers that a turn named; worked out by answering it again where the caller does not know them. */
async function papersShown(
  deps: AnswerQuestionDeps,
  turns: readonly EarlierTurn[],
  at: number,
  signal: AbortSignal | undefined,
): Promise<readonly PaperId[]> {
  const turn = turns.at(at);
  if (turn === undefined) return [];
  if (turn.shown !== undefined) return turn.shown;
  const answer = await answerQuestion(
    deps,
    { question: turn.question, mode: "extractive", after: turns.slice(0, at) },
    signal === undefined ? {} : { signal },
  );
  return papersNamed(answer);
}

/**
 * The papers among which a reference picks: those of the last turn that showed enough of them. What was asked about
 * one paper of a list, or found nothing, leaves the list to be referred to.
 */
async function papersMeant(
  deps: AnswerQuestionDeps,
  reference: ShownReference,
  turns: readonly EarlierTurn[],
  signal: AbortSignal | undefined,
): Promise<readonly PaperId[]> {
  const least = Math.max(2, furthestPlace(reference));
  let fewer: readonly PaperId[] = [];
  for (let at = turns.length - 1; at >= 0; at -= 1) {
    const shown = await papersShown(deps, turns, at, signal);
    if (shown.length >= least) return shown;
    if (fewer.length === 0) fewer = shown;
  }
  return fewer;
}

/** The last place in a list that a reference needs, counted from 1. */
function furthestPlace(reference: ShownReference): number {
  if (reference.kind === "nth") return reference.n;
  return reference.kind === "several" ? Math.max(...reference.places) : 1;
}

function pick(reference: ShownReference, shown: readonly PaperId[]): readonly PaperId[] {
  switch (reference.kind) {
    case "nth":
      return shown.slice(reference.n - 1, reference.n);
    case "several":
      return reference.places.flatMap((place) => shown[place - 1] ?? []);
    case "last":
      return shown.slice(-1);
    case "all":
      return shown.slice(0, 5);
    case "more":
      return [];
  }
}

/**
 * The paper that a pronoun stands for: “who wrote it?”, and after a turn about one paper anything that is asked of it.
 * None where the message names something itself.
 */
async function paperPointedAt(
  deps: AnswerQuestionDeps,
  { kind, topic, named, context }: ContentQuestion,
  turns: readonly EarlierTurn[],
  signal: AbortSignal | undefined,
): Promise<readonly PaperId[]> {
  if (context?.meant !== true || named !== null || turns.length === 0) return [];
  const asksRecord = (kind === "author" || kind === "date" || kind === "votes") && topic === null;
  if (!asksRecord && !(await wasAboutOnePaper(deps, turns))) return [];
  return (await papersShown(deps, turns, turns.length - 1, signal)).slice(0, 1);
}

async function wasAboutOnePaper(deps: AnswerQuestionDeps, turns: readonly EarlierTurn[]): Promise<boolean> {
  const last = turns.at(-1);
  if (last === undefined) return false;
  const { kind, reference } = interpretQuestion(last.question, turns.slice(0, -1), await rulesOf(deps));
  return kind === "lookup" || reference?.kind === "nth" || reference?.kind === "last";
}

/** What the last turn with a topic was about. */
async function topicBefore(deps: AnswerQuestionDeps, turns: readonly EarlierTurn[]): Promise<string | null> {
  const rules = await rulesOf(deps);
  for (const { question } of turns.toReversed()) {
    const { topic, reference } = interpretQuestion(question, [], rules);
    if (topic !== null && reference === null) return topic;
  }
  return null;
}

/** Tells the words of the papers and their authors, in lower case, from others. */
async function knownWords(deps: AnswerQuestionDeps): Promise<(word: string) => boolean> {
  const [{ papers }, vocabulary] = await Promise.all([deps.titles(), deps.corpus.vocabulary()]);
  const inPapers = (word: string) =>
    vocabulary.wordCounts.has(word) || contentTerms(word).some((term) => vocabulary.paperCounts.has(term));
  let ofAuthors: ReadonlySet<string> | undefined;
  const isAuthor = (word: string) => {
    ofAuthors ??= new Set(papers.flatMap(({ authors }) => authors.flatMap(wordsOf)));
    return ofAuthors.has(word);
  };
  return (word) => inPapers(word) || isAuthor(word);
}

async function rulesOf(deps: AnswerQuestionDeps): Promise<InterpretDeps> {
  const [names, vocabulary] = await Promise.all([deps.titles(), deps.corpus.vocabulary()]);
  return { names, vocabulary, now: deps.clock.now() };
}

function asksNothingElse({ topic, kind }: ContentQuestion): boolean {
  if (kind === "lookup" || kind === "summary" || kind === "list") return true;
  const bare = (topic ?? "")
    .replace(
      /\b(?:compare|contrast|and|how|do|they|differ|it|them|these|those|all|both|of|just|only|the|papers?|ones?|number|more|about|tell|say|details?|abstract|please|what|one|that)\b/giu,
      "",
    )
    .trim();
  return (kind === "definition" || kind === "other" || kind === "comparison") && !/[\p{L}\p{N}]/u.test(bare);
}

/** “More”: the last question once more, without what was shown. */
async function moreOf(
  deps: AnswerQuestionDeps,
  question: ContentQuestion,
  scope: SearchScope,
  turns: readonly EarlierTurn[],
  options: ListOptions,
): Promise<AnswerDraft> {
  const last = turns.at(-1);
  if (last === undefined) return draftOfFacts([], { status: "not_in_corpus" });
  const rules = await rulesOf(deps);
  // A turn that only points at what was listed asks for no list of its own.
  const asking = turns.findLastIndex(({ question: earlier }, at) => {
    const { reference, context } = interpretQuestion(earlier, turns.slice(0, at), rules);
    return at === 0 || (reference === null && context === null);
  });
  const before = interpretQuestion(turns[asking]?.question ?? last.question, [], rules);
  const shown: PaperId[] = [];
  for (let at = asking; at < turns.length; at += 1) shown.push(...(await papersShown(deps, turns, at, options.signal)));
  const topic = before.topic ?? before.context?.words ?? last.question;
  const wider = scopeOf(await deps.titles(), { ...before.filters, ...scope.filters });
  const asked = before.kind === "list" && before.topic === null ? null : topic;
  return listPapers(
    deps,
    { ...question, kind: "list", topic: asked, order: before.order, count: question.count ?? before.count },
    wider,
    { ...options, without: new Set(shown) },
  );
}

import type { AnswerMode } from "../domain/answer.ts";
import { AppError } from "../domain/errors.ts";
import type { Paper } from "../domain/paper.ts";
import type { QuestionKind } from "../domain/question.ts";
import type { Vocabulary } from "../domain/vocabulary.ts";
import type { ChatModel } from "../ports/chat-model.ts";
import { comparedSides } from "../questions/compared-sides.ts";
import { questionParts, unknownNames } from "../questions/question-parts.ts";
import { knowledgeOf } from "../retrieval/filter-papers.ts";
import type { RetrieveOptions } from "../retrieval/hybrid-retriever.ts";
import { contentTerms } from "../util/terms.ts";
import { withoutSaid } from "../util/without-said.ts";
import {
  type AnswerDraft,
  type AnsweringDeps,
  draftOfFacts,
  type FoundPapers,
  findPapers,
  holdersFirst,
  quotationsOf,
  type SearchScope,
} from "./answer-draft.ts";
import { type Answerability, evidenceOf, holdsRareNames, judgeAnswerability } from "./answerability.ts";
import { ANSWERABILITY_WEIGHTS } from "./answerability-weights.ts";
import { chooseSentences } from "./choose-sentences.ts";
import {
  type AnswerHooks,
  type Assessed,
  CONTEXT_PAPERS,
  type ContentQuestion,
  mergePapers,
} from "./content-question.ts";
import { type Asked, countCited } from "./count-cited.ts";
import { finishDraft } from "./finish-draft.ts";
import type { Prompts } from "./load-prompts.ts";
import { writeGenerated } from "./write-generated.ts";

export interface FromAbstractsDeps extends AnsweringDeps {
  readonly chatModel: ChatModel | null;
  /** Whether the language model checks its own sentences in a second call. */
  readonly judge: boolean;
  readonly prompts: Prompts;
}

/** One part of a question, with what was found for it and how far that answers it. */
export interface SearchedPart {
  readonly text: string;
  readonly found: FoundPapers;
  readonly answerability: Answerability;
}

/** Answers from what abstracts say: search → assess → write. */
export async function answerFromAbstracts(
  deps: FromAbstractsDeps,
  mode: "auto" | AnswerMode,
  question: ContentQuestion,
  scope: SearchScope,
  hooks: AnswerHooks,
): Promise<AnswerDraft> {
  warnOfForeignEmbedder(deps);
  const options = retrieveOptions(question, hooks.signal);
  if (scope.papers === 0) return nonePasses(deps, scope);
  const searched = await findPapers(
    deps,
    question.text,
    scope,
    options,
    question.kind === "definition" ? LOOKED_AT : undefined,
  );
  const { papers, holders } = holdersFirst(searched, question.kind === "definition" ? question.topic : null);
  const found: FoundPapers = {
    ...searched,
    papers: papers.slice(0, RETRIEVED_PAPERS),
    listed: inSameOrder(searched.listed, papers).slice(0, RETRIEVED_PAPERS),
  };
  hooks.onEvent?.({ type: "retrieval-end", papers: found.listed, searched: scope.papers });
  const assessed = await assess(deps, question, scope, found, options, holders);
  const common = {
    retrieved: found.listed,
    timings: found.retrieval.timings,
    ...(question.searchedTerms === null ? {} : { searchedTerms: question.searchedTerms }),
    ...(found.retrieval.query.corrections.length > 0 ? { understoodAs: found.retrieval.query.text } : {}),
  };
  if (assessed.answerability === "nothing" || assessed.chosen.length === 0) {
    return draftOfFacts([], { ...common, status: "not_in_corpus" });
  }
  return { ...common, ...(await write(deps, mode, assessed, hooks)) };
}

/** Says how much is known of what the filters look at, where no paper passes them. */
async function nonePasses({ titles }: FromAbstractsDeps, { filters }: SearchScope): Promise<AnswerDraft> {
  const { papers } = await titles();
  return draftOfFacts([{ kind: "filtered", filters, order: "relevance", passed: 0, knowledge: knowledgeOf(papers) }], {
    status: "not_in_corpus",
  });
}

function retrieveOptions(question: ContentQuestion, signal: AbortSignal | undefined): RetrieveOptions {
  return {
    ...(signal === undefined ? {} : { signal }),
    ...(question.context === null ? {} : { context: question.context }),
    ...(question.named === null ? {} : { named: question.named }),
    correctTypos: question.readable,
  };
}

/** Which papers the answer may rest on, and how far they answer the question. */
async function assess(
  deps: FromAbstractsDeps,
  question: ContentQuestion,
  scope: SearchScope,
  found: FoundPapers,
  options: RetrieveOptions,
  holders: number,
): Promise<Assessed> {
  const { retrieval, vocabulary } = found;
  const asked = retrieval.query.text;
  const askedHow: Asked = question.context === null ? "alone" : "inContext";
  const judged = (each: FoundPapers) => {
    const profiles = [...each.profiles.values()];
    const verdict = judgeAnswerability(evidenceOf(each.retrieval, profiles, vocabulary, question.context?.words));
    const atLeast = goesOn(question, each) || holdsRareNames(each.retrieval, profiles, vocabulary);
    return atLeast ? better("closest", verdict) : verdict;
  };
  const search = async (text: string): Promise<SearchedPart> => {
    const { named: _named, ...others } = options;
    const part = await findPapers(deps, text, scope, { ...others, correctTypos: false });
    return { text, found: part, answerability: judged(part) };
  };
  const whole = { question, found, context: found.papers.slice(0, CONTEXT_PAPERS) };
  const sides =
    question.kind === "comparison" || question.kind === "opinion" ? comparedSides(question.standalone ?? asked) : null;
  if (sides !== null && question.readable) {
    const searched: SearchedPart[] = [];
    for (const side of sides) searched.push(await search(side));
    const { chosen, uncovered } = bothSides(found, searched);
    const answerability = better(judged(found), worst(searched.map((part) => part.answerability)));
    return {
      ...whole,
      covered: asked,
      chosen,
      context: mergePapers(
        chosen.map(({ paper }) => paper),
        found.papers,
      ).slice(0, CONTEXT_PAPERS),
      answerability: uncovered.length === sides.length ? "nothing" : answerability,
      uncovered,
    };
  }
  const parts = question.readable ? questionParts(asked) : [asked];
  if (parts.length > 1) {
    const searched: SearchedPart[] = [];
    for (const part of parts) searched.push(await search(part));
    const covered = searched.filter(({ answerability }) => answerability !== "nothing");
    const papers = mergePapers(...covered.map((part) => citedOf(part.found, askedHow)));
    const text = covered.map((part) => part.text).join(" ");
    return {
      ...whole,
      covered: text,
      chosen: withSentences(papers),
      context: mergePapers(papers, ...covered.map((part) => part.found.papers)).slice(0, CONTEXT_PAPERS),
      answerability: worst(covered.map((part) => part.answerability)),
      uncovered: [
        ...searched.filter(({ answerability }) => answerability === "nothing").map((part) => part.text),
        ...unknownNames(text, vocabulary),
      ],
    };
  }
  // What is asked about one paper is answered from it; a second one would only pad.
  const named = found.papers.filter(({ paperId }) => paperId === retrieval.named);
  const papers =
    named.length > 0
      ? named
      : holders > 0
        ? found.papers.slice(0, Math.min(holders, MOST_DEFINING))
        : citedOf(found, askedHow).slice(0, mostCitedFor(question.kind));
  return {
    ...whole,
    covered: question.standalone ?? asked,
    chosen: withSentences(papers),
    answerability:
      holders > 0
        ? "answered"
        : named.length > 0
          ? better("closest", better(judged(found), aboutNamed(found)))
          : judged(found),
    uncovered: question.readable ? unknownNames(asked, vocabulary) : [],
  };
}

/** Papers looked at for what holds a rare word. */
const LOOKED_AT = 30;
const RETRIEVED_PAPERS = 10;
const MOST_DEFINING = 3;
/** A figure or a definition needs few papers. */
const FEW = 3;

function mostCitedFor(kind: QuestionKind): number {
  return kind === "definition" || kind === "number" ? FEW : Number.POSITIVE_INFINITY;
}

function inSameOrder(listed: FoundPapers["listed"], papers: readonly Paper[]): FoundPapers["listed"] {
  const byId = new Map(listed.map((paper) => [paper.paperId, paper]));
  return papers.flatMap(({ paperId }) => byId.get(paperId) ?? []);
}

/** A follow-up to something that was answered is about the same, unless nothing of it is found. */
const GOES_ON_SIMILARITY = 0.3;

function goesOn({ context }: ContentQuestion, { retrieval }: FoundPapers): boolean {
  return context !== null && Math.max(0, ...retrieval.papers.map(({ sentence }) => sentence)) >= GOES_ON_SIMILARITY;
}

/** What is asked about a named paper has to do with it at all. */
const NAMED_SIMILARITY = 0.3;

function aboutNamed({ retrieval }: FoundPapers): Answerability {
  const named = retrieval.papers.find(({ paperId }) => paperId === retrieval.named);
  return named !== undefined && named.sentence >= NAMED_SIMILARITY ? "answered" : "closest";
}

/** The papers that an answer rests on: as many as the ranking tells apart. */
function citedOf({ retrieval, papers }: FoundPapers, asked: Asked): readonly Paper[] {
  return papers.slice(
    0,
    countCited(
      retrieval.papers.map(({ score }) => score),
      asked,
    ),
  );
}

/** How many sentences are quoted of each paper: the fewer papers, the more of each. */
function withSentences(papers: readonly Paper[]): Assessed["chosen"] {
  const first = papers.length === 1 ? 3 : 2;
  const others = papers.length === 2 ? 2 : 1;
  return papers.map((paper, index) => ({ paper, most: index === 0 ? first : others }));
}

/** A side is spoken of where a paper holds this share of its words. */
const HOLDS_SIDE = 0.75;
const MOST_COMPARED = 4;

/**
 * Papers for both sides of a comparison: those of the whole question that speak of both, else the best for each side. A
 * side that no paper speaks of is not covered.
 */
function bothSides(
  found: FoundPapers,
  searched: readonly SearchedPart[],
): { readonly chosen: Assessed["chosen"]; readonly uncovered: readonly string[] } {
  const holds = (paper: Paper, side: string, vocabulary: Vocabulary) => {
    const forms = [side, ...(vocabulary.abbreviations.get(side) ?? [])].map((form) => [...new Set(contentTerms(form))]);
    const has = new Set(contentTerms(`${paper.title} ${paper.abstract}`));
    return forms.some(
      (terms) => terms.length > 0 && terms.filter((term) => has.has(term)).length >= HOLDS_SIDE * terms.length,
    );
  };
  const uncovered: string[] = [];
  const papers: Paper[] = [];
  const add = (paper: Paper | undefined) => {
    if (paper !== undefined && !papers.some(({ paperId }) => paperId === paper.paperId)) papers.push(paper);
  };
  const [best] = found.papers;
  const isShared = best !== undefined && searched.every(({ text }) => holds(best, text, found.vocabulary));
  if (isShared) add(best);
  for (const { text, found: part, answerability } of searched) {
    const own = part.papers.filter((paper) => holds(paper, text, part.vocabulary));
    // Of those that speak of it, the one that the whole question ranks first; else what its own search found.
    const ranked = found.papers.find((paper) => own.some(({ paperId }) => paperId === paper.paperId));
    const [first] = own;
    // A title that begins with an abbreviation may stand for another thing: “SAM: The Sensitivity of …”.
    const titled = part.vocabulary.abbreviations.has(text)
      ? undefined
      : own.find(({ title }) => contentTerms(text).every((term) => contentTerms(title).includes(term)));
    if (own.length === 0 && answerability === "nothing") uncovered.push(text);
    else if (!isShared || titled !== undefined) add(titled ?? ranked ?? first ?? part.papers[0]);
  }
  if (papers.length < 2) for (const paper of citedOf(found, "alone")) add(paper);
  const most = papers.length <= 2 ? 2 : 1;
  return { chosen: papers.slice(0, MOST_COMPARED).map((paper) => ({ paper, most })), uncovered };
}

const ORDER: readonly Answerability[] = ["nothing", "closest", "answered"];

function worst(verdicts: readonly Answerability[]): Answerability {
  return ORDER[Math.min(2, ...verdicts.map((verdict) => ORDER.indexOf(verdict)))] ?? "nothing";
}

function better(one: Answerability, other: Answerability): Answerability {
  return ORDER.indexOf(one) >= ORDER.indexOf(other) ? one : other;
}

async function write(
  deps: FromAbstractsDeps,
  mode: "auto" | AnswerMode,
  assessed: Assessed,
  hooks: AnswerHooks,
): Promise<AnswerDraft> {
  const { chatModel } = deps;
  if (chatModel === null || mode === "extractive") return quote(deps, assessed, hooks);
  const fallBack = (warning: string): Promise<AnswerDraft> => {
    hooks.onEvent?.({ type: "fallback", warning });
    return quote(deps, assessed, hooks, warning);
  };
  try {
    const outcome = await writeGenerated({ ...deps, chatModel }, assessed, hooks);
    if (outcome.kind === "written") return outcome.draft;
    const warning = `What ${chatModel.name} wrote could not be tied to the passages; quotations follow instead.`;
    return { ...(await fallBack(warning)), raw: outcome.raw };
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "MODEL_CALL_FAILED" || mode === "generated") throw error;
    deps.logger.warn(
      { code: error.code, message: withoutSaid(error.message) },
      "language model failed, answering with quotations",
    );
    return fallBack(`${error.message} Quotations follow instead.`);
  }
}

/** Papers quoted, and sentences of the first, where no abstract says it outright. */
const CLOSEST = { papers: 2, sentences: 2 };

/** An answer of sentences quoted word for word, each its own receipt. */
async function quote(
  deps: FromAbstractsDeps,
  assessed: Assessed,
  { signal, onEvent }: AnswerHooks,
  warning?: string,
): Promise<AnswerDraft> {
  const { question, found, answerability } = assessed;
  const chosen =
    answerability === "closest"
      ? assessed.chosen
          .slice(0, CLOSEST.papers)
          .map(({ paper }, index) => ({ paper, most: index === 0 ? CLOSEST.sentences : 1 }))
      : assessed.chosen;
  const profiles = await deps.profiles.get(chosen.map(({ paper }) => paper.paperId));
  const sentencesOf = new Map(profiles.map((profile) => [profile.paperId, profile.sentences]));
  const aspect = aspectOf(question, chosen);
  // The papers are on the subject already: what is asked about it chooses among their sentences.
  const vector =
    aspect === null
      ? found.retrieval.ownVector
      : await deps.embedder.embedQuery(aspect, signal === undefined ? {} : { signal });
  const asked = { text: aspect ?? assessed.covered, vector, kind: question.kind, topic: question.topic };
  const quoted = await chooseSentences(
    { ...deps, vocabulary: found.vocabulary },
    { ...asked, isAspect: aspect !== null },
    chosen.map(({ paper, most }) => ({ paper, most, sentences: sentencesOf.get(paper.paperId) ?? [] })),
    undefined,
    signal,
  );
  if (quoted.length === 0) return draftOfFacts([], { status: "not_in_corpus" });
  const quotations = quotationsOf(quoted);
  for (const sentence of quotations.sentences) onEvent?.({ type: "sentence", sentence });
  return finishDraft(assessed, { ...quotations, ...(warning === undefined ? {} : { warning }) });
}

/** A side of a comparison that has more words describes something, and names nothing. */
const LONGEST_NAME = 3;

/**
 * What is asked about the papers that a question names: “How does it allocate its budget?”. Every sentence that merely
 * names a method would be close to the whole question. Null where nothing is named, or nothing else is asked.
 */
function aspectOf(question: ContentQuestion, chosen: Assessed["chosen"]): string | null {
  const { text, kind, named } = question;
  const titles = chosen
    .filter(({ paper }) => paper.paperId === named)
    .map(({ paper }) => paper.title.split(/[:?]\s/u)[0]);
  const sides = kind === "comparison" ? (comparedSides(text) ?? []) : [];
  const names = [...titles, ...sides.filter((side) => side.split(/\s+/u).length <= LONGEST_NAME)];
  const aspect = names.reduce<string>((left, name = "") => withoutName(left, name), text);
  return aspect === text || contentTerms(aspect).length === 0 ? null : aspect;
}

function withoutName(text: string, name: string): string {
  const at = name === "" ? -1 : text.toLowerCase().indexOf(name.toLowerCase());
  return at === -1 ? text : `${text.slice(0, at)}it${text.slice(at + name.length)}`;
}

function warnOfForeignEmbedder({ corpus, logger }: FromAbstractsDeps): void {
  const { model } = corpus.manifest.identity.embedder;
  if (model !== ANSWERABILITY_WEIGHTS.embedder) {
    logger.warn({ model, fittedFor: ANSWERABILITY_WEIGHTS.embedder }, "answerability was fitted for another embedder");
  }
}

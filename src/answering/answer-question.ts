import { RunnableLambda, RunnableSequence } from "@langchain/core/runnables";
import {
  type Answer,
  type AnswerEvent,
  type AnswerMode,
  type AnswerSentence,
  type AnswerStatus,
  type Citation,
  markSentence,
  type RetrievedPaper,
} from "../domain/answer.ts";
import { AppError } from "../domain/errors.ts";
import type { Paper } from "../domain/paper.ts";
import type { Vocabulary } from "../domain/vocabulary.ts";
import type { ChatModel } from "../ports/chat-model.ts";
import type { Clock } from "../ports/clock.ts";
import type { CorpusReader } from "../ports/corpus-store.ts";
import type { Embedder } from "../ports/embedder.ts";
import type { Logger } from "../ports/logger.ts";
import type { Retrieval, Retriever } from "../retrieval/hybrid-retriever.ts";
import { roundScore } from "../retrieval/search-papers.ts";
import { papersSince } from "../retrieval/title-index.ts";
import { readQuestion } from "../util/read-question.ts";
import { truncate } from "../util/truncate.ts";
import { assessRetrieval } from "./assess-retrieval.ts";
import { bearsOnQuestion } from "./bears-on-question.ts";
import { buildPassages } from "./build-passages.ts";
import { EXTRACT_OPTIONS, extractAnswer } from "./extract-answer.ts";
import { GATE_WEIGHTS } from "./gate-weights.ts";
import { type AnswerPrompts, generateAnswer } from "./generate-answer.ts";
import { understandFollowUp } from "./understand-follow-up.ts";

export interface AnswerQuestionDeps {
  readonly corpus: CorpusReader;
  readonly retriever: Retriever;
  readonly embedder: Embedder;
  /** Null where no language model is configured. */
  readonly chatModel: ChatModel | null;
  readonly prompts: AnswerPrompts;
  readonly clock: Clock;
  readonly logger: Logger;
}

export interface AskRequest {
  readonly question: string;
  /** `auto`: generated where a model is configured, extractive when it is not, or fails. Default `auto`. */
  readonly mode?: "auto" | AnswerMode;
  /** Only papers known to have appeared on or after this day (`2024-06-01`). */
  readonly since?: string;
  /** Questions asked before in the same conversation, oldest first. */
  readonly after?: readonly string[];
}

export interface AskHooks {
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: AnswerEvent) => void;
}

/** Papers in the context. */
const CONTEXT_PAPERS = 6;
/** Papers named as retrieved. */
const RETRIEVED_PAPERS = 10;
const CLOSEST_TITLES = 3;

interface Draft {
  readonly status: AnswerStatus;
  readonly mode: AnswerMode;
  readonly text: string;
  readonly sentences: readonly AnswerSentence[];
  readonly citations: readonly Citation[];
  readonly model: string | null;
  readonly warning?: string;
}

/** What was searched. */
interface SearchScope {
  readonly papers: number;
  readonly since: string | null;
}

interface Retrieved {
  readonly retrieval: Retrieval;
  readonly papers: readonly Paper[];
  readonly listed: readonly RetrievedPaper[];
  readonly vocabulary: Vocabulary;
  readonly scope: SearchScope;
}

interface Assessed extends Retrieved {
  readonly bears: boolean;
}

/**
 * Answers a question from the corpus: retrieve → assess → answer. Throws `USAGE_INVALID` for a text that is no
 * question, and `MODEL_CALL_FAILED` only when a generated answer was insisted on.
 */
export async function answerQuestion(
  deps: AnswerQuestionDeps,
  request: AskRequest,
  hooks: AskHooks = {},
): Promise<Answer> {
  const asked = readQuestion(request.question);
  const question = understandFollowUp(asked, request.after ?? []);
  const mode = request.mode ?? "auto";
  if (mode === "generated" && deps.chatModel === null) {
    throw new AppError(
      "CONFIG_INVALID",
      "A generated answer needs a language model: set OPENAI_API_KEY, or OPENAI_BASE_URL for a local server.",
    );
  }
  const { signal, onEvent } = hooks;
  const startedMs = deps.clock.elapsedMs();

  const retrieve = async (): Promise<Retrieved> => {
    const only = request.since === undefined ? null : papersSince(await deps.corpus.listTitles(), request.since);
    const retrieval = await deps.retriever.retrieve(question, RETRIEVED_PAPERS, {
      ...(signal === undefined ? {} : { signal }),
      ...(only === null ? {} : { only }),
    });
    const [papers, vocabulary] = await Promise.all([
      deps.corpus.getPapers(retrieval.papers.map((paper) => paper.paperId)),
      deps.corpus.vocabulary(),
    ]);
    const scores = new Map(retrieval.papers.map((paper) => [paper.paperId, paper.score]));
    const listed = papers.map(({ paperId, title }) => ({
      paperId,
      title,
      score: roundScore(scores.get(paperId) ?? 0),
    }));
    const scope = { papers: only?.size ?? deps.corpus.manifest.papers, since: request.since ?? null };
    onEvent?.({ type: "retrieval-end", papers: listed, searched: scope.papers });
    return { retrieval, papers, listed, vocabulary, scope };
  };

  const assess = (retrieved: Retrieved): Assessed => {
    const evidence = assessRetrieval(question, retrieved.retrieval.papers, retrieved.papers, retrieved.vocabulary);
    const bears = bearsOnQuestion(evidence);
    const { model } = deps.corpus.manifest.identity.embedder;
    if (model !== GATE_WEIGHTS.embedder) {
      deps.logger.warn({ model, fittedFor: GATE_WEIGHTS.embedder }, "abstention was fitted for another embedder");
    }
    deps.logger.debug({ ...evidence, bears }, "retrieval assessed");
    return { ...retrieved, bears };
  };

  const answer = async (assessed: Assessed): Promise<Answer> => {
    const retrievedMs = deps.clock.elapsedMs();
    const draft = assessed.bears
      ? await writeAnswer(deps, question, mode, assessed, hooks)
      : notInCorpus(assessed, "extractive", null);
    const endedMs = deps.clock.elapsedMs();
    return {
      question: asked,
      ...(question === asked ? {} : { understoodAs: question }),
      ...draft,
      retrieved: assessed.listed,
      timings: {
        embedMs: roundMs(assessed.retrieval.timings.embedMs),
        searchMs: roundMs(assessed.retrieval.timings.searchMs),
        answerMs: roundMs(endedMs - retrievedMs),
        totalMs: roundMs(endedMs - startedMs),
      },
    };
  };

  // The one place where steps become LangChain runnables; each is a plain function on our own types.
  const pipeline = RunnableSequence.from<null, Answer>([
    RunnableLambda.from(retrieve),
    RunnableLambda.from(assess),
    RunnableLambda.from(answer),
  ]);
  return pipeline.invoke(null, signal === undefined ? {} : { signal });
}

async function writeAnswer(
  deps: AnswerQuestionDeps,
  question: string,
  mode: "auto" | AnswerMode,
  assessed: Assessed,
  hooks: AskHooks,
): Promise<Draft> {
  const { chatModel } = deps;
  if (chatModel === null || mode === "extractive") return writeExtractive(deps, question, assessed, hooks);
  try {
    const generated = await writeGenerated(deps, chatModel, question, assessed, hooks);
    if (generated !== null) return generated;
    const warning = `The answer of ${chatModel.name} could not be tied to the passages; quotations follow instead.`;
    return await fallBack(deps, question, assessed, hooks, warning);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "MODEL_CALL_FAILED" || mode === "generated") throw error;
    deps.logger.warn({ code: error.code, message: error.message }, "language model failed, answering with quotations");
    return fallBack(deps, question, assessed, hooks, `${error.message} Quotations follow instead.`);
  }
}

/** The model's answer; null when none of its sentences could be cited. */
async function writeGenerated(
  deps: AnswerQuestionDeps,
  chatModel: ChatModel,
  question: string,
  assessed: Assessed,
  hooks: AskHooks,
): Promise<Draft | null> {
  const context = assessed.papers.slice(0, CONTEXT_PAPERS);
  const chunks = await deps.corpus.getChunks(context.map((paper) => paper.paperId));
  const passages = buildPassages(context, chunks, assessed.retrieval.queryVector);
  hooks.onEvent?.({ type: "generation-start", model: chatModel.name });
  const generated = await generateAnswer(
    { chatModel, prompts: deps.prompts, vocabulary: assessed.vocabulary },
    question,
    passages,
    (sentence) => hooks.onEvent?.({ type: "sentence", sentence }),
    hooks.signal,
  );
  hooks.onEvent?.({ type: "generation-end", tokens: generated.tokens });
  deps.logger.debug({ outcome: generated.outcome, rawText: generated.rawText }, "language model answered");
  if (generated.outcome === "unusable") return null;
  if (generated.outcome === "refused") {
    return notInCorpus(assessed, "generated", chatModel.name);
  }
  const { sentences, citations } = generated;
  return {
    status: "answered",
    mode: "generated",
    text: sentences.map((sentence) => markSentence(sentence, "generated")).join(" "),
    sentences,
    citations,
    model: chatModel.name,
  };
}

async function fallBack(
  deps: AnswerQuestionDeps,
  question: string,
  assessed: Assessed,
  hooks: AskHooks,
  warning: string,
): Promise<Draft> {
  hooks.onEvent?.({ type: "fallback", warning });
  return { ...(await writeExtractive(deps, question, assessed, hooks)), warning };
}

async function writeExtractive(
  deps: AnswerQuestionDeps,
  question: string,
  assessed: Assessed,
  hooks: AskHooks,
): Promise<Draft> {
  const { retrieval, papers, vocabulary } = assessed;
  const scores = new Map(retrieval.papers.map((paper) => [paper.paperId, paper.score]));
  const quoted = await extractAnswer(
    { embedder: deps.embedder, vocabulary },
    question,
    retrieval.queryVector,
    papers.map((paper) => ({ paper, score: scores.get(paper.paperId) ?? 0 })),
    EXTRACT_OPTIONS,
    hooks.signal,
  );
  if (quoted.length === 0) return notInCorpus(assessed, "extractive", null);
  const sentences = quoted.flatMap(({ quotes }, index) => quotes.map((text) => ({ text, citations: [index + 1] })));
  for (const sentence of sentences) hooks.onEvent?.({ type: "sentence", sentence });
  return {
    status: "answered",
    mode: "extractive",
    text: sentences.map((sentence) => markSentence(sentence, "extractive")).join(" "),
    sentences,
    citations: quoted.map(({ paper, bestQuote }, index) => ({
      n: index + 1,
      paperId: paper.paperId,
      title: paper.title,
      url: paper.url,
      quote: bestQuote,
    })),
    model: null,
  };
}

function notInCorpus({ papers, scope }: Retrieved, mode: AnswerMode, model: string | null): Draft {
  const searched =
    scope.since === null
      ? `its ${scope.papers} abstracts`
      : `its ${scope.papers} abstracts known to be from ${scope.since} or later`;
  const closest = papers.slice(0, CLOSEST_TITLES).map((paper) => `“${truncate(paper.title, 120)}”`);
  const titles = closest.length === 0 ? "" : ` The closest titles: ${closest.join("; ")}.`;
  return {
    status: "not_in_corpus",
    mode,
    text: `Not in this corpus: none of ${searched} bears on this question.${titles}`,
    sentences: [],
    citations: [],
    model,
  };
}

function roundMs(ms: number): number {
  return Math.round(ms * 10) / 10;
}

import { RunnableLambda, RunnableSequence } from "@langchain/core/runnables";
import type { Answer, AnswerEvent, AnswerMode } from "../domain/answer.ts";
import { AppError } from "../domain/errors.ts";
import type { ChatModel } from "../ports/chat-model.ts";
import type { Clock } from "../ports/clock.ts";
import type { CorpusReader } from "../ports/corpus-store.ts";
import type { Embedder } from "../ports/embedder.ts";
import type { Logger } from "../ports/logger.ts";
import type { Retrieval, RetrieveOptions, Retriever } from "../retrieval/hybrid-retriever.ts";
import type { PaperProfiles } from "../retrieval/paper-profiles.ts";
import { papersSince } from "../retrieval/title-index.ts";
import { readQuestion } from "../util/read-question.ts";
import { roundTo } from "../util/round-to.ts";
import { assessRetrieval } from "./assess-retrieval.ts";
import { bearsOnQuestion } from "./bears-on-question.ts";
import { type Assessed, type Draft, draftOfNothing } from "./draft.ts";
import { GATE_WEIGHTS } from "./gate-weights.ts";
import type { Prompts } from "./load-prompts.ts";
import { questionParts, unknownNames } from "./question-parts.ts";
import { type Understood, understandQuestion } from "./understand-question.ts";
import { writeExtractive } from "./write-extractive.ts";
import { writeGenerated } from "./write-generated.ts";

export interface AnswerQuestionDeps {
  readonly corpus: CorpusReader;
  readonly retriever: Retriever;
  readonly profiles: PaperProfiles;
  readonly embedder: Embedder;
  /** Null where no language model is configured. */
  readonly chatModel: ChatModel | null;
  /** Whether the language model checks its own sentences in a second call. */
  readonly judge: boolean;
  readonly prompts: Prompts;
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

/** Papers named as retrieved. */
const RETRIEVED_PAPERS = 10;

type Retrieved = Omit<Assessed, "covered" | "uncovered"> & { readonly options: RetrieveOptions };

/**
 * Answers a question from the corpus: understand → retrieve → assess → answer. Throws `USAGE_INVALID` for a text that
 * is no question, and `MODEL_CALL_FAILED` only when a generated answer was insisted on.
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
  const { signal, onEvent } = hooks;
  const startedMs = deps.clock.elapsedMs();

  const understand = async (): Promise<Understood> =>
    understandQuestion(
      {
        chatModel: mode === "extractive" ? null : deps.chatModel,
        prompt: deps.prompts.rewrite,
        vocabulary: await deps.corpus.vocabulary(),
        logger: deps.logger,
      },
      asked,
      request.after ?? [],
      (tokens) => onEvent?.({ type: "tokens-used", tokens }),
      signal,
    );

  const retrieve = async (question: Understood): Promise<Retrieved> => {
    const only = request.since === undefined ? null : papersSince(await deps.corpus.listTitles(), request.since);
    const options: RetrieveOptions = {
      ...(signal === undefined ? {} : { signal }),
      ...(only === null ? {} : { only }),
      ...(question.context === null ? {} : { context: question.context }),
      correctTypos: question.readable,
    };
    const retrieval = await deps.retriever.retrieve(question.text, RETRIEVED_PAPERS, options);
    const [papers, vocabulary] = await Promise.all([
      deps.corpus.getPapers(retrieval.papers.map((paper) => paper.paperId)),
      deps.corpus.vocabulary(),
    ]);
    const scores = new Map(retrieval.papers.map((paper) => [paper.paperId, paper.score]));
    const listed = papers.map(({ paperId, title }) => ({
      paperId,
      title,
      score: roundTo(scores.get(paperId) ?? 0, 4),
    }));
    const scope = { papers: only?.size ?? deps.corpus.manifest.papers, since: request.since ?? null };
    onEvent?.({ type: "retrieval-end", papers: listed, searched: scope.papers });
    return { question, retrieval, papers, listed, vocabulary, scope, options };
  };

  const assess = async (retrieved: Retrieved): Promise<Assessed> => {
    const { model } = deps.corpus.manifest.identity.embedder;
    if (model !== GATE_WEIGHTS.embedder) {
      deps.logger.warn({ model, fittedFor: GATE_WEIGHTS.embedder }, "abstention was fitted for another embedder");
    }
    return { ...retrieved, ...(await coverage(deps, retrieved)) };
  };

  const answer = async (assessed: Assessed): Promise<Answer> => {
    const { question, retrieval, listed } = assessed;
    const retrievedMs = deps.clock.elapsedMs();
    const draft =
      assessed.covered === null
        ? draftOfNothing(assessed, "extractive", null)
        : await writeAnswer(deps, mode, assessed, hooks);
    const endedMs = deps.clock.elapsedMs();
    const understoodAs = shownReading(question, retrieval);
    return {
      question: asked,
      ...(understoodAs === null ? {} : { understoodAs }),
      ...(question.language === "en" ? {} : { language: question.language }),
      ...draft,
      retrieved: listed,
      timings: {
        embedMs: roundTo(retrieval.timings.embedMs, 1),
        searchMs: roundTo(retrieval.timings.searchMs, 1),
        answerMs: roundTo(endedMs - retrievedMs, 1),
        totalMs: roundTo(endedMs - startedMs, 1),
      },
    };
  };

  // The one place where steps become LangChain runnables; each is a plain function on our own types.
  const pipeline = RunnableSequence.from<null, Answer>([
    RunnableLambda.from(understand),
    RunnableLambda.from(retrieve),
    RunnableLambda.from(assess),
    RunnableLambda.from(answer),
  ]);
  return pipeline.invoke(null, signal === undefined ? {} : { signal });
}

/** Which parts of the question the corpus bears on. */
async function coverage(
  deps: AnswerQuestionDeps,
  { question, retrieval, vocabulary, options }: Retrieved,
): Promise<Pick<Assessed, "covered" | "uncovered">> {
  const bears = (found: Retrieval, what: string): boolean => {
    const evidence = assessRetrieval(found, vocabulary);
    const verdict = bearsOnQuestion(evidence);
    deps.logger.debug({ ...evidence, verdict, what }, "retrieval assessed");
    return verdict;
  };
  const parts = question.readable ? questionParts(retrieval.query.text) : [retrieval.query.text];
  if (parts.length === 1) {
    if (retrieval.named === null && !bears(retrieval, question.text)) return { covered: null, uncovered: [] };
    const names = question.readable ? unknownNames(retrieval.query.text, vocabulary) : [];
    const whole = question.context === null ? retrieval.query.text : question.standalone;
    return { covered: whole, uncovered: names };
  }
  const covered: string[] = [];
  const uncovered: string[] = [];
  for (const part of parts) {
    const found = await deps.retriever.retrieve(part, RETRIEVED_PAPERS, { ...options, correctTypos: false });
    (bears(found, part) ? covered : uncovered).push(part);
  }
  if (covered.length === 0) return { covered: null, uncovered: [] };
  return { covered: covered.join(" "), uncovered: [...uncovered, ...unknownNames(covered.join(" "), vocabulary)] };
}

async function writeAnswer(
  deps: AnswerQuestionDeps,
  mode: "auto" | AnswerMode,
  assessed: Assessed,
  hooks: AskHooks,
): Promise<Draft> {
  const { chatModel } = deps;
  if (chatModel === null || mode === "extractive") return writeExtractive(deps, assessed, hooks);
  const fallBack = (warning: string): Promise<Draft> => {
    hooks.onEvent?.({ type: "fallback", warning });
    return writeExtractive(deps, assessed, hooks, warning);
  };
  try {
    const outcome = await writeGenerated({ ...deps, chatModel }, assessed, hooks);
    if (outcome.kind === "written") return outcome.draft;
    const warning = `What ${chatModel.name} wrote could not be tied to the passages; quotations follow instead.`;
    return { ...(await fallBack(warning)), raw: outcome.raw };
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "MODEL_CALL_FAILED" || mode === "generated") throw error;
    deps.logger.warn({ code: error.code, message: error.message }, "language model failed, answering with quotations");
    return fallBack(`${error.message} Quotations follow instead.`);
  }
}

/** How the question was read, where that is not as it was asked. */
function shownReading(question: Understood, retrieval: Retrieval): string | null {
  if (question.context !== null || question.standalone !== question.asked) return question.standalone;
  return retrieval.query.corrections.length > 0 ? retrieval.query.text : null;
}

import { createCitationNumbers } from "../citations/number-citations.ts";
import type { AnswerEvent, AnswerSentence, Citation } from "../domain/answer.ts";
import type { ChatModel } from "../ports/chat-model.ts";
import type { CorpusReader } from "../ports/corpus-store.ts";
import type { Embedder } from "../ports/embedder.ts";
import type { Logger } from "../ports/logger.ts";
import { type AnswerDraft, draftOfFacts } from "./answer-draft.ts";
import { buildPassages, type Passage } from "./build-passages.ts";
import type { Assessed } from "./content-question.ts";
import { finishDraft } from "./finish-draft.ts";
import { generateAnswer } from "./generate-answer.ts";
import { judgeSentences } from "./judge-sentences.ts";
import type { Prompts } from "./load-prompts.ts";
import type { CountTokens } from "./read-reply.ts";
import { translateSentences } from "./translate-sentences.ts";
import type { VerifiedSentence } from "./verify-sentence.ts";

export interface GeneratedDeps {
  readonly corpus: CorpusReader;
  readonly embedder: Embedder;
  readonly chatModel: ChatModel;
  readonly prompts: Prompts;
  /** Whether the model is asked a second time, to check each sentence. */
  readonly judge: boolean;
  readonly logger: Logger;
}

/** Where more than this share of what the model wrote had to be dropped, none of it is shown. */
const MOST_DROPPED = 2 / 3;

export type GeneratedOutcome =
  | { readonly kind: "written"; readonly draft: AnswerDraft }
  /** Nothing, or too little, of what the model wrote is supported. */
  | { readonly kind: "unsupported"; readonly raw: string };

/**
 * The model's answer, of which only supported sentences are left. A second opinion and a translation need the whole
 * answer: then its sentences are shown at its end, else as they come.
 */
export async function writeGenerated(
  deps: GeneratedDeps,
  assessed: Assessed,
  hooks: { readonly signal?: AbortSignal; readonly onEvent?: (event: AnswerEvent) => void },
): Promise<GeneratedOutcome> {
  const { corpus, chatModel, prompts, logger } = deps;
  const { question, context, found } = assessed;
  const { retrieval, vocabulary } = found;
  const chunks = await corpus.getChunks(context.map((paper) => paper.paperId));
  const passages = buildPassages(context, chunks, retrieval.queryVector);
  const countTokens: CountTokens = (tokens) => hooks.onEvent?.({ type: "tokens-used", tokens });
  const numbers = createCitationNumbers();
  const whole = deps.judge || question.language !== "en";
  const show = (sentence: VerifiedSentence): AnswerSentence => {
    const shown = numberSentence(sentence, (passage) => numbers.numberOf(passage));
    hooks.onEvent?.({ type: "sentence", sentence: shown });
    return shown;
  };

  hooks.onEvent?.({ type: "generation-start", model: chatModel.name });
  const shown: AnswerSentence[] = [];
  const generated = await generateAnswer(
    { ...deps, prompt: prompts.answer, vocabulary },
    assessed.covered,
    passages,
    whole ? null : (sentence) => shown.push(show(sentence)),
    countTokens,
    hooks.signal,
  );
  const { raw } = generated;
  logger.debug({ dropped: generated.dropped, refused: generated.refused, raw }, "language model answered");
  if (generated.refused) {
    const nothing = { status: "not_in_corpus", mode: "generated", model: chatModel.name, raw } as const;
    return { kind: "written", draft: draftOfFacts([], { ...nothing, retrieved: found.listed }) };
  }
  let { sentences } = generated;
  if (deps.judge) sentences = await judged(deps, sentences, countTokens, hooks.signal);
  const dropped = generated.dropped + generated.sentences.length - sentences.length;
  if (sentences.length === 0 || dropped > MOST_DROPPED * (sentences.length + dropped))
    return { kind: "unsupported", raw };
  if (whole) {
    const texts =
      question.language === "en"
        ? null
        : await translateSentences(
            { chatModel, prompt: prompts.translate, logger },
            sentences.map((sentence) => ({
              text: sentence.text,
              sources: sourcesOf(sentence, passages, question.text),
            })),
            question.language,
            countTokens,
            hooks.signal,
          );
    sentences.forEach((sentence, index) => {
      shown.push(show({ ...sentence, text: texts?.[index] ?? sentence.text }));
    });
  }
  const citations = numbers.passages.flatMap((passage, index) => citationOf(index + 1, passages[passage - 1], shown));
  return {
    kind: "written",
    draft: finishDraft(assessed, { mode: "generated", sentences: shown, citations, model: chatModel.name, raw }),
  };
}

/** The sentences that the model, asked again, does not object to. */
async function judged(
  { chatModel, prompts, logger }: GeneratedDeps,
  sentences: readonly VerifiedSentence[],
  countTokens: CountTokens,
  signal: AbortSignal | undefined,
): Promise<readonly VerifiedSentence[]> {
  if (sentences.length === 0) return sentences;
  const claims = sentences.map(({ text, evidence }) => ({ text, quotes: evidence.map(({ quote }) => quote) }));
  const labels = await judgeSentences({ chatModel, prompt: prompts.judge, logger }, claims, countTokens, signal);
  if (labels === null) return sentences;
  return sentences.filter((_, index) => labels[index] === "supported");
}

/** What a sentence rests on, with the question. */
function sourcesOf({ evidence }: VerifiedSentence, passages: readonly Passage[], question: string): string {
  const papers = evidence.flatMap(({ passage }) => passages[passage - 1]?.paper ?? []);
  return [question, ...papers.map(({ title, abstract }) => `${title}\n${abstract}`)].join("\n");
}

function numberSentence(
  { text, support, evidence }: VerifiedSentence,
  numberOf: (passage: number) => number,
): AnswerSentence {
  const numbered = evidence
    .map(({ passage, quote, support: verdict }) => ({ n: numberOf(passage), quote, support: verdict }))
    .sort((a, b) => a.n - b.n);
  return { text, citations: numbered.map(({ n }) => n), support, evidence: numbered };
}

/** A cited paper, with the first quote that supports a sentence. */
function citationOf(n: number, passage: Passage | undefined, sentences: readonly AnswerSentence[]): Citation[] {
  const evidence = sentences.flatMap((sentence) => sentence.evidence.filter((item) => item.n === n));
  const best = evidence.find(({ support }) => support === "supported") ?? evidence[0];
  if (passage === undefined || best === undefined) return [];
  const { paperId, title, url } = passage.paper;
  return [{ n, paperId, title, url, quote: best.quote }];
}

import { ChatPromptTemplate } from "@langchain/core/prompts";
import { type FoundQuote, findQuote } from "../citations/find-quote.ts";
import { citeSentence, createCitationNumbers } from "../citations/number-citations.ts";
import type { MarkedText } from "../citations/parse-marks.ts";
import { createSentenceStream } from "../citations/split-marked-stream.ts";
import type { AnswerSentence, Citation } from "../domain/answer.ts";
import type { Vocabulary } from "../domain/vocabulary.ts";
import type { ChatMessage, ChatModel } from "../ports/chat-model.ts";
import type { PromptTemplate } from "../ports/prompt-source.ts";
import { estimateTokens } from "../util/estimate-tokens.ts";
import { type Passage, renderPassages } from "./build-passages.ts";

export interface AnswerPrompts {
  readonly system: PromptTemplate;
  readonly user: PromptTemplate;
}

export interface GeneratedAnswer {
  /** `refused`: the model found no answer in the passages; `unusable`: nothing it wrote could be cited. */
  readonly outcome: "answered" | "refused" | "unusable";
  readonly sentences: readonly AnswerSentence[];
  readonly citations: readonly Citation[];
  /** What the model wrote, for the log; never shown. */
  readonly rawText: string;
  /** Estimate for prompt and reply together. */
  readonly tokens: number;
}

/** The model's word for “the passages do not answer this”, as the prompt asks for it. */
export const REFUSAL = "NOT_IN_PASSAGES";

/** Has the model write the answer. Sentences are passed on one by one, once their marks are known to be good. */
export async function generateAnswer(
  deps: { readonly chatModel: ChatModel; readonly prompts: AnswerPrompts; readonly vocabulary: Vocabulary },
  question: string,
  passages: readonly Passage[],
  onSentence: (sentence: AnswerSentence) => void,
  signal?: AbortSignal,
): Promise<GeneratedAnswer> {
  const messages = await renderPrompt(deps.prompts, passages, question);
  const stream = createSentenceStream();
  const numbers = createCitationNumbers();
  const quotes = new Map<number, FoundQuote>();
  const sentences: AnswerSentence[] = [];
  let rawText = "";

  const take = (marked: MarkedText) => {
    if (marked.text.includes(REFUSAL)) return;
    const backed = new Map<number, FoundQuote>();
    for (const mark of marked.marks) {
      const passage = passages[mark - 1];
      const found = passage === undefined ? null : findQuote(marked.text, passage.paper.abstract, deps.vocabulary);
      if (found !== null) backed.set(mark, found);
    }
    const sentence = citeSentence(marked.text, marked.marks, (mark) => (backed.has(mark) ? mark : null), numbers);
    if (sentence === null) return;
    for (const [passage, found] of backed) {
      const known = quotes.get(passage);
      if (known === undefined || found.overlap > known.overlap) quotes.set(passage, found);
    }
    sentences.push(sentence);
    onSentence(sentence);
  };

  for await (const delta of deps.chatModel.stream(messages, signal === undefined ? {} : { signal })) {
    rawText += delta;
    for (const marked of stream.push(delta)) take(marked);
  }
  for (const marked of stream.end()) take(marked);

  const citations = numbers.passages.map((passage, index) =>
    citationOf(index + 1, passages[passage - 1], quotes.get(passage)),
  );
  const refused = sentences.length === 0 && rawText.includes(REFUSAL);
  const outcome = sentences.length > 0 ? "answered" : refused ? "refused" : "unusable";
  const tokens = estimateTokens(...messages.map(({ content }) => content), rawText);
  return { outcome, sentences, citations: citations.filter((citation) => citation !== null), rawText, tokens };
}

function citationOf(n: number, passage: Passage | undefined, found: FoundQuote | undefined): Citation | null {
  if (passage === undefined || found === undefined) return null;
  const { paperId, title, url } = passage.paper;
  return { n, paperId, title, url, quote: found.quote };
}

/** Mustache slots, so that braces in papers and in the prompt itself are just text. */
async function renderPrompt(
  prompts: AnswerPrompts,
  passages: readonly Passage[],
  question: string,
): Promise<ChatMessage[]> {
  const template = ChatPromptTemplate.fromMessages(
    [
      ["system", prompts.system.text],
      ["human", prompts.user.text],
    ],
    { templateFormat: "mustache" },
  );
  const rendered = await template.invoke({ passages: renderPassages(passages), question });
  return rendered.toChatMessages().map((message) => ({
    role: message.type === "system" ? "system" : "user",
    content: message.text,
  }));
}

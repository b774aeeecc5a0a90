import type { Fact } from "../domain/answer.ts";
import type { Paper, PaperId } from "../domain/paper.ts";
import type { StoredSentence } from "../ports/corpus-store.ts";
import type { QuestionReading } from "../questions/interpret-question.ts";
import { isTitleAlone } from "../questions/title-alone.ts";
import {
  type AnswerDraft,
  type AnsweringDeps,
  draftOfFacts,
  findPapers,
  quotationsOf,
  remarksOn,
  type SearchScope,
  summaryOf,
} from "./answer-draft.ts";
import { answerabilityOf } from "./answer-from-metadata.ts";
import { chooseSentences, type PaperQuotes } from "./choose-sentences.ts";
import { representPaper } from "./represent-paper.ts";

/** What a paper says, in so many sentences at most. */
const SENTENCES = 3;
const MOST_FURTHER = 3;

/**
 * Finds the one paper that a message names or describes: what is known of it, and what it says in one or two sentences.
 * A paper that is not there is said not to be, with those that come closest.
 */
export async function lookUpPaper(
  deps: AnsweringDeps,
  reading: QuestionReading,
  scope: SearchScope,
  signal?: AbortSignal,
): Promise<AnswerDraft> {
  const { missing, named, topic } = reading;
  if (missing !== null && named === null) {
    return draftOfFacts([{ kind: "unknown-id", service: missing.kind, id: missing.id }], { status: "not_in_corpus" });
  }
  const options = signal === undefined ? {} : { signal };
  if (named !== null) {
    const found = await findPapers(deps, reading.text, scope, { ...options, named });
    return presentPaper(deps, reading, named, "answered", found, signal);
  }
  const described = topic ?? reading.text;
  const found = await findPapers(deps, described, scope, {
    ...options,
    ...(reading.context === null ? {} : { context: reading.context }),
  });
  const verdict = answerabilityOf(found);
  const [best] = found.papers;
  const title = titleIn(reading.text) ?? (isTitleAlone(described) ? described : null);
  if (best === undefined || verdict === "nothing" || title !== null) {
    const fact: Fact = { kind: "no-such-paper", asked: title ?? described };
    return draftOfFacts([fact], {
      status: "not_in_corpus",
      retrieved: found.listed,
      further: found.listed.slice(0, MOST_FURTHER),
      timings: found.retrieval.timings,
    });
  }
  return presentPaper(deps, reading, best.paperId, verdict, found, signal);
}

/** A title in quotation marks, which no paper here has. */
function titleIn(text: string): string | null {
  const quoted = /["“]([^"”]{12,2000})["”]/u.exec(text)?.[1];
  return quoted !== undefined && quoted.trim().split(/\s+/u).length >= 3 ? quoted.trim() : null;
}

async function presentPaper(
  deps: AnsweringDeps,
  reading: QuestionReading,
  paperId: PaperId,
  status: "answered" | "closest",
  found: Awaited<ReturnType<typeof findPapers>>,
  signal: AbortSignal | undefined,
): Promise<AnswerDraft> {
  const [[paper], [profile]] = await Promise.all([deps.corpus.getPapers([paperId]), deps.profiles.get([paperId])]);
  if (paper === undefined) return draftOfFacts([], { status: "not_in_corpus" });
  const isDescribed = reading.named === null;
  const { vocabulary, retrieval } = found;
  const sentences = profile?.sentences ?? [];
  const quotations = quotationsOf(
    isDescribed
      ? await chooseSentences(
          { ...deps, vocabulary },
          { text: reading.topic ?? reading.text, vector: retrieval.ownVector, kind: reading.kind, topic: null },
          [{ paper, sentences, most: SENTENCES }],
          undefined,
          signal,
        )
      : wholePaper(paper, sentences, profile?.meanVector ?? retrieval.ownVector),
  );
  const others = isDescribed ? found.listed.filter((listed) => listed.paperId !== paperId).slice(0, MOST_FURTHER) : [];
  return draftOfFacts([{ kind: "paper", paper: summaryOf(paper) }], {
    status,
    retrieved: found.listed,
    further: others,
    timings: retrieval.timings,
    ...quotations,
    ...remarksOn("", quotations, [paper], vocabulary),
  });
}

/** A name says nothing about which sentence is wanted: those that tell best what the paper found or made. */
function wholePaper(paper: Paper, sentences: readonly StoredSentence[], middle: Float32Array): PaperQuotes[] {
  const { quotes, best } = representPaper(paper, sentences, middle, SENTENCES);
  return best === "" ? [] : [{ paper, quotes, bestQuote: best }];
}

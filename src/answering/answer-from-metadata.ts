import type { Fact, PaperSummary } from "../domain/answer.ts";
import type { PaperId } from "../domain/paper.ts";
import type { Vocabulary } from "../domain/vocabulary.ts";
import type { TitledPaper } from "../ports/corpus-store.ts";
import type { QuestionReading } from "../questions/interpret-question.ts";
import { inOrderOf, knowledgeOf, papersThatPass } from "../retrieval/filter-papers.ts";
import type { TitleIndex } from "../retrieval/titles.ts";
import { isFullDate } from "../util/dates.ts";
import { contentTerms } from "../util/terms.ts";
import {
  type AnswerDraft,
  type AnsweringDeps,
  draftOfFacts,
  type FoundPapers,
  findPapers,
  type SearchScope,
  summaryOf,
} from "./answer-draft.ts";
import { evidenceOf, judgeAnswerability } from "./answerability.ts";

/** Papers that are named beside a number of them. */
const MOST_NAMED = 5;

/**
 * Answers who, when, where and how many from what is known of papers, and says how much is known.
 *
 * @param shown papers of the turn before that the question refers to
 */
export async function answerFromMetadata(
  deps: AnsweringDeps,
  reading: QuestionReading,
  scope: SearchScope,
  shown: readonly PaperId[],
  signal?: AbortSignal,
): Promise<AnswerDraft> {
  const titles = await deps.titles();
  const knowledge = knowledgeOf(titles.papers);
  const answer = (fact: Fact, paper: PaperSummary | null, more: Partial<AnswerDraft> = {}) =>
    draftOfFacts([fact], { ...(paper === null ? {} : { further: [listed(paper)] }), ...more });
  const { author } = reading.filters;
  if (reading.kind === "author" && author !== undefined) {
    const by = papersThatPass(titles.papers, scope.filters);
    const ordered = [...inOrderOf(by, "newest"), ...by.filter(({ published }) => !isFullDate(published))];
    return draftOfFacts([{ kind: "by-author", author, found: by.length, knowledge }], {
      further: ordered.slice(0, MOST_NAMED).map(listed),
    });
  }
  if (reading.kind === "venue") return draftOfFacts([{ kind: "venue", knowledge }]);
  if (reading.kind === "count") return countPapers(deps, reading, scope, titles, signal);
  const asked = shown.flatMap((id) => titles.get(id) ?? []);
  if (reading.kind === "date" && asked.length > 1) {
    return draftOfFacts([{ kind: "dates", papers: asked.map(summaryOf), knowledge }], { further: asked.map(listed) });
  }
  const paper = asked[0] ?? (await paperMeant(deps, reading, scope, titles, signal));
  const summary = paper === null || paper === undefined ? null : summaryOf(paper);
  if (reading.kind === "date") return answer({ kind: "date", paper: summary, knowledge }, summary);
  if (reading.kind === "votes") return answer({ kind: "upvotes", paper: summary, knowledge }, summary);
  return answer({ kind: "authors", paper: summary, knowledge }, summary);
}

/** The paper that a question about its author or date means: the one it names, else the one that fits its subject. */
async function paperMeant(
  deps: AnsweringDeps,
  { named, topic, context }: QuestionReading,
  scope: SearchScope,
  titles: TitleIndex,
  signal: AbortSignal | undefined,
): Promise<TitledPaper | null> {
  if (named !== null) return titles.get(named) ?? null;
  const text = topic ?? context?.words ?? null;
  if (text === null || contentTerms(text).length === 0) return null;
  const found = await findPapers(deps, text, scope, signal === undefined ? {} : { signal });
  const [best] = found.papers;
  return best === undefined || answerabilityOf(found) === "nothing" ? null : (titles.get(best.paperId) ?? null);
}

/** How many papers have all words of a topic; the first of those that fit best are named. */
async function countPapers(
  deps: AnsweringDeps,
  { topic }: QuestionReading,
  scope: SearchScope,
  titles: TitleIndex,
  signal: AbortSignal | undefined,
): Promise<AnswerDraft> {
  const candidates =
    scope.only === null ? titles.papers : titles.papers.filter(({ paperId }) => scope.only?.has(paperId));
  const knowledge = knowledgeOf(titles.papers);
  const vocabulary = await deps.corpus.vocabulary();
  const wanted = topic === null ? [] : knownForms(topic, vocabulary);
  if (topic === null || wanted.length === 0) {
    return draftOfFacts([
      { kind: "filtered", filters: scope.filters, order: "relevance", passed: candidates.length, knowledge },
    ]);
  }
  const profiles = await deps.profiles.get(candidates.map(({ paperId }) => paperId));
  signal?.throwIfAborted();
  const holds = (terms: ReadonlyMap<string, number>) => wanted.some((form) => form.every((term) => terms.has(term)));
  const mentioned = profiles.filter(({ terms }) => holds(terms)).map(({ paperId }) => paperId);
  const inTitle = mentioned.filter((id) => {
    const terms = new Map(contentTerms(titles.get(id)?.title ?? "").map((term) => [term, 1]));
    return holds(terms);
  });
  const found = await findPapers(deps, topic, scope, signal === undefined ? {} : { signal });
  const among = new Set<PaperId>(mentioned);
  return draftOfFacts([{ kind: "count", topic, mentioned: mentioned.length, inTitle: inTitle.length, knowledge }], {
    retrieved: found.listed,
    further: found.listed.filter(({ paperId }) => among.has(paperId)).slice(0, MOST_NAMED),
    timings: found.retrieval.timings,
  });
}

/** The terms of a topic, and those of what its abbreviations stand for. */
function knownForms(topic: string, vocabulary: Vocabulary): string[][] {
  const own = [...new Set(contentTerms(topic))];
  const longs = vocabulary.abbreviations.get(topic) ?? vocabulary.abbreviations.get(topic.toUpperCase()) ?? [];
  return [own, ...longs.map((long) => [...new Set(contentTerms(long))])].filter((form) => form.length > 0);
}

export function answerabilityOf({ retrieval, profiles, vocabulary }: FoundPapers) {
  return judgeAnswerability(evidenceOf(retrieval, [...profiles.values()], vocabulary));
}

function listed({ paperId, title }: { readonly paperId: PaperId; readonly title: string }) {
  return { paperId, title, score: 1 };
}

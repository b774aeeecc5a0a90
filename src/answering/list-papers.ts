import type { Fact, PaperGroup, RetrievedPaper } from "../domain/answer.ts";
import type { Paper, PaperId } from "../domain/paper.ts";
import type { QuestionReading } from "../questions/interpret-question.ts";
import { sharedTopics } from "../retrieval/explain-relation.ts";
import { inOrderOf, isUnfiltered, knowledgeOf, papersThatPass } from "../retrieval/filter-papers.ts";
import { contentTerms } from "../util/terms.ts";
import { dotProduct } from "../util/vectors.ts";
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
import { answerabilityOf } from "./answer-from-metadata.ts";
import { judgeAnswerability } from "./answerability.ts";
import { representPaper } from "./represent-paper.ts";

const LISTED = 5;
const MOST_LISTED = 25;
const SUMMARISED = { least: 3, most: 6 };
const MOST_FURTHER = 5;
/** Papers looked at for a list. */
const LOOKED_AT = 30;

export interface ListOptions {
  readonly signal?: AbortSignal;
  /** Papers that were listed already: “more”. */
  readonly without: ReadonlySet<PaperId>;
  readonly correctTypos: boolean;
}

/**
 * Lists papers on a topic, with a sentence each: those that are about it, by relevance, or all that pass the filters,
 * by date or upvotes. What is only close is set apart.
 */
export async function listPapers(
  deps: AnsweringDeps,
  reading: QuestionReading,
  scope: SearchScope,
  { signal, without, correctTypos }: ListOptions,
): Promise<AnswerDraft> {
  const wanted = Math.min(reading.count ?? LISTED, MOST_LISTED);
  const { papers: titled } = await deps.titles();
  const { topic, order } = reading;
  const passing = papersThatPass(titled, scope.filters);
  const ordered = inOrderOf(passing, order);
  const onTopic = topic !== null && contentTerms(topic).length > 0;
  const said: Extract<Fact, { kind: "filtered" }> = {
    kind: "filtered",
    filters: scope.filters,
    order,
    passed: ordered.length,
    knowledge: knowledgeOf(titled),
  };
  const filtered: Fact[] = isUnfiltered(scope.filters) && order === "relevance" ? [] : [said];
  if (!onTopic) {
    // “List all papers” asks for the whole corpus.
    if (reading.context !== null) return draftOfFacts(filtered, { status: "not_in_corpus" });
    const ids = ordered.map(({ paperId }) => paperId).filter((id) => !without.has(id));
    const papers = await deps.corpus.getPapers(ids.slice(0, wanted));
    const isPart = without.size === 0 && papers.length < ordered.length;
    return listOf(deps, papers, { facts: [isPart ? { ...said, shown: papers.length } : said], further: [] });
  }
  const options = { ...(signal === undefined ? {} : { signal }), correctTypos };
  const found = await findPapers(deps, topic, scope, options, Math.max(LOOKED_AT, 2 * wanted + without.size));
  const { about, close } = sortOut(found, without);
  const understoodAs = found.retrieval.query.corrections.length > 0 ? { understoodAs: found.retrieval.query.text } : {};
  const common = {
    facts: filtered,
    retrieved: found.listed.slice(0, 10),
    timings: found.retrieval.timings,
    ...understoodAs,
  };
  if (about.length === 0 && (close.length === 0 || answerabilityOf(found) === "nothing")) {
    return draftOfFacts(filtered, { ...common, status: "not_in_corpus" });
  }
  if (about.length === 0) {
    const chosen = byOrder(
      close,
      ordered.map(({ paperId }) => paperId),
      order !== "relevance",
    );
    const nearest = chosen.slice(0, Math.min(2, wanted));
    return listOf(deps, nearest, {
      ...common,
      status: "closest",
      further: listedOf(found, close.slice(nearest.length)),
    });
  }
  const chosen = byOrder(
    about,
    ordered.map(({ paperId }) => paperId),
    order !== "relevance",
  ).slice(0, wanted);
  const shown = new Set(chosen.map(({ paperId }) => paperId));
  const rest = [...about, ...close].filter(({ paperId }) => !shown.has(paperId));
  const facts = filtered.length === 0 || isUnfiltered(scope.filters) ? filtered : [{ ...said, topic }];
  return listOf(deps, chosen, { ...common, facts, further: listedOf(found, rest) });
}

/** These papers, in this order, with a sentence each. */
export async function listThese(deps: AnsweringDeps, ids: readonly PaperId[]): Promise<AnswerDraft> {
  return listOf(deps, await deps.corpus.getPapers(ids), { facts: [], further: [] });
}

/** An overview of a topic: three to six papers, one sentence each, those together that have something in common. */
export async function summariseTopic(
  deps: AnsweringDeps,
  reading: QuestionReading,
  scope: SearchScope,
  { signal, without, correctTypos }: ListOptions,
): Promise<AnswerDraft> {
  const text = reading.topic ?? reading.text;
  const options = {
    ...(signal === undefined ? {} : { signal }),
    correctTypos,
    ...(reading.context === null ? {} : { context: reading.context }),
  };
  const found = await findPapers(deps, text, scope, options, LOOKED_AT);
  const common = { retrieved: found.listed.slice(0, 10), timings: found.retrieval.timings };
  const { about, close } = sortOut(found, without);
  const verdict = answerabilityOf(found);
  if (verdict === "nothing") return draftOfFacts([], { ...common, status: "not_in_corpus" });
  const most = Math.min(reading.count ?? SUMMARISED.most, MOST_LISTED);
  const chosen = [...about, ...close.slice(0, Math.max(0, SUMMARISED.least - about.length))].slice(0, most);
  const { order, groups } = groupAlike(chosen, found);
  const shown = new Set(order.map(({ paperId }) => paperId));
  const further = listedOf(
    found,
    [...about, ...close].filter(({ paperId }) => !shown.has(paperId)),
  );
  const status = about.length === 0 ? "closest" : "answered";
  return listOf(deps, order, { ...common, facts: [], status, further, ...(groups.length > 1 ? { groups } : {}) });
}

/** The papers found, best first: those that are about what was searched for, and those that only come close. */
function sortOut(
  found: FoundPapers,
  without: ReadonlySet<PaperId>,
): { readonly about: readonly Paper[]; readonly close: readonly Paper[] } {
  const { retrieval, profiles } = found;
  const { papers, holders } = holdersFirst(found, retrieval.query.text);
  const terms = [...new Set(contentTerms(retrieval.query.text))];
  const verdicts = new Map(
    retrieval.papers.map(({ paperId, sentence, dense }) => {
      const held = terms.filter((term) => profiles.get(paperId)?.terms.has(term)).length;
      const verdict = judgeAnswerability({
        sentence,
        chunk: dense,
        coverage: terms.length === 0 ? 0 : held / terms.length,
      });
      if (holders > 0 && held === terms.length) return [paperId, "answered"];
      const isAbout = verdict !== "nothing" && sentence >= (verdict === "answered" ? ABOUT.answered : ABOUT.closest);
      return [paperId, isAbout ? "answered" : verdict === "answered" ? "closest" : verdict];
    }),
  );
  const of = (verdict: string) =>
    papers.filter(({ paperId }) => verdicts.get(paperId) === verdict && !without.has(paperId));
  return { about: of("answered"), close: of("closest") };
}

/** A paper is about a topic where its closest sentence is so similar, the less so the more of the words it holds. */
const ABOUT = { answered: 0.4, closest: 0.46 };

function byOrder(papers: readonly Paper[], order: readonly PaperId[], isOrdered: boolean): Paper[] {
  if (!isOrdered) return [...papers];
  const place = new Map(order.map((id, index) => [id, index]));
  return papers
    .filter(({ paperId }) => place.has(paperId))
    .sort((a, b) => (place.get(a.paperId) ?? 0) - (place.get(b.paperId) ?? 0));
}

function listedOf({ listed }: FoundPapers, papers: readonly Paper[]): RetrievedPaper[] {
  const scores = new Map(listed.map((paper) => [paper.paperId, paper]));
  return papers.flatMap(({ paperId }) => scores.get(paperId) ?? []).slice(0, MOST_FURTHER);
}

/** A sentence of each paper, the one that tells best what it found or made. */
async function listOf(deps: AnsweringDeps, papers: readonly Paper[], more: Partial<AnswerDraft>): Promise<AnswerDraft> {
  const profiles = await deps.profiles.get(papers.map(({ paperId }) => paperId));
  const sentencesOf = new Map(profiles.map((profile) => [profile.paperId, profile]));
  const quoted = papers.flatMap((paper) => {
    const profile = sentencesOf.get(paper.paperId);
    if (profile === undefined) return [];
    const { quotes, best } = representPaper(paper, profile.sentences, profile.meanVector, 1);
    return best === "" ? [] : [{ paper, quotes, bestQuote: best }];
  });
  return draftOfFacts(more.facts ?? [], { ...more, ...quotationsOf(quoted) });
}

/** Of terms that papers share, those that read well in a heading: pairs of words, else the first word. */
export function headingTopics(topics: readonly string[]): string[] {
  const pairs = topics.filter((topic) => topic.includes(" "));
  return pairs.length > 0 ? pairs : topics.slice(0, 1);
}

/** Two papers as close as this say something in common. */
const ALIKE = 0.6;

/** Papers ordered so that alike ones stand together, with what those share; best first within each group. */
function groupAlike(
  papers: readonly Paper[],
  { profiles, vocabulary }: FoundPapers,
): { readonly order: readonly Paper[]; readonly groups: readonly PaperGroup[] } {
  const groups: Paper[][] = [];
  for (const paper of papers) {
    const own = profiles.get(paper.paperId)?.meanVector;
    const near = groups.find(([first]) => {
      const other = first === undefined ? undefined : profiles.get(first.paperId)?.meanVector;
      return own !== undefined && other !== undefined && dotProduct(own, other) >= ALIKE;
    });
    if (near === undefined) groups.push([paper]);
    else near.push(paper);
  }
  const several = groups.filter(({ length }) => length > 1);
  const alone = groups.filter(({ length }) => length === 1).flat();
  const order = [...several.flat(), ...alone];
  const numberOf = new Map(order.map(({ paperId }, index) => [paperId, index + 1]));
  const groupOf = (members: readonly Paper[]): PaperGroup => {
    const [first, second] = members;
    const topics =
      first === undefined || second === undefined ? [] : headingTopics(sharedTopics(first, second, vocabulary));
    return { topics, citations: members.flatMap(({ paperId }) => numberOf.get(paperId) ?? []) };
  };
  return {
    order,
    groups: [...several.map(groupOf), ...(alone.length === 0 ? [] : [{ ...groupOf(alone), topics: [] }])],
  };
}

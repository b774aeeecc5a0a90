import { type Answer, type Fact, type PaperGroup, type RetrievedPaper, withMarkers } from "../domain/answer.ts";
import { truncate } from "../util/truncate.ts";
import type { AnswerPhrases, Formats } from "./answer-phrases.ts";

/** How answers are put into words in one language. */
export interface AnswerWording {
  readonly phrases: AnswerPhrases;
  readonly formats: Formats;
}

const LONGEST_EXAMPLE = 90;
const LONGEST_TITLE = 150;
const LONGEST_QUOTE = 240;
const CLOSEST_TITLES = 3;

/** What an answer says before its quotations, a sentence or a few in each item. */
export function leadOf(answer: Answer, { phrases, formats }: AnswerWording): string[] {
  const { status, facts, searched } = answer;
  const said = facts.map((fact) => sayFact(fact, { phrases, formats })).filter((text) => text !== "");
  const notes = languageNote(answer, phrases);
  if (status === "closest" && answer.sentences.length > 0) return [...notes, ...said, phrases.closest];
  if (status !== "not_in_corpus") return [...notes, ...said];
  const explained = facts.some(({ kind }) => kind === "unknown-id" || kind === "no-such-paper" || kind === "not-shown");
  const isFiltered = Object.keys(searched.filters).length > 0;
  const saysNone = facts.some((fact) => fact.kind === "filtered" && fact.passed === 0);
  const nothing =
    explained || (saysNone && isFiltered) ? [] : [nothingFound(searched.papers, isFiltered, phrases, formats)];
  return [...notes, ...said, ...nothing];
}

/** The titles that come closest to a question that is not answered; none for one that is. */
export function closestTitlesOf({ status, further, retrieved }: Answer): RetrievedPaper[] {
  return status === "not_in_corpus" ? (further.length > 0 ? further : retrieved).slice(0, CLOSEST_TITLES) : [];
}

/** What an answer says after its quotations. */
export function remarksOf({ premise, uncovered = [] }: Answer, { phrases, formats }: AnswerWording): string[] {
  return [
    ...(premise === undefined ? [] : [phrases.contradicted(premise.n, truncate(premise.quote, LONGEST_QUOTE))]),
    ...(uncovered.length === 0 ? [] : [phrases.uncovered(uncovered, formats)]),
  ];
}

/** The heading of a group of papers in an overview. */
export function groupHeading({ topics }: PaperGroup, { phrases, formats }: AnswerWording): string {
  return phrases.group(topics, formats);
}

/** True where an answer is a list: its papers are named with a sentence each. */
export function isList({ kind, mode, citations }: Pick<Answer, "kind" | "mode" | "citations">): boolean {
  return mode === "extractive" && citations.length > 0 && (kind === "list" || kind === "summary");
}

/** One paper of a list: its title, then what it says. */
export function listLine(answer: Answer, n: number, { phrases }: AnswerWording): string {
  const citation = answer.citations.find((each) => each.n === n);
  const sentences = answer.sentences.filter(({ citations }) => citations.includes(n));
  const title = phrases.quoted(citation?.title ?? "");
  return `${title}${phrases.colon}${sentences.map((sentence) => withMarkers(sentence, answer.mode)).join(" ")}`.trimEnd();
}

/** A whole answer as one text. */
export function answerText(answer: Answer, wording: AnswerWording): string {
  const sentences = isList(answer)
    ? answer.citations.map(({ n }) => listLine(answer, n, wording))
    : answer.sentences.map((sentence) => withMarkers(sentence, answer.mode));
  const named = answer.citations.length === 0 && answer.status !== "not_in_corpus" ? namedTitles(answer, wording) : [];
  return [
    ...leadOf(answer, wording),
    ...closestLine(answer, wording),
    ...named,
    ...sentences,
    ...remarksOf(answer, wording),
  ].join(" ");
}

/** “Closest titles: …” as one sentence; none where nothing is to be named. */
export function closestLine(answer: Answer, { phrases }: AnswerWording): string[] {
  const titles = closestTitlesOf(answer).map(({ title }) => phrases.quoted(truncate(title, LONGEST_TITLE)));
  return titles.length === 0 ? [] : [`${phrases.closestTitles}${phrases.colon}${titles.join("; ")}.`];
}

/** Titles that an answer without quotations names, where its facts do not name them already. */
function namedTitles({ facts, further }: Answer, { phrases }: AnswerWording): string[] {
  const isNamed =
    facts.some((fact) => "paper" in fact && fact.paper !== null) || facts.some(({ kind }) => kind === "dates");
  if (isNamed || further.length === 0) return [];
  return [`${further.map(({ title }) => phrases.quoted(title)).join("; ")}.`];
}

function languageNote({ language, searchedTerms, status, facts }: Answer, phrases: AnswerPhrases): string[] {
  if (language === undefined || (searchedTerms === undefined && status !== "not_in_corpus")) return [];
  if (facts.length > 0) return [];
  return searchedTerms === undefined || status === "not_in_corpus"
    ? [phrases.askInEnglish]
    : [phrases.searchedBy(searchedTerms)];
}

function nothingFound(papers: number, filtered: boolean, phrases: AnswerPhrases, formats: Formats): string {
  return filtered && papers === 0 ? phrases.nothingPasses : phrases.nothing(papers, filtered, formats);
}

/** How many papers pass, then which of them follow. */
function sayFiltered(fact: Extract<Fact, { kind: "filtered" }>, { phrases, formats }: AnswerWording): string {
  const { shown = null, topic = null } = fact;
  const passing = phrases.filtered(fact, formats);
  return shown === null && topic === null ? passing : `${passing} ${phrases.listed(shown, topic, formats)}`;
}

/** A fact in words. */
function sayFact(fact: Fact, { phrases, formats }: AnswerWording): string {
  switch (fact.kind) {
    case "greeting":
    case "help": {
      const examples = fact.examples.map((example) =>
        phrases.quoted(truncate(phrases.example(example), LONGEST_EXAMPLE)),
      );
      const shown = examples.length === 0 ? [] : [phrases.forExample, examples.join(" · ")];
      return [phrases[fact.kind], ...shown].join(" ");
    }
    case "new-topic":
      return phrases.newTopic;
    case "thanks":
      return phrases.thanks;
    case "corpus":
      return phrases.corpus(fact, formats);
    case "paper":
      return phrases.paper(fact, formats);
    case "unknown-id":
      return phrases.unknownId(fact);
    case "no-such-paper":
      return phrases.noSuchPaper(fact);
    case "authors":
      return phrases.authors(fact, formats);
    case "by-author":
      return phrases.byAuthor(fact, formats);
    case "date":
      return phrases.date(fact, formats);
    case "dates":
      return phrases.dates(fact, formats);
    case "venue":
      return phrases.venue(fact, formats);
    case "upvotes":
      return phrases.upvotes(fact, formats);
    case "count":
      return phrases.count(fact, formats);
    case "filtered":
      return sayFiltered(fact, { phrases, formats });
    case "not-shown":
      return phrases.notShown(fact, formats);
  }
}

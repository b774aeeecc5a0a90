import type { ExampleQuestion, Fact } from "../domain/answer.ts";

type FactOf<K extends Fact["kind"]> = Extract<Fact, { readonly kind: K }>;

/** Writes numbers and dates as a language does. */
export interface Formats {
  number(value: number): string;
  /** A date as the corpus has it: `2024-12-13`, `2024-12`, `2024`, or `--07-09` where the year is unknown. */
  date(published: string): string;
  /** Names or titles as one list: “A, B and C”. */
  list(items: readonly string[]): string;
}

/**
 * How answers are put into words in one language. Titles come in as they are; quotation marks are the language's own.
 * All are whole sentences unless it is said otherwise.
 */
export interface AnswerPhrases {
  /** How the language quotes: “text”. */
  quoted(text: string): string;
  readonly greeting: string;
  readonly thanks: string;
  readonly help: string;
  /** What was said before is forgotten. */
  readonly newTopic: string;
  /** Leads to examples that follow. */
  readonly forExample: string;
  example(example: ExampleQuestion): string;
  corpus(fact: FactOf<"corpus">, formats: Formats): string;
  paper(fact: FactOf<"paper">, formats: Formats): string;
  unknownId(fact: FactOf<"unknown-id">): string;
  noSuchPaper(fact: FactOf<"no-such-paper">): string;
  authors(fact: FactOf<"authors">, formats: Formats): string;
  byAuthor(fact: FactOf<"by-author">, formats: Formats): string;
  date(fact: FactOf<"date">, formats: Formats): string;
  dates(fact: FactOf<"dates">, formats: Formats): string;
  venue(fact: FactOf<"venue">, formats: Formats): string;
  upvotes(fact: FactOf<"upvotes">, formats: Formats): string;
  count(fact: FactOf<"count">, formats: Formats): string;
  filtered(fact: FactOf<"filtered">, formats: Formats): string;
  /** Leads from papers that pass filters to those that are shown: some of them, or those on a topic. */
  listed(shown: number | null, topic: string | null, formats: Formats): string;
  notShown(fact: FactOf<"not-shown">, formats: Formats): string;
  /** Leads to quotations of papers that come close. */
  readonly closest: string;
  /** No paper passes the filters. */
  readonly nothingPasses: string;
  /** Nothing was found among so many papers. */
  nothing(papers: number, filtered: boolean, formats: Formats): string;
  /** A question in this language was searched for by some English terms. */
  searchedBy(terms: string): string;
  /** A question in this language was not understood. */
  readonly askInEnglish: string;
  /** Citation `n` says the opposite of what the question assumes. */
  contradicted(n: number, quote: string): string;
  uncovered(names: readonly string[], formats: Formats): string;
  /** Stands between a heading and what follows it. */
  readonly colon: string;
  /** A heading: the question as it was read. */
  readonly understoodAs: string;
  /** What was searched, in a few words: so many papers, and only their abstracts. */
  scope(papers: number, formats: Formats): string;
  /** A few words: the sentences are the papers' own. */
  readonly quotedWordForWord: string;
  /** A few words: a language model wrote the answer. */
  writtenBy(model: string): string;
  /** A heading. */
  readonly further: string;
  /** A heading: titles that come closest to a question that is not answered. */
  readonly closestTitles: string;
  /** A heading. */
  readonly abbreviations: string;
  /** “SC: softmax collapse [1]”. */
  abbreviation(short: string, long: string, n: number): string;
  /** A heading of some papers of an overview that share terms; without any, of the others. */
  group(topics: readonly string[], formats: Formats): string;
}

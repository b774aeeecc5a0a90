import type { ExampleQuestion, Fact } from "../domain/answer.ts";
import { serviceName } from "../domain/services.ts";
import type { Vocabulary } from "../domain/vocabulary.ts";
import type { TitledPaper } from "../ports/corpus-store.ts";
import { knowledgeOf } from "../retrieval/filter-papers.ts";
import { outermostDate } from "../util/dates.ts";
import { contentTerms, isStopWord, wordsOf } from "../util/terms.ts";
import { REQUEST_WORDS } from "../util/word-lists.ts";
import { type AnswerDraft, type AnsweringDeps, draftOfFacts } from "./answer-draft.ts";

const MOST_TOPICS = 8;
const MOST_SOURCES = 8;
/** A phrase that so many titles share is a topic of the corpus. */
const TITLES_WITH_TOPIC = 3;
/** What more of the titles share than this is the field, not a topic in it. */
const COMMON_SHARE = 0.08;
/** A longer title is no example. */
const SHORT_TITLE = 60;
/** What is longer is no title, and its end names no topic. */
const LONGEST_TITLE = 500;

/** Answers greetings, thanks and calls for help: with questions that this corpus can answer, where that helps. */
export async function answerSmallTalk(
  { corpus, titles }: Pick<AnsweringDeps, "corpus" | "titles">,
  kind: "greeting" | "thanks" | "help" | "new-topic",
): Promise<AnswerDraft> {
  if (kind === "new-topic") return draftOfFacts([{ kind }]);
  const [{ papers }, vocabulary] = await Promise.all([titles(), corpus.vocabulary()]);
  return draftOfFacts([{ kind, examples: examplesFor(papers, vocabulary) }]);
}

/** Answers what there is: how many papers, how new, from where, about what. */
export async function answerAboutCorpus({ titles }: Pick<AnsweringDeps, "titles">): Promise<AnswerDraft> {
  const { papers } = await titles();
  const dates = papers.map(({ published }) => published);
  const fact: Fact = {
    kind: "corpus",
    knowledge: knowledgeOf(papers),
    newest: outermostDate(dates, "newest"),
    oldest: outermostDate(dates, "oldest"),
    ...sourcesOf(papers),
    topics: topicsOf(papers),
  };
  return draftOfFacts([fact]);
}

/** The services that papers come from, those with most papers first, and how many files. */
function sourcesOf(papers: readonly TitledPaper[]): { readonly sources: string[]; readonly files: number } {
  const counts = new Map<string, number>();
  for (const { sources } of papers) {
    const names = new Set(sources.flatMap(({ path }) => serviceName(path) ?? []));
    for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const files = new Set(
    papers.flatMap(({ sources }) => sources.flatMap(({ path }) => (serviceName(path) === null ? [path] : []))),
  );
  const services = [...counts]
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .map(([name]) => name)
    .slice(0, MOST_SOURCES);
  return { sources: services, files: files.size };
}

/** Words that many titles share whatever they are about. */
const NO_TOPIC =
  /^(?:neural|deep|network|networks|learning|machine|model|models|training|via|towards?|using|approach|analysis|understanding|based|efficient)$/u;

/** A phrase that ends so is a part of a longer one: “parameter-efficient”. */
const ADJECTIVE = /^(?:\p{L}*(?:ive|ient|able|ible|ous|ware|ased|free|wise)|rank|order|scale|shot|size|time|neural)$/u;

/** Phrases of two or three words that several titles share, most titles first, as most of those write them. */
export function topicsOf(papers: readonly TitledPaper[]): string[] {
  const counts = new Map<string, { readonly forms: Map<string, number>; titles: number }>();
  for (const { title } of papers) {
    const seen = new Set<string>();
    for (const part of title.slice(0, LONGEST_TITLE).split(/[:?,]\s/u)) {
      const words = wordsOf(part);
      for (const length of [3, 2]) {
        for (let from = 0; from + length <= words.length; from += 1) {
          const phrase = words.slice(from, from + length);
          if (phrase.some((word) => isStopWord(word) || REQUEST_WORDS.has(word) || /^\d+$/u.test(word))) continue;
          if (phrase.every((word) => NO_TOPIC.test(word)) || ADJECTIVE.test(phrase.at(-1) ?? "")) continue;
          const key = contentTerms(phrase.join(" ")).join(" ");
          if (seen.has(key)) continue;
          seen.add(key);
          const known = counts.get(key) ?? { forms: new Map<string, number>(), titles: 0 };
          const form = asWritten(part, phrase);
          known.forms.set(form, (known.forms.get(form) ?? 0) + 1);
          known.titles += 1;
          counts.set(key, known);
        }
      }
    }
  }
  const ranked = [...counts]
    .filter(
      ([, { titles }]) =>
        titles >= TITLES_WITH_TOPIC && titles <= Math.max(TITLES_WITH_TOPIC, COMMON_SHARE * papers.length),
    )
    .sort(([a, m], [b, n]) => n.titles - m.titles || b.length - a.length || (a < b ? -1 : 1));
  const chosen: string[] = [];
  const used = new Set<string>();
  for (const [key, { forms }] of ranked) {
    const terms = key.split(" ");
    if (terms.some((term) => used.has(term))) continue;
    for (const term of terms) used.add(term);
    chosen.push(mostFrequent(forms));
    if (chosen.length === MOST_TOPICS) break;
  }
  return chosen;
}

/** Some words in a row as a text writes them, in small letters: with a hyphen where it has one. */
function asWritten(text: string, words: readonly string[]): string {
  const found = new RegExp(words.join("[^\\p{L}\\p{N}]+"), "u").exec(text.normalize("NFKC").toLowerCase())?.[0];
  return (found ?? words.join(" ")).replace(/[^\p{L}\p{N}'-]+/gu, " ");
}

/** The form that occurs most often; of several, the longest, which is the plural. */
function mostFrequent(forms: ReadonlyMap<string, number>): string {
  const [best] = [...forms].sort(([a, m], [b, n]) => n - m || b.length - a.length || (a < b ? -1 : 1));
  return best?.[0] ?? "";
}

/** Three questions that are answered: what a frequent term means, papers on a topic, and one paper by its title. */
function examplesFor(papers: readonly TitledPaper[], vocabulary: Vocabulary): ExampleQuestion[] {
  const topics = topicsOf(papers);
  const term = [...vocabulary.abbreviations]
    .flatMap(([, [long]]) => (long === undefined || long.split(" ").length < 2 ? [] : [long]))
    .map((long) => ({
      long,
      titles: papers.filter(({ title }) => title.toLowerCase().includes(long)).length,
    }))
    .sort((a, b) => b.titles - a.titles || (a.long < b.long ? -1 : 1))
    .find(({ titles }) => titles > 0 && titles <= COMMON_SHARE * papers.length)?.long;
  const termKey = contentTerms(term ?? "").join(" ");
  const topic = topics.find((each) => contentTerms(each).join(" ") !== termKey);
  const named = [...papers]
    .filter(({ title }) => title.length <= SHORT_TITLE && title.split(" ").length >= 3)
    .sort((a, b) => b.sources.length - a.sources.length || (a.title < b.title ? -1 : 1))[0];
  return [
    ...(term === undefined ? [] : [{ ask: "definition" as const, about: term }]),
    ...(topic === undefined ? [] : [{ ask: "list" as const, about: topic }]),
    ...(named === undefined ? [] : [{ ask: "lookup" as const, title: named.title }]),
  ];
}

import { serviceName } from "../domain/services.ts";
import type { AnswerPhrases } from "./answer-phrases.ts";
import { notesNeeded, rangeOf } from "./filter-notes.ts";

const papers = (count: number, written: string) => `${written} ${count === 1 ? "paper" : "papers"}`;
const have = (count: number) => (count === 1 ? "has" : "have");

export const en: AnswerPhrases = {
  quoted: (text) => `“${text}”`,
  greeting: "Hello! Ask me about the papers in this corpus, and I answer with quotations you can check.",
  thanks: "You’re welcome. Ask whenever you have another question.",
  help: "Ask a question, and I answer from paper abstracts, with every sentence quoted and its paper named. You can also name a paper, or ask for a list, an overview, a comparison, or papers from certain years.",
  newTopic: "A new topic, then. What would you like to know?",
  forExample: "For example:",
  example(example) {
    if (example.ask === "lookup") return `What does “${example.title}” say?`;
    return example.ask === "list" ? `Which papers are about ${example.about}?` : `What is meant by “${example.about}”?`;
  },
  corpus({ knowledge, newest, oldest, sources, files, topics }, { number, date, list }) {
    const sentences = [
      `This corpus holds the abstracts of ${papers(knowledge.papers, number(knowledge.papers))}, not their full texts.`,
    ];
    sentences.push(
      newest === null || oldest === null
        ? "None of them has a known date."
        : `${number(knowledge.dated)} of them ${have(knowledge.dated)} a date, from ${date(oldest)} to ${date(newest)}.`,
    );
    const from = [...sources, ...(files === 0 ? [] : [`${number(files)} saved ${files === 1 ? "file" : "files"}`])];
    if (from.length > 0) sentences.push(`They come from ${list(from)}.`);
    if (topics.length > 0) sentences.push(`Frequent topics are ${list(topics)}.`);
    return sentences.join(" ");
  },
  paper({ paper }, { date, list, number }) {
    const { title, published, authors, authorCount } = paper;
    const known = [
      ...(authors.length > 0
        ? [`by ${authors.length > 4 ? `${authors[0] ?? ""} and ${number(authors.length - 1)} others` : list(authors)}`]
        : authorCount === null
          ? []
          : [`${number(authorCount)} ${authorCount === 1 ? "author" : "authors"}, names not recorded`]),
      ...(published === null ? [] : [date(published)]),
    ];
    return known.length === 0 ? `“${title}” (authors and date not recorded)` : `“${title}” (${known.join("; ")})`;
  },
  unknownId: ({ service, id }) =>
    `No paper in this corpus is recorded with the ${service === "arxiv" ? "arXiv id" : "DOI"} ${id}.`,
  noSuchPaper: ({ asked }) => `No paper in this corpus is called “${asked}” or clearly fits that description.`,
  authors({ paper, knowledge }, { number, list }) {
    if (paper !== null && paper.authors.length > 0)
      return `The authors of “${paper.title}” are ${list(paper.authors)}.`;
    const known = `only ${number(knowledge.withAuthors)} of ${papers(knowledge.papers, number(knowledge.papers))} ${have(knowledge.withAuthors)} author names.`;
    const none = `no paper in this corpus has author names.`;
    const who =
      paper === null ? "I can’t tell who wrote that" : `The authors of “${paper.title}” are not recorded here`;
    return `${who}: ${knowledge.withAuthors === 0 ? none : known}`;
  },
  byAuthor({ author, found, knowledge }, { number }) {
    if (found > 0) return `${papers(found, number(found))} here ${found === 1 ? "is" : "are"} by ${author}.`;
    return knowledge.withAuthors === 0
      ? `I can’t tell which papers are by ${author}: no paper in this corpus has author names.`
      : `No paper here is recorded as being by ${author}; ${number(knowledge.withAuthors)} of ${papers(knowledge.papers, number(knowledge.papers))} ${have(knowledge.withAuthors)} author names.`;
  },
  date({ paper, knowledge }, { number, date }) {
    if (paper?.published != null) {
      const yearKnown = !paper.published.startsWith("-");
      return `“${paper.title}” is dated ${date(paper.published)}${yearKnown ? "" : " (the year is not recorded)"}.`;
    }
    const known = `${number(knowledge.dated)} of ${papers(knowledge.papers, number(knowledge.papers))} ${have(knowledge.dated)} a date.`;
    return paper === null
      ? `I can’t tell which paper that is, and only ${known}`
      : `The date of “${paper.title}” is not recorded here; only ${known}`;
  },
  dates({ papers: compared, knowledge }, { date, number }) {
    const lines = compared.map(
      ({ title, published }) => `“${title}”: ${published === null ? "no date recorded" : date(published)}`,
    );
    const unknown = compared.some(({ published }) => published === null)
      ? ` ${number(knowledge.dated)} of ${papers(knowledge.papers, number(knowledge.papers))} ${have(knowledge.dated)} a date.`
      : "";
    return `${lines.join("; ")}.${unknown}`;
  },
  venue: () => "I can’t tell: conferences and journals that papers were published in are not recorded here.",
  upvotes({ paper, knowledge }, { number }) {
    if (paper?.upvotes != null)
      return `“${paper.title}” has ${number(paper.upvotes)} ${paper.upvotes === 1 ? "upvote" : "upvotes"}.`;
    const known = `${number(knowledge.withUpvotes)} of ${papers(knowledge.papers, number(knowledge.papers))} ${have(knowledge.withUpvotes)} a recorded number of upvotes.`;
    return paper === null ? `Only ${known}` : `The upvotes of “${paper.title}” are not recorded here; only ${known}`;
  },
  count: ({ topic, mentioned, inTitle, knowledge }, { number }) =>
    mentioned === 0
      ? `None of ${papers(knowledge.papers, number(knowledge.papers))} mentions “${topic}”.`
      : `${number(mentioned)} of ${papers(knowledge.papers, number(knowledge.papers))} ${mentioned === 1 ? "mentions" : "mention"} “${topic}” in the title or abstract, ${number(inTitle)} of them in the title.`,
  filtered({ filters, order, passed, knowledge }, { number, date }) {
    const { author, minUpvotes, source } = filters;
    const total = papers(knowledge.papers, number(knowledge.papers));
    const notes = notesNeeded(filters, order, {
      dates:
        knowledge.dated === 0
          ? "No paper here has a date."
          : `Only ${number(knowledge.dated)} of ${total} ${have(knowledge.dated)} a date.`,
      upvotes:
        knowledge.withUpvotes === 0
          ? "No paper here has a recorded number of upvotes."
          : `Only ${number(knowledge.withUpvotes)} of ${total} ${have(knowledge.withUpvotes)} a recorded number of upvotes.`,
      authors:
        knowledge.withAuthors === 0
          ? "No paper here has author names."
          : `Only ${number(knowledge.withAuthors)} of ${total} ${have(knowledge.withAuthors)} author names.`,
    });
    const wanted = [
      rangeOf(filters, {
        within: (since) => `from ${date(since)}`,
        between: (since, until) => `from ${date(since)} to ${date(until)}`,
        from: (since) => `from ${date(since)} or later`,
        to: (until) => `from ${date(until)} or earlier`,
      }),
      author === undefined ? "" : `by ${author}`,
      source === undefined ? "" : `from ${serviceName(`${source}:`) ?? `sources with “${source}” in their names`}`,
    ].filter((part) => part !== "");
    const subject = passed === 0 ? "No paper" : papers(passed, number(passed));
    if (minUpvotes !== undefined) {
      const passing = [subject, wanted.join(", ")].filter((part) => part !== "").join(" ");
      notes.push(`${passing} ${passed > 1 ? "have" : "has"} ${number(minUpvotes)} or more upvotes.`);
    } else if (wanted.length > 0) notes.push(`${subject} ${passed > 1 ? "are" : "is"} ${wanted.join(", ")}.`);
    if (order === "relevance" && wanted.length === 0 && minUpvotes === undefined) {
      notes.push(`This corpus holds ${papers(passed, number(passed))}.`);
    }
    return notes.join(" ");
  },
  listed(shown, topic, { number }) {
    if (topic !== null) return `Of those, on “${topic}”:`;
    return shown === 1 ? "The first:" : `The first ${number(shown ?? 0)}:`;
  },
  notShown: ({ wanted, shown }, { number }) =>
    shown === 0
      ? "I don’t know which paper you mean: the last answer named none."
      : `The last answer named only ${papers(shown, number(shown))}, so there is no number ${number(wanted)}.`,
  closest: "No abstract says this outright. Closest:",
  nothingPasses: "No paper passes these filters.",
  nothing: (count, filtered, { number }) =>
    `Not in this corpus: none of its ${papers(count, number(count))}${filtered ? " that pass the filters" : ""} is about this.`,
  searchedBy: (terms) => `Without a language model I can only read English questions; I searched for: ${terms}.`,
  askInEnglish: "Without a language model I can only read English questions. Please ask in English.",
  contradicted: (n, quote) => `The question assumes otherwise, but [${n}] contradicts that: “${quote}”`,
  uncovered: (names, { list }) => `Not covered by this corpus: ${list(names.map((name) => `“${name}”`))}.`,
  colon: ": ",
  understoodAs: "Understood as",
  scope: (count, { number }) => `${papers(count, number(count))} · abstracts only`,
  quotedWordForWord: "sentences quoted word for word",
  writtenBy: (model) => `written by ${model}`,
  further: "Also close",
  closestTitles: "Closest titles",
  abbreviations: "Abbreviations",
  abbreviation: (short, long, n) => `${short}: ${long} [${n}]`,
  group: (topics, { list }) => (topics.length === 0 ? "Others" : `On ${list(topics)}`),
};

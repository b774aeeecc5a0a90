import { serviceName } from "../domain/services.ts";
import type { AnswerPhrases } from "./answer-phrases.ts";
import { notesNeeded, rangeOf } from "./filter-notes.ts";

const papers = (count: number, written: string) => `${written} ${count === 1 ? "Arbeit" : "Arbeiten"}`;
const votes = (count: number, written: string) => `${written} ${count === 1 ? "Stimme" : "Stimmen"}`;
const have = (count: number) => (count === 1 ? "hat" : "haben");
const from = (published: string, written: string) => `${/^\d{4}$/u.test(published) ? "aus" : "vom"} ${written}`;

export const de: AnswerPhrases = {
  quoted: (text) => `„${text}“`,
  greeting: "Hallo! Auf Fragen zu den Arbeiten in diesem Korpus antworte ich mit Zitaten, die sich nachprüfen lassen.",
  thanks: "Gern geschehen. Weitere Fragen sind jederzeit willkommen.",
  help: "Auf Fragen antworte ich aus Abstracts; jeder Satz ist ein Zitat, und seine Arbeit wird genannt. Möglich sind auch der Titel einer Arbeit oder die Bitte um eine Liste, einen Überblick, einen Vergleich oder Arbeiten aus bestimmten Jahren.",
  newTopic: "Also ein neues Thema. Worum soll es gehen?",
  forExample: "Zum Beispiel:",
  example(example) {
    if (example.ask === "lookup") return `Was steht in „${example.title}“?`;
    return example.ask === "list"
      ? `Welche Arbeiten handeln von ${example.about}?`
      : `Was ist mit „${example.about}“ gemeint?`;
  },
  corpus({ knowledge, newest, oldest, sources, files, topics }, { number, date, list }) {
    const sentences = [
      `In diesem Korpus sind die Abstracts von ${papers(knowledge.papers, number(knowledge.papers))}, nicht die Volltexte.`,
    ];
    sentences.push(
      newest === null || oldest === null
        ? "Von keiner ist das Datum bekannt."
        : `${number(knowledge.dated)} davon ${have(knowledge.dated)} ein Datum (${date(oldest)} bis ${date(newest)}).`,
    );
    const fromSources = [
      ...sources,
      ...(files === 0 ? [] : [`${number(files)} gespeicherte ${files === 1 ? "Datei" : "Dateien"}`]),
    ];
    if (fromSources.length > 0) sentences.push(`Quellen: ${list(fromSources)}.`);
    if (topics.length > 0) sentences.push(`Häufige Themen: ${list(topics)}.`);
    return sentences.join(" ");
  },
  paper({ paper }, { date, list, number }) {
    const { title, published, authors, authorCount } = paper;
    const known = [
      ...(authors.length > 0
        ? [
            `von ${authors.length > 4 ? `${authors[0] ?? ""} und ${number(authors.length - 1)} weiteren` : list(authors)}`,
          ]
        : authorCount === null
          ? []
          : [`${number(authorCount)} ${authorCount === 1 ? "Autor, Name" : "Autoren, Namen"} nicht verzeichnet`]),
      ...(published === null ? [] : [date(published)]),
    ];
    return known.length === 0 ? `„${title}“ (Autoren und Datum nicht verzeichnet)` : `„${title}“ (${known.join("; ")})`;
  },
  unknownId: ({ service, id }) =>
    `In diesem Korpus ist keine Arbeit mit der ${service === "arxiv" ? "arXiv-Nummer" : "DOI"} ${id} verzeichnet.`,
  noSuchPaper: ({ asked }) =>
    `Keine Arbeit in diesem Korpus heißt „${asked}“ oder passt eindeutig zu dieser Beschreibung.`,
  authors({ paper, knowledge }, { number, list }) {
    if (paper !== null && paper.authors.length > 0) return `„${paper.title}“ ist von ${list(paper.authors)}.`;
    const known = `Nur ${number(knowledge.withAuthors)} von ${papers(knowledge.papers, number(knowledge.papers))} ${have(knowledge.withAuthors)} Autorennamen.`;
    const none = "Keine Arbeit in diesem Korpus hat Autorennamen.";
    const who =
      paper === null
        ? "Wer das geschrieben hat, kann ich nicht sagen"
        : `Die Autoren von „${paper.title}“ sind hier nicht verzeichnet`;
    return `${who}: ${knowledge.withAuthors === 0 ? none : known}`;
  },
  byAuthor({ author, found, knowledge }, { number }) {
    if (found > 0) return `Hier gibt es ${papers(found, number(found))} von ${author}.`;
    return knowledge.withAuthors === 0
      ? `Welche Arbeiten von ${author} sind, kann ich nicht sagen: Keine Arbeit in diesem Korpus hat Autorennamen.`
      : `Hier ist keine Arbeit von ${author} verzeichnet; ${number(knowledge.withAuthors)} von ${papers(knowledge.papers, number(knowledge.papers))} ${have(knowledge.withAuthors)} Autorennamen.`;
  },
  date({ paper, knowledge }, { number, date }) {
    if (paper?.published != null) {
      const yearKnown = !paper.published.startsWith("-");
      return `„${paper.title}“ ist ${from(paper.published, date(paper.published))}${yearKnown ? "" : " (das Jahr ist nicht verzeichnet)"}.`;
    }
    const known = `${number(knowledge.dated)} von ${papers(knowledge.papers, number(knowledge.papers))} ${have(knowledge.dated)} ein Datum.`;
    return paper === null
      ? `Welche Arbeit das ist, kann ich nicht sagen, und nur ${known}`
      : `Das Datum von „${paper.title}“ ist hier nicht verzeichnet; nur ${known}`;
  },
  dates({ papers: compared, knowledge }, { date, number }) {
    const lines = compared.map(
      ({ title, published }) => `„${title}“: ${published === null ? "kein Datum verzeichnet" : date(published)}`,
    );
    const unknown = compared.some(({ published }) => published === null)
      ? ` ${number(knowledge.dated)} von ${papers(knowledge.papers, number(knowledge.papers))} ${have(knowledge.dated)} ein Datum.`
      : "";
    return `${lines.join("; ")}.${unknown}`;
  },
  venue: () =>
    "Das kann ich nicht sagen: Auf welcher Konferenz oder in welcher Zeitschrift Arbeiten erschienen sind, ist hier nicht verzeichnet.",
  upvotes({ paper, knowledge }, { number }) {
    if (paper?.upvotes != null) return `„${paper.title}“ hat ${votes(paper.upvotes, number(paper.upvotes))}.`;
    const known = `bei ${number(knowledge.withUpvotes)} von ${papers(knowledge.papers, number(knowledge.papers))} ist die Zahl der Stimmen verzeichnet.`;
    return paper === null
      ? `Nur ${known}`
      : `Die Stimmen für „${paper.title}“ sind hier nicht verzeichnet; nur ${known}`;
  },
  count: ({ topic, mentioned, inTitle, knowledge }, { number }) =>
    mentioned === 0
      ? `Von ${papers(knowledge.papers, number(knowledge.papers))} erwähnt keine „${topic}“.`
      : `${number(mentioned)} von ${papers(knowledge.papers, number(knowledge.papers))} ${mentioned === 1 ? "erwähnt" : "erwähnen"} „${topic}“ im Titel oder Abstract, ${number(inTitle)} davon im Titel.`,
  filtered({ filters, order, passed, knowledge }, { number, date }) {
    const { author, minUpvotes, source } = filters;
    const total = papers(knowledge.papers, number(knowledge.papers));
    const notes = notesNeeded(filters, order, {
      dates:
        knowledge.dated === 0
          ? "Keine Arbeit hier hat ein Datum."
          : `Nur ${number(knowledge.dated)} von ${total} ${have(knowledge.dated)} ein Datum.`,
      upvotes:
        knowledge.withUpvotes === 0
          ? "Bei keiner Arbeit hier ist die Zahl der Stimmen verzeichnet."
          : `Nur bei ${number(knowledge.withUpvotes)} von ${total} ist die Zahl der Stimmen verzeichnet.`,
      authors:
        knowledge.withAuthors === 0
          ? "Keine Arbeit hier hat Autorennamen."
          : `Nur ${number(knowledge.withAuthors)} von ${total} ${have(knowledge.withAuthors)} Autorennamen.`,
    });
    const wanted = [
      rangeOf(filters, {
        within: (since) => from(since, date(since)),
        between: (since, until) => `von ${date(since)} bis ${date(until)}`,
        from: (since) => `ab ${date(since)}`,
        to: (until) => `bis ${date(until)}`,
      }),
      author === undefined ? "" : `von ${author}`,
      minUpvotes === undefined ? "" : `mit mindestens ${votes(minUpvotes, number(minUpvotes))}`,
      source === undefined ? "" : `aus ${serviceName(`${source}:`) ?? `Quellen mit „${source}“ im Namen`}`,
    ].filter((part) => part !== "");
    if (wanted.length > 0) {
      notes.push(
        `Es gibt hier ${passed === 0 ? "keine Arbeit" : papers(passed, number(passed))} ${wanted.join(", ")}.`,
      );
    }
    if (order === "relevance" && wanted.length === 0)
      notes.push(`In diesem Korpus sind ${papers(passed, number(passed))}.`);
    return notes.join(" ");
  },
  listed: (shown, topic, { number }) => (topic === null ? `Die ersten ${number(shown ?? 0)}:` : `Davon zu „${topic}“:`),
  notShown: ({ wanted, shown }, { number }) =>
    shown === 0
      ? "Ich weiß nicht, welche Arbeit gemeint ist: Die letzte Antwort nannte keine."
      : `Die letzte Antwort nannte nur ${papers(shown, number(shown))}, eine Nummer ${number(wanted)} gibt es also nicht.`,
  closest: "Kein Abstract sagt das ausdrücklich. Am nächsten:",
  nothingPasses: "Keine Arbeit erfüllt diese Filter.",
  nothing: (count, filtered, { number }) =>
    count === 0
      ? "Nicht in diesem Korpus: Keine Arbeit erfüllt die Filter."
      : count === 1
        ? `Nicht in diesem Korpus: Die einzige Arbeit${filtered ? ", die die Filter erfüllt," : ""} handelt nicht davon.`
        : `Nicht in diesem Korpus: Keine der ${papers(count, number(count))}${filtered ? ", die die Filter erfüllen," : ""} handelt davon.`,
  searchedBy: (terms) => `Ohne Sprachmodell kann ich nur englische Fragen lesen; gesucht habe ich nach: ${terms}.`,
  askInEnglish: "Ohne Sprachmodell kann ich nur englische Fragen lesen. Bitte auf Englisch fragen.",
  contradicted: (n, quote) => `Die Frage setzt etwas anderes voraus, aber [${n}] widerspricht dem: „${quote}“`,
  uncovered: (names, { list }) => `In diesem Korpus nicht behandelt: ${list(names.map((name) => `„${name}“`))}.`,
  colon: ": ",
  understoodAs: "Verstanden als",
  scope: (count, { number }) => `${papers(count, number(count))} · nur Abstracts`,
  quotedWordForWord: "Sätze wörtlich zitiert",
  writtenBy: (model) => `geschrieben von ${model}`,
  further: "Weitere nahe Arbeiten",
  closestTitles: "Ähnlichste Titel",
  abbreviations: "Abkürzungen",
  abbreviation: (short, long, n) => `${short}: ${long} [${n}]`,
  group: (topics, { list }) => (topics.length === 0 ? "Weitere" : `Zu ${list(topics)}`),
};

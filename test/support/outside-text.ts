import { parseFeed } from "../../src/adapters/arxiv/parse-feed.ts";
import { parseDailyPapers } from "../../src/adapters/huggingface/parse-daily-papers.ts";
import { createBodyReader } from "../../src/adapters/openai/read-body.ts";
import { createCompletionReader } from "../../src/adapters/openai/read-completion.ts";
import { createWordEncoder } from "../../src/adapters/transformers/word-encoder.ts";
import { addedNames } from "../../src/answering/added-names.ts";
import { topicsOf } from "../../src/answering/answer-about-corpus.ts";
import { renderPassages } from "../../src/answering/build-passages.ts";
import { explainAbbreviations } from "../../src/answering/explain-abbreviations.ts";
import { findContradiction } from "../../src/answering/find-contradiction.ts";
import { asksBroadly } from "../../src/answering/further-papers.ts";
import { readWholeReply } from "../../src/answering/read-reply.ts";
import { readReplySentence } from "../../src/answering/read-reply-sentence.ts";
import { rolesOf } from "../../src/answering/sentence-roles.ts";
import { createReasoningFilter } from "../../src/answering/skip-reasoning.ts";
import { contradicts, takesSameSide } from "../../src/citations/compare-claims.ts";
import { findObjections } from "../../src/citations/exact-checks.ts";
import { findQuote } from "../../src/citations/find-quote.ts";
import { hasForeignMarkup } from "../../src/citations/foreign-markup.ts";
import { amountsDiffer, numbersOf } from "../../src/citations/numbers.ts";
import { parseCitationMarkers } from "../../src/citations/parse-citation-markers.ts";
import { clausesOf, readClaim } from "../../src/citations/read-claim.ts";
import {
  advertises,
  defines,
  namesAvailability,
  pointsBack,
  setsScene,
  statesFinding,
} from "../../src/citations/sentence-kinds.ts";
import { createSentenceStream } from "../../src/citations/sentence-stream.ts";
import { subjectOf } from "../../src/citations/shared-subject.ts";
import { wrapText } from "../../src/cli/wrap-text.ts";
import { loadConfig } from "../../src/config/config.ts";
import { parseEnvironment } from "../../src/config/parse-environment.ts";
import { nameTheme } from "../../src/digest/name-theme.ts";
import { readTopics } from "../../src/digest/read-topics.ts";
import { decodeAction } from "../../src/discord/custom-ids.ts";
import { withoutMentions } from "../../src/discord/handlers/ask.ts";
import { fitParts, fitText } from "../../src/discord/presenters/fit-text.ts";
import { escapeText, titleLink } from "../../src/discord/presenters/markdown.ts";
import { AppError } from "../../src/domain/errors.ts";
import { LIMITS } from "../../src/domain/limits.ts";
import { normaliseTitle, type Paper, type PaperId } from "../../src/domain/paper.ts";
import { findArxivId, findPaperReference, readArxivId, readDoi } from "../../src/domain/paper-identifiers.ts";
import type { Vocabulary } from "../../src/domain/vocabulary.ts";
import { isBeginningOf, longerAbstract, realAbstract } from "../../src/indexing/better-abstract.ts";
import { chunkPaper } from "../../src/indexing/chunk-paper.ts";
import { countVocabulary } from "../../src/indexing/count-vocabulary.ts";
import { parseBibtex } from "../../src/indexing/parse-bibtex.ts";
import { parseJsonLine, webAddress } from "../../src/indexing/parse-json-line.ts";
import { parsePage } from "../../src/indexing/parse-page.ts";
import { parseRis } from "../../src/indexing/parse-ris.ts";
import { bibtexDate, risDate } from "../../src/indexing/reference-dates.ts";
import { arxivIdOfReference, doiOfReference } from "../../src/indexing/reference-ids.ts";
import { readIngestSchedule } from "../../src/ingesting/ingest-schedule.ts";
import { comparedSides } from "../../src/questions/compared-sides.ts";
import { detectLanguage } from "../../src/questions/detect-language.ts";
import { readFollowUp, readReference, withoutReference } from "../../src/questions/follow-up.ts";
import { readForeignRequest } from "../../src/questions/foreign-requests.ts";
import { readForeignSmallTalk } from "../../src/questions/foreign-small-talk.ts";
import { termsInGlossary } from "../../src/questions/glossary.ts";
import { interpretQuestion } from "../../src/questions/interpret-question.ts";
import { questionParts, unknownNames } from "../../src/questions/question-parts.ts";
import { withoutCourtesies } from "../../src/questions/question-patterns.ts";
import { readFilters } from "../../src/questions/read-filters.ts";
import { readForeignQuestion } from "../../src/questions/read-foreign-question.ts";
import { readPresupposition } from "../../src/questions/read-presupposition.ts";
import { readCount, readTopic } from "../../src/questions/read-topic.ts";
import { isTitleAlone } from "../../src/questions/title-alone.ts";
import { sharedTopics } from "../../src/retrieval/explain-relation.ts";
import { createQueryReader } from "../../src/retrieval/read-query.ts";
import { createTitleIndex } from "../../src/retrieval/titles.ts";
import { expandAbbreviations, findAbbreviations } from "../../src/util/abbreviations.ts";
import { cleanLine } from "../../src/util/clean-text.ts";
import { readSince } from "../../src/util/dates.ts";
import { decodeText } from "../../src/util/decode-text.ts";
import { jsonValuesIn } from "../../src/util/json-in-text.ts";
import { latexLetters } from "../../src/util/latex-letters.ts";
import { latexText } from "../../src/util/latex-text.ts";
import { decodeEntities, decodeOnce, withoutTags } from "../../src/util/markup-text.ts";
import { paperText } from "../../src/util/paper-text.ts";
import { pastDay } from "../../src/util/past-day.ts";
import { plainLogLine } from "../../src/util/plain-log-line.ts";
import { readDate, readMonthAndDay } from "../../src/util/read-date.ts";
import { MAX_QUESTION_CHARACTERS, readQuestion } from "../../src/util/read-question.ts";
import { splitSentences } from "../../src/util/sentences.ts";
import { createTermOverlap } from "../../src/util/term-overlap.ts";
import { contentTerms, lexicalTerms, wordsOf } from "../../src/util/terms.ts";
import { createLineSplitter, textLines } from "../../src/util/text-lines.ts";
import { truncate } from "../../src/util/truncate.ts";
import { unpacked } from "../../src/util/unpack.ts";
import { counted, type HostileText, nested } from "./hostile-text.ts";
import { titledPaper } from "./titled-paper.ts";

/** A function that sees text from outside: of papers, models, people, services or settings. */
export interface OutsideTextReader {
  readonly name: string;
  /** Where it lives, from the project's root. */
  readonly file: string;
  /** Typed errors of the domain are an answer like any other; anything else thrown is a fault. */
  readonly read: (text: string) => unknown;
  /** Most UTF-16 units that ever reach it; absent where there is no such bound. */
  readonly bound?: number;
  /** Inputs in its own format, beside those that all are tried on. */
  readonly own?: readonly HostileText[];
}

const NOW = new Date("2026-01-01T00:00:00Z");
const TITLES = [
  "Hyperband: A Novel Bandit-Based Approach",
  "The Edge of Stability of Large Networks",
  "Sharpness-Aware Minimization for Free",
  "Grokking",
];
const ABSTRACT =
  "Sharpness-aware minimization (SAM) does not increase the loss of large networks. We show that 3 seeds are better than one.";
const VOCABULARY: Vocabulary = {
  papers: 100,
  averageTerms: 100,
  paperCounts: new Map([
    ["loss", 40],
    ["network", 60],
    ["minim", 3],
  ]),
  wordCounts: new Map([
    ["loss", 40],
    ["network", 10],
    ["networks", 60],
    ["minimization", 3],
    ["hyperband", 1],
    ["sharpness", 3],
  ]),
  abbreviations: new Map([["SAM", ["sharpness-aware minimization"]]]),
};
const titles = await createTitleIndex(TITLES.map((title, index) => titledPaper(`p${index}`, title)));
const queries = createQueryReader(VOCABULARY, async (words) => words.map(() => false));
const rules = { names: titles, vocabulary: VOCABULARY, now: NOW };
const encode = createWordEncoder((text) => [1, ...(text === "" ? [] : [text.length]), 2]);

function paper(title: string, abstract: string): Paper {
  return {
    paperId: "p1" as PaperId,
    arxivId: null,
    doi: null,
    title,
    abstract,
    url: null,
    published: null,
    authors: [],
    authorCount: null,
    upvotes: null,
    addedAt: "2026-01-01T00:00:00Z",
    sources: [],
  };
}

/** What a reader of questions is given at most: every way in goes through `readQuestion`. */
const question = { bound: MAX_QUESTION_CHARACTERS } as const;

function inPieces(text: string, size: number, push: (piece: string) => unknown): void {
  for (let at = 0; at < text.length; at += size) push(text.slice(at, at + size));
}

async function* bytesOf(text: string): AsyncIterable<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  for (let at = 0; at < bytes.length; at += 1_000) yield bytes.subarray(at, at + 1_000);
}

/** As much of a text as each of some fields gets, so that all of them together are as long as the text. */
const partOf = (text: string, fields: number) => text.slice(0, Math.ceil(text.length / fields));
const feedOf = (text: string) => {
  const escaped = partOf(text, 5).replace(/[<&]/gu, " ");
  return `<feed><entry><id>http://arxiv.org/abs/2401.00001v1</id><title>${escaped}</title><summary>${escaped}</summary><published>${escaped}</published><author><name>${escaped}</name></author><arxiv:doi>${escaped}</arxiv:doi></entry></feed>`;
};

/** Every function that sees text from outside. The benchmark, the test of growth and the fuzz test read this table. */
export const OUTSIDE_TEXT_READERS: readonly OutsideTextReader[] = [
  // Text of any kind.
  { name: "cleanLine", file: "src/util/clean-text.ts", read: cleanLine },
  { name: "paperText", file: "src/util/paper-text.ts", read: (text) => paperText(text) },
  { name: "paperText (LaTeX)", file: "src/util/paper-text.ts", read: (text) => paperText(text, { latex: true }) },
  {
    name: "decodeEntities, decodeOnce",
    file: "src/util/markup-text.ts",
    read: (text) => [decodeEntities(text), decodeOnce(text)],
    own: [{ name: "entities of entities", make: (length) => `&${"amp;".repeat(length / 4)}` }],
  },
  {
    name: "withoutTags",
    file: "src/util/markup-text.ts",
    read: withoutTags,
    own: [
      { name: "unseen elements without end", make: (length) => "<script>".repeat(length / 8) },
      { name: "comments without end", make: (length) => "<!-- ".repeat(length / 5) },
      { name: "attributes", make: (length) => `<a ${'b="c" '.repeat(length / 6)}` },
      { name: "quotes in tags", make: (length) => `<a "`.repeat(length / 4) },
    ],
  },
  { name: "latexLetters", file: "src/util/latex-letters.ts", read: latexLetters },
  {
    name: "latexText",
    file: "src/util/latex-text.ts",
    read: (text) => [latexText(text, { certain: false }), latexText(text, { certain: true })],
    own: [
      { name: "maths without end", make: (length) => "$a_{b}^".repeat(length / 7) },
      { name: "environments without end", make: (length) => "\\begin{a}".repeat(length / 9) },
      { name: "fractions", make: (length) => "\\frac{a}{".repeat(length / 9) },
      { name: "indices", make: (length) => `$a${"_{b".repeat(length / 3)}$` },
      { name: "accents", make: (length) => '\\"'.repeat(length / 2) },
    ],
  },
  {
    name: "createLineSplitter (pieces)",
    file: "src/util/text-lines.ts",
    read: (text) => {
      const splitter = createLineSplitter(1_000);
      let count = 0;
      inPieces(text, 16, (piece) => {
        for (const line of splitter.split(piece)) count += line?.length ?? 0;
      });
      return count + [...splitter.end()].length;
    },
    own: [{ name: "carriage returns", make: (length) => "\r".repeat(length) }],
  },
  {
    name: "unpacked, textLines",
    file: "src/util/unpack.ts",
    read: async (text) => {
      let count = 0;
      for await (const line of textLines(unpacked(bytesOf(text), 16))) count += line?.length ?? 0;
      return count;
    },
    own: [{ name: "carriage returns", make: (length) => "\r".repeat(length) }],
  },
  {
    name: "decodeText",
    file: "src/util/decode-text.ts",
    read: (text) => decodeText(new TextEncoder().encode(text)),
  },
  { name: "wrapText", file: "src/cli/wrap-text.ts", read: (text) => wrapText(text, { width: 80 }) },
  {
    name: "plainLogLine",
    file: "src/util/plain-log-line.ts",
    read: (text) => [
      plainLogLine(text),
      plainLogLine(JSON.stringify({ level: 40, msg: text, err: { message: text } })),
    ],
    own: [{ name: "nested values", make: (length) => `{"a":${nested("[", "]", length)}}` }],
  },
  { name: "splitSentences", file: "src/util/sentences.ts", read: splitSentences },
  { name: "truncate", file: "src/util/truncate.ts", read: (text) => truncate(text, text.length - 1) },
  { name: "wordsOf", file: "src/util/terms.ts", read: wordsOf },
  { name: "lexicalTerms", file: "src/util/terms.ts", read: lexicalTerms },
  { name: "contentTerms", file: "src/util/terms.ts", read: contentTerms },
  {
    name: "findAbbreviations, expandAbbreviations",
    file: "src/util/abbreviations.ts",
    read: (text) => expandAbbreviations(text, findAbbreviations(text)),
  },
  {
    name: "createTermOverlap",
    file: "src/util/term-overlap.ts",
    read: (text) => createTermOverlap(text, VOCABULARY).with(text),
  },
  { name: "readSince", file: "src/util/dates.ts", read: (text) => readSince(text, NOW) },
  { name: "pastDay", file: "src/util/past-day.ts", read: (text) => pastDay(text, NOW) },
  { name: "readQuestion", file: "src/util/read-question.ts", read: (text) => readQuestion(text) },

  // Papers.
  { name: "normaliseTitle", file: "src/domain/paper.ts", read: normaliseTitle },
  { name: "readArxivId", file: "src/domain/paper-identifiers.ts", read: readArxivId },
  {
    name: "readArxivId (address)",
    file: "src/domain/paper-identifiers.ts",
    read: (text) => readArxivId(`https://${text}`),
  },
  { name: "findArxivId", file: "src/domain/paper-identifiers.ts", read: findArxivId },
  { name: "findPaperReference", file: "src/domain/paper-identifiers.ts", read: findPaperReference },
  { name: "readDoi", file: "src/domain/paper-identifiers.ts", read: (text) => readDoi(`10.1234/${text}`) },
  { name: "parsePage", file: "src/indexing/parse-page.ts", read: (text) => parsePage(text.split("\n")) },
  {
    name: "parsePage (body)",
    file: "src/indexing/parse-page.ts",
    read: (text) =>
      parsePage(["Get trending papers in your email inbox!", "Subscribe", "A title", ...text.split("\n"), "A title"]),
    own: [
      { name: "papers without end", make: (length) => counted((n) => `Title ${n}\nWe find it.\n`, length) },
      { name: "bylines", make: (length) => "• 3 authors\n·\nJun 2\n".repeat(length / 20) },
    ],
  },
  {
    name: "parseJsonLine",
    file: "src/indexing/parse-json-line.ts",
    read: (text) => [parseJsonLine(text, 1), parseJsonLine(JSON.stringify({ _id: "1", title: "", text }), 1)],
  },
  { name: "webAddress", file: "src/indexing/parse-json-line.ts", read: (text) => webAddress(`https://${text}`) },
  { name: "readDate", file: "src/util/read-date.ts", read: readDate },
  { name: "readMonthAndDay", file: "src/util/read-date.ts", read: readMonthAndDay },
  {
    name: "parseRis",
    file: "src/indexing/parse-ris.ts",
    read: (text) => parseRis(["TY  - JOUR", ...text.split("\n"), "ER  - "]),
    own: [
      { name: "records without end", make: (length) => counted((n) => `TY  - JOUR\nTI  - Title ${n}\n`, length) },
      { name: "fields without end", make: (length) => "AU  - Lee, Ann\n".repeat(length / 15) },
      { name: "lines that go on", make: (length) => `AB  - We\n${"go on\n".repeat(length / 6)}` },
    ],
  },
  {
    name: "parseRis (fields)",
    file: "src/indexing/parse-ris.ts",
    read: (text) => {
      const line = partOf(text, 7).replaceAll("\n", " ");
      return parseRis([
        "TY  - JOUR",
        ...["TI", "AB", "AU", "DO", "UR", "AN", "DA"].map((tag) => `${tag}  - ${line}`),
        "ER  - ",
      ]);
    },
  },
  {
    name: "parseBibtex",
    file: "src/indexing/parse-bibtex.ts",
    read: parseBibtex,
    own: [
      {
        name: "entries in a row",
        make: (length) => counted((n) => `@article{a${n}, title = {Title ${n}}, year = 2020}\n`, length),
      },
      { name: "entries that break off", make: (length) => "@article{a,\n".repeat(length / 12) },
      { name: "entries on one line", make: (length) => "@a{b,c=".repeat(length / 7) },
      { name: "comments that break off", make: (length) => "@comment{ ".repeat(length / 10) },
      {
        name: "macros of macros",
        make: (length) => counted((n) => `@string{m${n + 1} = m${n} # m${n}}\n@a{b${n}, title = m${n}}\n`, length),
      },
      { name: "fields that break off", make: (length) => "@article{a, title={b\n".repeat(length / 21) },
    ],
  },
  {
    name: "parseBibtex (fields)",
    file: "src/indexing/parse-bibtex.ts",
    read: (text) =>
      parseBibtex(
        `@article{a,\n title = {T ${partOf(text, 4)}},\n abstract = {${partOf(text, 4)}},\n author = {${partOf(text, 4)}},\n year = {${partOf(text, 4)}}}`,
      ),
  },
  {
    name: "arxivIdOfReference, doiOfReference",
    file: "src/indexing/reference-ids.ts",
    read: (text) => {
      const fields = [text];
      const reference = {
        eprints: fields,
        archives: [],
        classes: fields,
        dois: fields,
        addresses: fields,
        places: ["arXiv", text],
        remarks: fields,
      };
      return [
        arxivIdOfReference(reference),
        arxivIdOfReference({ ...reference, archives: fields }),
        doiOfReference(reference),
      ];
    },
  },
  {
    name: "bibtexDate, risDate",
    file: "src/indexing/reference-dates.ts",
    read: (text) => [
      bibtexDate({ date: text, year: text, month: text, day: text, issueDate: text }),
      bibtexDate({ date: "", year: "2020", month: text, day: text, issueDate: "" }),
      risDate(() => [text, "2020", `2020/${text}`]),
    ],
  },
  {
    name: "realAbstract, longerAbstract",
    file: "src/indexing/better-abstract.ts",
    read: (text) => [
      realAbstract({ title: "A title", abstract: text }),
      realAbstract({ title: text.slice(0, LIMITS.title.most), abstract: text }),
      longerAbstract(text, `${text} More.`),
      isBeginningOf(text, `${text} More.`),
    ],
    own: [{ name: "the title, over and over", make: (length) => "Title ".repeat(length / 6) }],
  },
  { name: "parseFeed", file: "src/adapters/arxiv/parse-feed.ts", read: (text) => parseFeed(text, NOW) },
  {
    name: "parseFeed (fields)",
    file: "src/adapters/arxiv/parse-feed.ts",
    read: (text) => parseFeed(feedOf(text), NOW),
  },
  {
    name: "parseDailyPapers",
    file: "src/adapters/huggingface/parse-daily-papers.ts",
    read: (text) => [
      parseDailyPapers(text, NOW),
      parseDailyPapers(
        JSON.stringify([
          {
            paper: {
              id: "2401.00001",
              title: partOf(text, 4),
              summary: partOf(text, 4),
              publishedAt: partOf(text, 4),
              authors: [partOf(text, 4)],
            },
          },
        ]),
        NOW,
      ),
    ],
  },
  {
    name: "chunkPaper",
    file: "src/indexing/chunk-paper.ts",
    read: (text) =>
      chunkPaper(
        { paperId: "p1" as PaperId, title: "A title", abstract: text },
        async (texts) => texts.map((each) => Math.ceil(each.length / 4)),
        { maxTokens: 256 },
      ),
  },
  {
    name: "countVocabulary",
    file: "src/indexing/count-vocabulary.ts",
    read: (text) =>
      countVocabulary(
        (async function* () {
          yield [{ title: "A title", abstract: text }];
        })(),
      ),
  },
  { name: "createWordEncoder", file: "src/adapters/transformers/word-encoder.ts", read: encode },
  {
    name: "sharedTopics",
    file: "src/retrieval/explain-relation.ts",
    read: (text) => sharedTopics(paper("A title", text), paper("B title", text), VOCABULARY),
  },
  {
    name: "nameTheme",
    file: "src/digest/name-theme.ts",
    read: (text) =>
      nameTheme([{ title: text.slice(0, LIMITS.title.most), abstract: text }], [{ title: "A title", abstract: text }]),
  },
  {
    name: "topicsOf",
    file: "src/answering/answer-about-corpus.ts",
    read: (text) => topicsOf(["a", "b", "c"].map((id) => titledPaper(id, text))),
  },

  // Sentences of papers and of replies.
  { name: "numbersOf", file: "src/citations/numbers.ts", read: numbersOf },
  { name: "amountsDiffer", file: "src/citations/numbers.ts", read: (text) => amountsDiffer(text, text) },
  { name: "clausesOf", file: "src/citations/read-claim.ts", read: clausesOf },
  {
    name: "readClaim, contradicts",
    file: "src/citations/read-claim.ts",
    read: (text) => {
      const claim = readClaim(text);
      return [contradicts(claim, readClaim(text)), takesSameSide(claim, claim)];
    },
  },
  { name: "subjectOf", file: "src/citations/shared-subject.ts", read: subjectOf },
  {
    name: "statesFinding and its like",
    file: "src/citations/sentence-kinds.ts",
    read: (text) => [statesFinding, setsScene, advertises, pointsBack, namesAvailability].map((is) => is(text)),
  },
  {
    name: "defines",
    file: "src/citations/sentence-kinds.ts",
    read: (text) => [defines(text, "x"), defines(text, "a"), defines(text, text)],
  },
  { name: "rolesOf", file: "src/answering/sentence-roles.ts", read: (text) => rolesOf(text, 0, 2) },
  {
    name: "findObjections",
    file: "src/citations/exact-checks.ts",
    read: (text) => findObjections(text, { quote: text, title: "A title", abstract: text }),
  },
  {
    name: "findQuote",
    file: "src/citations/find-quote.ts",
    read: (text) => [findQuote(text, ABSTRACT, VOCABULARY), findQuote("loss networks", text, VOCABULARY)],
  },
  { name: "parseCitationMarkers", file: "src/citations/parse-citation-markers.ts", read: parseCitationMarkers },
  {
    name: "createSentenceStream",
    file: "src/citations/sentence-stream.ts",
    read: (text) => {
      const stream = createSentenceStream();
      return [...stream.push(text), ...stream.end()];
    },
  },
  {
    name: "createSentenceStream (pieces)",
    file: "src/citations/sentence-stream.ts",
    read: (text) => {
      const stream = createSentenceStream();
      inPieces(text, 16, (piece) => stream.push(piece));
      return stream.end();
    },
  },
  { name: "readReplySentence", file: "src/answering/read-reply-sentence.ts", read: readReplySentence },
  {
    name: "createReasoningFilter (pieces)",
    file: "src/answering/skip-reasoning.ts",
    read: (text) => {
      const filter = createReasoningFilter();
      inPieces(text, 16, (piece) => filter.push(piece));
      return filter.end();
    },
  },
  {
    name: "createReasoningFilter",
    file: "src/answering/skip-reasoning.ts",
    read: (text) => {
      const filter = createReasoningFilter();
      return [...filter.push(text), ...filter.end()];
    },
  },
  {
    name: "createBodyReader, createCompletionReader (pieces)",
    file: "src/adapters/openai/read-body.ts",
    read: (text) => {
      const [body, completion] = [createBodyReader(), createCompletionReader()];
      let count = 0;
      const take = (events: ReturnType<typeof body.push>) => {
        for (const event of events) {
          count += 1;
          if (event.kind === "json") completion.read(event.value, event.name);
        }
      };
      inPieces(text, 16, (piece) => take(body.push(piece)));
      take(body.end());
      return count;
    },
    own: [
      { name: "data lines without end", make: (length) => "data: a\n".repeat(length / 8) },
      { name: "events", make: (length) => 'data: {"choices":[]}\n\n'.repeat(length / 22) },
      { name: "documents without end", make: (length) => '{"choices":\n'.repeat(length / 12) },
      { name: "pings", make: (length) => ": ping\n".repeat(length / 7) },
      { name: "carriage returns", make: (length) => "data: a\r".repeat(length / 8) },
    ],
  },
  {
    name: "createCompletionReader",
    file: "src/adapters/openai/read-completion.ts",
    read: (text) => {
      const completion = createCompletionReader();
      return [
        completion.read({ choices: [{ delta: { content: text } }] }, null),
        completion.read({ choices: [{ message: { content: [{ type: text, text }] }, finish_reason: text }] }, null),
        completion.read({ error: { message: text } }, null),
        completion.read({ error: text, detail: text }, text),
      ];
    },
  },
  {
    name: "readWholeReply",
    file: "src/answering/read-reply.ts",
    read: (text) =>
      readWholeReply(
        {
          name: "a model",
          async *stream() {
            for (let at = 0; at < text.length; at += 16) yield text.slice(at, at + 16);
          },
        },
        [],
        () => {},
      ),
  },
  { name: "jsonValuesIn", file: "src/util/json-in-text.ts", read: jsonValuesIn },
  { name: "hasForeignMarkup", file: "src/citations/foreign-markup.ts", read: (text) => hasForeignMarkup(text, text) },
  {
    name: "addedNames",
    file: "src/answering/added-names.ts",
    read: (text) => [addedNames(text, "en", ABSTRACT), addedNames("Ann Lee", "de", text)],
  },
  {
    name: "renderPassages",
    file: "src/answering/build-passages.ts",
    read: (text) => renderPassages([{ n: 1, paper: paper(text, text), text }]),
  },
  {
    name: "explainAbbreviations",
    file: "src/answering/explain-abbreviations.ts",
    read: (text) =>
      explainAbbreviations(
        "SAM",
        [{ text, citations: [1], support: "supported", evidence: [] }],
        [{ n: 1, abstract: text }],
        VOCABULARY,
      ),
  },
  {
    name: "findContradiction",
    file: "src/answering/find-contradiction.ts",
    read: (text) =>
      findContradiction(
        "Why does SAM increase the loss of networks?",
        { n: 1, title: "Loss of networks", abstract: text },
        VOCABULARY,
      ),
  },

  // Questions of people.
  {
    name: "interpretQuestion",
    file: "src/questions/interpret-question.ts",
    ...question,
    read: (text) => interpretQuestion(text, [], rules),
  },
  {
    name: "interpretQuestion (later turn)",
    file: "src/questions/interpret-question.ts",
    ...question,
    read: (text) => interpretQuestion(text, [{ question: text }, { question: text }], rules),
  },
  { name: "detectLanguage", file: "src/questions/detect-language.ts", read: detectLanguage },
  {
    name: "readFollowUp",
    file: "src/questions/follow-up.ts",
    ...question,
    read: (text) => readFollowUp(text, [{ question: text }]),
  },
  {
    name: "readReference, withoutReference",
    file: "src/questions/follow-up.ts",
    ...question,
    read: (text) => [readReference(text), withoutReference(text)],
  },
  { name: "readForeignSmallTalk", file: "src/questions/foreign-small-talk.ts", read: readForeignSmallTalk },
  {
    name: "readForeignRequest",
    file: "src/questions/foreign-requests.ts",
    ...question,
    read: (text) =>
      (["de", "fr", "es", "pt", "ja", "zh"] as const).map((language) => readForeignRequest(text, language)),
  },
  {
    name: "readForeignQuestion",
    file: "src/questions/read-foreign-question.ts",
    ...question,
    read: (text) => (["de", "zh"] as const).map((language) => readForeignQuestion(text, language, VOCABULARY)),
  },
  {
    name: "termsInGlossary",
    file: "src/questions/glossary.ts",
    ...question,
    read: (text) => (["de", "zh"] as const).map((language) => termsInGlossary(text, language)),
  },
  {
    name: "questionParts, unknownNames",
    file: "src/questions/question-parts.ts",
    ...question,
    read: (text) => [questionParts(text), unknownNames(text, VOCABULARY)],
  },
  { name: "withoutCourtesies", file: "src/questions/question-patterns.ts", ...question, read: withoutCourtesies },
  { name: "readFilters", file: "src/questions/read-filters.ts", ...question, read: (text) => readFilters(text, NOW) },
  {
    name: "readPresupposition",
    file: "src/questions/read-presupposition.ts",
    ...question,
    read: (text) => [
      readPresupposition(text),
      readPresupposition(`why does ${text}`),
      readPresupposition(`since ${text}`),
    ],
  },
  {
    name: "readTopic, readCount",
    file: "src/questions/read-topic.ts",
    ...question,
    read: (text) => [readTopic(text), readCount(text)],
  },
  {
    name: "comparedSides",
    file: "src/questions/compared-sides.ts",
    ...question,
    read: (text) => [comparedSides(text), comparedSides(`how is ${text}`), comparedSides(`compare ${text}`)],
  },
  { name: "isTitleAlone", file: "src/questions/title-alone.ts", ...question, read: isTitleAlone },
  { name: "asksBroadly", file: "src/answering/further-papers.ts", ...question, read: asksBroadly },
  {
    name: "createQueryReader",
    file: "src/retrieval/read-query.ts",
    ...question,
    read: (text) => queries.read(text, true),
  },
  {
    name: "named, resolve, complete",
    file: "src/retrieval/titles.ts",
    ...question,
    read: (text) => [titles.named(text), titles.resolve(text), titles.complete(text, 25), titles.byName(text)],
  },
  { name: "withoutMentions", file: "src/discord/handlers/ask.ts", read: withoutMentions },

  // What is shown in Discord, and what comes back from it.
  { name: "fitText", file: "src/discord/presenters/fit-text.ts", read: (text) => fitText(text, 4_096, escapeText) },
  {
    name: "fitParts",
    file: "src/discord/presenters/fit-text.ts",
    read: (text) => fitParts(text.split(/(?<=[ .,\n])/u), "", 4_096, () => "…"),
  },
  { name: "escapeText", file: "src/discord/presenters/markdown.ts", read: escapeText },
  {
    name: "titleLink",
    file: "src/discord/presenters/markdown.ts",
    read: (text) => titleLink(text, `https://example.org/${text}`),
  },
  { name: "decodeAction", file: "src/discord/custom-ids.ts", read: decodeAction },

  // Settings.
  {
    name: "parseEnvironment",
    file: "src/config/parse-environment.ts",
    read: (text) => [text, `A="${text}"\n`, `A=${text}`].map((each) => orTyped(() => parseEnvironment(each, ".env"))),
    own: [
      { name: "settings", make: (length) => "A=b #\n".repeat(length / 6) },
      { name: "quotes without end", make: (length) => "A='\n".repeat(length / 4) },
      { name: "escaped quotes", make: (length) => `A="${'\\"'.repeat(length / 2)}` },
    ],
  },
  { name: "readTopics", file: "src/digest/read-topics.ts", read: readTopics },
  {
    name: "readIngestSchedule",
    file: "src/ingesting/ingest-schedule.ts",
    read: (text) => [() => readIngestSchedule(text), () => readIngestSchedule(`0 6 * * * ${text}`)].map(orTyped),
  },
  {
    name: "loadConfig",
    file: "src/config/config.ts",
    read: (text) =>
      [
        "OPENAI_BASE_URL",
        "DISCORD_REST_API",
        "FOOTNOTE_EMBEDDER",
        "FOOTNOTE_STATE_URL",
        "HUGGINGFACE_API_URL",
        "OPENAI_DEADLINE_SECONDS",
      ].map((name) =>
        orTyped(() =>
          loadConfig(
            { [name]: name.endsWith("URL") || name.endsWith("API") ? `https://a.example/${text}` : text },
            "/project",
          ),
        ),
      ),
  },
];

function orTyped<T>(read: () => T): T | AppError {
  try {
    return read();
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
}

/** What a reader makes of a text; a typed error of the domain counts as a result. */
export async function readOutsideText({ read }: OutsideTextReader, text: string): Promise<unknown> {
  try {
    return await read(text);
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
}

import type { APIEmbed } from "discord.js";
import type { Answer, RetrievedPaper } from "../../domain/answer.ts";
import type { AnswerRecord, StoredAnswer } from "../../domain/stored-answer.ts";
import {
  type AnswerWording,
  closestTitlesOf,
  groupHeading,
  isList,
  leadOf,
  remarksOf,
} from "../../wording/say-answer.ts";
import { wordingFor } from "../../wording/wording.ts";
import { encodeAction } from "../custom-ids.ts";
import { LIMITS } from "../limits.ts";
import type { Speech } from "../locales/languages.ts";
import { fitParts, fitText } from "./fit-text.ts";
import { escapeText, titleLink } from "./markdown.ts";
import {
  button,
  COLOUR,
  COLOUR_CLOSEST,
  COLOUR_NOTHING,
  emojiButton,
  fitPlain,
  type MessageRow,
  type Payload,
  payload,
  row,
} from "./payload.ts";

/** What is said of the corpus below an answer. */
export interface CorpusFacts {
  readonly papers: number;
  /** The newest full date, or null where no paper has one. */
  readonly newest: string | null;
}

export interface AnswerView {
  readonly answer: Answer;
  readonly corpus: CorpusFacts;
  /** The server's share of the language model is used up. */
  readonly budgetSpent: boolean;
  /** Null where the answer could not be kept: then it has no buttons that need it. */
  readonly answerId: string | null;
  /** True for a turn of a conversation that has gone on for a while. */
  readonly followsUp: boolean;
  /** An arXiv id that the question names and the corpus lacks; null for none. */
  readonly missingId: string | null;
}

const TITLE_CHARACTERS = 150;
/** The cited titles are shown before anything else is. */
const CITATIONS_SHARE = 1_500;
const FURTHER_SHARE = 800;
const ELLIPSIS = "…";
const NOTE_CHARACTERS = 450;
const LEAD_CHARACTERS = 1_200;
/** A title with its link may take so much, however many of them there are. */
const LEAST_LINK = 400;

const COLOURS: Readonly<Record<Answer["status"], number>> = {
  answered: COLOUR,
  partial: COLOUR,
  closest: COLOUR_CLOSEST,
  not_in_corpus: COLOUR_NOTHING,
};

/** An answer: what it says, the cited papers, what was searched, and what can be done next. */
export function presentAnswer(view: AnswerView, speech: Speech): Payload {
  const { answer } = view;
  const title = fitText(answer.question, LIMITS.embedTitle, escapeText);
  const footer = fitPlain(footerOf(view, speech), LIMITS.embedFooter / 4);
  const room = Math.min(LIMITS.embedDescription, LIMITS.embedsTotal - title.length - footer.length);
  const embed: APIEmbed = {
    title,
    description: describe(view, speech, room),
    color: COLOURS[answer.status],
    footer: { text: footer },
  };
  return payload({ embeds: [embed], components: answerButtons(view, speech) });
}

function describe({ answer, budgetSpent }: AnswerView, speech: Speech, room: number): string {
  const wording = wordingFor(answer, speech.language);
  const lead = [
    ...notesOf(answer, budgetSpent, speech),
    ...leadOf(answer, wording).map((text) => fitText(text, LEAD_CHARACTERS, escapeText)),
  ];
  const after = [
    ...remarksOf(answer, wording).map((text) => `-# ${fitText(text, NOTE_CHARACTERS, escapeText)}`),
    ...abbreviationsOf(answer, wording),
  ];
  const cited = isList(answer) ? [] : citedPapersOf(answer, speech);
  const named = namedPapersOf(answer, wording);
  const blocks = [after, cited, named].filter((block) => block.length > 0).map((block) => block.join("\n"));
  const rest = room - [lead.join("\n"), ...blocks].join("\n\n").length - 4;
  const [parts, separator] = isList(answer)
    ? [listLines(answer, wording, rest), "\n"]
    : [sentenceLines(answer, rest), answer.mode === "extractive" ? "\n\n" : " "];
  const { text } = fitParts(parts, separator, rest, (left) => speech.texts.answer.moreSentences(speech.number(left)));
  return [lead.join("\n"), text, ...blocks].filter((block) => block !== "").join("\n\n");
}

function sentenceLines(answer: Answer, room: number): string[] {
  return answer.sentences.map(({ text, citations }) => {
    const markers = citations.map((n) => `\\[${n}\\]`).join("");
    const render = (part: string) => (answer.mode === "extractive" ? `“${escapeText(part)}”` : escapeText(part));
    return `${fitText(text, Math.floor(room / 2), render)} ${markers}`;
  });
}

/** A line or two for each paper of a list: its title, and what it says; under headings where they are grouped. */
function listLines(answer: Answer, wording: AnswerWording, room: number): string[] {
  const groups = answer.groups ?? [{ topics: [], citations: answer.citations.map(({ n }) => n) }];
  const share = Math.max(100, Math.floor(room / Math.max(1, answer.citations.length)) - TITLE_CHARACTERS);
  return groups.flatMap((group) => {
    const heading = answer.groups === undefined ? [] : [`**${escapeText(groupHeading(group, wording))}**`];
    const papers = group.citations.flatMap((n) => {
      const citation = answer.citations.find((each) => each.n === n);
      if (citation === undefined) return [];
      const said = answer.sentences.filter(({ citations }) => citations.includes(n)).map(({ text }) => text);
      const quoted = said.map((text) => `> ${fitText(text, share, (part) => `“${escapeText(part)}”`)}`);
      const title = titleLink(fitText(citation.title, TITLE_CHARACTERS), citation.url, Math.max(LEAST_LINK, share));
      return [[`${n}\\. ${title}`, ...quoted].join("\n")];
    });
    return [...heading, ...papers];
  });
}

function citedPapersOf(answer: Answer, { texts, number }: Speech): string[] {
  if (answer.citations.length === 0) return [];
  const heading = `**${texts.answer.citedPapers}**`;
  const cited = (room: number) =>
    answer.citations.map(({ n, title, url }) => `\\[${n}\\] ${titleLink(fitText(title, TITLE_CHARACTERS), url, room)}`);
  const linked = [heading, ...cited(CITATIONS_SHARE)];
  // Every title is worth more than a long address.
  const isTooLong = linked.join("\n").length > CITATIONS_SHARE;
  const share = Math.floor((CITATIONS_SHARE - heading.length) / answer.citations.length) - 8;
  const { text } = fitParts(isTooLong ? [heading, ...cited(share)] : linked, "\n", CITATIONS_SHARE, (left) =>
    texts.answer.moreSentences(number(left)),
  );
  return [text];
}

/** Papers that are named without being cited: those closest to what was not found, or further ones. */
function namedPapersOf(answer: Answer, { phrases }: AnswerWording): string[] {
  const isMissing = answer.status === "not_in_corpus";
  const papers = (isMissing ? closestTitlesOf(answer) : answer.further).map(titleLine);
  if (papers.length === 0) return [];
  const heading = isMissing ? phrases.closestTitles : answer.citations.length === 0 ? null : phrases.further;
  const lines = [...(heading === null ? [] : [`**${heading}**`]), ...papers];
  return [fitParts(lines, "\n", FURTHER_SHARE, () => ELLIPSIS).text];
}

function titleLine({ title }: RetrievedPaper): string {
  return `• ${titleLink(fitText(title, TITLE_CHARACTERS), null)}`;
}

function notesOf(answer: Answer, budgetSpent: boolean, speech: Speech): string[] {
  const { texts } = speech;
  const note = budgetSpent ? texts.answer.budgetSpent : answer.warning === undefined ? null : texts.answer.modelFailed;
  return [...understood(answer, speech), ...(note === null ? [] : [`-# ⚠️ ${note}`])];
}

/** What abbreviations in the sentences stand for, in one line. */
function abbreviationsOf({ shortForms = [] }: Answer, { phrases }: AnswerWording): string[] {
  if (shortForms.length === 0) return [];
  const forms = shortForms.map(({ n, short, long }) => phrases.abbreviation(short, long, n)).join(" · ");
  return [`-# ${fitText(`${phrases.abbreviations}: ${forms}`, NOTE_CHARACTERS, escapeText)}`];
}

function understood(answer: Answer, speech: Speech): string[] {
  if (answer.understoodAs === undefined) return [];
  return [`-# ${fitText(answer.understoodAs, 300, (text) => speech.texts.answer.understoodAs(escapeText(text)))}`];
}

function footerOf({ answer, corpus }: AnswerView, { texts, number, date }: Speech): string {
  const { since } = answer.searched.filters;
  const how =
    answer.sentences.length === 0
      ? null
      : answer.mode === "extractive"
        ? texts.answer.quoted
        : texts.answer.writtenBy(answer.model ?? "");
  const parts = [
    texts.answer.papers(number(corpus.papers)),
    texts.answer.abstractsOnly,
    corpus.newest === null ? null : texts.answer.newest(date(corpus.newest)),
    since === undefined ? null : texts.answer.since(date(since), number(answer.searched.papers)),
    how,
  ];
  return parts.filter((part) => part !== null).join(" · ");
}

/** Kinds that nothing is to be done about. */
const SMALL_TALK: ReadonlySet<Answer["kind"]> = new Set(["greeting", "thanks", "help", "new-topic"]);

function answerButtons({ answerId, answer, missingId, followsUp }: AnswerView, { texts }: Speech): MessageRow[] {
  if (SMALL_TALK.has(answer.kind)) return [];
  const add =
    missingId === null
      ? []
      : [button(encodeAction({ do: "add-paper", arxivId: missingId }), texts.buttons.addPaper(missingId))];
  if (answerId === null) return [row(...add)];
  const followUp = button(encodeAction({ do: "follow-up", answerId }), texts.buttons.followUp, { style: "primary" });
  const newTopic = followsUp ? [button(encodeAction({ do: "new-topic", answerId }), texts.buttons.newTopic)] : [];
  if (answer.citations.length === 0) return [row(followUp, ...newTopic, ...add)];
  const rest = [...newTopic, ...add];
  return [
    row(
      followUp,
      button(encodeAction({ do: "sources", answerId }), texts.buttons.sources),
      emojiButton(encodeAction({ do: "helpful", answerId }), "👍"),
      emojiButton(encodeAction({ do: "unhelpful", answerId }), "👎"),
    ),
    ...(rest.length === 0 ? [] : [row(...rest)]),
  ];
}

/** The quoted sentence behind each citation. */
export function presentSources({ record, question }: StoredAnswer, speech: Speech): Payload {
  const { texts } = speech;
  if (record.citations.length === 0) return payload({ content: texts.sources.none });
  const title = fitText(texts.sources.title, LIMITS.embedTitle);
  const footer = fitPlain(question, LIMITS.embedTitle);
  const room = Math.min(LIMITS.embedDescription, LIMITS.embedsTotal - title.length - footer.length);
  const share = Math.floor(room / record.citations.length) - 8;
  const parts = record.citations.map((citation) => describeSource(record, citation, share, speech));
  const { text } = fitParts(parts, "\n\n", room, (left) => `… +${left}`);
  return payload({ embeds: [{ title, description: text, color: COLOUR, footer: { text: footer } }] });
}

function describeSource(
  record: AnswerRecord,
  { n, title, url, quote }: AnswerRecord["citations"][number],
  share: number,
  { texts: { sources } }: Speech,
): string {
  const heading = `**\\[${n}\\]** ${titleLink(fitText(title, TITLE_CHARACTERS), url, Math.max(LEAST_LINK, share))}`;
  // A quoted answer shows its sentences already; all those of this paper stand here once more, together.
  const quotes =
    record.mode === "extractive"
      ? record.sentences.filter(({ citations }) => citations.includes(n)).map(({ text }) => text)
      : [quote];
  // A quotation supports itself; what a model wrote is told apart.
  const verdicts = record.sentences.filter(({ citations }) => citations.includes(n)).map(({ support }) => support);
  const label = verdicts.includes("partly") ? sources.partly : sources.supported;
  const told = record.mode === "extractive" || verdicts.includes(undefined) ? [] : [`-# ${label}`];
  const room = Math.max(80, Math.floor((share - heading.length - told.join("").length) / Math.max(1, quotes.length)));
  return [
    heading,
    ...quotes.map((text) => `> ${fitText(text, room, (part) => `“${escapeText(part)}”`)}`),
    ...told,
  ].join("\n");
}

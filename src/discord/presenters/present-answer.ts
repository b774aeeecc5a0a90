import type { APIEmbed } from "discord.js";
import { alsoClose } from "../../answering/also-close.ts";
import type { Answer, RetrievedPaper } from "../../domain/answer.ts";
import type { AnswerRecord, StoredAnswer } from "../../domain/stored-answer.ts";
import { encodeAction } from "../custom-ids.ts";
import { LIMITS } from "../limits.ts";
import type { Speech } from "../locales/languages.ts";
import { fitParts, fitText } from "./fit-text.ts";
import { escapeText, titleLink } from "./markdown.ts";
import { button, COLOUR, COLOUR_NOTHING, emojiButton, type MessageRow, type Payload, payload, row } from "./payload.ts";

/** What is said of the corpus below an answer. */
export interface CorpusFacts {
  readonly papers: number;
  /** The newest full date, or null where no paper has one. */
  readonly newest: string | null;
}

export interface AnswerView {
  readonly answer: Answer;
  readonly corpus: CorpusFacts;
  /** Where only later papers were searched. */
  readonly since: { readonly date: string; readonly papers: number } | null;
  /** The server's share of the language model is used up. */
  readonly budgetSpent: boolean;
  /** Null where the answer could not be kept: then it has no buttons that need it. */
  readonly answerId: string | null;
  /** An arXiv id that the question names and the corpus lacks; null for none. */
  readonly missingId: string | null;
}

const CLOSEST_TITLES = 3;
const TITLE_CHARACTERS = 150;
/** The cited titles are shown before anything else is. */
const CITATIONS_SHARE = 1_500;
const CLOSE_SHARE = 800;

/** An answer: sentences with marks, the cited papers, what was searched, and what can be done next. */
export function presentAnswer(view: AnswerView, speech: Speech): Payload {
  const { answer } = view;
  const found = answer.status !== "not_in_corpus";
  const title = fitText(answer.question, LIMITS.embedTitle, escapeText);
  const footer = fitText(footerOf(view, speech), LIMITS.embedFooter / 4);
  const room = Math.min(LIMITS.embedDescription, LIMITS.embedsTotal - title.length - footer.length);
  const embed: APIEmbed = {
    title,
    description: found ? describeAnswer(view, speech, room) : describeNothing(view, speech, room),
    color: found ? COLOUR : COLOUR_NOTHING,
    footer: { text: footer },
  };
  return payload({ embeds: [embed], components: answerButtons(view, speech) });
}

function describeAnswer({ answer, budgetSpent }: AnswerView, speech: Speech, room: number): string {
  const { texts } = speech;
  const notes = notesOf(answer, budgetSpent, speech);
  const cited = answer.citations.map(
    ({ n, title, url }) => `\\[${n}\\] ${titleLink(fitText(title, TITLE_CHARACTERS), url)}`,
  );
  const citedPapers = fitParts([`**${texts.answer.citedPapers}**`, ...cited], "\n", CITATIONS_SHARE, (left) =>
    texts.answer.moreSentences(speech.number(left)),
  ).text;
  const close = alsoClose(answer).map(titleLine);
  const closePapers =
    close.length === 0
      ? []
      : ["", fitParts([`**${texts.answer.alsoClose}**`, ...close], "\n", CLOSE_SHARE, () => ELLIPSIS).text];
  const forms = shortFormsOf(answer, speech);
  const rest = room - citedPapers.length - [...notes, ...forms, ...closePapers].join("\n").length - 6;
  const sentences = answer.sentences.map(({ text, citations }) => {
    const marks = citations.map((n) => `\\[${n}\\]`).join("");
    const render = (part: string) => (answer.mode === "extractive" ? `“${escapeText(part)}”` : escapeText(part));
    return `${fitText(text, Math.floor(rest / 2), render)} ${marks}`;
  });
  const separator = answer.mode === "extractive" ? "\n\n" : " ";
  const { text } = fitParts(sentences, separator, rest, (left) => texts.answer.moreSentences(speech.number(left)));
  return [...notes, text, ...forms, "", citedPapers, ...closePapers].join("\n");
}

function describeNothing({ answer, corpus, since }: AnswerView, speech: Speech, room: number): string {
  const { texts } = speech;
  const said =
    since === null
      ? texts.answer.notInCorpus(speech.number(corpus.papers))
      : texts.answer.notInCorpusSince(speech.number(since.papers), speech.date(since.date));
  const closest = answer.retrieved.slice(0, CLOSEST_TITLES).map(titleLine);
  const titles = closest.length === 0 ? [] : ["", `**${texts.answer.closest}**`, ...closest];
  return fitParts([...understood(answer, speech), ...notesIn(answer), said, ...titles], "\n", room, () => ELLIPSIS)
    .text;
}

function titleLine({ title }: RetrievedPaper): string {
  return `• ${titleLink(fitText(title, TITLE_CHARACTERS), null)}`;
}

const ELLIPSIS = "…";
const NOTE_CHARACTERS = 450;

function notesOf(answer: Answer, budgetSpent: boolean, speech: Speech): string[] {
  const { texts } = speech;
  const note = budgetSpent ? texts.answer.budgetSpent : answer.warning === undefined ? null : texts.answer.modelFailed;
  return [...understood(answer, speech), ...(note === null ? [] : [`-# ⚠️ ${note}`]), ...notesIn(answer)];
}

/** What the answer says beside its sentences; in English, or in the language that was asked in. */
function notesIn(answer: Answer): string[] {
  return (answer.notes ?? []).map((text) => `-# ${fitText(text, NOTE_CHARACTERS, escapeText)}`);
}

/** What short forms in the sentences stand for, in one line. */
function shortFormsOf({ shortForms = [] }: Answer, { texts }: Speech): string[] {
  if (shortForms.length === 0) return [];
  const forms = shortForms.map(({ n, short, long }) => `${short}: ${long} [${n}]`).join(" · ");
  return ["", `-# ${fitText(forms, NOTE_CHARACTERS, (text) => texts.answer.shortForms(escapeText(text)))}`];
}

function understood(answer: Answer, speech: Speech): string[] {
  if (answer.understoodAs === undefined) return [];
  return [`-# ${fitText(answer.understoodAs, 300, (text) => speech.texts.answer.understoodAs(escapeText(text)))}`];
}

function footerOf({ answer, corpus, since }: AnswerView, { texts, number, date }: Speech): string {
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
    since === null ? null : texts.answer.since(date(since.date), number(since.papers)),
    how,
  ];
  return parts.filter((part) => part !== null).join(" · ");
}

function answerButtons({ answerId, answer, missingId }: AnswerView, { texts }: Speech): MessageRow[] {
  const add =
    missingId === null
      ? []
      : [button(encodeAction({ do: "add-paper", arxivId: missingId }), texts.buttons.addPaper(missingId))];
  if (answerId === null) return [row(...add)];
  const followUp = button(encodeAction({ do: "follow-up", answerId }), texts.buttons.followUp, { style: "primary" });
  if (answer.citations.length === 0) return [row(followUp, ...add)];
  return [
    row(
      followUp,
      button(encodeAction({ do: "sources", answerId }), texts.buttons.sources),
      emojiButton(encodeAction({ do: "helpful", answerId }), "👍"),
      emojiButton(encodeAction({ do: "unhelpful", answerId }), "👎"),
      ...add,
    ),
  ];
}

/** The quoted sentence behind each mark. */
export function presentSources({ record, question }: StoredAnswer, speech: Speech): Payload {
  const { texts } = speech;
  if (record.citations.length === 0) return payload({ content: texts.sources.none });
  const title = fitText(texts.sources.title, LIMITS.embedTitle);
  const footer = fitText(question, LIMITS.embedTitle);
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
  const heading = `**\\[${n}\\]** ${titleLink(fitText(title, TITLE_CHARACTERS), url)}`;
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

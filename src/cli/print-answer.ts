import { type Answer, type AnswerEvent, type Citation, withMarkers } from "../domain/answer.ts";
import type { AnswerPhrases } from "../wording/answer-phrases.ts";
import { answerText, closestLine, groupHeading, isList, leadOf, remarksOf } from "../wording/say-answer.ts";
import { wordingFor } from "../wording/wording.ts";
import { coloursFor, printLine, printNote, runningLine, type Terminal } from "./terminal.ts";

/** An answer as commands print it with `--json`: its data, and all that it says as one text. */
export function answerAsJson(answer: Answer) {
  const wording = wordingOf(answer);
  const { question, kind, understoodAs, status, mode, ...rest } = answer;
  return {
    question,
    kind,
    ...(understoodAs === undefined ? {} : { understoodAs }),
    status,
    mode,
    text: answerText(answer, wording),
    ...rest,
    notes: [...leadOf(answer, wording), ...remarksOf(answer, wording)],
  };
}

/** The language of an answer's own words: English, and the asker's where that could not be read. */
function wordingOf(answer: Answer) {
  return wordingFor(answer, "en");
}

/** Prints a language model's sentences as they come; each is final when it is sent. */
export function printLive(terminal: Terminal): (event: AnswerEvent) => void {
  let generating = false;
  const line = runningLine(terminal);
  return (event) => {
    if (event.type === "generation-start") generating = true;
    else if (event.type === "fallback") {
      if (generating) line.end();
      generating = false;
      printNote(terminal, event.warning);
    } else if (event.type === "sentence" && generating) {
      line.print(withMarkers(event.sentence, "generated"));
    }
  };
}

/** Prints an answer, or what is left of it after `printLive`. */
export function printAnswer(terminal: Terminal, answer: Answer, live: boolean, paperCount: number): void {
  const wording = wordingOf(answer);
  const { phrases } = wording;
  const colour = coloursFor(terminal.out);
  if (live && answer.mode === "generated" && answer.sentences.length > 0) printLine(terminal);
  if (answer.understoodAs !== undefined)
    printLine(terminal, colour.dim(`${phrases.understoodAs}${phrases.colon}${answer.understoodAs}`));
  if (!live && answer.warning !== undefined) printNote(terminal, answer.warning);
  for (const text of [...leadOf(answer, wording), ...closestLine(answer, wording)]) printLine(terminal, text);
  if (isList(answer)) printList(terminal, answer);
  else if (!(live && answer.mode === "generated")) {
    const sentences = answer.sentences.map((sentence) => withMarkers(sentence, answer.mode));
    if (sentences.length > 0) printLine(terminal, sentences.join(answer.mode === "generated" ? " " : "\n"));
  }
  for (const text of remarksOf(answer, wording)) printLine(terminal, `\n${text}`);
  const forms = (answer.shortForms ?? []).map(({ n, short, long }) => phrases.abbreviation(short, long, n));
  if (forms.length > 0) printLine(terminal, `\n${phrases.abbreviations}${phrases.colon}${forms.join("; ")}`);
  if (answer.citations.length > 0 && !isList(answer)) {
    printLine(terminal);
    for (const citation of answer.citations) {
      printLine(terminal, `[${citation.n}] ${titleLine(terminal, citation)}`);
      // A quoted answer shows its quotations already.
      if (answer.mode === "generated") printLine(terminal, `    ${phrases.quoted(citation.quote)}`);
    }
  }
  // An answer that found nothing has named the closest titles already.
  if (answer.further.length > 0 && answer.status !== "not_in_corpus") {
    const heading = answer.citations.length === 0 ? "" : `${phrases.further}${phrases.colon}`;
    printLine(terminal, `\n${heading}${answer.further.map(({ title }) => phrases.quoted(title)).join("; ")}`);
  }
  printLine(terminal);
  printLine(terminal, colour.dim(`${phrases.scope(paperCount, wording.formats)}${writtenHow(answer, phrases)}`));
}

/** Prints the sentences that an answer stands on, each under the title of its paper. */
export function printSources(terminal: Terminal, answer: Answer): void {
  const { phrases } = wordingOf(answer);
  if (answer.citations.length === 0) printLine(terminal, "The last answer cites no paper.");
  for (const citation of answer.citations) {
    printLine(terminal, `[${citation.n}] ${titleLine(terminal, citation)}`);
    printLine(terminal, `    ${phrases.quoted(citation.quote)}`);
  }
}

function printList(terminal: Terminal, answer: Answer): void {
  const wording = wordingOf(answer);
  const groups = answer.groups ?? [{ topics: [], citations: answer.citations.map(({ n }) => n) }];
  for (const group of groups) {
    if (answer.groups !== undefined)
      printLine(terminal, `\n${groupHeading(group, wording)}${wording.phrases.colon.trimEnd()}`);
    for (const n of group.citations) {
      const citation = answer.citations.find((each) => each.n === n);
      if (citation === undefined) continue;
      printLine(terminal, `${String(n).padStart(2)}. ${titleLine(terminal, citation)}`);
      for (const { citations, text } of answer.sentences) {
        if (citations.includes(n)) printLine(terminal, `    ${wording.phrases.quoted(text)}`);
      }
    }
  }
}

function titleLine(terminal: Terminal, { title, url }: Citation): string {
  const colour = coloursFor(terminal.out);
  return `${colour.bold(title)}${url === null ? "" : ` ${colour.dim(url)}`}`;
}

function writtenHow(answer: Answer, phrases: AnswerPhrases): string {
  if (answer.mode === "generated") return ` · ${phrases.writtenBy(answer.model ?? "")}`;
  return answer.sentences.length > 0 ? ` · ${phrases.quotedWordForWord}` : "";
}

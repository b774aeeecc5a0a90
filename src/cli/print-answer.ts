import { alsoClose } from "../answering/also-close.ts";
import { type Answer, type AnswerEvent, markSentence } from "../domain/answer.ts";
import { coloursFor, printLine, printNote, type Terminal } from "./terminal.ts";

/** Prints sentences as they come; each is final when it is sent. */
export function printLive(terminal: Terminal): (event: AnswerEvent) => void {
  let generating = false;
  return (event) => {
    if (event.type === "generation-start") generating = true;
    else if (event.type === "fallback") {
      if (generating) printLine(terminal);
      generating = false;
      printNote(terminal, event.warning);
    } else if (event.type === "sentence") {
      const text = markSentence(event.sentence, generating ? "generated" : "extractive");
      terminal.out.write(generating ? `${text} ` : `${text}\n`);
    }
  };
}

/** Prints an answer, or what is left of it after `printLive`. */
export function printAnswer(terminal: Terminal, answer: Answer, live: boolean, paperCount: number): void {
  const colour = coloursFor(terminal.out);
  if (answer.understoodAs !== undefined) printLine(terminal, colour.dim(`Understood as: ${answer.understoodAs}`));
  if (answer.status === "not_in_corpus") printLine(terminal, answer.text);
  else printFound(terminal, answer, live);
  const forms = (answer.shortForms ?? []).map(({ n, short, long }) => `${short} for “${long}” [${n}]`);
  if (forms.length > 0) printLine(terminal, `\nShort forms: ${forms.join(", ")}`);
  if (answer.citations.length > 0) printLine(terminal);
  for (const citation of answer.citations) {
    const link = citation.url === null ? "" : ` ${colour.dim(citation.url)}`;
    printLine(terminal, `[${citation.n}] ${colour.bold(citation.title)}${link}`);
    // An extractive answer is its own quotation.
    if (answer.mode === "generated") printLine(terminal, `    “${citation.quote}”`);
  }
  const close = alsoClose(answer).map(({ title }) => `“${title}”`);
  if (close.length > 0) printLine(terminal, `\nNot quoted, but close: ${close.join("; ")}`);
  printLine(terminal);
  printLine(terminal, colour.dim(`${paperCount} papers · abstracts only${howItCameAbout(answer)}`));
}

function printFound(terminal: Terminal, answer: Answer, live: boolean): void {
  for (const note of answer.notes ?? []) printLine(terminal, note);
  if (live) {
    if (answer.mode === "generated") printLine(terminal);
    return;
  }
  if (answer.warning !== undefined) printNote(terminal, answer.warning);
  const sentences = answer.sentences.map((sentence) => markSentence(sentence, answer.mode));
  printLine(terminal, sentences.join(answer.mode === "generated" ? " " : "\n"));
}

function howItCameAbout(answer: Answer): string {
  if (answer.mode === "generated") return ` · written by ${answer.model}`;
  return answer.sentences.length > 0 ? " · sentences quoted word for word" : "";
}

import { createInterface, type Interface } from "node:readline";
import { Command } from "commander";
import { type Answer, papersNamed } from "../../domain/answer.ts";
import { AppError } from "../../domain/errors.ts";
import type { EarlierTurn } from "../../domain/question.ts";
import { readQuestion } from "../../util/read-question.ts";
import { CHAT_COMMANDS, type ChatCommand, limitLines, readChatInput } from "../chat-input.ts";
import { addReadingOptions, type CommandContext, openCorpus, type ReadingOptions } from "../common-options.ts";
import { answerAsJson, printAnswer, printLive, printSources } from "../print-answer.ts";
import type { Ask } from "../services.ts";
import { printJson, printLine, printNote, type Terminal } from "../terminal.ts";

/** Earlier questions that a follow-up may refer to. */
const TURNS_REMEMBERED = 5;
const PROMPT = "> ";
const CTRL_C_AGAIN = "Ctrl-C again, or Ctrl-D, ends.";

export function chatCommand(context: CommandContext): Command {
  return addReadingOptions(new Command("chat"))
    .description("hold a conversation: every line is a question, and may refer to the ones before it")
    .action((options: ReadingOptions) => chat(context, options));
}

interface Conversation {
  readonly terminal: Terminal;
  readonly ask: Ask;
  readonly paperCount: number;
  readonly json: boolean;
  readonly interactive: boolean;
  readonly interrupts: Interrupts;
  after: EarlierTurn[];
  last: Answer | null;
}

/** Reads lines from standard input until it ends: questions, and the commands that `/help` lists. */
async function chat({ terminal, open }: CommandContext, options: ReadingOptions): Promise<void> {
  const { signal } = terminal;
  const services = open(options);
  const corpus = await openCorpus(services, terminal, options.build);
  const ask = await services.openAnswering(corpus);
  const json = options.json === true;
  const interactive = terminal.in.isTTY === true && !json;
  if (interactive) printNote(terminal, "Ask a question; /help lists what else can be typed, /quit or Ctrl-D ends.");
  const lines = createInterface({
    // An editor of lines needs the terminal itself.
    input: interactive ? terminal.in : terminal.in.pipe(limitLines()),
    ...(interactive ? { output: terminal.out, prompt: PROMPT } : {}),
  });
  const interrupts = watchInterrupts(lines, terminal);
  const conversation: Conversation = {
    terminal,
    ask,
    paperCount: corpus.corpus.manifest.papers,
    json,
    interactive,
    interrupts,
    after: [],
    last: null,
  };
  const onAbort = () => lines.close();
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    if (interactive) lines.prompt();
    for await (const line of lines) {
      interrupts.typed();
      if (!(await takeLine(conversation, line))) break;
      signal.throwIfAborted();
      if (interactive && !interrupts.ended()) lines.prompt();
    }
    signal.throwIfAborted();
    if (interactive) printLine(terminal);
    if (interrupts.ended()) throw new AppError("INTERRUPTED", "stopped by Ctrl-C.");
  } finally {
    signal.removeEventListener("abort", onAbort);
    lines.close();
    terminal.in.unpipe();
    terminal.in.pause();
  }
}

/** Does what one line asks for; false where it ends the conversation. */
async function takeLine(conversation: Conversation, line: string): Promise<boolean> {
  const { terminal, json } = conversation;
  const input = readChatInput(line);
  try {
    if (input.kind === "command") return runCommand(conversation, input.command);
    if (input.kind === "unknown") {
      throw new AppError("USAGE_INVALID", `There is no command ${input.word}: /help lists them.`);
    }
    // A reader of JSON gets a line for each of its own.
    if (input.kind === "blank" && !json) return true;
    await answerLine(conversation, input.kind === "blank" ? "" : input.text);
  } catch (error) {
    // A bad line ends no conversation.
    if (!(error instanceof AppError)) throw error;
    if (json) printJson(terminal, { question: line.trim(), error: { code: error.code, message: error.message } });
    else printNote(terminal, error.message);
  }
  if (!json) printLine(terminal);
  return true;
}

async function answerLine(conversation: Conversation, text: string): Promise<void> {
  const { terminal, ask, after, json, interactive, interrupts, paperCount } = conversation;
  const question = readQuestion(text);
  const { signal, done } = interrupts.startAnswer();
  let answer: Answer;
  try {
    answer = await ask({ question, after }, { signal, ...(interactive ? { onEvent: printLive(terminal) } : {}) });
  } catch (error) {
    terminal.signal.throwIfAborted();
    if (!signal.aborted) throw error;
    printNote(terminal, "\nThis answer was stopped.");
    return;
  } finally {
    done();
  }
  if (json) printJson(terminal, answerAsJson(answer));
  else printAnswer(terminal, answer, interactive, paperCount);
  conversation.last = answer;
  conversation.after = [...after, { question, shown: papersNamed(answer) }].slice(-TURNS_REMEMBERED);
}

/** False where the command ends the conversation. */
function runCommand(conversation: Conversation, command: ChatCommand): boolean {
  const { terminal, json, last } = conversation;
  switch (command) {
    case "/quit":
      if (json) printJson(terminal, { command });
      return false;
    case "/new":
      conversation.after = [];
      conversation.last = null;
      if (json) printJson(terminal, { command });
      else if (conversation.interactive) printNote(terminal, "What was asked before is forgotten.");
      return true;
    case "/help":
      if (json) printJson(terminal, { command, commands: CHAT_COMMANDS });
      else for (const [name, what] of Object.entries(CHAT_COMMANDS)) printLine(terminal, `${name.padEnd(9)} ${what}`);
      return true;
    case "/sources":
      if (json) printJson(terminal, { command, citations: last?.citations ?? [] });
      else if (last === null) printLine(terminal, "Nothing was answered yet.");
      else printSources(terminal, last);
      return true;
  }
}

/** What Ctrl-C means on a terminal: the end of an answer, of the line being typed, or of the conversation. */
interface Interrupts {
  /** A line came in: a Ctrl-C before it no longer counts. */
  readonly typed: () => void;
  /** The signal that ends the answer now being made. */
  readonly startAnswer: () => { readonly signal: AbortSignal; readonly done: () => void };
  /** True once Ctrl-C ended the conversation. */
  readonly ended: () => boolean;
}

function watchInterrupts(lines: Interface, terminal: Terminal): Interrupts {
  let answering: AbortController | null = null;
  let asked = false;
  let ended = false;
  lines.on("SIGINT", () => {
    if (answering !== null) {
      answering.abort();
      return;
    }
    if (lines.line !== "") {
      // To the end of the line, then everything before it away.
      lines.write(null, { ctrl: true, name: "e" });
      lines.write(null, { ctrl: true, name: "u" });
      asked = false;
      return;
    }
    if (asked) {
      ended = true;
      lines.close();
      return;
    }
    asked = true;
    printNote(terminal, `\n${CTRL_C_AGAIN}`);
    lines.prompt();
  });
  return {
    typed() {
      asked = false;
    },
    startAnswer() {
      const controller = new AbortController();
      answering = controller;
      return {
        signal: AbortSignal.any([terminal.signal, controller.signal]),
        done() {
          answering = null;
        },
      };
    },
    ended: () => ended,
  };
}

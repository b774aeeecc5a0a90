import { Transform, type TransformCallback } from "node:stream";

/** What a line of a conversation may ask for besides a question, with what it does. */
export const CHAT_COMMANDS = {
  "/help": "what can be typed here",
  "/sources": "the quoted sentences behind the last answer",
  "/new": "forget what was asked before",
  "/quit": "end; so do exit, quit, /exit and Ctrl-D",
} as const;

export type ChatCommand = keyof typeof CHAT_COMMANDS;

/** A line of a conversation as it is meant. */
export type ChatInput =
  | { readonly kind: "question"; readonly text: string }
  | { readonly kind: "command"; readonly command: ChatCommand }
  | { readonly kind: "unknown"; readonly word: string }
  | { readonly kind: "blank" };

const ENDS = new Set(["exit", "quit", "/exit", "/quit"]);

/** Reads a line. A single word behind a slash is meant as a command, whatever it is; case does not count. */
export function readChatInput(line: string): ChatInput {
  const text = line.trim();
  if (text === "") return { kind: "blank" };
  const word = text.toLowerCase();
  if (ENDS.has(word)) return { kind: "command", command: "/quit" };
  if (word === "/help" || word === "/sources" || word === "/new") return { kind: "command", command: word };
  return /^\/[a-z]{1,20}$/u.test(word) ? { kind: "unknown", word } : { kind: "question", text };
}

/** Bytes of a line that are kept: far more than a question may have. */
const MOST_LINE_BYTES = 50_000;
const LINE_END = 0x0a;

/** Passes lines on, and of one that does not end no more than its beginning. */
export function limitLines(most = MOST_LINE_BYTES): Transform {
  let length = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done: TransformCallback) {
      for (let start = 0; start < chunk.length; ) {
        const found = chunk.indexOf(LINE_END, start);
        const end = found === -1 ? chunk.length : found;
        this.push(chunk.subarray(start, Math.min(end, start + most - length)));
        length = Math.min(most, length + end - start);
        if (found !== -1) {
          this.push("\n");
          length = 0;
        }
        start = end + 1;
      }
      done();
    },
  });
}

import { AppError } from "../../src/domain/errors.ts";
import type { ChatMessage, ChatModel } from "../../src/ports/chat-model.ts";
import type { Clock } from "../../src/ports/clock.ts";
import type { Logger } from "../../src/ports/logger.ts";
import type { SourceFile, SourceReader } from "../../src/ports/source-reader.ts";

/** A clock that moves only when told to. */
export function createFakeClock(start = "2026-11-22T00:00:00Z"): Clock & { advance(ms: number): void } {
  let nowMs = Date.parse(start);
  return {
    now: () => new Date(nowMs),
    elapsedMs: () => nowMs,
    advance(ms) {
      nowMs += ms;
    },
  };
}

export interface LogLine {
  readonly level: "debug" | "info" | "warn" | "error";
  readonly message: string;
  readonly fields: object;
}

export function createFakeLogger(): Logger & { readonly lines: LogLine[] } {
  const lines: LogLine[] = [];
  const at = (level: LogLine["level"]) => (fields: object, message: string) => {
    lines.push({ level, message, fields });
  };
  return { lines, debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
}

/** Sources held in memory: path → text. Folders are prefixes. */
export function createFakeSources(files: Record<string, string>): SourceReader & { files: Record<string, string> } {
  const reader = {
    files,
    async list(path: string) {
      const kindOf = (name: string): SourceFile["kind"] => (name.endsWith(".jsonl") ? "json-lines" : "page");
      const names = Object.keys(reader.files).filter((name) => name === path || name.startsWith(`${path}/`));
      if (names.length === 0) throw new AppError("SOURCE_MISSING", `There is no file or folder ${path}.`);
      const found = names.sort().map((name) => ({ path: name, kind: kindOf(name) }));
      return { root: path, isFolder: !names.includes(path), files: found, skipped: [], unreadable: [] };
    },
    async *readLines(file: SourceFile) {
      yield* (reader.files[file.path] ?? "").split("\n");
    },
  };
  return reader;
}

export interface FakeChatModel extends ChatModel {
  /** The messages of each call. */
  readonly calls: ChatMessage[][];
}

/** A chat model that replies with the given pieces, or throws the given error after them. */
export function createFakeChatModel(pieces: readonly string[], error?: Error): FakeChatModel {
  const calls: ChatMessage[][] = [];
  return {
    name: "fake-model",
    calls,
    async *stream(messages) {
      calls.push([...messages]);
      yield* pieces;
      if (error !== undefined) throw error;
    },
  };
}

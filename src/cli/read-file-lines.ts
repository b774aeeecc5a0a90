import { open } from "node:fs/promises";
import type { Readable } from "node:stream";
import { AppError, systemErrorCode } from "../domain/errors.ts";
import { LIMITS } from "../domain/limits.ts";
import { bytesOf } from "../util/bytes.ts";
import { textLines } from "../util/text-lines.ts";
import { unpacked } from "../util/unpack.ts";

/** The lines of a file, one at a time. Throws as `openFileLines` does. */
export async function* readFileLines(path: string): AsyncIterable<string> {
  yield* await openFileLines(path);
}

/**
 * Opens a file now, whose lines are read later; `-` is standard input. Byte order marks, line ends and gzip are dealt
 * with as in sources. Throws `SOURCE_MISSING`; its lines throw `INPUT_INVALID` for what is no text.
 */
export async function openFileLines(path: string): Promise<AsyncIterable<string>> {
  if (path === "-") return linesOf(process.stdin, "standard input");
  try {
    return linesOf((await open(path)).createReadStream(), path);
  } catch (error) {
    throw unreadable(path, error);
  }
}

async function* linesOf(stream: Readable, path: string): AsyncIterable<string> {
  let number = 0;
  try {
    for await (const line of textLines(unpacked(bytesOf(stream), LIMITS.linesFile.most))) {
      number += 1;
      if (line === null) {
        throw new AppError("INPUT_INVALID", `line ${number} has more than ${LIMITS.line.most} characters; shorten it`);
      }
      yield line;
    }
  } catch (error) {
    if (error instanceof AppError) throw new AppError(error.code, `${path}: ${error.message}.`, { cause: error });
    throw unreadable(path, error);
  } finally {
    stream.destroy();
  }
}

function unreadable(path: string, error: unknown): unknown {
  if (systemErrorCode(error) === undefined) return error;
  const what = systemErrorCode(error) === "ENOENT" ? `There is no file ${path}.` : `The file ${path} can't be read.`;
  return new AppError("SOURCE_MISSING", what, { cause: error });
}

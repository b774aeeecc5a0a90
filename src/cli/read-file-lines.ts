import { type FileHandle, open } from "node:fs/promises";
import { AppError, systemErrorCode } from "../domain/errors.ts";

/** The lines of a file, one at a time. Throws `SOURCE_MISSING`. */
export async function* readFileLines(path: string): AsyncIterable<string> {
  yield* await openFileLines(path);
}

/** Opens a file now, whose lines are read later. Throws `SOURCE_MISSING`. */
export async function openFileLines(path: string): Promise<AsyncIterable<string>> {
  try {
    return linesOf(await open(path), path);
  } catch (error) {
    throw unreadable(path, error);
  }
}

async function* linesOf(file: FileHandle, path: string): AsyncIterable<string> {
  try {
    yield* file.readLines();
  } catch (error) {
    throw unreadable(path, error);
  } finally {
    await file.close();
  }
}

function unreadable(path: string, error: unknown): unknown {
  if (systemErrorCode(error) === undefined) return error;
  const what = systemErrorCode(error) === "ENOENT" ? `There is no file ${path}.` : `The file ${path} can't be read.`;
  return new AppError("SOURCE_MISSING", what, { cause: error });
}

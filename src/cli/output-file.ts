import { type FileHandle, open } from "node:fs/promises";
import { AppError, isDiskFull } from "../domain/errors.ts";

/** A file that results are written to, named on the command line. */
export interface OutputFile {
  /** Throws `OUTPUT_FAILED`. */
  write(text: string): Promise<void>;
  /** Throws `OUTPUT_FAILED`: some disks tell only then that they are full. */
  close(): Promise<void>;
}

/** Creates a file, or empties it. Throws `STORE_UNWRITABLE`. */
export async function createOutputFile(path: string): Promise<OutputFile> {
  let file: FileHandle | null;
  try {
    file = await open(path, "w");
  } catch (error) {
    throw isDiskFull(error) ? outputFailure(path, error) : unwritable(path, error);
  }
  return {
    async write(text) {
      try {
        await file?.writeFile(text);
      } catch (error) {
        throw outputFailure(path, error);
      }
    },
    async close() {
      const closing = file;
      file = null;
      try {
        await closing?.close();
      } catch (error) {
        throw outputFailure(path, error);
      }
    },
  };
}

/** Writes a file as a whole. Throws `STORE_UNWRITABLE`, `OUTPUT_FAILED`. */
export async function writeOutputFile(path: string, text: string): Promise<void> {
  const file = await createOutputFile(path);
  try {
    await file.write(text);
  } finally {
    await file.close();
  }
}

function unwritable(path: string, cause: unknown): AppError {
  return new AppError("STORE_UNWRITABLE", `The file ${path} can't be written: name another one.`, { cause });
}

function outputFailure(path: string, cause: unknown): AppError {
  const why = isDiskFull(cause) ? "the disk is full: make room, or name another file" : "the system reports an error";
  return new AppError("OUTPUT_FAILED", `The file ${path} can't be written, ${why}.`, { cause });
}

import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { AppError, systemErrorCode } from "../domain/errors.ts";

/** The lines of a file, one at a time. Throws `SOURCE_MISSING`. */
export async function* readFileLines(path: string): AsyncIterable<string> {
  const stream = createReadStream(path, "utf8");
  try {
    // Errors of the stream reach the reader this way; through readline alone they would be lost.
    await new Promise<void>((resolve, reject) => {
      stream.once("open", () => resolve());
      stream.once("error", reject);
    });
    yield* createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY });
  } catch (error) {
    if (systemErrorCode(error) === undefined) throw error;
    const what = systemErrorCode(error) === "ENOENT" ? `There is no file ${path}.` : `The file ${path} can't be read.`;
    throw new AppError("SOURCE_MISSING", what, { cause: error });
  } finally {
    stream.destroy();
  }
}

import type { Readable } from "node:stream";
import { AppError } from "../domain/errors.ts";
import { decodeText } from "../util/decode-text.ts";
import type { Terminal } from "./terminal.ts";

/** What stands for standard input where a text is expected. */
export const STANDARD_INPUT = "-";
/** Far more than any question may have, so that the message about its length can tell how long it is. */
const MOST_BYTES = 100_000;

/**
 * The texts of a command line, with standard input in the place of the one that is `-`. Throws `USAGE_INVALID` where
 * there are several of those or it holds too much, `SOURCE_MISSING` where it can't be read, and when it is stopped.
 */
export async function withStandardInput(
  texts: readonly string[],
  { in: input, signal }: Pick<Terminal, "in" | "signal">,
): Promise<string[]> {
  const wanted = texts.filter((text) => text === STANDARD_INPUT).length;
  if (wanted === 0) return [...texts];
  if (wanted > 1) throw new AppError("USAGE_INVALID", "Standard input can be read only once: give “-” in one place.");
  const read = await readStandardInput(input, signal);
  return texts.map((text) => (text === STANDARD_INPUT ? read : text));
}

async function readStandardInput(input: Readable, signal: AbortSignal): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  const stop = () => input.destroy();
  signal.addEventListener("abort", stop, { once: true });
  try {
    for await (const chunk of input) {
      const bytes = Buffer.from(chunk as Uint8Array | string);
      length += bytes.length;
      if (length > MOST_BYTES) {
        throw new AppError("USAGE_INVALID", `Standard input holds more than ${MOST_BYTES} bytes: shorten it.`);
      }
      chunks.push(bytes);
    }
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof AppError) throw error;
    throw new AppError("SOURCE_MISSING", "Standard input can't be read.", { cause: error });
  } finally {
    signal.removeEventListener("abort", stop);
    input.destroy();
  }
  signal.throwIfAborted();
  const text = decodeText(Buffer.concat(chunks));
  if (text === null) throw new AppError("INPUT_INVALID", "Standard input holds no text: UTF-8 or UTF-16 is expected.");
  return text.trim();
}

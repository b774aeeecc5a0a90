import { AppError, isAbortError, systemErrorCode } from "../domain/errors.ts";
import { LIMITS, MEGABYTE } from "../domain/limits.ts";
import { peek } from "./bytes.ts";

/** A smaller file may unpack to any multiple of its size: a few repeated lines do. */
const RATIO_COUNTS_FROM_BYTES = 16 * MEGABYTE;

/**
 * The bytes of a file as they are, or unpacked where they are gzip, whatever the file is called. Nothing is held but the
 * block that is read just now. Throws `INPUT_INVALID` once more than `mostMegabytes` came out of it, for gzip that
 * unpacks to more than text can, and for gzip that is damaged or broken off.
 */
export async function* unpacked(source: AsyncIterable<Uint8Array>, mostMegabytes: number): AsyncIterable<Uint8Array> {
  const { head, bytes } = await peek(source, 3);
  const isGzip = head[0] === 0x1f && head[1] === 0x8b && head[2] === 8;
  let bytesIn = 0;
  let bytesOut = 0;
  async function* counted(): AsyncIterable<Uint8Array> {
    for await (const block of bytes) {
      bytesIn += block.byteLength;
      yield block;
    }
  }
  for await (const block of isGzip ? gunzipped(counted()) : counted()) {
    bytesOut += block.byteLength;
    if (bytesOut > mostMegabytes * MEGABYTE) throw tooLarge(mostMegabytes, isGzip);
    if (isGzip && bytesOut > RATIO_COUNTS_FROM_BYTES && bytesOut > bytesIn * LIMITS.unpacking.most) {
      throw new AppError(
        "INPUT_INVALID",
        `the file unpacks to more than ${LIMITS.unpacking.most} times its packed size, which text does not; unpack it and look at it`,
      );
    }
    yield block;
  }
}

async function* gunzipped(source: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  const { writable, readable } = new DecompressionStream("gzip");
  const writer = writable.getWriter();
  const reader = readable.getReader();
  /** What went wrong with the file itself, not with what is in it. */
  let sourceError: unknown;
  const feed = async () => {
    try {
      for await (const block of source) {
        await writer.ready;
        await writer.write(new Uint8Array(block));
      }
      await writer.close();
    } catch (error) {
      await writer.abort(error).catch(() => {});
      throw error;
    }
  };
  const fed = feed().catch((error: unknown) => {
    sourceError = error;
  });
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } catch (error) {
    await fed;
    if (isOfTheFile(sourceError)) throw sourceError;
    throw new AppError("INPUT_INVALID", "the gzipped file is damaged or broken off; fetch or pack it again", {
      cause: error,
    });
  } finally {
    await reader.cancel().catch(() => {});
  }
}

/** An error of the file system or of a signal; the writer fails with the reader's own errors too. */
function isOfTheFile(error: unknown): boolean {
  return isAbortError(error) || error instanceof AppError || /^E[A-Z]+$/u.test(systemErrorCode(error) ?? "");
}

/** The error for a file over its size. */
export function tooLarge(mostMegabytes: number, isPacked: boolean): AppError {
  return new AppError(
    "INPUT_INVALID",
    `the file ${isPacked ? "unpacks to" : "has"} more than ${mostMegabytes} MB, the most that is read of its kind; split it`,
  );
}

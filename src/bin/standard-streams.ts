import { fstatSync, writeSync } from "node:fs";
import { Writable } from "node:stream";
import type { OutputStream } from "../cli/terminal.ts";

const STDOUT = 1;

/** Standard output, with what became of it. */
export interface StandardOutput {
  readonly stream: OutputStream;
  /** The first failure to write, or null. */
  readonly failure: () => NodeJS.ErrnoException | null;
  /** Waits until all that was written has arrived, or has failed to. */
  readonly flush: () => Promise<void>;
}

/** Opens standard output. `onFailure` is called at the first failure to write; the later ones are silent. */
export function openStandardOutput(onFailure: (error: NodeJS.ErrnoException) => void): StandardOutput {
  let failure: NodeJS.ErrnoException | null = null;
  const stream = isFile(STDOUT) ? wholeFileStream(STDOUT) : process.stdout;
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (failure !== null) return;
    failure = error;
    onFailure(error);
  });
  return {
    stream,
    failure: () => failure,
    async flush() {
      // A stream that failed calls nobody back, and an empty write to a full device fails too.
      if (failure === null && stream.writableLength > 0) {
        await new Promise<void>((resolve) => {
          stream.once("error", () => resolve());
          stream.write("", () => resolve());
        });
      }
      // A failure is announced after the call that failed.
      await new Promise<void>((resolve) => setImmediate(resolve));
    },
  };
}

/** Whoever reads standard error, or does not, changes nothing about how the program ends. */
export function ignoreStandardErrorFailures(): void {
  process.stderr.on("error", () => {});
}

/** A disk that fills up takes the first part of a text; Node.js's own stream for files does not notice the rest. */
function wholeFileStream(file: number): Writable {
  return new Writable({
    decodeStrings: true,
    write(chunk: Buffer, _encoding, done) {
      try {
        let written = 0;
        while (written < chunk.length) written += writeSync(file, chunk, written);
        done();
      } catch (error) {
        done(error instanceof Error ? error : new Error(String(error)));
      }
    },
  });
}

function isFile(descriptor: number): boolean {
  try {
    return fstatSync(descriptor).isFile();
  } catch {
    return false;
  }
}

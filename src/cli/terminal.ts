import { Presets, SingleBar } from "cli-progress";
import pc from "picocolors";
import type { BuildHooks } from "./services.ts";
import { wrapText } from "./wrap-text.ts";

/** Narrower terminals are left to break lines themselves. */
const LEAST_WIDTH = 20;

/** A stream that may be a terminal, and may know how wide that is. */
export type OutputStream = NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };

/** The streams of one command: results to `out`, everything else to `err`. */
export interface Terminal {
  readonly in: NodeJS.ReadStream;
  readonly out: OutputStream;
  readonly err: OutputStream;
  /** What the variable COLUMNS says. */
  readonly columns?: string | undefined;
  /** Aborted by Ctrl-C and SIGTERM, and when nobody reads `out` any more. */
  readonly signal: AbortSignal;
}

/** Prints a line for a person, or several; they are broken at words where `out` has a width. */
export function printLine(terminal: Terminal, text = ""): void {
  const width = widthOf(terminal.out, terminal.columns);
  terminal.out.write(`${width === null ? text : wrapText(text, { width }).text}\n`);
}

/** Prints words that belong to one line as they come, with a space behind each; `end` ends that line. */
export function runningLine(terminal: Terminal): { readonly print: (text: string) => void; readonly end: () => void } {
  let column = 0;
  return {
    print(text) {
      const width = widthOf(terminal.out, terminal.columns);
      const next = width === null ? { text, column } : wrapText(text, { width, column });
      column = next.column + 1;
      terminal.out.write(`${next.text} `);
    },
    end() {
      column = 0;
      terminal.out.write("\n");
    },
  };
}

export function printJson(terminal: Terminal, value: unknown): void {
  terminal.out.write(`${JSON.stringify(value)}\n`);
}

/** A line about what is going on, kept apart from results. */
export function printNote(terminal: Terminal, text: string): void {
  const width = widthOf(terminal.err, undefined);
  terminal.err.write(`${width === null ? text : wrapText(text, { width }).text}\n`);
}

/**
 * Columns of a terminal, or null where lines are left as they are. `columns` is what the variable of that name says: a
 * terminal that does not know its width has that one, and so has a pipe whose reader wants it.
 */
export function widthOf(stream: OutputStream, columns: string | undefined): number | null {
  const said = /^\d{1,4}$/u.test(columns ?? "") ? Number(columns) : 0;
  const width = stream.isTTY === true ? stream.columns || said : said;
  return width >= LEAST_WIDTH ? width : null;
}

/** Colours for one stream; none where it is no terminal, or NO_COLOR is set. */
export function coloursFor(stream: OutputStream) {
  return pc.createColors(stream.isTTY === true && pc.isColorSupported);
}

/** Files of formats that are not read which are named one by one; past them a count follows. */
const SKIPPED_SHOWN = 20;

/** Progress of indexing: a bar on a terminal, nothing where stderr is none. */
export function indexingHooks(terminal: Terminal): { readonly hooks: BuildHooks; readonly stop: () => void } {
  const bar = new SingleBar(
    {
      stream: terminal.err,
      format: "Embedding {bar} {value}/{total} papers, {eta_formatted} left",
      hideCursor: true,
      clearOnComplete: true,
      etaBuffer: 50,
    },
    Presets.shades_classic,
  );
  let started = false;
  let skipped = 0;
  return {
    hooks: {
      signal: terminal.signal,
      onBuild: () => printNote(terminal, "There is no index yet: building it from seeds/ (once, under a minute)."),
      onSkipped({ path, reason }) {
        skipped += 1;
        if (skipped <= SKIPPED_SHOWN) printNote(terminal, `not read: ${path}: ${reason}`);
      },
      onWait: () => printNote(terminal, "Another process is indexing; waiting for it."),
      onRenew: () =>
        printNote(
          terminal,
          "The index was made by an earlier version, which cleaned titles and abstracts in another way: all of it is made anew.",
        ),
      onProgress({ donePapers, totalPapers }) {
        if (terminal.err.isTTY !== true) return;
        if (!started) bar.start(totalPapers, donePapers);
        started = true;
        bar.update(donePapers);
      },
    },
    stop: () => {
      if (started) bar.stop();
      if (skipped > SKIPPED_SHOWN) printNote(terminal, `not read: ${skipped - SKIPPED_SHOWN} more files`);
    },
  };
}

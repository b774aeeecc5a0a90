import { Command } from "commander";
import { AppError } from "../../domain/errors.ts";
import type { IndexReport, SourceFailure } from "../../domain/index-report.ts";
import { addCommonOptions, type CommandContext, type CommonOptions } from "../common-options.ts";
import { indexingHooks, printJson, printLine, printNote } from "../terminal.ts";

interface IndexOptions extends CommonOptions {
  readonly source: readonly string[];
  readonly rebuild?: boolean;
  readonly only?: boolean;
}

export function indexCommand(context: CommandContext): Command {
  return addCommonOptions(new Command("index"))
    .description("bring the index in line with its sources; only what changed is embedded")
    .option(
      "--source <path...>",
      "pages, JSON lines, BibTeX and RIS, files or folders, - for standard input (default: seeds/); papers from other sources stay",
      [],
    )
    .option("--only", "make these sources the whole corpus: papers from elsewhere are removed")
    .option("--rebuild", "build everything anew beside the index in use, as after a change of the embedder")
    .action((options: IndexOptions) => index(context, options));
}

async function index({ terminal, open }: CommandContext, options: IndexOptions): Promise<void> {
  const progress = indexingHooks(terminal);
  let report: IndexReport;
  try {
    report = await open(options).index(
      { paths: options.source, rebuild: options.rebuild ?? false, only: options.only ?? false },
      progress.hooks,
    );
  } finally {
    progress.stop();
  }
  if (options.json === true) printJson(terminal, report);
  else printLine(terminal, summary(report));
  for (const failure of options.json === true ? [] : report.failed) printNote(terminal, describe(failure));
  if (report.failed.length > 0) {
    const count = report.failed.length === 1 ? "1 problem" : `${report.failed.length} problems`;
    const kept = options.only === true && report.removed === 0 ? ", and papers from elsewhere stay" : "";
    throw new AppError("INPUT_INVALID", `The sources had ${count}; everything else is indexed${kept}.`);
  }
}

function summary(report: IndexReport): string {
  const counts = `${report.added} added, ${report.updated} updated, ${report.unchanged} unchanged, ${report.removed} removed`;
  const work = report.embeddedChunks === 0 ? "nothing to embed" : `${report.embeddedChunks} chunks embedded`;
  return `${counts}; ${work}; ${report.seconds.toFixed(1)} s`;
}

function describe(failure: SourceFailure): string {
  return `${failure.source}${failure.line === null ? "" : `:${failure.line}`}: ${failure.reason}`;
}

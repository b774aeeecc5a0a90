import { Command } from "commander";
import { FILES_SOURCE } from "../../domain/ingest.ts";
import { addCommonOptions, type CommandContext, type CommonOptions, wholeNumber } from "../common-options.ts";
import { coloursFor, printJson, printLine } from "../terminal.ts";

interface SourcesOptions extends CommonOptions {
  readonly limit: number;
}

export function sourcesCommand(context: CommandContext): Command {
  return addCommonOptions(new Command("sources"))
    .description("say what was fetched from which service, or read from files, when, and with what result")
    .option("--limit <n>", "how many runs, newest first", wholeNumber(1, 1_000), 20)
    .action((options: SourcesOptions) => listSources(context, options));
}

async function listSources({ terminal, open }: CommandContext, options: SourcesOptions): Promise<void> {
  const runs = await open(options).listIngestRuns(options.limit);
  if (options.json === true) return printJson(terminal, { runs });
  if (runs.length === 0) {
    return printLine(terminal, "Nothing was fetched yet: “footnote ingest huggingface --trending” does.");
  }
  const colour = coloursFor(terminal.out);
  for (const { source, request, endedAt, fetched, added, enriched, failed, problem } of runs) {
    const when = endedAt.toISOString().slice(0, 16).replace("T", " ");
    const counts = `${fetched} ${source === FILES_SOURCE ? "read" : "fetched"}, ${added} added, ${enriched} enriched, ${failed.length} failed`;
    printLine(terminal, `${when}  ${colour.bold(source)} ${request}: ${counts}`);
    if (problem !== null) printLine(terminal, `                  ${colour.red(problem)}`);
  }
}

import { Command } from "commander";
import { z } from "zod";
import { AppError } from "../../domain/errors.ts";
import { type SearchPapersOptions, type SearchResult, searchPapers } from "../../retrieval/search-papers.ts";
import { readQuestion } from "../../util/read-question.ts";
import {
  AFTER_OPTION,
  addFilterOptions,
  addReadingOptions,
  type CommandContext,
  type FilterOptions,
  openCorpus,
  type ReadingOptions,
  readEarlier,
  readFilterOptions,
  wholeNumber,
} from "../common-options.ts";
import { openFileLines } from "../read-file-lines.ts";
import { withStandardInput } from "../read-standard-input.ts";
import type { OpenCorpus } from "../services.ts";
import { coloursFor, printJson, printLine, printNote, type Terminal } from "../terminal.ts";

interface SearchOptions extends ReadingOptions, FilterOptions {
  readonly limit: number;
  readonly batch?: string;
  readonly after?: readonly string[];
}

export function searchCommand(context: CommandContext): Command {
  return addFilterOptions(addReadingOptions(new Command("search")))
    .description("list the papers that fit a query best")
    .argument("[query...]", "the query; - reads it from standard input")
    .option("--limit <k>", "how many papers", wholeNumber(1, 1_000), 10)
    .option(...AFTER_OPTION)
    .option("--batch <file>", 'JSON lines {"_id","text","after"?}: one result object per line, in the same order')
    .action((words: string[], options: SearchOptions) => search(context, words.join(" "), options));
}

async function search({ terminal, open }: CommandContext, text: string, options: SearchOptions): Promise<void> {
  if (options.batch !== undefined && (text !== "" || options.after !== undefined)) {
    throw new AppError("USAGE_INVALID", "Give either a query (with --after) or --batch FILE, not both.");
  }
  const filters = readFilterOptions(options, new Date());
  const [wanted = "", ...before] = await withStandardInput([text, ...(options.after ?? [])], terminal);
  const query = options.batch === undefined ? readQuestion(wanted, "query") : "";
  const after = readEarlier(before);
  const narrowed = { filters, ...(options.sort === undefined ? {} : { order: options.sort }) };
  // Found out before the model is loaded.
  const batch = options.batch === undefined ? null : await openFileLines(options.batch);
  const corpus = await openCorpus(open(options), terminal, options.build);
  if (batch !== null) return searchBatch(terminal, corpus, batch, options.limit, narrowed);
  const results = await searchPapers(corpus, query, options.limit, { after, ...narrowed, signal: terminal.signal });
  if (options.json === true) printJson(terminal, { query, results });
  else printResults(terminal, results);
}

const batchLineSchema = z.object({
  _id: z.union([z.string(), z.number()]).transform(String),
  text: z.string(),
  after: z.array(z.string()).optional(),
});

async function searchBatch(
  terminal: Terminal,
  corpus: OpenCorpus,
  lines: AsyncIterable<string>,
  limit: number,
  narrowed: Pick<SearchPapersOptions, "filters" | "order">,
): Promise<void> {
  let number = 0;
  let bad = 0;
  for await (const line of lines) {
    number += 1;
    if (line.trim() === "") continue;
    const parsed = parseBatchLine(line);
    if (parsed === null) {
      bad += 1;
      printNote(
        terminal,
        `line ${number} of the batch is skipped: expected {"_id","text"} and, if wanted, "after" with a list of texts`,
      );
      continue;
    }
    const { _id, text } = parsed;
    const { signal } = terminal;
    try {
      const query = readQuestion(text, "query");
      const after = readEarlier(parsed.after);
      printJson(terminal, {
        _id,
        query,
        results: await searchPapers(corpus, query, limit, { after, ...narrowed, signal }),
      });
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== "USAGE_INVALID") throw error;
      bad += 1;
      printJson(terminal, { _id, query: text, results: [], error: error.message });
    }
  }
  if (bad > 0) {
    throw new AppError(
      "INPUT_INVALID",
      `${bad} of ${number} lines of the batch could not be searched for; the others are done.`,
    );
  }
}

function parseBatchLine(line: string): z.infer<typeof batchLineSchema> | null {
  try {
    return batchLineSchema.parse(JSON.parse(line));
  } catch {
    return null;
  }
}

function printResults(terminal: Terminal, results: readonly SearchResult[]): void {
  const colour = coloursFor(terminal.out);
  if (results.length === 0) printLine(terminal, "No paper fits this query.");
  results.forEach((result, index) => {
    const date = result.published === null ? "" : colour.dim(`  ${result.published.replace(/^--/u, "")}`);
    printLine(terminal, `${String(index + 1).padStart(2)}. ${colour.bold(result.title)}${date}`);
    if (result.url !== null) printLine(terminal, `    ${colour.dim(result.url)}`);
    printLine(terminal, `    ${result.snippet}`);
  });
}

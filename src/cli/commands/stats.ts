import { posix } from "node:path";
import { Command } from "commander";
import type { PaperSource } from "../../domain/paper.ts";
import { addReadingOptions, type CommandContext, openCorpus, type ReadingOptions } from "../common-options.ts";
import { printJson, printLine } from "../terminal.ts";

export function statsCommand(context: CommandContext): Command {
  return addReadingOptions(new Command("stats"))
    .description("say what the index holds")
    .action((options: ReadingOptions) => stats(context, options));
}

async function stats({ terminal, open }: CommandContext, options: ReadingOptions): Promise<void> {
  const services = open(options);
  const corpus = await services.openReader().catch(async (error: unknown) => {
    if (!options.build || !isIndexMissing(error)) throw error;
    return (await openCorpus(services, terminal, true)).corpus;
  });
  const { manifest } = corpus;
  const sources = countSources(await corpus.listSources());
  const result = {
    papers: manifest.papers,
    chunks: manifest.chunks,
    entries: sources.reduce((sum, source) => sum + source.entries, 0),
    sources,
    embedder: { model: manifest.identity.embedder.model, dimensions: manifest.identity.embedder.dimensions },
    indexVersion: manifest.indexVersion,
    corpusHash: manifest.corpusHash,
    publishedAt: manifest.publishedAt,
  };
  if (options.json === true) return printJson(terminal, result);
  printLine(
    terminal,
    `${result.papers} papers in ${result.chunks} chunks, from ${result.entries} entries of ${sources.length} sources:`,
  );
  for (const source of sources) printLine(terminal, `  ${String(source.entries).padStart(6)}  ${source.path}`);
  printLine(terminal, `Embedder ${result.embedder.model}, ${result.embedder.dimensions} dimensions`);
  printLine(terminal, `Index version ${result.indexVersion}, published ${result.publishedAt}`);
}

function isIndexMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "INDEX_MISSING";
}

function countSources(records: readonly PaperSource[]): { name: string; path: string; entries: number }[] {
  const entries = new Map<string, number>();
  for (const { path } of records) entries.set(path, (entries.get(path) ?? 0) + 1);
  return [...entries]
    .map(([path, count]) => ({ name: posix.basename(path), path, entries: count }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

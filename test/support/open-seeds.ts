import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { databaseThreadStarter } from "../../src/adapters/sql/database-thread.ts";
import { embedderProcessStarter } from "../../src/adapters/transformers/process-embedder.ts";
import { createApp } from "../../src/app.ts";
import type { OpenCorpus, Services } from "../../src/cli/services.ts";
import { loadConfig } from "../../src/config/config.ts";
import { PROJECT_ROOT } from "../../src/config/project-root.ts";

/** Starts the compiled embedder: Node.js runs no TypeScript by itself. `npm run build` makes it. */
export const startCompiledEmbedder = embedderProcessStarter(
  new URL("../../dist/adapters/transformers/embedder-process.js", import.meta.url),
);

/** Starts the compiled thread of a database file, likewise. */
export const startCompiledDatabase = databaseThreadStarter(
  new URL("../../dist/adapters/sql/database-worker.js", import.meta.url),
);

/** The seeds with the real embedder, indexed in `dataDir` where that is yet to be done. */
export async function openSeeds(dataDir: string): Promise<{ services: Services; open: OpenCorpus }> {
  const services = servicesIn(dataDir);
  return { services, open: await services.openCorpus({ build: true }) };
}

/** Does some work with the seeds, indexed anew in a temporary folder. */
export async function withSeeds(work: (open: OpenCorpus, services: Services) => Promise<void>): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), "footnote-seeds-"));
  try {
    const { services, open } = await openSeeds(dataDir);
    await work(open, services).finally(() => services.close());
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** Other papers than the seeds, with the real embedder. */
export async function openPapers(
  dataDir: string,
  paths: readonly string[],
): Promise<{ services: Services; open: OpenCorpus }> {
  const services = servicesIn(dataDir);
  await services.index({ paths });
  return { services, open: await services.openCorpus({ build: false }) };
}

function servicesIn(dataDir: string): Services {
  const config = loadConfig({ FOOTNOTE_LOG_LEVEL: "silent" }, PROJECT_ROOT, { dataDir });
  return createApp(config, { startEmbedder: startCompiledEmbedder, startDatabase: startCompiledDatabase });
}

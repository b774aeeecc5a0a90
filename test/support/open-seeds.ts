import { startEmbedderThread } from "../../src/adapters/transformers/worker-embedder.ts";
import { createApp } from "../../src/app.ts";
import type { OpenCorpus, Services } from "../../src/cli/services.ts";
import { loadConfig } from "../../src/config/config.ts";
import { PROJECT_ROOT } from "../../src/config/project-root.ts";

/** The compiled worker: Node.js runs no TypeScript in a worker thread. `npm run build` makes it. */
export const COMPILED_WORKER = new URL("../../dist/adapters/transformers/embedder-worker.js", import.meta.url);

/** The seeds with the real embedder, indexed in `dataDir` where that is yet to be done. */
export async function openSeeds(dataDir: string): Promise<{ services: Services; open: OpenCorpus }> {
  const config = loadConfig({ FOOTNOTE_LOG_LEVEL: "silent" }, PROJECT_ROOT, { dataDir });
  const services = createApp(config, startEmbedderThread(COMPILED_WORKER));
  return { services, open: await services.openCorpus({ build: true }) };
}

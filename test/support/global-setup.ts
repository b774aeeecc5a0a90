import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { openSeeds } from "./open-seeds.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** A data folder with the seeds indexed by the real embedder; tests read it and never write. */
    seedsDataDir: string;
  }
}

/** Indexes the seeds once for all tests that read them. */
export async function setup(project: TestProject): Promise<() => void> {
  const dataDir = mkdtempSync(join(tmpdir(), "footnote-seeds-"));
  const { services } = await openSeeds(dataDir);
  await services.close();
  project.provide("seedsDataDir", dataDir);
  return () => rmSync(dataDir, { recursive: true, force: true });
}

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

/** Both projects load this file as a module of their own: what they share is held by the process. */
const shared: typeof globalThis & { footnoteSeeds?: Promise<string> } = globalThis;

async function indexSeeds(): Promise<string> {
  const dataDir = mkdtempSync(join(tmpdir(), "footnote-seeds-"));
  const { services } = await openSeeds(dataDir);
  await services.close();
  return dataDir;
}

/** Indexes the seeds once for all tests that read them. */
export async function setup(project: TestProject): Promise<() => void> {
  shared.footnoteSeeds ??= indexSeeds();
  const dataDir = await shared.footnoteSeeds;
  project.provide("seedsDataDir", dataDir);
  return () => rmSync(dataDir, { recursive: true, force: true });
}

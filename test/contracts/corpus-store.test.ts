import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import { createLanceCorpusStore } from "../../src/adapters/lancedb/lance-corpus-store.ts";
import { acquireWriterLock } from "../../src/adapters/sql/writer-lock.ts";
import { createFakeClock } from "../support/fakes.ts";
import { createMemoryCorpusStore } from "../support/memory-corpus-store.ts";
import { describeCorpusStore } from "./corpus-store.ts";

const root = mkdtempSync(join(tmpdir(), "footnote-store-"));
afterAll(() => rm(root, { recursive: true, force: true }));

let count = 0;
describeCorpusStore("LanceDB", () => {
  count += 1;
  return createLanceCorpusStore({
    folder: join(root, String(count)),
    clock: createFakeClock(),
    lock: acquireWriterLock,
  });
});
describeCorpusStore("memory", createMemoryCorpusStore);

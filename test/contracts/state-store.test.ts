import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import { openDatabase } from "../../src/adapters/sql/open-database.ts";
import type { SqlDatabase } from "../../src/adapters/sql/sql-database.ts";
import { createSqlRetentionStore } from "../../src/adapters/sql/sql-retention-store.ts";
import { createSqlStateStore } from "../../src/adapters/sql/sql-state-store.ts";
import { createMemoryStateStore } from "../support/memory-state-store.ts";
import { type SqlServer, startSqlServer } from "../support/sql-server.ts";
import { openTestDatabase } from "../support/test-database.ts";
import { describeStateStore } from "./state-store.ts";

const RETENTION = { answersDays: 2, feedbackDays: 180 };

const storeOver = (database: SqlDatabase) => ({
  ...createSqlStateStore(database),
  ...createSqlRetentionStore(database, RETENTION),
  close: () => database.close(),
});

let folder = mkdtempSync(join(tmpdir(), "footnote-state-"));
describeStateStore(
  "a database file",
  async () => storeOver(openTestDatabase(join(folder, "deeper", "state.db"))),
  async () => {
    rmSync(folder, { recursive: true, force: true });
    folder = mkdtempSync(join(tmpdir(), "footnote-state-"));
  },
);

let server: SqlServer;
beforeAll(async () => {
  server = await startSqlServer("secret");
});
afterAll(() => server.close());
describeStateStore(
  "a database server",
  async () => storeOver(await openDatabase({ url: server.url, authToken: "secret" })),
  () => server.reset(),
);

let memory = createMemoryStateStore(RETENTION);
describeStateStore(
  "memory",
  async () => ({ ...memory, close: async () => {} }),
  async () => {
    memory = createMemoryStateStore(RETENTION);
  },
);

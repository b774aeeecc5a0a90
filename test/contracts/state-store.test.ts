import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import { openSqlStateStore } from "../../src/adapters/sql/sql-state-store.ts";
import { createMemoryStateStore } from "../support/memory-state-store.ts";
import { type SqlServer, startSqlServer } from "../support/sql-server.ts";
import { describeStateStore } from "./state-store.ts";

const RETENTION = { answersDays: 2, feedbackDays: 180 };

let folder = mkdtempSync(join(tmpdir(), "footnote-state-"));
describeStateStore(
  "a database file",
  () => openSqlStateStore({ file: join(folder, "deeper", "state.db") }, RETENTION),
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
  () => openSqlStateStore({ url: server.url, authToken: "secret" }, RETENTION),
  () => server.reset(),
);

let memory = createMemoryStateStore(RETENTION);
describeStateStore(
  "memory",
  async () => memory,
  async () => {
    memory = createMemoryStateStore(RETENTION);
  },
);

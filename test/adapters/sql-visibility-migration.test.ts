import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { createClient } from "@libsql/client";
import { afterAll, expect, it } from "vitest";
import { MIGRATIONS } from "../../src/adapters/sql/migrations.ts";
import { createSqlStateStore } from "../../src/adapters/sql/sql-state-store.ts";
import { openTestDatabase } from "../support/test-database.ts";

const folder = mkdtempSync(join(tmpdir(), "footnote-migration-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Steps that came before visibility was kept. */
const STEPS_BEFORE = 6;
const RECORD = JSON.stringify({ status: "answered", mode: "extractive", model: null, sentences: [], citations: [] });

it("takes older answers for public only where they were linked to a message, and older searches for nobody's", async () => {
  const file = join(folder, "state.db");
  const client = createClient({ url: pathToFileURL(file).href });
  await client.execute("CREATE TABLE schema_migrations (version INTEGER PRIMARY KEY, applied_at INTEGER NOT NULL)");
  for (const [index, step] of MIGRATIONS.slice(0, STEPS_BEFORE).entries()) {
    await client.executeMultiple(step);
    await client.execute(`INSERT INTO schema_migrations VALUES (${index + 1}, 0)`);
  }
  for (const [answerId, messageId] of [
    ["shown", "'m1'"],
    ["private", "NULL"],
  ]) {
    await client.execute(
      `INSERT INTO answers VALUES ('${answerId}', 'c', 'ada', 'lab', 'general', ${messageId}, 'Why?', '${RECORD}', 0)`,
    );
  }
  await client.execute(
    "INSERT INTO searches (search_id, user_id, query, created_at) VALUES ('s', 'ada', 'flat minima', 0)",
  );
  client.close();

  const database = openTestDatabase(file);
  const store = createSqlStateStore(database);
  expect(await store.getAnswer("shown")).toMatchObject({ visibility: "public", channelId: "general" });
  expect(await store.getAnswer("private")).toMatchObject({ visibility: "private" });
  expect(await store.getSearch("s")).toMatchObject({ visibility: "private", channelId: "", query: "flat minima" });
  await database.close();
});

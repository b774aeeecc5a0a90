import { createEngine } from "../../src/adapters/sql/database-engine.ts";
import { createEngineQueue } from "../../src/adapters/sql/database-queue.ts";
import { databaseOver } from "../../src/adapters/sql/sql-database.ts";

/** A database file in this very thread: Node.js runs no TypeScript in a thread of its own. */
export function openTestDatabase(file: string) {
  return databaseOver(createEngineQueue(createEngine({ file, migrate: true, synchronous: "OFF" })), file);
}

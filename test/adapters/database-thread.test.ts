import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createDatabaseThread } from "../../src/adapters/sql/database-thread.ts";
import { databaseOver, type EngineOptions } from "../../src/adapters/sql/sql-database.ts";
import { holdDatabaseLock } from "../support/database-lock.ts";
import { startCompiledDatabase } from "../support/open-seeds.ts";

describe("the thread of a database file", () => {
  let folder: string;
  let file: string;
  let workers: Worker[];
  const open = () => {
    const start = (options: EngineOptions) => {
      const worker = startCompiledDatabase(options);
      workers.push(worker);
      return worker;
    };
    return databaseOver(createDatabaseThread(start, { file, migrate: true }), file);
  };
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "footnote-thread-"));
    file = join(folder, "state.db");
    workers = [];
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const save = (id: string) => ({
    sql: "INSERT INTO searches (search_id, user_id, query, created_at) VALUES (?, 'ada', 'q', 0)",
    args: [id],
  });
  const count = { sql: "SELECT COUNT(*) AS n FROM searches", args: [] };

  it("writes, reads, and leaves one file", async () => {
    const database = open();
    await expect(database.write([save("a"), save("b")])).resolves.toEqual([1, 1]);
    await expect(database.read(count)).resolves.toEqual([{ n: 2 }]);
    await database.close();
    expect(readdirSync(folder)).toEqual(["state.db"]);
  });

  it("passes errors on with their codes", async () => {
    const database = open();
    await database.write([save("a")]);
    await expect(database.write([save("a")])).rejects.toMatchObject({ code: "SQLITE_CONSTRAINT_PRIMARYKEY" });
    await expect(database.read({ sql: "SELECT * FROM nowhere", args: [] })).rejects.toMatchObject({
      code: "SQLITE_ERROR",
    });
    await database.close();
  });

  it("never holds up the thread that asks, and gives up at the deadline or when it is told to", async () => {
    const database = open();
    await database.open();
    const lock = await holdDatabaseLock(file);
    let ticks = 0;
    const ticking = setInterval(() => {
      ticks += 1;
    }, 10);
    const stop = new AbortController();
    const waiting = [
      database.write([save("a")], { deadlineMs: 600 }),
      database.write([save("b")], { signal: stop.signal }),
      database.write([save("c")]),
    ];
    const [late, stopped, kept] = waiting;
    const refused = Promise.all([
      expect(late).rejects.toMatchObject({ code: "SQLITE_BUSY" }),
      expect(stopped).rejects.toThrow("enough"),
    ]);
    setTimeout(() => stop.abort(new Error("enough")), 100);
    await expect(database.read(count)).resolves.toEqual([{ n: 0 }]);
    await refused;
    // The thread has heard of it when it answers the next call.
    await database.read(count);
    expect(ticks).toBeGreaterThan(10);
    await lock.release();
    await expect(kept).resolves.toEqual([1]);
    // Nothing was written for those who gave up.
    await expect(database.read(count)).resolves.toEqual([{ n: 1 }]);
    clearInterval(ticking);
    await database.close();
  });

  it("is replaced when it dies, and what it left open fails", async () => {
    const dying = () => {
      const worker = new Worker("require('node:worker_threads').parentPort.once('message', () => process.exit(1))", {
        eval: true,
      });
      workers.push(worker);
      return worker;
    };
    const start = (options: EngineOptions) => (workers.length === 0 ? dying() : startCompiledDatabase(options));
    const database = databaseOver(createDatabaseThread(start, { file, migrate: true }), file);
    const open = [database.write([save("a")]), database.read(count)];
    for (const call of open) await expect(call).rejects.toMatchObject({ code: "SQLITE_INTERRUPT" });
    await database.write([save("b")]);
    await expect(database.read(count)).resolves.toEqual([{ n: 1 }]);
    await database.close();
  });
});

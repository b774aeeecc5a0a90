import { afterEach, describe, expect, it } from "vitest";
import type { Engine } from "../../src/adapters/sql/database-engine.ts";
import { createEngineQueue } from "../../src/adapters/sql/database-queue.ts";
import { databaseOver, type EngineTask, SqlFailure } from "../../src/adapters/sql/sql-database.ts";

const FOREVER = new AbortController().signal;
const read = (sql: string): EngineTask => ({ kind: "read", statement: { sql, args: [] } });
const write = (sql: string): EngineTask => ({ kind: "write", statements: [{ sql, args: [] }] });
const nameOf = (task: EngineTask) =>
  task.kind === "read" ? task.statement.sql : task.kind === "write" ? (task.statements[0]?.sql ?? "") : task.kind;

/** An engine whose writes, and whose reads, find the file locked as long as it is told. */
function createFakeEngine() {
  const ran: string[] = [];
  const locked = { reads: false, writes: false };
  const engine: Engine = {
    run(task) {
      if (task.kind === "read" ? locked.reads : locked.writes) throw new SqlFailure("SQLITE_BUSY", "locked");
      if (nameOf(task) === "broken") throw new SqlFailure("SQLITE_CORRUPT", "malformed");
      ran.push(nameOf(task));
      return task.kind === "read" ? [{ n: 1 }] : task.kind === "write" ? [1] : null;
    },
    close: () => void ran.push("closed"),
  };
  return { engine, ran, locked };
}

describe("the queue of a database file", () => {
  let end: () => Promise<void> = async () => {};
  afterEach(() => end());
  const start = () => {
    const fake = createFakeEngine();
    const queue = createEngineQueue(fake.engine);
    end = () => queue.close();
    return { ...fake, queue };
  };

  it("runs tasks in the order they come", async () => {
    const { queue, ran } = start();
    await Promise.all([queue.run(write("a"), FOREVER), queue.run(read("b"), FOREVER), queue.run(write("c"), FOREVER)]);
    expect(ran).toEqual(["a", "b", "c"]);
  });

  it("lets reads pass while another process keeps writers out, and writes in order afterwards", async () => {
    const { queue, ran, locked } = start();
    locked.writes = true;
    const writes = [queue.run(write("a"), FOREVER), queue.run(write("b"), FOREVER)];
    await queue.run(read("r1"), FOREVER);
    await queue.run(read("r2"), FOREVER);
    expect(ran).toEqual(["r1", "r2"]);
    locked.writes = false;
    await Promise.all(writes);
    expect(ran).toEqual(["r1", "r2", "a", "b"]);
  });

  it("goes on where reads are held up as well", async () => {
    const { queue, ran, locked } = start();
    Object.assign(locked, { reads: true, writes: true });
    const all = [queue.run(read("r1"), FOREVER), queue.run(write("a"), FOREVER), queue.run(read("r2"), FOREVER)];
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(ran).toEqual([]);
    Object.assign(locked, { reads: false, writes: false });
    await Promise.all(all);
    expect(ran.sort()).toEqual(["a", "r1", "r2"]);
  });

  it("frees a caller that gives up, and runs nothing for them", async () => {
    const { queue, ran, locked } = start();
    locked.writes = true;
    const stop = new AbortController();
    const given = queue.run(write("a"), stop.signal);
    const kept = queue.run(write("b"), FOREVER);
    stop.abort(new Error("enough"));
    await expect(given).rejects.toThrow("enough");
    locked.writes = false;
    await kept;
    expect(ran).toEqual(["b"]);
  });

  it("gives up at the deadline with a code", async () => {
    const { queue, locked } = start();
    locked.writes = true;
    const database = databaseOver(queue, "x");
    await expect(database.write([{ sql: "a", args: [] }], { deadlineMs: 30 })).rejects.toMatchObject({
      code: "SQLITE_BUSY",
    });
  });

  it("passes on what is no lock at once, and goes on", async () => {
    const { queue, ran } = start();
    await expect(queue.run(write("broken"), FOREVER)).rejects.toMatchObject({ code: "SQLITE_CORRUPT" });
    await queue.run(write("a"), FOREVER);
    expect(ran).toEqual(["a"]);
  });

  it("refuses what does not fit into it", async () => {
    const { queue, locked } = start();
    locked.writes = true;
    const waiting = Array.from({ length: 5_000 }, () => queue.run(write("a"), FOREVER));
    await expect(queue.run(write("one more"), FOREVER)).rejects.toMatchObject({ code: "SQLITE_BUSY" });
    locked.writes = false;
    await Promise.all(waiting);
  });

  it("closes within a moment, whoever holds the file, and takes nothing afterwards", async () => {
    const { queue, ran, locked } = start();
    locked.writes = true;
    const lost = queue.run(write("a"), FOREVER);
    const refused = expect(lost).rejects.toMatchObject({ code: "SQLITE_BUSY" });
    await queue.close();
    await refused;
    expect(ran).toEqual(["closed"]);
    await expect(queue.run(read("r"), FOREVER)).rejects.toMatchObject({ code: "SQLITE_MISUSE" });
  });
});

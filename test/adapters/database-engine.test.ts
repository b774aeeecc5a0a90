import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "libsql";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createEngine, type Engine } from "../../src/adapters/sql/database-engine.ts";
import { MIGRATIONS } from "../../src/adapters/sql/migrations.ts";
import { toStateError } from "../../src/adapters/sql/open-database.ts";
import type { SqlStatement } from "../../src/adapters/sql/sql-database.ts";

let folder: string;
let file: string;
const opened: Engine[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "footnote-engine-"));
  file = join(folder, "state.db");
});
afterEach(() => {
  for (const engine of opened.splice(0)) engine.close();
  rmSync(folder, { recursive: true, force: true });
});

const open = (migrate = true): Engine => {
  const engine = createEngine({ file, migrate, synchronous: "OFF" });
  opened.push(engine);
  return engine;
};
const sql = (text: string, ...args: SqlStatement["args"]): SqlStatement => ({ sql: text, args });
const rowsOf = (engine: Engine, text: string) => engine.run({ kind: "read", statement: sql(text) });
const saveSearch = (id: string, query: string) =>
  sql("INSERT INTO searches (search_id, user_id, query, created_at) VALUES (?, 'ada', ?, 0)", id, query);
const versions = (name: string) => {
  const database = new Database(name);
  const rows = database.prepare("SELECT version FROM schema_migrations ORDER BY version").all();
  database.close();
  return rows.length;
};

/** A file as the program made it when it knew so many steps, with a row in each table that people see. */
function makeVersion(version: number): void {
  const database = new Database(file);
  database.exec("CREATE TABLE schema_migrations (version INTEGER PRIMARY KEY, applied_at INTEGER NOT NULL)");
  for (let step = 1; step <= version; step += 1) {
    database.exec(readFileSync(new URL(`../support/schemas/step-${step}.sql`, import.meta.url), "utf8"));
    database.exec(`INSERT INTO schema_migrations VALUES (${step}, 0)`);
  }
  database.exec(`
    INSERT INTO settings VALUES ('lab', '{"visibility":"asker"}', 'boss', 0);
    INSERT INTO answers (answer_id, conversation_id, user_id, server_id, channel_id, message_id, question, record,
      created_at) VALUES ('a1', 'a1', 'ada', 'lab', 'general', NULL, 'What explains grokking?', '{}', 0);
    INSERT INTO searches (search_id, user_id, query, created_at) VALUES ('s1', 'ada', 'flat minima', 0);
  `);
  if (version >= 2) database.exec("INSERT INTO checkpoints VALUES ('arxiv', 'q', 'c', 0)");
  if (version >= 3) database.exec("INSERT INTO leases VALUES ('digests', 'one', 0)");
  if (version >= 4) database.exec("INSERT INTO paper_signals VALUES ('lab', 'ada', 'p1', 'opened', 0)");
  database.close();
}

describe("the engine of a database file", () => {
  it("gives every connection the same settings", () => {
    const engine = createEngine({ file, migrate: true });
    opened.push(engine);
    const value = (name: string) => Object.values(Object(rowsOf(engine, `PRAGMA ${name}`))[0])[0];
    expect(value("journal_mode")).toBe("wal");
    expect(value("synchronous")).toBe(2);
    expect(value("foreign_keys")).toBe(1);
    expect(value("secure_delete")).toBe(1);
    expect(value("busy_timeout")).toBeGreaterThan(0);
  });

  it("undoes a transaction that fails in the middle, and holds no lock afterwards", () => {
    const engine = open();
    expect(() =>
      engine.run({ kind: "write", statements: [saveSearch("s1", "one"), saveSearch("s1", "twice")] }),
    ).toThrow(/UNIQUE/u);
    expect(rowsOf(engine, "SELECT * FROM searches")).toEqual([]);
    const other = new Database(file);
    other.exec("BEGIN IMMEDIATE");
    other.exec("ROLLBACK");
    other.close();
  });

  it("reads while another process keeps writers out, and writes when it lets go", () => {
    const engine = open();
    engine.run({ kind: "write", statements: [saveSearch("s1", "one")] });
    const other = new Database(file);
    other.exec("BEGIN IMMEDIATE");
    expect(rowsOf(engine, "SELECT search_id FROM searches")).toEqual([{ search_id: "s1" }]);
    for (let again = 0; again < 3; again += 1) {
      expect(() => engine.run({ kind: "write", statements: [saveSearch("s2", "two")] })).toThrow(
        expect.objectContaining({ code: "SQLITE_BUSY" }),
      );
    }
    other.exec("ROLLBACK");
    engine.run({ kind: "write", statements: [saveSearch("s2", "two")] });
    // A statement that was left open would forbid this.
    engine.run({ kind: "erase" });
    other.close();
  });

  it("leaves no byte of what was deleted, in the file, in its log or in copies", () => {
    makeVersion(3);
    const engine = open();
    const secrets = Array.from({ length: 300 }, (_value, n) => `secret${n}${"x".repeat((n * 37) % 900)}`);
    for (const [n, secret] of secrets.entries()) {
      engine.run({ kind: "write", statements: [saveSearch(`id-${n}`, n % 3 === 0 ? "public" : secret)] });
    }
    const bytes = () => readdirSync(folder).map((name) => readFileSync(join(folder, name)).toString("latin1"));
    expect(bytes().some((text) => text.includes("secret"))).toBe(true);
    expect(bytes().filter((text) => text.includes("grokking")).length).toBeGreaterThan(1);
    engine.run({ kind: "write", statements: [sql("DELETE FROM searches WHERE query <> 'public'")] });
    engine.run({ kind: "write", statements: [sql("DELETE FROM answers")] });
    engine.run({ kind: "erase" });
    engine.run({ kind: "checkpoint" });
    expect(bytes().some((text) => text.includes("secret") || text.includes("grokking"))).toBe(false);
    expect(rowsOf(engine, "SELECT COUNT(*) AS n FROM searches")).toEqual([{ n: 100 }]);
  });
});

describe("the schema of a database file", () => {
  it("has kept every step that was released as it was", () => {
    const released = readdirSync(new URL("../support/schemas/", import.meta.url)).length;
    for (let step = 1; step <= released; step += 1) {
      const text = readFileSync(new URL(`../support/schemas/step-${step}.sql`, import.meta.url), "utf8");
      expect(MIGRATIONS[step - 1]?.trim()).toBe(text.trim());
    }
  });

  it.each([1, 2, 3, 4, 5, 6])("is brought up to date from version %i, with all that was in it", (version) => {
    makeVersion(version);
    const engine = open();
    engine.run({ kind: "open" });
    expect(rowsOf(engine, "SELECT MAX(version) AS version FROM schema_migrations")).toEqual([
      { version: MIGRATIONS.length },
    ]);
    expect(rowsOf(engine, "SELECT question FROM answers")).toEqual([{ question: "What explains grokking?" }]);
    expect(rowsOf(engine, "SELECT query, narrowed FROM searches")).toEqual([{ query: "flat minima", narrowed: "{}" }]);
    expect(rowsOf(engine, "SELECT server_id FROM settings")).toEqual([{ server_id: "lab" }]);
    // The file as it was lies beside it.
    const copy = `${file}.v${version}.copy`;
    expect(versions(copy)).toBe(version);
  });

  it("keeps two copies at most, and none of a file that is new or up to date", () => {
    open().run({ kind: "open" });
    expect(readdirSync(folder).filter((name) => name.endsWith(".copy"))).toEqual([]);
    for (const engine of opened.splice(0)) engine.close();
    for (const version of [1, 2, 4]) writeFileSync(`${file}.v${version}.copy`, "");
    rmSync(file);
    makeVersion(5);
    open().run({ kind: "open" });
    expect(
      readdirSync(folder)
        .filter((name) => name.endsWith(".copy"))
        .sort(),
    ).toEqual(["state.db.v4.copy", "state.db.v5.copy"]);
  });

  it("is left alone where a later version of the program made it", () => {
    makeVersion(5);
    const database = new Database(file);
    database.exec(`INSERT INTO schema_migrations VALUES (${MIGRATIONS.length + 1}, 0)`);
    database.close();
    const before = readFileSync(file);
    expect(() => open().run({ kind: "open" })).toThrow(expect.objectContaining({ code: "STATE_MISMATCH" }));
    for (const engine of opened.splice(0)) engine.close();
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  it("is as before where a step fails", () => {
    makeVersion(5);
    const database = new Database(file);
    // The next step makes a table of this name.
    database.exec("CREATE TABLE prunings (id INTEGER)");
    database.close();
    expect(() => open().run({ kind: "open" })).toThrow(/already exists/u);
    expect(versions(file)).toBe(5);
  });
});

describe("a copy of a database file", () => {
  it("is consistent and whole, and appears under its name when it is complete", () => {
    const engine = open();
    engine.run({ kind: "write", statements: [saveSearch("s1", "one")] });
    const copy = join(folder, "it's a copy.db");
    engine.run({ kind: "copy", file: copy });
    file = copy;
    expect(rowsOf(open(false), "SELECT query FROM searches")).toEqual([{ query: "one" }]);
    expect(readdirSync(folder).filter((name) => name.endsWith(".tmp"))).toEqual([]);
  });
});

describe("a file that can't be used", () => {
  const codeOf = (work: () => unknown): unknown => {
    try {
      work();
      return "nothing";
    } catch (error) {
      const told = toStateError(error, file);
      return told instanceof Error && "code" in told ? told.code : told;
    }
  };

  it.each([
    ["no database at all", () => writeFileSync(file, "this is no database, and never was one ".repeat(100))],
    [
      "pages of rubbish",
      () => {
        makeVersion(5);
        const bytes = readFileSync(file);
        bytes.fill(0x5a, 100, 4_096);
        writeFileSync(file, bytes);
      },
    ],
    [
      "half of a file",
      () => {
        makeVersion(5);
        writeFileSync(file, readFileSync(file).subarray(0, 6_000));
      },
    ],
  ])("is said to be damaged: %s", (_what, damage) => {
    damage();
    const before = readFileSync(file);
    expect(codeOf(() => open(false).run({ kind: "inspect" }))).toBe("STATE_DAMAGED");
    for (const engine of opened.splice(0)) engine.close();
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  it("is not made where it is only looked at", () => {
    expect(() => open(false).run({ kind: "inspect" })).toThrow(expect.objectContaining({ code: "ENOENT" }));
    expect(existsSync(file)).toBe(false);
  });
});

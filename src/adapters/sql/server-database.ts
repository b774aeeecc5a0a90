import { type Client, createClient } from "@libsql/client";
import { newerState } from "./newer-state.ts";
import { type CallOptions, type SqlDatabase, SqlFailure, type SqlStatement } from "./sql-database.ts";

const DEADLINE_MS = 5_000;

/** A server of the same engine, through the library's own client, which waits for a network and never for a disk. */
export async function openServerDatabase(
  { url, authToken }: { readonly url: string; readonly authToken: string | undefined },
  place: string,
  migrations: readonly string[],
): Promise<SqlDatabase> {
  const client = createClient({ url, ...(authToken === undefined ? {} : { authToken }) });
  try {
    await migrate(client, place, migrations);
  } catch (error) {
    client.close();
    throw error;
  }
  return {
    place,
    read: (statement, options) =>
      within(options, async () => (await client.execute(mutable(statement))).rows.map((row) => ({ ...row }))),
    write: (statements, options) =>
      within(options, async () =>
        (await client.batch(statements.map(mutable), "write")).map(({ rowsAffected }) => rowsAffected),
      ),
    // How a server keeps its files is its own affair.
    checkpoint: async () => {},
    erase: async () => {},
    async close() {
      client.close();
    },
  };
}

function mutable({ sql, args }: SqlStatement): { sql: string; args: (string | number | null)[] } {
  return { sql, args: [...args] };
}

/** The client takes no signal: whoever waits is freed, and what comes later is dropped. */
async function within<T>({ signal, deadlineMs = DEADLINE_MS }: CallOptions = {}, work: () => Promise<T>): Promise<T> {
  signal?.throwIfAborted();
  let end: () => void = () => {};
  const given = new Promise<never>((_resolve, reject) => {
    const timer = setTimeout(() => reject(new SqlFailure("SQLITE_BUSY", "no answer in time")), deadlineMs);
    const giveUp = () => reject(signal?.reason);
    signal?.addEventListener("abort", giveUp, { once: true });
    end = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", giveUp);
    };
  });
  try {
    return await Promise.race([work(), given]);
  } finally {
    end();
  }
}

/** Runs the missing steps and records them, all in one transaction: after a failure the schema is as before. */
async function migrate(client: Client, place: string, migrations: readonly string[]): Promise<void> {
  await client.execute(
    "CREATE TABLE IF NOT EXISTS schema_migrations (version INTEGER PRIMARY KEY, applied_at INTEGER NOT NULL)",
  );
  const versionOf = (rows: readonly Readonly<Record<string, unknown>>[]) => Number(rows[0]?.["version"] ?? 0);
  const newest = "SELECT MAX(version) AS version FROM schema_migrations";
  const found = versionOf((await client.execute(newest)).rows);
  if (found > migrations.length) throw newerState(place, found);
  if (found === migrations.length) return;
  const transaction = await client.transaction("write");
  try {
    const applied = versionOf((await transaction.execute(newest)).rows);
    for (let version = applied + 1; version <= migrations.length; version += 1) {
      await transaction.executeMultiple(migrations[version - 1] ?? "");
      await transaction.execute({
        sql: "INSERT INTO schema_migrations (version, applied_at) VALUES (?, unixepoch() * 1000)",
        args: [version],
      });
    }
    await transaction.commit();
  } finally {
    transaction.close();
  }
}

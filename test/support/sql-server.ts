import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type Client, createClient, type InStatement, type ResultSet, type Transaction } from "@libsql/client";

export interface SqlServer {
  readonly url: string;
  /** Empties the database. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

interface Statement {
  readonly sql?: string;
  /** Names a text that was stored before. */
  readonly sql_id?: number;
  readonly args?: readonly { readonly type: string; readonly value?: string | number }[];
}

type Condition = null | undefined | { readonly type: string; readonly step?: number; readonly cond?: Condition };

interface StreamRequest {
  readonly type: string;
  readonly stmt?: Statement;
  readonly sql?: string;
  readonly sql_id?: number;
  readonly batch?: { readonly steps: readonly { readonly condition?: Condition; readonly stmt: Statement }[] };
}

/**
 * A server of the database engine on loopback, over a database in memory: as much of its HTTP protocol (Hrana 2, JSON)
 * as the client uses. One stream at a time, which is enough for one client.
 */
export async function startSqlServer(authToken: string): Promise<SqlServer> {
  let database: Client = createClient({ url: ":memory:" });
  let open: Transaction | null = null;
  const stored = new Map<number, string>();
  const textOf = ({ sql, sql_id: id }: Pick<Statement, "sql" | "sql_id">) => sql ?? stored.get(id ?? -1) ?? "";

  const execute = async (statement: Statement): Promise<object> => {
    const sql = textOf(statement);
    const bare: InStatement = { sql, args: (statement.args ?? []).map(decode) };
    if (/^BEGIN/iu.test(sql)) {
      open = await database.transaction("write");
      return encode({ columns: [], rows: [], rowsAffected: 0, lastInsertRowid: undefined });
    }
    if (open !== null && /^(?:COMMIT|ROLLBACK)/iu.test(sql)) {
      await (/^COMMIT/iu.test(sql) ? open.commit() : open.rollback());
      open = null;
      return encode({ columns: [], rows: [], rowsAffected: 0, lastInsertRowid: undefined });
    }
    return encode(await (open ?? database).execute(bare));
  };

  const answer = async (request: StreamRequest): Promise<object> => {
    if (request.type === "execute" && request.stmt !== undefined) {
      return { type: "execute", result: await execute(request.stmt) };
    }
    if (request.type === "sequence") {
      await (open ?? database).executeMultiple(textOf(request));
      return { type: "sequence" };
    }
    if (request.type === "store_sql") stored.set(request.sql_id ?? -1, request.sql ?? "");
    if (request.type === "get_autocommit") return { type: "get_autocommit", is_autocommit: open === null };
    if (request.type === "batch") {
      const results: (object | null)[] = [];
      const errors: (object | null)[] = [];
      for (const { condition, stmt } of request.batch?.steps ?? []) {
        const outcome = holds(condition, errors, results, open === null)
          ? await execute(stmt).then(
              (result) => ({ result, error: null }),
              (error: unknown) => ({ result: null, error: failure(error) }),
            )
          : { result: null, error: null };
        results.push(outcome.result);
        errors.push(outcome.error);
      }
      return { type: "batch", result: { step_results: results, step_errors: errors } };
    }
    return { type: request.type };
  };

  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (data: Buffer) => {
      body += data.toString();
    });
    request.on("end", async () => {
      const send = (status: number, json: object) => {
        response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(json));
      };
      if (request.method === "GET") return send(request.url === "/v2" ? 200 : 404, {});
      if (request.headers.authorization !== `Bearer ${authToken}`) return send(401, { message: "no" });
      const { requests } = JSON.parse(body) as { requests: StreamRequest[] };
      const results: object[] = [];
      for (const each of requests) {
        results.push(
          await answer(each).then(
            (done) => ({ type: "ok", response: done }),
            (error: unknown) => ({ type: "error", error: failure(error) }),
          ),
        );
      }
      return send(200, { baton: open === null ? null : "open", base_url: null, results });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async reset() {
      database.close();
      database = createClient({ url: ":memory:" });
    },
    async close() {
      database.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function holds(
  condition: Condition,
  errors: readonly unknown[],
  results: readonly unknown[],
  autocommit: boolean,
): boolean {
  if (condition === null || condition === undefined) return true;
  if (condition.type === "ok") return results[condition.step ?? 0] !== null;
  if (condition.type === "error") return errors[condition.step ?? 0] !== null;
  if (condition.type === "is_autocommit") return autocommit;
  return !holds(condition.cond, errors, results, autocommit);
}

function decode({ type, value }: { readonly type: string; readonly value?: string | number }): string | number | null {
  if (type === "null" || value === undefined) return null;
  return type === "integer" || type === "float" ? Number(value) : String(value);
}

function encode({
  columns,
  rows,
  rowsAffected,
  lastInsertRowid,
}: Pick<ResultSet, "columns" | "rows" | "rowsAffected" | "lastInsertRowid">): object {
  const value = (raw: unknown) => {
    if (raw === null || raw === undefined) return { type: "null" };
    return typeof raw === "number" || typeof raw === "bigint"
      ? { type: "integer", value: String(raw) }
      : { type: "text", value: String(raw) };
  };
  return {
    cols: columns.map((name) => ({ name, decltype: null })),
    rows: rows.map((row) => columns.map((name) => value(row[name]))),
    affected_row_count: rowsAffected,
    last_insert_rowid: lastInsertRowid === undefined ? null : String(lastInsertRowid),
  };
}

function failure(error: unknown): object {
  const code = error instanceof Error && "code" in error ? String(error.code) : "UNKNOWN";
  return { message: error instanceof Error ? error.message : String(error), code };
}

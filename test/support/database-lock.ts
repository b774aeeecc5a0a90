import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";

/** Holds the write lock of a database file in a process of its own, until it is told to let go. */
export interface HeldLock {
  release(): Promise<void>;
}

const SCRIPT = `
  const Database = require("libsql");
  const database = new Database(process.argv[1], { timeout: 5000 });
  database.exec(process.argv[2]);
  process.stdout.write("held\\n");
  process.stdin.resume();
  process.stdin.once("end", () => { database.exec("ROLLBACK"); database.close(); process.exit(0); });
`;

/** @param begin `BEGIN IMMEDIATE` keeps writers out; `BEGIN EXCLUSIVE` does the same where readers use the log */
export async function holdDatabaseLock(
  file: string,
  begin: "BEGIN IMMEDIATE" | "BEGIN EXCLUSIVE" = "BEGIN IMMEDIATE",
): Promise<HeldLock> {
  const child: ChildProcess = spawn(process.execPath, ["-e", SCRIPT, file, begin], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const { stdin, stdout } = child;
  if (stdin === null || stdout === null) throw new Error("a process without streams");
  await Promise.race([
    once(stdout, "data"),
    once(child, "exit").then(() => {
      throw new Error("the lock could not be taken");
    }),
  ]);
  return {
    async release() {
      const ended = once(child, "exit");
      stdin.end();
      await ended;
    },
  };
}

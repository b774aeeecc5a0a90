import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { acquireWriterLock } from "../../src/adapters/sql/writer-lock.ts";

const root = mkdtempSync(join(tmpdir(), "footnote-lock-"));
afterAll(() => rm(root, { recursive: true, force: true }));

describe("acquireWriterLock", () => {
  it("lets one in at a time, and tells the other that it waits", async () => {
    const file = join(root, "a.lock");
    const first = await acquireWriterLock(file);
    const order: string[] = [];
    const second = acquireWriterLock(file, { onWait: () => order.push("waits") }).then((lock) => {
      order.push("has it");
      return lock;
    });
    await expect.poll(() => order).toEqual(["waits"]);
    order.push("released");
    first.release();
    (await second).release();
    expect(order).toEqual(["waits", "released", "has it"]);
  });

  it("gives up waiting when told to", async () => {
    const file = join(root, "b.lock");
    const first = await acquireWriterLock(file);
    const stop = new AbortController();
    const second = acquireWriterLock(file, { signal: stop.signal, onWait: () => stop.abort() });
    await expect(second).rejects.toThrow();
    first.release();
    (await acquireWriterLock(file)).release();
  });
});

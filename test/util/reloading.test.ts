import { describe, expect, it } from "vitest";
import { createReloading } from "../../src/util/reloading.ts";

function createValues() {
  const state = { version: 1, elapsedMs: 0, opened: [] as number[], closed: [] as number[], failures: [] as unknown[] };
  const broken = { open: false };
  const reloading = createReloading({
    readVersion: async () => state.version,
    async open() {
      if (broken.open) throw new Error("can't be opened");
      state.opened.push(state.version);
      return { version: state.version, value: state.version };
    },
    closeValue: async (value) => void state.closed.push(value),
    onFailure: (error) => void state.failures.push(error),
    elapsedMs: () => state.elapsedMs,
    checkMs: 100,
    graceMs: 20,
  });
  return { state, broken, reloading };
}

/** Lets what runs beside come to its end. */
const settle = () => new Promise((resolve) => setTimeout(resolve, 5));

describe("a reloading value", () => {
  it("is opened once, however many ask at once", async () => {
    const { state, reloading } = createValues();
    expect(await Promise.all([reloading.current(), reloading.current()])).toEqual([1, 1]);
    expect(state.opened).toEqual([1]);
  });

  it("is replaced beside whoever asks when its version has changed, and the old one is closed later", async () => {
    const { state, reloading } = createValues();
    await reloading.current();
    state.version = 2;
    expect(await reloading.current()).toBe(1);
    state.elapsedMs = 150;
    expect(await reloading.current()).toBe(1);
    await settle();
    expect(await reloading.current()).toBe(2);
    expect(state.closed).toEqual([]);
    await new Promise((resolve) => setTimeout(resolve, 40));
    expect(state.closed).toEqual([1]);
  });

  it("is opened anew when that is asked for, once however many ask, and the old one is closed later", async () => {
    const { state, reloading } = createValues();
    await reloading.current();
    await Promise.all([reloading.renew(), reloading.renew()]);
    expect(state.opened).toEqual([1, 1]);
    await new Promise((resolve) => setTimeout(resolve, 40));
    expect(state.closed).toEqual([1]);
  });

  it("stays in use when it can't be opened anew", async () => {
    const { broken, reloading } = createValues();
    await reloading.current();
    broken.open = true;
    await expect(reloading.renew()).rejects.toThrow("can't be opened");
    expect(await reloading.current()).toBe(1);
  });

  it("stays in use when the newer version can't be opened", async () => {
    const { state, broken, reloading } = createValues();
    await reloading.current();
    state.version = 2;
    state.elapsedMs = 150;
    broken.open = true;
    await reloading.current();
    await settle();
    expect(await reloading.current()).toBe(1);
    expect(state.failures).toHaveLength(1);
  });

  it("is tried again by the next who asks when the first could not be opened", async () => {
    const { broken, reloading } = createValues();
    broken.open = true;
    await expect(reloading.current()).rejects.toThrow("can't be opened");
    broken.open = false;
    expect(await reloading.current()).toBe(1);
  });

  it("closes everything that is still open", async () => {
    const { state, reloading } = createValues();
    await reloading.current();
    state.version = 2;
    state.elapsedMs = 150;
    await reloading.current();
    await settle();
    await reloading.close();
    expect(state.closed.sort()).toEqual([1, 2]);
  });
});

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
// @ts-expect-error plain JavaScript, so that it runs before anything is installed
import { completeLock } from "./complete-lockfile.mjs";

const lock = () => JSON.parse(readFileSync(new URL("../../package-lock.json", import.meta.url), "utf8"));

describe("package-lock.json", () => {
  it("has an entry for every platform's optional packages, and no download addresses", () => {
    expect(completeLock(lock())).toEqual([]);
  });

  it("would be mended if an entry were missing or an address were there", () => {
    const damaged = lock();
    delete damaged.packages["node_modules/@lancedb/lancedb-darwin-arm64"];
    damaged.packages["node_modules/zod"].resolved = "https://registry.example/zod.tgz";
    expect(completeLock(damaged).sort()).toEqual([
      "node_modules/@lancedb/lancedb-darwin-arm64: entry",
      "node_modules/zod: download address",
    ]);
    expect(damaged.packages["node_modules/@lancedb/lancedb-darwin-arm64"]).toEqual({
      version: "0.37.1",
      optional: true,
      os: ["darwin"],
      cpu: ["arm64"],
    });
    expect(damaged).toEqual({ ...lock(), packages: expect.any(Object) });
  });

  it("closes the known advisories of what @xenova/transformers brings", () => {
    const packages: Record<string, { version?: string }> = lock().packages;
    const versions = Object.entries(packages).filter(([path]) => path.endsWith("node_modules/protobufjs"));
    for (const [, { version }] of versions) expect(Number(version?.split(".")[0])).toBeGreaterThanOrEqual(7);
    expect(versions.length).toBeGreaterThan(0);
  });
});

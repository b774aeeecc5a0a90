import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { LIMITS } from "../../src/domain/limits.ts";

it("docs/limits.md shows the limits as they are", () => {
  const text = readFileSync(new URL("../../docs/limits.md", import.meta.url), "utf8");
  const rows = text
    .split("\n")
    .filter((line) => line.startsWith("|"))
    .map((line) =>
      line
        .slice(1, -1)
        .split("|")
        .map((cell) => cell.trim()),
    );
  const limits = Object.values(LIMITS).map(({ of, most, unit, over }) => [
    of,
    `${most.toLocaleString("en")} ${unit}`,
    over,
  ]);
  expect(rows.slice(2)).toEqual(limits);
});

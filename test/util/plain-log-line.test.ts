import { describe, expect, it } from "vitest";
import { plainLogLine } from "../../src/util/plain-log-line.ts";

describe("plainLogLine", () => {
  it.each([
    ['{"level":40,"time":1,"attempt":2,"msg":"another shape"}\n', "footnote: warning: another shape (attempt 2)\n"],
    ['{"level":30,"time":1,"msg":"done"}', "footnote: info: done\n"],
    [
      '{"level":50,"err":{"type":"Error","stack":"Error: x\\n  at y"},"msg":"failed"}',
      "footnote: error: failed (err Error: x at y)\n",
    ],
    ['{"level":20,"found":["a",{"b":1}],"msg":"x\\u001b[31m"}', "footnote: debug: x [31m (found a b 1)\n"],
    ["no JSON\n", "footnote: no JSON\n"],
  ])("says %s in one line", (line, said) => {
    expect(plainLogLine(line)).toBe(said);
  });

  it("leaves out what is nested too deep, however deep that is", () => {
    const line = `{"level":40,"msg":${"[".repeat(9_000)}${"]".repeat(9_000)},"deep":${'{"a":'.repeat(10)}1${"}".repeat(10)}}`;
    expect(plainLogLine(line)).toBe(`footnote: warning: … (deep${" a".repeat(9)} …)\n`);
  });
});

import { readFileSync } from "node:fs";
import type { z } from "zod";

/** What stands in a file of this folder, one JSON object a line. */
export function readJsonLines<T>(name: string, schema: z.ZodType<T>): T[] {
  return readFileSync(new URL(name, import.meta.url), "utf8")
    .trim()
    .split("\n")
    .map((line) => schema.parse(JSON.parse(line)));
}

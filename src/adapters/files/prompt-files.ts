import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { AppError } from "../../domain/errors.ts";
import type { PromptSource } from "../../ports/prompt-source.ts";

/** Prompts as Markdown files of one folder: `answer` is `answer.md`. */
export function createPromptFiles(folder: string): PromptSource {
  return {
    async load(name, slots) {
      const path = join(folder, `${name}.md`);
      let text: string;
      try {
        text = await readFile(path, "utf8");
      } catch (error) {
        throw new AppError("CONFIG_INVALID", `The prompt ${path} can't be read.`, { cause: error });
      }
      const found = new Set([...text.matchAll(/\{\{\{?\s*([\w.]+)\s*\}?\}\}/gu)].map((match) => match[1] ?? ""));
      const missing = slots.filter((slot) => !found.has(slot));
      const unknown = [...found].filter((slot) => !slots.includes(slot));
      if (missing.length > 0 || unknown.length > 0) {
        const parts = [
          ...missing.map((slot) => `{{{${slot}}}} is missing`),
          ...unknown.map((slot) => `{{{${slot}}}} is unknown`),
        ];
        throw new AppError("CONFIG_INVALID", `The prompt ${path} does not fit: ${parts.join(", ")}.`);
      }
      return { name, text };
    },
  };
}

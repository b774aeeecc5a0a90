import { mkdtempSync } from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { createPromptFiles } from "../../src/adapters/files/prompt-files.ts";
import { loadPrompts } from "../../src/answering/load-prompts.ts";

const root = mkdtempSync(join(tmpdir(), "footnote-prompts-"));
afterAll(() => rm(root, { recursive: true, force: true }));

describe("createPromptFiles", () => {
  it("accepts the prompts that ship", async () => {
    const prompts = await loadPrompts(createPromptFiles(new URL("../../prompts", import.meta.url).pathname));
    expect(prompts.answer.system.text).toContain("NOT_IN_PASSAGES");
  });

  it("names slots that are missing or unknown, and a file that is not there", async () => {
    await writeFile(join(root, "answer.md"), "{{{question}}} and {{{passges}}}");
    const source = createPromptFiles(root);
    await expect(source.load("answer", ["question", "passages"])).rejects.toMatchObject({
      code: "CONFIG_INVALID",
      message: expect.stringMatching(/\{\{\{passages\}\}\} is missing, \{\{\{passges\}\}\} is unknown/u),
    });
    await expect(source.load("nothing", [])).rejects.toMatchObject({ code: "CONFIG_INVALID" });
  });
});

import { describe, expect, inject, it } from "vitest";
import { z } from "zod";
import { runCli } from "../support/run-cli.ts";

/**
 * A real small language model behind a real server, where one is named:
 *
 *     FOOTNOTE_TEST_MODEL_URL=http://127.0.0.1:18080/v1 npx vitest run test/integration/small-model.test.ts
 *
 * It need not write well. Whatever it writes, only supported sentences may be shown.
 */
const baseUrl = process.env["FOOTNOTE_TEST_MODEL_URL"];

const answerSchema = z.looseObject({
  mode: z.enum(["generated", "extractive"]),
  status: z.string(),
  raw: z.string().optional(),
  warning: z.string().optional(),
  sentences: z.array(
    z.looseObject({ text: z.string(), support: z.string(), evidence: z.array(z.object({ quote: z.string() })) }),
  ),
});

describe.skipIf(baseUrl === undefined)("a real small language model", () => {
  it.each([
    "What explains grokking?",
    "How does Adafactor save memory compared with Adam?",
    "What does gradient starvation mean?",
    "Which of the two LoRA matrices matters more to fine-tune, A or B?",
    "What happens when dropout is used only at the start of training?",
  ])(
    "shows nothing that is not supported: %s",
    async (question) => {
      const env = {
        OPENAI_BASE_URL: baseUrl ?? "",
        OPENAI_MODEL: "local",
        OPENAI_SILENCE_SECONDS: "120",
        OPENAI_DEADLINE_SECONDS: "240",
        OPENAI_SECOND_OPINION: "0",
      };
      const args = ["ask", question, "--json", "--data-dir", inject("seedsDataDir")];
      const { code, stdout, stderr } = await runCli(args, { env });
      expect({ code, stderr }).toMatchObject({ code: 0 });
      const answer = answerSchema.parse(JSON.parse(stdout));
      process.stdout.write(
        `${JSON.stringify({ question, mode: answer.mode, shown: answer.sentences.length, raw: answer.raw?.slice(0, 400), warning: answer.warning })}\n`,
      );
      // A server that can't be reached makes quotations too, and proves nothing.
      if (answer.mode === "extractive") expect(answer.raw).toMatch(/\S/u);
      for (const { support, evidence } of answer.sentences) {
        expect(support).toBe("supported");
        expect(evidence.length).toBeGreaterThan(0);
      }
    },
    400_000,
  );
});

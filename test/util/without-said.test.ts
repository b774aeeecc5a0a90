import { describe, expect, it } from "vitest";
import { errorInReply } from "../../src/adapters/openai/openai-error.ts";
import { withoutSaid } from "../../src/util/without-said.ts";

describe("withoutSaid", () => {
  it("leaves out what a service said", () => {
    const { message } = errorInReply(
      "I may not answer: What explains grokking?",
      { host: "a.test", model: "m" },
      "key",
    );
    expect(message).toContain("grokking");
    expect(withoutSaid(message)).toBe("The model's service at a.test reported an error in its reply.");
  });

  it("leaves other messages as they are", () => {
    const message = "The model's service knows no model “m” (HTTP 404): check OPENAI_MODEL.";
    expect(withoutSaid(message)).toBe(message);
    expect(withoutSaid("")).toBe("");
  });
});

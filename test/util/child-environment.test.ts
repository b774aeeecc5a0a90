import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { childEnvironment } from "../../src/util/child-environment.ts";

const SECRETS = [
  "DISCORD_TOKEN",
  "OPENAI_API_KEY",
  "FOOTNOTE_STATE_TOKEN",
  "HF_TOKEN",
  "HF_ACCESS_TOKEN",
  "AWS_SECRET_ACCESS_KEY",
  "GITHUB_TOKEN",
  "NODE_OPTIONS",
  "SSH_AUTH_SOCK",
];

describe("the environment of a child process", () => {
  it("is its surroundings and what is named", () => {
    const given = { PATH: "/bin", HOME: "/root", FOOTNOTE_EMBEDDER: "x", FOOTNOTE_LOG_LEVEL: "debug", OTHER: "y" };
    expect(childEnvironment([], given)).toEqual({ PATH: "/bin", HOME: "/root" });
    expect(childEnvironment(["FOOTNOTE_EMBEDDER", "NOT_SET"], given)).toEqual({
      PATH: "/bin",
      HOME: "/root",
      FOOTNOTE_EMBEDDER: "x",
    });
  });

  it.each(SECRETS)("never holds %s unless it is named", (name) => {
    expect(childEnvironment([], { [name]: "secret" })).toEqual({});
    expect(childEnvironment([name], { [name]: "secret" })).toEqual({ [name]: "secret" });
  });

  it("holds nothing that is neither named nor surroundings, whatever there is", () => {
    const variables = fc.dictionary(fc.string({ minLength: 1 }), fc.constant("value"));
    fc.assert(
      fc.property(variables, (given) => {
        const found = Object.keys(childEnvironment([], { ...given, PATH: "/bin" }));
        return found.every((name) => name in given || name === "PATH") && found.length <= 16;
      }),
    );
  });
});

import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { environmentSchema, loadConfig } from "../../src/config/config.ts";

const root = "/project";

describe("loadConfig", () => {
  it("has a default for everything, and no language model", () => {
    expect(loadConfig({}, root)).toEqual({
      projectRoot: root,
      dataDir: resolve(root, "data"),
      cacheDir: join(homedir(), ".cache", "footnote"),
      modelsDir: resolve(root, "data/models"),
      seedsDir: resolve(root, "seeds"),
      promptsDir: resolve(root, "prompts"),
      embedder: "footnote/minilm-l6-papers",
      maxTokens: 256,
      allowDownload: false,
      logLevel: "warn",
      chat: null,
      discord: {
        token: null,
        guildId: null,
        restApi: null,
        userAsksPerHour: 20,
        serverAsksPerHour: 200,
        serverAsksPerDay: 1_000,
        serverTokensPerDay: 1_000_000,
        asksAtOnce: 2,
        keepDays: 30,
        operatorId: null,
      },
      healthPort: null,
      sources: {
        huggingFace: "https://huggingface.co",
        arxiv: "https://export.arxiv.org",
        schedule: "",
        contact: null,
      },
      state: { file: resolve(root, "data/state.db") },
    });
  });

  it("takes a proxy's address with the version and without it, and refuses what is no token", () => {
    const api = (address: string) => loadConfig({ DISCORD_REST_API: address }, root).discord.restApi;
    expect(api("http://proxy.test/api/")).toBe("http://proxy.test/api");
    expect(api("http://proxy.test/api/v10")).toBe("http://proxy.test/api");
    expect(() => loadConfig({ DISCORD_TOKEN: "not a token" }, root)).toThrow(/DISCORD_TOKEN: is no bot token/u);
  });

  it("takes a key, or the address of a server that needs none, for a language model", () => {
    expect(loadConfig({ OPENAI_API_KEY: "k" }, root).chat).toMatchObject({
      apiKey: "k",
      baseUrl: "https://api.openai.com/v1",
    });
    expect(loadConfig({ OPENAI_BASE_URL: "http://127.0.0.1:1/v1", OPENAI_MODEL: "m" }, root).chat).toMatchObject({
      model: "m",
    });
  });

  it("counts a blank variable as not set, and the command line before the environment", () => {
    expect(loadConfig({ OPENAI_API_KEY: " ", FOOTNOTE_DATA_DIR: "" }, root)).toMatchObject({
      chat: null,
      dataDir: resolve(root, "data"),
    });
    expect(loadConfig({ FOOTNOTE_DATA_DIR: "/env" }, root, { dataDir: "/line" }).dataDir).toBe("/line");
  });

  it("names every bad variable in one message, without its value", () => {
    const bad = {
      OPENAI_BASE_URL: "http://user:hunter2@host/v1",
      OPENAI_SILENCE_SECONDS: "soon",
      FOOTNOTE_EMBEDDER: "../../etc",
      FOOTNOTE_LOG_LEVEL: "loud",
    };
    const message = messageOf(() => loadConfig(bad, root));
    for (const name of Object.keys(bad)) expect(message).toContain(name);
    for (const value of ["hunter2", "soon", "etc", "loud"]) expect(message).not.toContain(value);
  });
});

describe(".env.example", () => {
  it("lists exactly the variables that the program reads", () => {
    const text = readFileSync(new URL("../../.env.example", import.meta.url), "utf8");
    const listed = [...text.matchAll(/^([A-Z_]+)=/gmu)].map((match) => match[1]);
    expect(listed.toSorted()).toEqual(Object.keys(environmentSchema.shape).toSorted());
  });
});

function messageOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof Error) return error.message;
  }
  throw new Error("nothing was thrown");
}

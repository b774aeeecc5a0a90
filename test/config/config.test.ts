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
      dataDirIsDefault: true,
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
        directAsksPerDay: 100,
        directTokensPerDay: 200_000,
        tokensPerDay: 10_000_000,
        asksAtOnce: 2,
        keepDays: 30,
        operatorId: null,
      },
      embedderMs: 10_000,
      health: { port: null, host: "127.0.0.1", lookMs: 5_000 },
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

describe("a key and an address of a language model", () => {
  it.each([
    ['"sk-secret123"', "quotation marks"],
    ["“sk-secret123”", "quotation marks"],
    ["sk-secret 123", "spaces or line ends"],
    ["sk-secret123\n", "spaces or line ends"],
    ["sk-secret123\r", "spaces or line ends"],
    ["Bearer sk-secret123", "spaces or line ends"],
    ["sk-sécret123", "characters that no key has"],
    ["sk-secret123…", "characters that no key has"],
    ["\uFEFFsk-secret123\u200B", "spaces or line ends"],
    ["sk-secret123\u200B", "characters that no key has"],
    ["sk-secret\u0000", "characters that no key has"],
  ])("are named in one sentence where the key is odd: %j", (key, problem) => {
    const message = messageOf(() => loadConfig({ OPENAI_API_KEY: key }, root));
    expect(message).toContain(`OPENAI_API_KEY: holds ${problem}`);
    expect(message).not.toMatch(/s.cret/u);
    expect(message.split("\n")).toHaveLength(1);
  });

  it.each([
    ['"http://127.0.0.1:1/v1"', "quotation marks"],
    ["‘http://127.0.0.1:1/v1’", "quotation marks"],
    [" http://127.0.0.1:1/v1", "spaces"],
    ["http://127.0.0.1:1/v1\r\n", "spaces"],
    ["http://exämple.test/v1", "characters that no address has"],
    ["127.0.0.1:11434/v1", "begins with http"],
    ["localhost:11434/v1", "begins with http"],
    ["http:/127.0.0.1:1/v1", "begins with http"],
    ["ftp://127.0.0.1/v1", "begins with http"],
    ["http://http://127.0.0.1:1/v1", "one address"],
    ["http://127.0.0.1:1/v1/chat/completions", "must end before “/chat/completions”"],
    ["http://127.0.0.1:1/v1/Chat/Completions/", "must end before “/Chat/Completions”"],
    ["http://127.0.0.1:1/v1/chat", "must end before “/chat”"],
    ["http://127.0.0.1:1/v1/completions", "must end before “/completions”"],
    ["http://127.0.0.1:1/v1/models", "must end before “/models”"],
    ["http://127.0.0.1:1/v1?key=hunter2", "must end before any “?”"],
    ["http://user:hunter2@127.0.0.1:1/v1", "no user name"],
    ["http://", "begins with http"],
    ["http://[::1/v1", "must be an http or https address"],
  ])("are named in one sentence where the address is odd: %j", (address, problem) => {
    const message = messageOf(() => loadConfig({ OPENAI_BASE_URL: address }, root));
    expect(message.match(/OPENAI_BASE_URL/gu)).toHaveLength(1);
    expect(message).toContain(problem);
    expect(message).not.toContain("hunter2");
  });

  it.each(["http://127.0.0.1:1/v1", "https://x.test/v1/", "HTTP://x.test", "https://x.test/openai/deployments/chat-1"])(
    "take %s",
    (address) => {
      expect(loadConfig({ OPENAI_BASE_URL: address, OPENAI_API_KEY: "sk-1_2.3/4+5=" }, root).chat?.baseUrl).toBe(
        address,
      );
    },
  );
});

describe("the most tokens of a day", () => {
  const tokensOf = (env: Record<string, string>) => loadConfig(env, root).discord.tokensPerDay;

  it.each<[Record<string, string>, number]>([
    [{ FOOTNOTE_DAILY_TOKENS: "5000" }, 5_000],
    [{ FOOTNOTE_DAILY_COST: "2", FOOTNOTE_TOKEN_PRICE: "0.6" }, 3_333_333],
    [{ FOOTNOTE_DAILY_COST: "2", FOOTNOTE_TOKEN_PRICE: "0.6", FOOTNOTE_DAILY_TOKENS: "1000" }, 1_000],
    [{ FOOTNOTE_TOKEN_PRICE: "0.6" }, 10_000_000],
  ])("with %o are %i", (env, expected) => {
    expect(tokensOf(env)).toBe(expected);
  });

  it("need a price where money is the cap, and whole numbers above nothing", () => {
    expect(() => tokensOf({ FOOTNOTE_DAILY_COST: "2" })).toThrow(/FOOTNOTE_TOKEN_PRICE/u);
    for (const [name, value] of [
      ["FOOTNOTE_DAILY_TOKENS", "0"],
      ["FOOTNOTE_DAILY_TOKENS", "1.5"],
      ["FOOTNOTE_DAILY_COST", "-1"],
      ["FOOTNOTE_TOKEN_PRICE", "0"],
    ] as const) {
      expect(() => tokensOf({ [name]: value })).toThrow(name);
    }
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

import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { z } from "zod";
import { AppError } from "../domain/errors.ts";

/** A variable that is set to nothing counts as not set. */
const blankIsUnset = (value: unknown) => (typeof value === "string" && value.trim() === "" ? undefined : value);
const text = (schema: z.ZodType<string, string> = z.string()) => z.preprocess(blankIsUnset, schema.optional());
const number = (schema: z.ZodNumber) =>
  z.preprocess((value) => (blankIsUnset(value) === undefined ? undefined : Number(value)), schema.optional());
const flag = z.preprocess(blankIsUnset, z.enum(["0", "1", "true", "false"]).optional());

const secondsSchema = z.number().positive().max(3_600);
const modelIdSchema = z
  .string()
  .regex(/^[\w.-]+(?:\/[\w.-]+)*$/u, "must be a model id such as footnote/minilm-l6-papers")
  .refine((id) => !id.split("/").includes(".."), "must not point outside the models folder");
const httpUrlSchema = z
  .string()
  .refine(
    (value) => URL.canParse(value) && /^https?:$/u.test(new URL(value).protocol),
    "must be an http or https address",
  )
  .refine((value) => {
    const { username, password } = URL.canParse(value) ? new URL(value) : { username: "", password: "" };
    return username === "" && password === "";
  }, "must hold no user name and no password; the key belongs in OPENAI_API_KEY");

/** Quotation marks that a shell, an editor or a form left around a value. */
const QUOTES = /["'`“”„‘’«»]/u;

/** What is odd about a key that no service has; null for nothing. Never says the key. */
function problemOfKey(key: string): string | null {
  if (QUOTES.test(key)) return "holds quotation marks; give the key alone";
  if (/\s/u.test(key)) return "holds spaces or line ends; give the key alone, in one line";
  if (!/^[\x21-\x7e]+$/u.test(key)) return "holds characters that no key has; copy it again";
  return null;
}

/** What is odd about the address of a chat service; null for nothing. */
function problemOfChatAddress(address: string): string | null {
  if (QUOTES.test(address)) return "holds quotation marks; give the address alone";
  if (/\s/u.test(address)) return "holds spaces or line ends; give the address alone, in one line";
  if (!/^[\x21-\x7e]+$/u.test(address)) return "holds characters that no address has; type it again";
  if (!/^https?:\/\/[^/]/iu.test(address))
    return "must be an http or https address that begins with http:// or https://";
  if (!URL.canParse(address)) return "must be an http or https address, such as http://127.0.0.1:11434/v1";
  const { username, password, pathname, search, hash } = new URL(address);
  if (username !== "" || password !== "") {
    return "must hold no user name and no password; the key belongs in OPENAI_API_KEY";
  }
  if (search !== "" || hash !== "" || /[?#]/u.test(address)) return "must end before any “?” or “#”";
  if (/:\/\/|:\/|\\/u.test(address.slice(address.indexOf("://") + 3))) return "must be one address";
  const ending =
    /\/(?:chat(?:\/completions)?|completions|responses|models|embeddings|messages|generate)(?=\/{0,9}$)/iu.exec(
      pathname.slice(-100),
    )?.[0];
  return ending === undefined ? null : `must end before “${ending}”, most often with /v1`;
}

function without(problemOf: (value: string) => string | null): z.ZodType<string, string> {
  return z.string().superRefine((value, context) => {
    const problem = problemOf(value);
    if (problem !== null) context.addIssue({ code: "custom", message: problem });
  });
}

/** Three parts of base64url with dots between: the first one is the application's id. */
const discordTokenSchema = z
  .string()
  .regex(/^[\w-]{18,}\.[\w-]{4,}\.[\w-]{20,}$/u, "is no bot token; copy it from the application's “Bot” page");
const stateUrlSchema = z
  .string()
  .refine(
    (value) => URL.canParse(value) && /^(?:libsql|https?|wss?):$/u.test(new URL(value).protocol),
    "must be a libsql, http or https address",
  );

/**
 * Every variable that the program reads; `.env.example` lists the same ones. Those that end in `_FILE` name a file that
 * holds a secret: src/bin puts what it holds in the secret's own place before the configuration is read.
 */
export const environmentSchema = z.object({
  FOOTNOTE_DATA_DIR: text(),
  FOOTNOTE_CACHE_DIR: text(),
  FOOTNOTE_MODELS_DIR: text(),
  FOOTNOTE_EMBEDDER: text(modelIdSchema),
  FOOTNOTE_ALLOW_DOWNLOAD: flag,
  FOOTNOTE_LOG_LEVEL: z.preprocess(blankIsUnset, z.enum(["silent", "error", "warn", "info", "debug"]).optional()),
  OPENAI_API_KEY: text(without(problemOfKey)),
  OPENAI_API_KEY_FILE: text(),
  OPENAI_BASE_URL: text(without(problemOfChatAddress)),
  OPENAI_MODEL: text(),
  OPENAI_SECOND_OPINION: flag,
  OPENAI_TEMPERATURE: number(z.number().min(0).max(2)),
  OPENAI_SILENCE_SECONDS: number(secondsSchema),
  OPENAI_DEADLINE_SECONDS: number(secondsSchema),
  OPENAI_MAX_CONCURRENT: number(z.number().int().positive().max(1_000)),
  OPENAI_REQUESTS_PER_MINUTE: number(z.number().int().positive()),
  OPENAI_TOKENS_PER_MINUTE: number(z.number().int().positive()),
  DISCORD_TOKEN: text(discordTokenSchema),
  DISCORD_TOKEN_FILE: text(),
  DISCORD_GUILD_ID: text(z.string().regex(/^\d{15,21}$/u, "must be a server's id, a number of 15 to 21 digits")),
  DISCORD_REST_API: text(httpUrlSchema),
  DISCORD_USER_ASKS_PER_HOUR: number(z.number().int().positive().max(1_000)),
  DISCORD_SERVER_ASKS_PER_HOUR: number(z.number().int().positive().max(10_000)),
  DISCORD_SERVER_ASKS_PER_DAY: number(z.number().int().positive().max(100_000)),
  DISCORD_SERVER_TOKENS_PER_DAY: number(z.number().int().positive()),
  DISCORD_DIRECT_ASKS_PER_DAY: number(z.number().int().positive().max(10_000)),
  DISCORD_DIRECT_TOKENS_PER_DAY: number(z.number().int().positive()),
  FOOTNOTE_DAILY_TOKENS: number(z.number().int().positive()),
  FOOTNOTE_DAILY_COST: number(z.number().positive()),
  FOOTNOTE_TOKEN_PRICE: number(z.number().positive()),
  DISCORD_ASKS_AT_ONCE: number(z.number().int().positive().max(64)),
  DISCORD_KEEP_DAYS: number(z.number().int().positive().max(365)),
  HUGGINGFACE_API_URL: text(httpUrlSchema),
  ARXIV_API_URL: text(httpUrlSchema),
  INGEST_SCHEDULE: text(),
  FOOTNOTE_CONTACT: text(z.string().regex(/^[\x21-\x7e ]{3,200}$/u, "must be an address where you can be reached")),
  DISCORD_OPERATOR_ID: text(z.string().regex(/^\d{15,21}$/u, "must be a person's id, a number of 15 to 21 digits")),
  FOOTNOTE_HEALTH_PORT: number(z.number().int().min(1).max(65_535)),
  FOOTNOTE_HEALTH_HOST: text(
    z.string().regex(/^[\w.:-]{1,253}$/u, "must be an address of this machine, such as 127.0.0.1 or 0.0.0.0"),
  ),
  FOOTNOTE_HEALTH_SECONDS: number(z.number().min(0.2).max(60)),
  FOOTNOTE_EMBEDDER_SECONDS: number(z.number().min(1).max(600)),
  FOOTNOTE_STATE_URL: text(stateUrlSchema),
  FOOTNOTE_STATE_TOKEN: text(),
  FOOTNOTE_STATE_TOKEN_FILE: text(),
});

export interface ChatConfig {
  readonly apiKey: string;
  readonly baseUrl: string;
  readonly model: string;
  readonly temperature?: number;
  /** Whether the model checks its own sentences in a second call. */
  readonly judge: boolean;
  readonly silenceMs: number;
  readonly deadlineMs: number;
  readonly maxConcurrent: number;
  /** Null: no limit of ours. */
  readonly requestsPerMinute: number | null;
  readonly tokensPerMinute: number | null;
}

export interface DiscordConfig {
  /** Null: the bot can't start; the command line can. */
  readonly token: string | null;
  /** Commands are registered in this server alone, where they appear at once; null: everywhere. */
  readonly guildId: string | null;
  /** Base address of Discord's HTTP API, without the version; null: Discord's own. */
  readonly restApi: string | null;
  /** Defaults that a server's settings may change. */
  readonly userAsksPerHour: number;
  readonly serverAsksPerHour: number;
  /** Budgets that the operator alone sets. */
  readonly serverAsksPerDay: number;
  readonly serverTokensPerDay: number;
  /** Of one person in direct messages and where only they have installed the bot. */
  readonly directAsksPerDay: number;
  readonly directTokensPerDay: number;
  /** Language-model tokens of everybody together, the lower of the caps in tokens and in money. */
  readonly tokensPerDay: number;
  /** Questions worked on at once. */
  readonly asksAtOnce: number;
  /** Days that answers are kept for their sources and follow-ups. */
  readonly keepDays: number;
  /** Who is told of what the log can't wait for; null for nobody. */
  readonly operatorId: string | null;
}

/** How whoever watches over the bot learns how it is. */
export interface HealthConfig {
  /** Where `/healthz`, `/readyz` and `/metrics` are answered; null for nowhere. */
  readonly port: number | null;
  /** The address that is listened on. */
  readonly host: string;
  /** Between two looks, in milliseconds. */
  readonly lookMs: number;
}

/** Where new papers come from. */
export interface SourcesConfig {
  /** Base addresses, without the path of the API. */
  readonly huggingFace: string;
  readonly arxiv: string;
  /** When which of them are asked by the bot, as `INGEST_SCHEDULE` says; empty for never. */
  readonly schedule: string;
  /** How the operator can be reached, for the services' logs; null where it is not said. */
  readonly contact: string | null;
}

/** Where the bot's state is kept. */
export type StateConfig = { readonly file: string } | { readonly url: string; readonly authToken: string | undefined };

export interface Config {
  readonly projectRoot: string;
  readonly dataDir: string;
  /** True for the project's own data folder; one that is named elsewhere is not made without being asked for. */
  readonly dataDirIsDefault: boolean;
  /** Where indexes of datasets that are only measured on are kept. */
  readonly cacheDir: string;
  readonly modelsDir: string;
  readonly seedsDir: string;
  readonly promptsDir: string;
  readonly embedder: string;
  /** Most tokens of a text that is embedded, and so of a chunk. */
  readonly maxTokens: number;
  readonly allowDownload: boolean;
  /** How long the embedder may be silent over a question, in milliseconds, before its process is replaced. */
  readonly embedderMs: number;
  readonly logLevel: "silent" | "error" | "warn" | "info" | "debug";
  /** Null without `OPENAI_API_KEY` and `OPENAI_BASE_URL`: answers are then extractive. */
  readonly chat: ChatConfig | null;
  readonly discord: DiscordConfig;
  readonly health: HealthConfig;
  readonly sources: SourcesConfig;
  readonly state: StateConfig;
}

/** All defaults live here. */
const DEFAULTS = {
  embedder: "footnote/minilm-l6-papers",
  maxTokens: 256,
  logLevel: "warn",
  baseUrl: "https://api.openai.com/v1",
  model: "gpt-4o-mini",
  silenceSeconds: 45,
  deadlineSeconds: 120,
  maxConcurrent: 4,
  userAsksPerHour: 20,
  serverAsksPerHour: 200,
  serverAsksPerDay: 1_000,
  serverTokensPerDay: 1_000_000,
  directAsksPerDay: 100,
  directTokensPerDay: 200_000,
  dailyTokens: 10_000_000,
  asksAtOnce: 2,
  keepDays: 30,
  healthHost: "127.0.0.1",
  healthSeconds: 5,
  embedderSeconds: 10,
  huggingFace: "https://huggingface.co",
  arxiv: "https://export.arxiv.org",
} as const;

/** Reads the configuration. Throws `CONFIG_INVALID` with every bad variable in one message, without its value. */
export function loadConfig(
  environment: Readonly<Record<string, string | undefined>>,
  projectRoot: string,
  overrides: {
    readonly dataDir?: string;
    readonly maxTokens?: number;
    readonly defaultLogLevel?: Config["logLevel"];
  } = {},
): Config {
  const parsed = environmentSchema.safeParse(environment);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
    throw new AppError("CONFIG_INVALID", `The configuration is not valid: ${problems.join("; ")}.`);
  }
  const env = parsed.data;
  const dataDir = dataDirOf(overrides.dataDir ?? env.FOOTNOTE_DATA_DIR, projectRoot);
  const fromRoot = (path: string) => resolve(projectRoot, path);
  return Object.freeze({
    projectRoot,
    dataDir,
    dataDirIsDefault: dataDir === dataDirOf(undefined, projectRoot),
    cacheDir: resolve(env.FOOTNOTE_CACHE_DIR ?? join(homedir(), ".cache", "footnote")),
    modelsDir: env.FOOTNOTE_MODELS_DIR === undefined ? fromRoot("data/models") : resolve(env.FOOTNOTE_MODELS_DIR),
    seedsDir: fromRoot("seeds"),
    promptsDir: fromRoot("prompts"),
    embedder: env.FOOTNOTE_EMBEDDER ?? DEFAULTS.embedder,
    maxTokens: overrides.maxTokens ?? DEFAULTS.maxTokens,
    allowDownload: env.FOOTNOTE_ALLOW_DOWNLOAD === "1" || env.FOOTNOTE_ALLOW_DOWNLOAD === "true",
    embedderMs: (env.FOOTNOTE_EMBEDDER_SECONDS ?? DEFAULTS.embedderSeconds) * 1000,
    logLevel: env.FOOTNOTE_LOG_LEVEL ?? overrides.defaultLogLevel ?? DEFAULTS.logLevel,
    chat: chatConfig(env),
    discord: {
      token: env.DISCORD_TOKEN ?? null,
      guildId: env.DISCORD_GUILD_ID ?? null,
      // Given with or without a slash, and with the version or without it.
      restApi: env.DISCORD_REST_API?.replace(/(?<!\/)\/+$/u, "").replace(/\/v\d+$/u, "") ?? null,
      userAsksPerHour: env.DISCORD_USER_ASKS_PER_HOUR ?? DEFAULTS.userAsksPerHour,
      serverAsksPerHour: env.DISCORD_SERVER_ASKS_PER_HOUR ?? DEFAULTS.serverAsksPerHour,
      serverAsksPerDay: env.DISCORD_SERVER_ASKS_PER_DAY ?? DEFAULTS.serverAsksPerDay,
      serverTokensPerDay: env.DISCORD_SERVER_TOKENS_PER_DAY ?? DEFAULTS.serverTokensPerDay,
      directAsksPerDay: env.DISCORD_DIRECT_ASKS_PER_DAY ?? DEFAULTS.directAsksPerDay,
      directTokensPerDay: env.DISCORD_DIRECT_TOKENS_PER_DAY ?? DEFAULTS.directTokensPerDay,
      tokensPerDay: dailyTokens(env),
      asksAtOnce: env.DISCORD_ASKS_AT_ONCE ?? DEFAULTS.asksAtOnce,
      keepDays: env.DISCORD_KEEP_DAYS ?? DEFAULTS.keepDays,
      operatorId: env.DISCORD_OPERATOR_ID ?? null,
    },
    health: {
      port: env.FOOTNOTE_HEALTH_PORT ?? null,
      host: env.FOOTNOTE_HEALTH_HOST ?? DEFAULTS.healthHost,
      lookMs: (env.FOOTNOTE_HEALTH_SECONDS ?? DEFAULTS.healthSeconds) * 1000,
    },
    sources: {
      huggingFace: env.HUGGINGFACE_API_URL ?? DEFAULTS.huggingFace,
      arxiv: env.ARXIV_API_URL ?? DEFAULTS.arxiv,
      schedule: env.INGEST_SCHEDULE ?? "",
      contact: env.FOOTNOTE_CONTACT ?? null,
    },
    state:
      env.FOOTNOTE_STATE_URL === undefined
        ? { file: resolve(dataDir, "state.db") }
        : { url: env.FOOTNOTE_STATE_URL, authToken: env.FOOTNOTE_STATE_TOKEN },
  });
}

const PRICED_TOKENS = 1_000_000;

/** The cap of everybody together; money is a cap in tokens at their price. */
function dailyTokens(env: z.infer<typeof environmentSchema>): number {
  const tokens = env.FOOTNOTE_DAILY_TOKENS ?? DEFAULTS.dailyTokens;
  const { FOOTNOTE_DAILY_COST: cost, FOOTNOTE_TOKEN_PRICE: price } = env;
  if (cost === undefined) return tokens;
  if (price === undefined) {
    throw new AppError(
      "CONFIG_INVALID",
      "The configuration is not valid: FOOTNOTE_DAILY_COST: needs FOOTNOTE_TOKEN_PRICE, the price of a million tokens.",
    );
  }
  return Math.min(tokens, Math.floor((cost / price) * PRICED_TOKENS));
}

/** A data folder that is named is relative to where the command runs; the default lies in the project. */
function dataDirOf(named: string | undefined, projectRoot: string): string {
  return named === undefined ? resolve(projectRoot, "data") : resolve(named);
}

function chatConfig(env: z.infer<typeof environmentSchema>): ChatConfig | null {
  if (env.OPENAI_API_KEY === undefined && env.OPENAI_BASE_URL === undefined) return null;
  return {
    // Local servers need no key; the client library wants one all the same.
    apiKey: env.OPENAI_API_KEY ?? "none",
    baseUrl: env.OPENAI_BASE_URL ?? DEFAULTS.baseUrl,
    model: env.OPENAI_MODEL ?? DEFAULTS.model,
    judge: env.OPENAI_SECOND_OPINION !== "0" && env.OPENAI_SECOND_OPINION !== "false",
    ...(env.OPENAI_TEMPERATURE === undefined ? {} : { temperature: env.OPENAI_TEMPERATURE }),
    silenceMs: (env.OPENAI_SILENCE_SECONDS ?? DEFAULTS.silenceSeconds) * 1000,
    deadlineMs: (env.OPENAI_DEADLINE_SECONDS ?? DEFAULTS.deadlineSeconds) * 1000,
    maxConcurrent: env.OPENAI_MAX_CONCURRENT ?? DEFAULTS.maxConcurrent,
    requestsPerMinute: env.OPENAI_REQUESTS_PER_MINUTE ?? null,
    tokensPerMinute: env.OPENAI_TOKENS_PER_MINUTE ?? null,
  };
}

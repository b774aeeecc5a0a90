import { resolve } from "node:path";
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

/** Every variable that the program reads; `.env.example` lists the same ones. */
export const environmentSchema = z.object({
  FOOTNOTE_DATA_DIR: text(),
  FOOTNOTE_MODELS_DIR: text(),
  FOOTNOTE_EMBEDDER: text(modelIdSchema),
  FOOTNOTE_ALLOW_DOWNLOAD: flag,
  FOOTNOTE_LOG_LEVEL: z.preprocess(blankIsUnset, z.enum(["silent", "error", "warn", "info", "debug"]).optional()),
  OPENAI_API_KEY: text(),
  OPENAI_BASE_URL: text(httpUrlSchema),
  OPENAI_MODEL: text(),
  OPENAI_TEMPERATURE: number(z.number().min(0).max(2)),
  OPENAI_SILENCE_SECONDS: number(secondsSchema),
  OPENAI_DEADLINE_SECONDS: number(secondsSchema),
  OPENAI_MAX_CONCURRENT: number(z.number().int().positive().max(1_000)),
});

export interface ChatConfig {
  readonly apiKey: string;
  readonly baseUrl: string;
  readonly model: string;
  readonly temperature?: number;
  readonly silenceMs: number;
  readonly deadlineMs: number;
  readonly maxConcurrent: number;
}

export interface Config {
  readonly projectRoot: string;
  readonly dataDir: string;
  readonly modelsDir: string;
  readonly seedsDir: string;
  readonly promptsDir: string;
  readonly embedder: string;
  readonly allowDownload: boolean;
  readonly logLevel: "silent" | "error" | "warn" | "info" | "debug";
  /** Null without `OPENAI_API_KEY` and `OPENAI_BASE_URL`: answers are then extractive. */
  readonly chat: ChatConfig | null;
}

/** All defaults live here. */
const DEFAULTS = {
  embedder: "footnote/minilm-l6-papers",
  logLevel: "warn",
  baseUrl: "https://api.openai.com/v1",
  model: "gpt-4o-mini",
  silenceSeconds: 45,
  deadlineSeconds: 120,
  maxConcurrent: 4,
} as const;

/** Reads the configuration. Throws `CONFIG_INVALID` with every bad variable in one message, without its value. */
export function loadConfig(
  environment: Readonly<Record<string, string | undefined>>,
  projectRoot: string,
  overrides: { readonly dataDir?: string } = {},
): Config {
  const parsed = environmentSchema.safeParse(environment);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
    throw new AppError("CONFIG_INVALID", `The configuration is not valid: ${problems.join("; ")}.`);
  }
  const env = parsed.data;
  const fromRoot = (path: string) => resolve(projectRoot, path);
  return Object.freeze({
    projectRoot,
    dataDir: dataDirOf(overrides.dataDir ?? env.FOOTNOTE_DATA_DIR, projectRoot),
    modelsDir: env.FOOTNOTE_MODELS_DIR === undefined ? fromRoot("data/models") : resolve(env.FOOTNOTE_MODELS_DIR),
    seedsDir: fromRoot("seeds"),
    promptsDir: fromRoot("prompts"),
    embedder: env.FOOTNOTE_EMBEDDER ?? DEFAULTS.embedder,
    allowDownload: env.FOOTNOTE_ALLOW_DOWNLOAD === "1" || env.FOOTNOTE_ALLOW_DOWNLOAD === "true",
    logLevel: env.FOOTNOTE_LOG_LEVEL ?? DEFAULTS.logLevel,
    chat: chatConfig(env),
  });
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
    ...(env.OPENAI_TEMPERATURE === undefined ? {} : { temperature: env.OPENAI_TEMPERATURE }),
    silenceMs: (env.OPENAI_SILENCE_SECONDS ?? DEFAULTS.silenceSeconds) * 1000,
    deadlineMs: (env.OPENAI_DEADLINE_SECONDS ?? DEFAULTS.deadlineSeconds) * 1000,
    maxConcurrent: env.OPENAI_MAX_CONCURRENT ?? DEFAULTS.maxConcurrent,
  };
}

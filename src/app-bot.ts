import { type ChildProcess, fork } from "node:child_process";
import { randomBytes } from "node:crypto";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import type { PrometheusMetrics } from "./adapters/prometheus/prometheus-metrics.ts";
import type { App } from "./app.ts";
import { startBotHealth } from "./app-health.ts";
import type { OpenCorpus, Services } from "./cli/services.ts";
import type { Config } from "./config/config.ts";
import { checkDataFolder } from "./config/data-folder.ts";
import { ENV_FILE_SWITCH } from "./config/parse-environment.ts";
import type { Bot } from "./discord/bot.ts";
import type { CorpusView, FetchOutcome } from "./discord/bot-context.ts";
import { AppError } from "./domain/errors.ts";
import { createIndexGuard } from "./health/index-guard.ts";
import { measureAsk } from "./health/measure.ts";
import { dueArguments, readIngestSchedule } from "./ingesting/ingest-schedule.ts";
import type { Clock } from "./ports/clock.ts";
import type { DigestStore } from "./ports/digest-store.ts";
import { NO_METRICS } from "./ports/metrics.ts";
import { childEnvironment } from "./util/child-environment.ts";
import { createReloading } from "./util/reloading.ts";

/** How often the bot looks for a newer index at most. */
const CHECK_MS = 10_000;
/** An older index stays open for answers under way. */
const GRACE_MS = 300_000;
const FEEDBACK_DAYS = 180;
/** How often it is looked whether new papers are to be fetched. */
const INGEST_LOOK_MS = 15_000;
/** Whoever fetches says so again and again; where they die, another process goes on after this. */
const INGEST_LEASE_MS = 120_000;
const INGEST_RENEW_MS = 30_000;
const RUNS_LOOKED_AT = 200;
/** What a process of its own may take, in milliseconds; past that it is ended, and its work is tried another time. */
const BUILD_MS = 2 * 3_600_000;
const INGEST_MS = 4 * 3_600_000;
const FETCH_MS = 600_000;
/** A process that does not end by itself gets so long. */
const END_MS = 10_000;
const MOST_OUTPUT = 1_000_000;
const CLI_URL = new URL("./bin/cli.js", import.meta.url);
/** What the commands that index and ingest are configured by: nothing of Discord, and nothing of a language model. */
const COMMAND_VARIABLES = [
  "FOOTNOTE_CACHE_DIR",
  "FOOTNOTE_MODELS_DIR",
  "FOOTNOTE_EMBEDDER",
  "FOOTNOTE_EMBEDDER_SECONDS",
  "FOOTNOTE_ALLOW_DOWNLOAD",
  "FOOTNOTE_LOG_LEVEL",
];
/** What “ingest” needs besides: the services and the way to them. */
const INGEST_VARIABLES = [
  "FOOTNOTE_CONTACT",
  "HUGGINGFACE_API_URL",
  "ARXIV_API_URL",
  "NODE_USE_ENV_PROXY",
  ...["HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY"].flatMap((name) => [name, name.toLowerCase()]),
];
/** And where its runs are kept, if that is on a server. */
const STATE_VARIABLES = ["FOOTNOTE_STATE_URL", "FOOTNOTE_STATE_TOKEN", "FOOTNOTE_STATE_TOKEN_FILE"];

export interface RunningBot extends Bot {
  close(): Promise<void>;
}

/** Wires the Discord bot over the same jobs as the command line's. Throws `CONFIG_INVALID` without a token, `INDEX_MISSING`. */
export async function createBot(
  config: Config,
  services: App,
  clock: Clock,
  watched: PrometheusMetrics | null = null,
): Promise<RunningBot> {
  const { logger } = services;
  const metrics = watched ?? NO_METRICS;
  const { token, guildId, restApi, asksAtOnce, keepDays, operatorId, ...limits } = config.discord;
  if (token === null) {
    throw new AppError(
      "CONFIG_INVALID",
      "DISCORD_TOKEN is not set: put the token of your application's “Bot” page into .env; “npm run footnote -- doctor” tells what else is missing.",
    );
  }
  checkDataFolder(config);
  const [
    { startBot },
    { createSqlStateStore },
    { createSqlRetentionStore },
    { createSqlDigestStore },
    { createSqlInterestStore },
  ] = await Promise.all([
    import("./discord/bot.ts"),
    import("./adapters/sql/sql-state-store.ts"),
    import("./adapters/sql/sql-retention-store.ts"),
    import("./adapters/sql/sql-digest-store.ts"),
    import("./adapters/sql/sql-interest-store.ts"),
  ]);
  const database = await services.openState();
  const state = createSqlStateStore(database);
  const retention = createSqlRetentionStore(database, { answersDays: keepDays, feedbackDays: FEEDBACK_DAYS });
  const digestStore = createSqlDigestStore(database);
  const interests = createSqlInterestStore(database);

  const guard = createIndexGuard(services);
  let openVersion: number | null = null;
  const live = createReloading<CorpusView & Pick<OpenCorpus, "corpus">>({
    // An index that is gone is no newer one: whoever asks is told.
    readVersion: async () => (await services.readManifest())?.indexVersion ?? openVersion ?? 0,
    async open() {
      if (openVersion === null && (await services.readManifest()) === null) {
        await services.refuseReplacement();
        await buildIndex(config, services);
      }
      const opened = await services.openCorpus({ build: false });
      const { corpus, retriever, profiles } = opened;
      const [ask, titles] = await Promise.all([services.openAnswering(opened), opened.titles()]);
      logger.info({ papers: titles.size, indexVersion: corpus.manifest.indexVersion }, "corpus open");
      openVersion = corpus.manifest.indexVersion;
      return {
        version: corpus.manifest.indexVersion,
        value: {
          corpus,
          retriever,
          profiles,
          titles,
          ask: measureAsk(ask, metrics, clock),
          composeDigest: (request, hooks) => services.composeDigest(opened, request, hooks),
        },
      };
    },
    closeValue: ({ corpus }) => corpus.close(),
    onFailure: (error) => logger.error({ err: error }, "a newer index could not be opened"),
    elapsedMs: () => clock.elapsedMs(),
    checkMs: CHECK_MS,
    graceMs: GRACE_MS,
  });

  let unreadable = false;
  const corpus = async () => {
    // What is in memory must not hide that the index is gone.
    await live.current();
    try {
      await guard.check();
    } catch (error) {
      unreadable = true;
      throw error;
    }
    if (unreadable) {
      await live.renew();
      unreadable = false;
    }
    return live.current();
  };

  const ingesting = startIngesting(config, services, digestStore, clock);
  const health =
    watched === null ? null : await startBotHealth({ config, services, clock, digestStore, guard, metrics: watched });
  const close = async () => {
    await health?.close();
    ingesting.stop();
    await live.close();
  };
  try {
    const bot = await startBot(
      {
        state,
        retention,
        digestStore,
        interests,
        clock,
        logger,
        metrics,
        onOpen: (opened) => health?.watch(opened),
        fetchPaper: (arxivId) => fetchPaper(config, services, arxivId),
        corpus,
      },
      { token, guildId, restApi, limits, asksAtOnce, keepDays, operatorId },
    );
    return { ...bot, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Metrics for whoever watches over the bot; null where no port is configured. */
export async function openMetrics(config: Config, clock: Clock): Promise<PrometheusMetrics | null> {
  if (config.health.port === null) return null;
  const { createPrometheusMetrics } = await import("./adapters/prometheus/prometheus-metrics.ts");
  return createPrometheusMetrics(clock);
}

/** Builds the first index in a process of its own: parsing and chunking would hold up the bot. */
async function buildIndex(config: Config, { logger }: Services): Promise<void> {
  logger.info({ seeds: config.seedsDir }, "no index yet, building one");
  const { code } = await runCommand(config, ["index", "--data-dir", config.dataDir], BUILD_MS);
  if (code !== 0) {
    throw new AppError(
      "INDEX_MISSING",
      "The first index could not be built: run “npm run index” and see what it says.",
    );
  }
}

/** Fetches new papers when it is time, one process at a time, in a process of its own. */
function startIngesting(config: Config, { logger, listIngestRuns }: Services, store: DigestStore, clock: Clock) {
  const sources = readIngestSchedule(config.sources.schedule);
  const owner = randomBytes(8).toString("hex");
  let running = false;
  const takeLease = () => store.takeLease("ingest", owner, clock.now(), INGEST_LEASE_MS);
  const look = async () => {
    for (const source of sources) {
      const runs = await listIngestRuns(RUNS_LOOKED_AT, { source: source.service, requestStart: source.query });
      const [args] = dueArguments([source], runs, clock.now());
      if (args === undefined) continue;
      if (!(await takeLease())) return;
      const renewing = setInterval(() => {
        takeLease().catch((error: unknown) => logger.warn({ err: error }, "the lease for fetching was not renewed"));
      }, INGEST_RENEW_MS);
      const { code } = await runCommand(config, [...args, "--data-dir", config.dataDir], INGEST_MS).finally(() =>
        clearInterval(renewing),
      );
      if (code === 0) logger.info({ args }, "new papers fetched");
      else logger.error({ args, code }, "new papers could not all be fetched; “footnote sources” says why");
    }
    await store.releaseLease("ingest", owner);
  };
  if (sources.length === 0) return { stop: () => {} };
  const timer = setInterval(() => {
    if (running) return;
    running = true;
    look()
      .catch((error: unknown) => logger.error({ err: error }, "new papers could not be fetched"))
      .finally(() => {
        running = false;
      });
  }, INGEST_LOOK_MS);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}

/** The exit code of a run that found none of the papers it was to fetch. */
const EXIT_NOT_THERE = 66;
const reportSchema = z.object({ fetched: z.number() });

/** Fetches one paper from arXiv in a process of its own: embedding would hold up the bot. */
async function fetchPaper(config: Config, { logger }: Services, arxivId: string): Promise<FetchOutcome> {
  const args = ["ingest", "arxiv", "--id", arxivId, "--json", "--data-dir", config.dataDir];
  const { code, output } = await runCommand(config, args, FETCH_MS);
  // Arxiv takes some ids for no ids at all.
  if (code === 64) return "unknown";
  const report = reportSchema.safeParse(readJson(output));
  if (code === EXIT_NOT_THERE && report.success) return "unknown";
  if (code !== 0) {
    logger.error({ arxivId, code }, "a paper could not be fetched; “footnote sources” says why");
    return "failed";
  }
  if (!report.success) return "failed";
  return report.data.fetched > 0 ? "added" : "unknown";
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Runs the command line to its end, for `mostMs` at most; it ends with this process, and gets only the variables that it needs. */
async function runCommand(
  { state }: Config,
  args: readonly string[],
  mostMs: number,
): Promise<{ readonly code: number | null; readonly output: string }> {
  const ingests = args[0] === "ingest";
  const names = [
    ...COMMAND_VARIABLES,
    ...(ingests ? INGEST_VARIABLES : []),
    ...(ingests && "url" in state ? STATE_VARIABLES : []),
  ];
  const child: ChildProcess = fork(fileURLToPath(CLI_URL), [...args], {
    execArgv: [],
    // What a .env file holds is among this process's variables already; the child is not to read the rest of it.
    env: { ...childEnvironment(names), [ENV_FILE_SWITCH]: "0" },
    stdio: ["ignore", "pipe", "ignore", "ipc"],
  });
  let output = "";
  child.stdout?.on("data", (data: Buffer) => {
    if (output.length < MOST_OUTPUT) output += data.toString();
  });
  const end = () => child.kill("SIGTERM");
  const deadlines = [setTimeout(end, mostMs), setTimeout(() => child.kill("SIGKILL"), mostMs + END_MS)];
  process.once("exit", end);
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", resolve);
    });
    return { code, output };
  } finally {
    for (const timer of deadlines) clearTimeout(timer);
    process.off("exit", end);
  }
}

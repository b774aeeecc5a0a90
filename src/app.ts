import type { ChildProcess } from "node:child_process";
import { join } from "node:path";
import pino from "pino";
import type { StartDatabaseThread } from "./adapters/sql/database-thread.ts";
import type { SqlDatabase } from "./adapters/sql/sql-database.ts";
import type { StartEmbedderProcess } from "./adapters/transformers/process-embedder.ts";
import type { TaskPrompt } from "./answering/complete-chat.ts";
import type { Services } from "./cli/services.ts";
import type { Config } from "./config/config.ts";
import { checkDataFolder, checkUsable } from "./config/data-folder.ts";
import type { ThemeWriter } from "./digest/write-theme.ts";
import { CHUNKER_VERSION } from "./domain/chunk.ts";
import { AppError } from "./domain/errors.ts";
import { indexMismatch, sameIdentity, TEXT_VERSION } from "./domain/index-manifest.ts";
import type { PaperBatch } from "./domain/ingest.ts";
import { MOST_INTERESTS } from "./domain/interests.ts";
import { measureEmbedder } from "./health/measure.ts";
import type { ChatModel } from "./ports/chat-model.ts";
import type { Clock } from "./ports/clock.ts";
import type { CorpusStore } from "./ports/corpus-store.ts";
import type { Embedder } from "./ports/embedder.ts";
import type { IngestStore } from "./ports/ingest-store.ts";
import type { Logger } from "./ports/logger.ts";
import { type Metrics, NO_METRICS } from "./ports/metrics.ts";
import { RETRIEVAL_OPTIONS } from "./retrieval/options.ts";
import type { TitleIndex } from "./retrieval/titles.ts";
import { plainLogLine } from "./util/plain-log-line.ts";
import { sleep } from "./util/sleep.ts";

/** The time of the machine. */
export const SYSTEM_CLOCK: Clock = { now: () => new Date(), elapsedMs: () => performance.now() };

/** Parts that may be made before the configuration is known, or elsewhere. */
export interface AppParts {
  /** An embedder's process that is loading already. */
  readonly startedEmbedder?: ChildProcess;
  readonly startEmbedder?: StartEmbedderProcess;
  readonly startDatabase?: StartDatabaseThread;
  /** Whether a person reads the log, as the command line's: lines in place of JSON. Default: on a terminal. */
  readonly plainLog?: boolean;
  /** Default: nobody watches. */
  readonly metrics?: Metrics;
}

/** The jobs, and the database that they share with the bot: opened when it is first needed, closed by `close`. */
export interface App extends Services {
  openState(): Promise<SqlDatabase>;
}

/**
 * The composition root: configuration in, wired jobs out. Heavy packages are imported where they are first needed,
 * so that `--help` loads none of them and `search` does not load what only answers need.
 */
export function createApp(config: Config, parts: AppParts = {}): App {
  const logger = createLogger(config.logLevel, parts.plainLog ?? process.stderr.isTTY === true);
  const clock = SYSTEM_CLOCK;
  const metrics = parts.metrics ?? NO_METRICS;
  let embedder: Promise<Embedder> | undefined;
  let store: Promise<CorpusStore> | undefined;
  let state: Promise<SqlDatabase> | undefined;
  const closing = new AbortController();
  let chatModel: Promise<ChatModel> | undefined;

  const openEmbedder = () => {
    embedder ??= import("./adapters/transformers/process-embedder.ts").then(
      ({ createProcessEmbedder, embedderProcessStarter, EMBEDDER_DEADLINES }) =>
        measureEmbedder(
          createProcessEmbedder(
            parts.startEmbedder ?? embedderProcessStarter(),
            {
              modelsFolder: config.modelsDir,
              model: config.embedder,
              maxTokens: config.maxTokens,
              mayDownload: config.allowDownload,
            },
            {
              started: parts.startedEmbedder,
              deadlines: { ...EMBEDDER_DEADLINES, callMs: config.embedderMs },
              onLost(why) {
                metrics.embedderLost();
                logger.warn({ why }, "the embedder's process is replaced");
              },
            },
          ),
          metrics,
          clock,
        ),
    );
    return embedder;
  };

  const openStore = async () => {
    checkUsable(config);
    store ??= import("./adapters/lancedb/lance-corpus-store.ts").then(({ createLanceCorpusStore }) =>
      createLanceCorpusStore({
        folder: join(config.dataDir, "index"),
        clock,
        lock: async (file, options) => {
          const { acquireWriterLock } = await import("./adapters/sql/writer-lock.ts");
          return acquireWriterLock(file, options);
        },
      }),
    );
    return store;
  };

  const openState = async () => {
    checkUsable(config);
    state ??= import("./adapters/sql/open-database.ts").then(({ openDatabase }) =>
      openDatabase(config.state, parts.startDatabase, closing.signal),
    );
    // One that could not be opened is opened anew by whoever asks next.
    state.catch(() => {
      state = undefined;
    });
    return state;
  };

  const openIngestStore = async (): Promise<IngestStore> => {
    const { createSqlIngestStore } = await import("./adapters/sql/sql-ingest-store.ts");
    return createSqlIngestStore(await openState());
  };

  /** What a backup holds. A state that is on a server is backed up there. */
  const backupParts = async () => {
    const [{ stateBackup }, { indexBackup }, { acquireWriterLock }] = await Promise.all([
      import("./adapters/sql/state-backup.ts"),
      import("./adapters/lancedb/index-backup.ts"),
      import("./adapters/sql/writer-lock.ts"),
    ]);
    const index = indexBackup(join(config.dataDir, "index"), acquireWriterLock);
    return "file" in config.state ? [stateBackup(config.state.file, parts.startDatabase), index] : [index];
  };

  const readPrompts = async () => {
    const [{ loadPrompts }, { createPromptFiles }] = await Promise.all([
      import("./answering/load-prompts.ts"),
      import("./adapters/files/prompt-files.ts"),
    ]);
    return loadPrompts(createPromptFiles(config.promptsDir));
  };

  /** The language model, which all tasks share with its limits; null where none is configured. */
  const openChatModel = async () => {
    const { chat } = config;
    if (chat === null) return null;
    chatModel ??= import("./adapters/openai/openai-chat-model.ts").then(({ createOpenAIChatModel }) =>
      createOpenAIChatModel(chat),
    );
    return chatModel;
  };

  const openThemeWriter = async (): Promise<ThemeWriter | null> => {
    const model = await openChatModel();
    if (model === null) return null;
    const { digest, judge } = await readPrompts();
    const task = (prompt: TaskPrompt) => ({ chatModel: model, prompt, logger });
    return { write: task(digest), judge: config.chat?.judge === true ? task(judge) : null };
  };

  const services: App = {
    config,
    logger,
    openState,

    async index(request, hooks) {
      const [{ indexCorpus }, { createSourceFiles }, openedStore, openedEmbedder] = await Promise.all([
        import("./indexing/index-corpus.ts"),
        import("./adapters/files/source-files.ts"),
        openStore(),
        openEmbedder(),
      ]);
      const sources = createSourceFiles({ projectRoot: config.projectRoot, standardInput: process.stdin });
      const paths = request.paths.length === 0 ? [config.seedsDir] : request.paths;
      return indexCorpus(
        { sources, store: openedStore, embedder: openedEmbedder, clock, logger },
        { ...request, paths },
        hooks,
      );
    },

    async ingest(request, hooks) {
      const [{ ingestPapers }, { createPoliteFetcher }, openedStore] = await Promise.all([
        import("./ingesting/ingest-papers.ts"),
        import("./adapters/http/polite-fetcher.ts"),
        openIngestStore(),
      ]);
      const { huggingFace, arxiv, contact } = config.sources;
      const fetcher = createPoliteFetcher(
        { cache: openedStore, clock, logger, sleep, random: Math.random },
        {
          userAgent: `footnote (research assistant; ${contact ?? "no contact given"})`,
          minTimeMs: leastPauseMs,
        },
      );
      const listing =
        request.service === "arxiv"
          ? (await import("./adapters/arxiv/arxiv-listing.ts")).createArxivListing(
              { fetcher, clock, sleep },
              arxiv,
              request,
            )
          : (await import("./adapters/huggingface/daily-papers.ts")).createDailyPapers(
              { fetcher, clock, sleep },
              huggingFace,
              request.list,
            );
      const index = async (batches: readonly PaperBatch[]) => {
        await services.refuseReplacement();
        return services.index({ paths: [], batches }, hooks);
      };
      try {
        return await ingestPapers({ store: openedStore, index, clock, logger }, listing, hooks);
      } finally {
        await openedStore.pruneIngest(clock.now());
      }
    },

    async importFiles(paths, hooks) {
      const { importFiles } = await import("./ingesting/import-files.ts");
      const index = (files: readonly string[]) => services.index({ paths: files }, hooks);
      return importFiles({ openStore: openIngestStore, index, clock, logger }, paths);
    },

    async listIngestRuns(limit, of) {
      checkDataFolder(config);
      return (await openIngestStore()).listRuns(limit, of);
    },

    async readManifest() {
      return (await openStore()).readManifest();
    },

    async openReader() {
      return (await openStore()).openReader();
    },

    async refuseReplacement() {
      const opened = await openStore();
      if ((await opened.readManifest()) !== null || !(await opened.hadIndex())) return;
      throw new AppError(
        "INDEX_MISSING",
        `The index that was in ${join(config.dataDir, "index")} is gone: put the folder back, or build it anew with “npm run index” and the sources that it was made of.`,
      );
    },

    async openCorpus({ build, hooks }) {
      checkDataFolder(config);
      // The model loads in its own process while the store opens.
      const [openedEmbedder, openedStore] = await Promise.all([openEmbedder(), openStore()]);
      const embedderIdentity = openedEmbedder.identity();
      embedderIdentity.catch(() => {});
      if (build && (await openedStore.readManifest()) === null) {
        await services.refuseReplacement();
        hooks?.onBuild?.();
        await services.index({ paths: [] }, hooks);
      }
      const corpus = await openedStore.openReader();
      // An index of an older version of this program, or one that was copied here, has left none.
      await openedStore.leaveTrace();
      const wanted = { embedder: await embedderIdentity, chunkerVersion: CHUNKER_VERSION, textVersion: TEXT_VERSION };
      if (!sameIdentity(corpus.manifest.identity, wanted)) {
        throw indexMismatch(join(config.dataDir, "index"), corpus.manifest.identity, wanted);
      }
      const [{ createHybridRetriever }, { createPaperProfiles }] = await Promise.all([
        import("./retrieval/hybrid-retriever.ts"),
        import("./retrieval/paper-profiles.ts"),
      ]);
      const profiles = createPaperProfiles(corpus);
      const retriever = createHybridRetriever({ corpus, embedder: openedEmbedder, clock, profiles }, RETRIEVAL_OPTIONS);
      let index: Promise<TitleIndex> | undefined;
      const titles = () => {
        if (index === undefined) {
          index = Promise.all([import("./retrieval/titles.ts"), corpus.listTitles()]).then(
            ([{ createTitleIndex }, listed]) => createTitleIndex(listed),
          );
          index.catch(() => {
            index = undefined;
          });
        }
        return index;
      };
      return { corpus, embedder: openedEmbedder, retriever, profiles, titles, clock };
    },

    async openAnswering({ corpus, embedder: openedEmbedder, retriever, profiles, titles }) {
      const [{ answerQuestion }, prompts] = await Promise.all([
        import("./answering/answer-question.ts"),
        readPrompts(),
      ]);
      const deps = {
        corpus,
        retriever,
        profiles,
        titles,
        embedder: openedEmbedder,
        chatModel: await openChatModel(),
        judge: config.chat?.judge ?? false,
        prompts,
        clock,
        logger,
      };
      return (request, hooks) => answerQuestion(deps, request, hooks);
    },

    async listInterests(serverId) {
      const { createSqlInterestStore } = await import("./adapters/sql/sql-interest-store.ts");
      return createSqlInterestStore(await openState()).listInterests(serverId, MOST_INTERESTS);
    },

    async composeDigest(open, request, hooks) {
      const [{ composeDigest }, runs] = await Promise.all([
        import("./digest/compose-digest.ts"),
        services.listIngestRuns(RUNS_LOOKED_AT, "services"),
      ]);
      const { from, to } = request.period;
      const latest = new Map(runs.toReversed().map((run) => [run.source, run]));
      const sourceProblems = [...latest.values()]
        .filter(({ endedAt }) => endedAt >= from && endedAt < to)
        .flatMap(({ problem }) => problem ?? []);
      return composeDigest({ ...open, writer: await openThemeWriter() }, { sourceProblems, ...request }, hooks);
    },

    async inspectModelFiles() {
      const { checkModelFiles } = await import("./adapters/transformers/model-files.ts");
      return checkModelFiles(config.modelsDir, config.embedder, config.allowDownload);
    },

    async probeEmbedder() {
      await (await openEmbedder()).embedQuery("ready");
    },

    async inspectPrompts() {
      await readPrompts();
    },

    async inspectDiscord() {
      const { token, restApi } = config.discord;
      if (token === null) return null;
      const { inspectToken } = await import("./discord/inspect-token.ts");
      const found = await inspectToken(token, restApi);
      return {
        state: found.kind,
        name: found.kind === "valid" ? found.name : null,
        invite: found.kind === "refused" ? null : found.invite,
        servers: found.kind === "valid" ? found.servers : null,
      };
    },

    async backUp(file, signal) {
      const { makeBackup } = await import("./adapters/backup/backup-file.ts");
      checkDataFolder(config);
      checkUsable(config);
      return makeBackup({ dataDir: config.dataDir, parts: await backupParts(), clock, signal }, file);
    },

    async restore(file, signal) {
      const { restoreBackup } = await import("./adapters/backup/backup-file.ts");
      return restoreBackup({ dataDir: config.dataDir, parts: await backupParts(), clock, signal }, file);
    },

    async inspectState() {
      const { inspectDatabase } = await import("./adapters/sql/open-database.ts");
      return inspectDatabase(config.state, parts.startDatabase);
    },

    async inspectRunning() {
      const { host, port } = config.health;
      if (port === null) {
        throw new AppError(
          "CONFIG_INVALID",
          "FOOTNOTE_HEALTH_PORT is not set: set it for the bot and for this command, so that the bot can be asked.",
        );
      }
      const { askHealth } = await import("./adapters/health/ask-health.ts");
      return askHealth(host, port);
    },

    async close() {
      // Opening may be waiting for another process.
      closing.abort(new Error("closing"));
      await (await state?.catch(() => undefined))?.close();
      await (await embedder?.catch(() => undefined))?.close();
    },
  };
  return services;
}

/** Runs of sources among which the latest of each is looked for. */
const RUNS_LOOKED_AT = 100;

/** What services ask for: arXiv one request in three seconds, Hugging Face 500 in five minutes; a loopback nothing. */
function leastPauseMs(host: string): number {
  if (/^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/u.test(host)) return 0;
  return /(?:^|\.)arxiv\.org$/u.test(host) ? 3_100 : 700;
}

function createLogger(level: Config["logLevel"], isPlain: boolean): Logger {
  const stderr = pino.destination({ fd: 2, sync: true });
  // A log that nobody reads, or that fills its disk, ends nothing.
  stderr.on("error", () => {});
  return pino(
    {
      level,
      base: null,
      redact: {
        paths: ["apiKey", "*.apiKey", "token", "*.token", "authorization", "*.authorization"],
        censor: "[redacted]",
      },
    },
    isPlain ? { write: (line: string) => stderr.write(plainLogLine(line)) } : stderr,
  );
}

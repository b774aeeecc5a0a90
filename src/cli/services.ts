import type { AskHooks, AskRequest } from "../answering/answer-question.ts";
import type { Config } from "../config/config.ts";
import type { DigestHooks, DigestRequest } from "../digest/compose-digest.ts";
import type { Answer } from "../domain/answer.ts";
import type { BackupReport } from "../domain/backup-report.ts";
import type { Digest } from "../domain/digest.ts";
import type { IndexManifest } from "../domain/index-manifest.ts";
import type { IndexReport } from "../domain/index-report.ts";
import type { IngestReport, IngestRun, ServiceRequest } from "../domain/ingest.ts";
import type { ServerInterests } from "../domain/interests.ts";
import type { IndexHooks, IndexRequest } from "../indexing/index-corpus.ts";
import type { IngestHooks, IngestOutcome } from "../ingesting/ingest-papers.ts";
import type { Clock } from "../ports/clock.ts";
import type { CorpusReader } from "../ports/corpus-store.ts";
import type { Embedder } from "../ports/embedder.ts";
import type { RunsOf } from "../ports/ingest-store.ts";
import type { Logger } from "../ports/logger.ts";
import type { Retriever } from "../retrieval/hybrid-retriever.ts";
import type { PaperProfiles } from "../retrieval/paper-profiles.ts";
import type { TitleIndex } from "../retrieval/titles.ts";

export interface BuildHooks extends IndexHooks {
  /** There is no index yet: one is being built. */
  readonly onBuild?: () => void;
}

/** An index in use, with what is needed to search it. */
export interface OpenCorpus {
  readonly corpus: CorpusReader;
  readonly embedder: Embedder;
  readonly retriever: Retriever;
  readonly profiles: PaperProfiles;
  /** Made when it is first needed. */
  readonly titles: () => Promise<TitleIndex>;
  readonly clock: Clock;
}

export type Ask = (request: AskRequest, hooks?: AskHooks) => Promise<Answer>;

export interface DiscordInspection {
  readonly state: "valid" | "refused" | "unreachable";
  /** The bot's name; null where Discord did not tell. */
  readonly name: string | null;
  readonly invite: string | null;
  /** Ids of the servers that the bot is in; null where Discord did not tell. */
  readonly servers: readonly string[] | null;
}

/** How a running bot is; `silent` where nothing answers. */
export type RunningInspection =
  | { readonly kind: "silent" }
  | {
      readonly kind: "answered";
      readonly ready: boolean;
      readonly checks: readonly { readonly name: string; readonly ok: boolean; readonly why: string }[];
    };

/** What the commands can ask for; `app.ts` makes it. */
export interface Services {
  readonly config: Config;
  readonly logger: Logger;
  /** Indexes the given paths; none means the seeds. */
  index(request: IndexRequest, hooks?: IndexHooks): Promise<IndexReport>;
  /** Fetches papers from a service and brings them into the index. */
  ingest(request: ServiceRequest, hooks?: IngestHooks & IndexHooks): Promise<IngestOutcome>;
  /** Brings files into the index (`-` is standard input), and remembers it as a run. */
  importFiles(paths: readonly string[], hooks?: IndexHooks): Promise<IngestReport>;
  /** The newest runs first: all, those of services without imports of files, or those of some requests. */
  listIngestRuns(limit: number, of?: RunsOf | "services"): Promise<IngestRun[]>;
  /** What is published now, or null where there is no index yet. */
  readManifest(): Promise<IndexManifest | null>;
  /** The published index, whatever model made it. */
  openReader(): Promise<CorpusReader>;
  /**
   * Throws `INDEX_MISSING` where there is none now, but was one before: another index, of the seeds or of a few new papers,
   * must not take its place.
   */
  refuseReplacement(): Promise<void>;
  /** The published index with the configured embedder; built first where there is none and `build` is set. */
  openCorpus(options: { readonly build: boolean; readonly hooks?: BuildHooks }): Promise<OpenCorpus>;
  openAnswering(open: OpenCorpus): Promise<Ask>;
  /** What people of a Discord server turned to. */
  listInterests(serverId: string): Promise<ServerInterests>;
  /** What a digest would hold; what went wrong with the sources in its time is added. */
  composeDigest(open: OpenCorpus, request: DigestRequest, hooks?: DigestHooks): Promise<Digest>;
  /** SHA-256 of the embedder's weights; null where they are yet to be downloaded. */
  inspectModelFiles(): Promise<string | null>;
  inspectPrompts(): Promise<void>;
  /** Has the embedder embed a word, which shows whether it answers. */
  probeEmbedder(): Promise<void>;
  /** Whose bot token is configured, and the link that adds the bot to a server; null without a token. */
  inspectDiscord(): Promise<DiscordInspection | null>;
  /** Where the bot keeps its state, opened and brought up to date where it exists. */
  inspectState(): Promise<string>;
  /** What the bot that runs on this machine says of itself. Throws `CONFIG_INVALID` where no port is configured. */
  inspectRunning(): Promise<RunningInspection>;
  /** Writes the state and the index into one file, while a bot runs. */
  backUp(file: string, signal: AbortSignal): Promise<BackupReport>;
  /** Puts what a backup holds in the place of what is there; no bot may run on the data folder. */
  restore(file: string, signal: AbortSignal): Promise<BackupReport>;
  close(): Promise<void>;
}

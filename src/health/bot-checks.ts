import { AppError, type AppErrorCode, systemErrorCode } from "../domain/errors.ts";
import type { IndexManifest } from "../domain/index-manifest.ts";
import { type Check, type Finding, inSeconds } from "./check-runner.ts";

/** One connection to Discord's gateway. */
export interface ShardPulse {
  readonly shardId: number;
  /** Since the last heartbeat that Discord acknowledged; null where none was yet. */
  readonly silentMs: number | null;
}

/** What the checks look at. */
export interface BotParts {
  /** Asks for another acknowledgement where the last one is `askAfterMs` old. Empty before the first connection. */
  shards(askAfterMs: number): readonly ShardPulse[];
  embed(): Promise<unknown>;
  /** Reads something of every part of the index. */
  verifyIndex(): Promise<IndexManifest>;
  writeState(): Promise<void>;
  /** Digests that should have been posted a quarter of an hour ago. */
  countLateDigests(): Promise<number>;
  /** Sources that are scheduled, and when each of them that is late should have been fetched. */
  inspectSources(): Promise<{ readonly scheduled: number; readonly late: readonly LateSource[] }>;
}

export interface LateSource {
  readonly service: string;
  readonly lateMs: number;
}

/** Discord acknowledges a heartbeat within a second; so many looks without one are too many. */
const SILENT_LOOKS = 8;
/** The index is read, which takes longer than the rest. */
const LOOKS_PER_INDEX = 2;
const LOOKS_PER_WRITE = 2;
const LOOKS_PER_SCHEDULE = 2;
const INDEX_DEADLINE_MS = 15_000;
const HOUR_MS = 3_600_000;

/** Everything that the bot needs to answer and to post, looked at every `lookMs` or a few times that. */
export function createBotChecks(parts: BotParts, lookMs: number): readonly Check[] {
  const silentMs = SILENT_LOOKS * lookMs;
  return [
    {
      name: "gateway",
      everyMs: lookMs,
      deadlineMs: lookMs,
      look: async () => readPulse(parts.shards(silentMs / 2), silentMs),
      explain,
    },
    {
      name: "embedder",
      everyMs: lookMs,
      deadlineMs: lookMs,
      async look() {
        await parts.embed();
        return { ok: true, why: "answers" };
      },
      explain,
    },
    {
      name: "index",
      everyMs: LOOKS_PER_INDEX * lookMs,
      deadlineMs: INDEX_DEADLINE_MS,
      async look() {
        const { papers, publishedAt } = await parts.verifyIndex();
        return { ok: true, why: `opens: ${papers} papers, published ${publishedAt}` };
      },
      explain,
    },
    {
      name: "state",
      everyMs: LOOKS_PER_WRITE * lookMs,
      deadlineMs: 2 * lookMs,
      async look() {
        await parts.writeState();
        return { ok: true, why: "can be written" };
      },
      explain,
    },
    {
      name: "digests",
      everyMs: LOOKS_PER_SCHEDULE * lookMs,
      deadlineMs: 2 * lookMs,
      async look() {
        const late = await parts.countLateDigests();
        return late === 0
          ? { ok: true, why: "none is overdue" }
          : {
              ok: false,
              why: `${late === 1 ? "one digest is" : `${late} digests are`} overdue by more than 15 minutes`,
            };
      },
      explain,
    },
    {
      name: "ingest",
      everyMs: LOOKS_PER_SCHEDULE * lookMs,
      deadlineMs: 2 * lookMs,
      async look() {
        const { scheduled, late } = await parts.inspectSources();
        if (late.length > 0) {
          const names = late.map(({ service, lateMs }) => `${service} (${Math.floor(lateMs / HOUR_MS)} h)`);
          return { ok: false, why: `new papers are overdue: ${names.join(", ")}; “footnote sources” says why` };
        }
        return { ok: true, why: scheduled === 0 ? "nothing is scheduled" : "nothing is overdue" };
      },
      explain,
    },
  ];
}

function readPulse(shards: readonly ShardPulse[], mostMs: number): Finding {
  if (shards.length === 0) return { ok: false, why: "not connected to Discord yet" };
  const bad = shards.flatMap(({ shardId, silentMs }) => {
    if (silentMs === null) return `shard ${shardId}: no heartbeat was acknowledged yet`;
    return silentMs > mostMs ? `shard ${shardId}: no heartbeat was acknowledged for ${inSeconds(silentMs)}` : [];
  });
  if (bad.length > 0) {
    const more = bad.length - MOST_SHARDS_NAMED;
    return {
      ok: false,
      why: `${bad.slice(0, MOST_SHARDS_NAMED).join("; ")}${more > 0 ? `; and ${more} more` : ""}`,
    };
  }
  const oldest = Math.max(...shards.map(({ silentMs }) => silentMs ?? 0));
  const which = shards.length === 1 ? "the shard" : `all ${shards.length} shards`;
  return { ok: true, why: `${which} had a heartbeat acknowledged in the last ${inSeconds(oldest)}` };
}

const MOST_SHARDS_NAMED = 10;

const WORDS: Partial<Readonly<Record<AppErrorCode, string>>> = {
  INDEX_MISSING: "it is not there",
  INDEX_DAMAGED: "it is damaged",
  INDEX_MISMATCH: "it was made with another embedder",
  INDEX_SILENT: "its disk does not answer",
  ACCESS_DENIED: "it may not be read and written: permission is denied",
  STORE_UNWRITABLE: "it can't be written",
  STATE_FAILED: "the database can't be used just now, or is damaged",
  DISK_FULL: "the disk is full",
  MODEL_FILE_MISSING: "a file of the model is missing",
  MODEL_FILE_DAMAGED: "a file of the model is damaged",
  EMBEDDER_FAILED: "its process hangs or ends again and again",
};

/** Without the paths and addresses that the error itself may name. */
function explain(error: unknown): string {
  const words =
    error instanceof AppError
      ? WORDS[error.code]
      : systemErrorCode(error) === "ENOENT"
        ? "its file is gone"
        : undefined;
  return `${words ?? "it failed"}; the log says more`;
}

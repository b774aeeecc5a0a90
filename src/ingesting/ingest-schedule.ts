import { Cron } from "croner";
import { AppError } from "../domain/errors.ts";
import type { IngestRun } from "../domain/ingest.ts";

/** One source that is asked at set times. */
export interface ScheduledSource {
  /** Five fields of cron, in UTC. */
  readonly times: string;
  readonly service: "huggingface" | "arxiv";
  /** arXiv's query; empty for Hugging Face. */
  readonly query: string;
}

const FORM =
  "write “0 6 * * * huggingface; 30 6 * * 1-5 arxiv cat:cs.LG”: five fields of cron (UTC), a source, a query";
const DAY_MS = 86_400_000;
/** How far back is looked after a long pause. */
const MOST_DAYS = 14;
/** Lists are still added to on the next day. */
const OVERLAP_DAYS = 1;

/** Reads `INGEST_SCHEDULE`. Throws `CONFIG_INVALID`. */
export function readIngestSchedule(text: string): ScheduledSource[] {
  return text
    .split(";")
    .map((part) => part.trim())
    .filter((part) => part !== "")
    .map((part) => {
      const match = /^(?<times>(?:\S+\s+){4}\S+)\s+(?<service>huggingface|arxiv)(?:\s+(?<query>.+))?$/u.exec(part);
      const { times = "", service, query = "" } = match?.groups ?? {};
      const isKnown = service === "huggingface" ? query === "" : service === "arxiv" && query !== "";
      if (!isKnown || !isCron(times)) {
        throw new AppError("CONFIG_INVALID", `The configuration is not valid: INGEST_SCHEDULE: ${FORM}.`);
      }
      return { times, service: service === "arxiv" ? "arxiv" : "huggingface", query };
    });
}

function isCron(times: string): boolean {
  try {
    return new Cron(times, { timezone: "UTC", paused: true }).nextRun() !== null;
  } catch {
    return false;
  }
}

/**
 * What is to be run now, as arguments of the command line: a source whose time has come since its last run, asked for
 * all days since the last run that succeeded. A source that never ran is due at once.
 *
 * @param runs the newest first
 */
export function dueArguments(sources: readonly ScheduledSource[], runs: readonly IngestRun[], now: Date): string[][] {
  return sources.flatMap((source) => {
    const own = runs.filter(
      (run) => run.source === source.service && (source.query === "" || run.request.startsWith(source.query)),
    );
    const [last] = own;
    const next =
      last === undefined ? now : new Cron(source.times, { timezone: "UTC", paused: true }).nextRun(last.startedAt);
    if (next === null || next > now) return [];
    const succeeded = own.find(({ problem }) => problem === null);
    const days =
      succeeded === undefined
        ? MOST_DAYS / 2
        : Math.ceil((now.getTime() - succeeded.startedAt.getTime()) / DAY_MS) + OVERLAP_DAYS;
    const since = `${Math.min(MOST_DAYS, days)}d`;
    return [
      source.service === "huggingface"
        ? ["ingest", "huggingface", "--since", since]
        : ["ingest", "arxiv", "--query", source.query, "--since", since],
    ];
  });
}

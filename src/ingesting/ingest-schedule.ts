import { Cron } from "croner";
import { AppError } from "../domain/errors.ts";
import type { IngestRun } from "../domain/ingest.ts";
import { dayBefore } from "../util/dates.ts";

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
/** How far back a source is looked through that never was. */
const FIRST_DAYS = 7;
/** Lists are still added to on the next day. */
const OVERLAP_DAYS = 1;
const CLOCKS_DIFFER_MS = 5 * 60_000;

/** Reads `INGEST_SCHEDULE`. Throws `CONFIG_INVALID`. */
export function readIngestSchedule(text: string): ScheduledSource[] {
  return text
    .split(";")
    .map((part) => part.trim())
    .filter((part) => part !== "")
    .map((part) => {
      const match = /^(?<times>(?:\S+\s+){4}\S+)\s+(?<service>huggingface|arxiv)(?:\s+(?<query>\S.*))?$/u.exec(part);
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
 * all days since those that are covered. A source that never ran is due at once. Only runs that asked for the same, and
 * for all days from there on, count: a run by hand for other papers is none of this source.
 *
 * A run that lies ahead was noted down by a wrong clock, and does not count.
 *
 * @param runs the newest first
 */
export function dueArguments(sources: readonly ScheduledSource[], runs: readonly IngestRun[], now: Date): string[][] {
  return sources.flatMap((source) => {
    const past = runs.filter(({ startedAt }) => startedAt.getTime() <= now.getTime() + CLOCKS_DIFFER_MS);
    const { first, last, coveredUntil } = historyOf(source, past);
    const next = last === null ? now : new Cron(source.times, { timezone: "UTC", paused: true }).nextRun(last);
    if (next === null || next > now) return [];
    const days =
      coveredUntil === null
        ? Math.max(FIRST_DAYS, daysBetween(first ?? now, now))
        : daysBetween(coveredUntil, now) + OVERLAP_DAYS;
    const since = `${Math.min(MOST_DAYS, days)}d`;
    return [
      source.service === "huggingface"
        ? ["ingest", "huggingface", "--since", since]
        : ["ingest", "arxiv", "--query", source.query, "--since", since],
    ];
  });
}

/** How long a source may be late: fetching takes its time, and a service may be down for a while. */
const LATE_MS = 2 * 3_600_000;

/**
 * The sources whose papers should have been fetched two hours ago and were not, or not with success.
 *
 * @param runs the newest first
 * @param watchedSince sources that were never fetched are late from then on
 */
export function lateSources(
  sources: readonly ScheduledSource[],
  runs: readonly IngestRun[],
  now: Date,
  watchedSince: Date,
): { readonly service: ScheduledSource["service"]; readonly lateMs: number }[] {
  return sources.flatMap((source) => {
    const { first, coveredUntil } = historyOf(source, runs);
    const due =
      coveredUntil === null
        ? (first ?? watchedSince)
        : new Cron(source.times, { timezone: "UTC", paused: true }).nextRun(coveredUntil);
    const lateMs = due === null ? 0 : now.getTime() - due.getTime();
    return lateMs > LATE_MS ? [{ service: source.service, lateMs }] : [];
  });
}

interface History {
  /** When the source was asked first, and last, whether that succeeded or not. */
  readonly first: Date | null;
  readonly last: Date | null;
  /** Up to when all days were fetched; null where none were. */
  readonly coveredUntil: Date | null;
}

function historyOf(source: ScheduledSource, runs: readonly IngestRun[]): History {
  return runs.toReversed().reduce<History>(
    (history, run) => {
      const asked = daysAskedFor(source, run);
      if (asked === null || !goesOnFrom(history.coveredUntil, asked, run.startedAt)) return history;
      return {
        first: history.first ?? run.startedAt,
        last: run.startedAt,
        coveredUntil: run.problem === null ? run.startedAt : history.coveredUntil,
      };
    },
    { first: null, last: null, coveredUntil: null },
  );
}

interface DayRange {
  readonly from: string;
  readonly to: string;
}

/** The days of a run that asked for what the source asks for; null for other requests. */
function daysAskedFor({ service, query }: ScheduledSource, { source, request, startedAt }: IngestRun): DayRange | null {
  if (source !== service) return null;
  const today = dayOf(startedAt);
  if (service === "huggingface") {
    const range = /^(?<from>\d{4}-\d{2}-\d{2})(?: to (?<to>\d{4}-\d{2}-\d{2}))?$/u.exec(request)?.groups;
    return range?.["from"] === undefined ? null : { from: range["from"], to: range["to"] ?? range["from"] };
  }
  if (request === query) return { from: "0000-01-01", to: today };
  if (!request.startsWith(`${query} since `)) return null;
  const from = request.slice(`${query} since `.length);
  return /^\d{4}-\d{2}-\d{2}$/u.test(from) ? { from, to: today } : null;
}

/** True where the days reach from what is covered (or as far back as is ever looked) until the run itself. */
function goesOnFrom(coveredUntil: Date | null, { from, to }: DayRange, startedAt: Date): boolean {
  if (to < dayOf(startedAt)) return false;
  // A single day begins nothing.
  if (coveredUntil === null) return from < to;
  return from <= dayOf(coveredUntil) || from <= dayBefore(startedAt, MOST_DAYS);
}

function daysBetween(from: Date, to: Date): number {
  return Math.ceil((to.getTime() - from.getTime()) / DAY_MS);
}

function dayOf(time: Date): string {
  return dayBefore(time, 0);
}

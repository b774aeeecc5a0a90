import { describe, expect, it } from "vitest";
import type { IngestRun } from "../../src/domain/ingest.ts";
import { dueArguments, readIngestSchedule } from "../../src/ingesting/ingest-schedule.ts";

const DAILY = "0 6 * * * huggingface";
const run = (startedAt: string, over: Partial<IngestRun> = {}): IngestRun => ({
  source: "huggingface",
  request: "2026-03-10 to 2026-03-11",
  fetched: 0,
  added: 0,
  enriched: 0,
  unchanged: 0,
  failed: [],
  problem: null,
  startedAt: new Date(startedAt),
  endedAt: new Date(startedAt),
  ...over,
});
const dueAt = (text: string, runs: IngestRun[], now: string) =>
  dueArguments(readIngestSchedule(text), runs, new Date(now)).map((args) => args.slice(1).join(" "));

describe("INGEST_SCHEDULE", () => {
  it("names sources, each with its times", () => {
    expect(readIngestSchedule(` ${DAILY}; 30 6 * * 1-5 arxiv cat:cs.LG AND abs:"loss landscape" ;`)).toEqual([
      { times: "0 6 * * *", service: "huggingface", query: "" },
      { times: "30 6 * * 1-5", service: "arxiv", query: 'cat:cs.LG AND abs:"loss landscape"' },
    ]);
    expect(readIngestSchedule("")).toEqual([]);
  });

  it.each([
    "daily huggingface",
    "0 6 * * * bing",
    "0 6 * * * arxiv",
    "0 6 * * * huggingface x",
    "0 25 * * * huggingface",
  ])("is not valid as %j", (text) => {
    expect(() => readIngestSchedule(text)).toThrow(expect.objectContaining({ code: "CONFIG_INVALID" }));
  });

  it("is due at once where a source never ran, then when its time has come since", () => {
    expect(dueAt(DAILY, [], "2026-03-11T05:00:00Z")).toEqual(["huggingface --since 7d"]);
    const yesterday = [run("2026-03-10T06:00:05Z")];
    expect(dueAt(DAILY, yesterday, "2026-03-11T05:59:00Z")).toEqual([]);
    expect(dueAt(DAILY, yesterday, "2026-03-11T06:00:00Z")).toEqual(["huggingface --since 2d"]);
  });

  it("asks for all days since the last run that succeeded, two weeks at most", () => {
    const failed = run("2026-03-10T06:00:00Z", { problem: "down" });
    expect(dueAt(DAILY, [failed, run("2026-03-07T06:00:00Z")], "2026-03-11T06:00:00Z")).toEqual([
      "huggingface --since 5d",
    ]);
    // A failure is tried again at the next time, not at once.
    expect(dueAt(DAILY, [failed], "2026-03-10T06:01:00Z")).toEqual([]);
    expect(dueAt(DAILY, [run("2026-01-01T06:00:00Z")], "2026-03-11T06:00:00Z")).toEqual(["huggingface --since 14d"]);
  });

  it("keeps queries apart", () => {
    const text = "0 6 * * * arxiv cat:cs.LG; 0 6 * * * arxiv cat:cs.CV";
    const runs = [run("2026-03-11T06:00:00Z", { source: "arxiv", request: "cat:cs.LG since 2026-03-09" })];
    expect(dueAt(text, runs, "2026-03-11T07:00:00Z")).toEqual(["arxiv --query cat:cs.CV --since 7d"]);
  });
});

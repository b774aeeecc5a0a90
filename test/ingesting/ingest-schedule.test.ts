import { describe, expect, it } from "vitest";
import type { IngestRun } from "../../src/domain/ingest.ts";
import { dueArguments, lateSources, readIngestSchedule } from "../../src/ingesting/ingest-schedule.ts";

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

  it("does not wait a year for a run that was noted down by a wrong clock", () => {
    const ahead = run("2027-03-11T06:00:00Z", { request: "2027-03-10 to 2027-03-11" });
    expect(dueAt(DAILY, [ahead, run("2026-03-11T06:00:00Z")], "2026-03-12T06:01:00Z")).toEqual([
      "huggingface --since 3d",
    ]);
    expect(dueAt(DAILY, [ahead, run("2026-03-11T06:00:00Z")], "2026-03-11T07:00:00Z")).toEqual([]);
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

  const before = run("2026-03-05T06:00:00Z", { request: "2026-03-04 to 2026-03-05" });

  it.each<[string, string]>([
    ["trending", "trending"],
    ["one old day", "2023-05-05"],
    ["today alone", "2026-03-11"],
    ["the last days, but not all", "2026-03-09 to 2026-03-11"],
    ["all days but the last", "2026-03-01 to 2026-03-10"],
    ["a month of last year", "2025-03-01 to 2025-03-31"],
  ])("takes a run by hand for no success: %s", (_name, request) => {
    const byHand = run("2026-03-11T05:50:00Z", { request });
    expect(dueAt(DAILY, [byHand, before], "2026-03-11T06:00:30Z")).toEqual(["huggingface --since 8d"]);
    // Nor for a run of the schedule that came in time.
    const later = run("2026-03-11T06:00:10Z", { request });
    expect(dueAt(DAILY, [later, before], "2026-03-11T06:00:30Z")).toEqual(["huggingface --since 8d"]);
  });

  it.each(["2026-03-05 to 2026-03-11", "2026-03-01 to 2026-03-11", "2026-02-01 to 2026-03-11"])(
    "takes a run by hand that covered all days for one: %s",
    (request) => {
      const byHand = run("2026-03-11T05:50:00Z", { request });
      expect(dueAt(DAILY, [byHand, before], "2026-03-11T06:00:30Z")).toEqual(["huggingface --since 2d"]);
    },
  );

  it.each<[string, string | null, string]>([
    ['cat:cs.LG AND abs:"weir" since 2026-03-01', null, "8d"],
    ["cat:cs.LGX since 2026-03-01", null, "8d"],
    ["2403.00001, 2403.00002", null, "8d"],
    ["cat:cs.LG since 2026-03-09", null, "8d"],
    ["cat:cs.LG since 2026-03-04", "it answered 503", "8d"],
    ["cat:cs.LG since 2026-03-04", null, "2d"],
    ["cat:cs.LG", null, "2d"],
  ])("counts what was covered by query: %s (%s)", (request, problem, since) => {
    const runs = [
      run("2026-03-11T05:50:00Z", { source: "arxiv", request, problem }),
      run("2026-03-05T06:00:00Z", { source: "arxiv", request: "cat:cs.LG since 2026-03-04" }),
    ];
    const due = dueAt("0 6 * * * arxiv cat:cs.LG", runs, "2026-03-11T06:00:30Z");
    expect(due).toEqual([`arxiv --query cat:cs.LG --since ${since}`]);
  });

  it("forgets no day of those on which a source failed from the first", () => {
    const failed = (day: string) =>
      run(`2026-03-${day}T06:00:00Z`, { request: `2026-03-01 to 2026-03-${day}`, problem: "down" });
    expect(dueAt(DAILY, [failed("10"), failed("02")], "2026-03-11T06:00:00Z")).toEqual(["huggingface --since 9d"]);
  });

  it("recovers from a gap that is longer than is ever looked back", () => {
    const runs = [
      run("2026-03-10T06:00:00Z", { request: "2026-02-24 to 2026-03-10" }),
      run("2026-01-05T06:00:00Z", { request: "2026-01-04 to 2026-01-05" }),
    ];
    expect(dueAt(DAILY, runs, "2026-03-11T06:00:00Z")).toEqual(["huggingface --since 2d"]);
  });

  it("keeps queries apart", () => {
    const text = "0 6 * * * arxiv cat:cs.LG; 0 6 * * * arxiv cat:cs.CV";
    const runs = [run("2026-03-11T06:00:00Z", { source: "arxiv", request: "cat:cs.LG since 2026-03-09" })];
    expect(dueAt(text, runs, "2026-03-11T07:00:00Z")).toEqual(["arxiv --query cat:cs.CV --since 7d"]);
  });
});

describe("a source", () => {
  const started = "2026-03-11T05:00:00Z";
  const lateAt = (runs: IngestRun[], now: string) =>
    lateSources(readIngestSchedule(DAILY), runs, new Date(now), new Date(started)).map(
      ({ lateMs }) => lateMs / 3_600_000,
    );
  const failed = { problem: "it answered 500" };

  it.each([
    ["was fetched today", [run("2026-03-11T06:00:00Z")], "2026-03-11T23:00:00Z", []],
    ["is due for an hour", [run("2026-03-11T06:00:00Z")], "2026-03-12T07:00:00Z", []],
    ["is due for three hours", [run("2026-03-11T06:00:00Z")], "2026-03-12T09:00:00Z", [3]],
    [
      "was due and failed",
      [run("2026-03-12T06:00:00Z", { ...failed, request: "2026-03-10 to 2026-03-12" }), run("2026-03-11T06:00:00Z")],
      "2026-03-12T10:00:00Z",
      [4],
    ],
    ["never ran, and the bot has just started", [], "2026-03-11T06:00:00Z", []],
    ["never ran since the bot started", [], "2026-03-11T08:30:00Z", [3.5]],
    ["failed from the first time on", [run("2026-03-09T06:00:00Z", failed)], "2026-03-11T06:00:00Z", [48]],
  ])("%s", (_name, runs, now, late) => {
    expect(lateAt(runs, now)).toEqual(late);
  });
});

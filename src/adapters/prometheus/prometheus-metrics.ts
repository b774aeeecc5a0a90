import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { Clock } from "../../ports/clock.ts";
import type { Gauges, Metrics } from "../../ports/metrics.ts";

/** A recorder whose records are read by Prometheus. */
export interface PrometheusMetrics extends Metrics {
  /** Where gauges are read from, once there is something to read. */
  watch(gauges: Gauges): void;
  /** All metrics in Prometheus' text format. */
  render(): Promise<{ readonly contentType: string; readonly text: string }>;
}

const ACKNOWLEDGEMENT_BUCKETS = [0.05, 0.1, 0.25, 0.5, 1, 1.5, 2, 2.5, 3, 5];
const ANSWER_BUCKETS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 40, 60, 120];
const EMBEDDER_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20];
/** Labels come from answers: what is no plain word, or one too many, counts as another. */
const MOST_VALUES = 20;

/** Metrics of this process, the usual ones of Node.js included: memory, processor, event loop. */
export function createPrometheusMetrics(clock: Clock): PrometheusMetrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  let gauges: Gauges | null = null;

  const acknowledgement = new Histogram({
    name: "footnote_acknowledgement_seconds",
    help: "From the arrival of an interaction to Discord's receipt of the first response; 3 s are the limit.",
    buckets: ACKNOWLEDGEMENT_BUCKETS,
    registers,
  });
  const stages = new Histogram({
    name: "footnote_answer_stage_seconds",
    help: "Parts of the way from a question to its answer: waiting for its turn, searching, writing.",
    labelNames: ["stage"],
    buckets: ANSWER_BUCKETS,
    registers,
  });
  const answers = new Histogram({
    name: "footnote_answer_seconds",
    help: "From a question's turn to its answer, by status and mode; “failed” where there was none.",
    labelNames: ["status", "mode"],
    buckets: ANSWER_BUCKETS,
    registers,
  });
  const limits = new Counter({
    name: "footnote_limits_total",
    help: "Questions that met a limit: of a person, of a server, of the queue, of the day's budget.",
    labelNames: ["limit"],
    registers,
  });
  const discord = new Counter({
    name: "footnote_discord_responses_total",
    help: "Discord's answers to calls, by HTTP status.",
    labelNames: ["status"],
    registers,
  });
  const embedder = new Histogram({
    name: "footnote_embedder_seconds",
    help: "Calls of the embedder, by their end.",
    labelNames: ["end"],
    buckets: EMBEDDER_BUCKETS,
    registers,
  });
  const lost = new Counter({
    name: "footnote_embedder_lost_total",
    help: "Times that the embedder's process hung or died and was replaced.",
    registers,
  });
  const digests = new Counter({
    name: "footnote_digests_total",
    help: "Tries to post a digest: sent, failed for good, to be tried again.",
    labelNames: ["end"],
    registers,
  });
  const tokens = new Counter({
    name: "footnote_tokens_total",
    help: "Estimated tokens of the language model, prompts and replies.",
    registers,
  });
  new Gauge({
    name: "footnote_queue_length",
    help: "Questions under way and waiting.",
    registers,
    collect() {
      this.set(gauges?.queue() ?? 0);
    },
  });
  new Gauge({
    name: "footnote_index_papers",
    help: "Papers of the index in use; 0 while there is none.",
    registers,
    collect() {
      this.set(gauges?.index()?.papers ?? 0);
    },
  });
  new Gauge({
    name: "footnote_index_age_seconds",
    help: "Time since the index in use was published; NaN while there is none.",
    registers,
    collect() {
      const index = gauges?.index() ?? null;
      this.set(index === null ? Number.NaN : (clock.now().getTime() - index.publishedAt.getTime()) / 1000);
    },
  });
  new Gauge({
    name: "footnote_check_ok",
    help: "1 for each thing that the bot needs and that is well, 0 for what is not: the checks of /readyz.",
    labelNames: ["check"],
    registers,
    collect() {
      for (const { name, ok } of gauges?.checks() ?? []) this.set({ check: name }, ok ? 1 : 0);
    },
  });
  // So that a rate has something to begin with.
  for (const end of ["sent", "failed", "again"]) digests.inc({ end }, 0);
  for (const limit of ["person", "server", "queue", "budget"]) limits.inc({ limit }, 0);

  const statusOf = bounded();
  const modeOf = bounded();
  return {
    acknowledged: (seconds) => acknowledgement.observe(seconds),
    stage: (stage, seconds) => stages.observe({ stage }, seconds),
    answered: (status, mode, seconds) => answers.observe({ status: statusOf(status), mode: modeOf(mode) }, seconds),
    limited: (limit) => limits.inc({ limit }),
    discordAnswered: (status) => discord.inc({ status: isHttpStatus(status) ? String(status) : "other" }),
    embedded: (seconds, ok) => embedder.observe({ end: ok ? "ok" : "failed" }, seconds),
    embedderLost: () => lost.inc(),
    digest: (end) => digests.inc({ end }),
    tokens(count) {
      if (count > 0) tokens.inc(count);
    },
    watch(found) {
      gauges = found;
    },
    async render() {
      return { contentType: registry.contentType, text: await registry.metrics() };
    },
  };
}

function isHttpStatus(status: number): boolean {
  return Number.isInteger(status) && status >= 100 && status <= 599;
}

/** Keeps the values of a label few. */
function bounded(): (value: string) => string {
  const known = new Set<string>();
  return (value) => {
    if (known.has(value)) return value;
    if (known.size >= MOST_VALUES || !/^[a-z_]{1,32}$/u.test(value)) return "other";
    known.add(value);
    return value;
  };
}

import { randomBytes } from "node:crypto";
import { access } from "node:fs/promises";
import type { PrometheusMetrics } from "./adapters/prometheus/prometheus-metrics.ts";
import type { Services } from "./cli/services.ts";
import type { Config } from "./config/config.ts";
import type { BotHealth } from "./discord/bot.ts";
import type { IndexManifest } from "./domain/index-manifest.ts";
import type { IndexGuard } from "./health/index-guard.ts";
import { lateSources, readIngestSchedule } from "./ingesting/ingest-schedule.ts";
import type { Clock } from "./ports/clock.ts";
import type { DigestStore } from "./ports/digest-store.ts";

const LATE_DIGEST_MS = 15 * 60_000;
/** Of runs and digests: more are not looked at. */
const MOST_LOOKED_AT = 200;

interface HealthDeps {
  readonly config: Config;
  readonly services: Services;
  readonly clock: Clock;
  readonly digestStore: DigestStore;
  readonly guard: IndexGuard;
  readonly metrics: PrometheusMetrics;
}

/** Looks at what the bot needs, and answers whoever asks over HTTP, from before the bot is connected. */
export async function startBotHealth({ config, services, clock, digestStore, guard, metrics }: HealthDeps) {
  const { host, port, lookMs } = config.health;
  if (port === null) return null;
  const [{ startHealthServer }, { startHealthWatch }, { createBotChecks }] = await Promise.all([
    import("./adapters/health/health-server.ts"),
    import("./health/check-runner.ts"),
    import("./health/bot-checks.ts"),
  ]);
  const startedMs = clock.elapsedMs();
  const watchedSince = clock.now();
  const owner = randomBytes(8).toString("hex");
  const sources = readIngestSchedule(config.sources.schedule);
  let bot: BotHealth | null = null;
  let manifest: IndexManifest | null = null;
  const checks = createBotChecks(
    {
      shards: (askAfterMs) => bot?.takePulse(clock.elapsedMs(), askAfterMs) ?? [],
      embed: () => services.probeEmbedder(),
      async verifyIndex() {
        manifest = await guard.verify();
        return manifest;
      },
      // A lease that has run out at once: every look writes.
      async writeState() {
        // A file that was taken away can still be written until the process ends, and then it is lost.
        if ("file" in config.state) await access(config.state.file);
        await digestStore.takeLease("health", owner, clock.now(), 1);
      },
      async countLateDigests() {
        const before = new Date(clock.now().getTime() - LATE_DIGEST_MS);
        const [due, begun] = [await digestStore.listDue(before, MOST_LOOKED_AT), await digestStore.listOverdue(before)];
        return new Set([...due, ...begun].map(({ serverId, channelId }) => `${serverId} ${channelId}`)).size;
      },
      async inspectSources() {
        const late = await Promise.all(
          sources.map(async (source) => {
            const of = { source: source.service, requestStart: source.query };
            return lateSources([source], await services.listIngestRuns(MOST_LOOKED_AT, of), clock.now(), watchedSince);
          }),
        );
        return { scheduled: sources.length, late: late.flat() };
      },
    },
    lookMs,
  );
  const watch = startHealthWatch(checks, clock, services.logger);
  const readiness = () =>
    bot?.isStopping() === true ? { ok: false, checks: { bot: { ok: false, why: "stopping" } } } : watch.read();
  metrics.watch({
    queue: () => bot?.queueLength() ?? 0,
    index: () => (manifest === null ? null : { papers: manifest.papers, publishedAt: new Date(manifest.publishedAt) }),
    checks: () => Object.entries(watch.read().checks).map(([name, { ok }]) => ({ name, ok })),
  });
  const server = await startHealthServer(host, port, {
    readiness,
    metrics: () => metrics.render(),
    uptimeSeconds: () => (clock.elapsedMs() - startedMs) / 1000,
  });
  services.logger.info({ host, port }, "health at /healthz, /readyz and /metrics");
  return {
    watch(opened: BotHealth) {
      bot = opened;
    },
    async close() {
      watch.stop("stopping");
      await server.close();
    },
  };
}

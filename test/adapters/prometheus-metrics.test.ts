import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { createPrometheusMetrics } from "../../src/adapters/prometheus/prometheus-metrics.ts";
import { createFakeClock } from "../support/fakes.ts";

const read = (path: string) => readFileSync(new URL(`../../deploy/${path}`, import.meta.url), "utf8");

/** Functions, keywords and labels of PromQL among the words of an expression. */
const METRIC = /\b(?:footnote|nodejs|process)_[a-z0-9_]+\b/gu;

async function exported(): Promise<Set<string>> {
  const { text } = await createPrometheusMetrics(createFakeClock()).render();
  return new Set(
    [...text.matchAll(/^# TYPE (\S+) (\S+)$/gmu)].flatMap(([, name = "", type]) => {
      return type === "histogram" ? [`${name}_bucket`, `${name}_count`, `${name}_sum`] : [name];
    }),
  );
}

describe("the metrics", () => {
  it.each(["alerts/footnote.yml", "grafana/dashboards/footnote.json"])(
    "hold every metric that deploy/%s names",
    async (path) => {
      const known = await exported();
      const named = new Set([...read(path).matchAll(METRIC)].map(([name]) => name));
      expect(named.size).toBeGreaterThan(8);
      expect([...named].filter((name) => !known.has(name))).toEqual([]);
    },
  );

  it("all stand in the dashboard, apart from those of Node.js", async () => {
    const dashboard = read("grafana/dashboards/footnote.json");
    const bases = [...(await exported())].filter((name) => /^footnote_.*(?<!_count|_sum)$/u.test(name));
    expect(bases.length).toBeGreaterThan(8);
    expect(bases.filter((name) => !dashboard.includes(name.replace(/_bucket$/u, "_")))).toEqual([]);
  });

  it("record what happens", async () => {
    const metrics = createPrometheusMetrics(createFakeClock());
    metrics.watch({ queue: () => 3, index: () => null, checks: () => [{ name: "state", ok: false }] });
    metrics.acknowledged(0.2);
    metrics.answered("answered", "extractive", 1);
    metrics.limited("person");
    metrics.discordAnswered(503);
    metrics.discordAnswered(Number.NaN);
    metrics.digest("sent");
    metrics.tokens(120);
    metrics.tokens(-1);
    const { text, contentType } = await metrics.render();
    expect(contentType).toMatch(/^text\/plain/u);
    for (const line of [
      "footnote_queue_length 3",
      'footnote_check_ok{check="state"} 0',
      "footnote_index_age_seconds Nan",
      "footnote_acknowledgement_seconds_count 1",
      'footnote_answer_seconds_count{status="answered",mode="extractive"} 1',
      'footnote_limits_total{limit="person"} 1',
      'footnote_discord_responses_total{status="503"} 1',
      'footnote_discord_responses_total{status="other"} 1',
      'footnote_digests_total{end="sent"} 1',
      "footnote_tokens_total 120",
    ]) {
      expect(text).toContain(`${line}\n`);
    }
  });

  it("stay few, whatever is recorded", async () => {
    const metrics = createPrometheusMetrics(createFakeClock());
    for (let index = 0; index < 5_000; index += 1) {
      metrics.answered(`status${"x".repeat(index % 7)}${String.fromCharCode(97 + (index % 26))}`, `mode ${index}`, 1);
      metrics.discordAnswered(index);
    }
    const { text } = await metrics.render();
    expect(text.split("\n").length).toBeLessThan(3_000);
    expect(text).not.toContain("mode 17");
  });
});

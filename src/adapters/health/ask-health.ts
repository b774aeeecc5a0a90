import { z } from "zod";

/** What a running bot says of itself. */
export type RunningHealth =
  | { readonly kind: "silent" }
  | {
      readonly kind: "answered";
      readonly ready: boolean;
      readonly checks: readonly { readonly name: string; readonly ok: boolean; readonly why: string }[];
    };

const readinessSchema = z.object({
  ok: z.boolean(),
  checks: z.record(z.string(), z.object({ ok: z.boolean(), why: z.string() })),
});

const DEADLINE_MS = 5_000;
/** A few checks with a sentence each. */
const MOST_CHARACTERS = 100_000;
/** An address that stands for all addresses is asked on this machine. */
const ANY_ADDRESS: Readonly<Record<string, string>> = { "0.0.0.0": "127.0.0.1", "::": "::1" };

/** Asks the bot's health server how it is. Whatever else answers on this port counts as nobody. */
export async function askHealth(host: string, port: number): Promise<RunningHealth> {
  const address = ANY_ADDRESS[host] ?? host;
  const url = `http://${address.includes(":") ? `[${address}]` : address}:${port}/readyz`;
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(DEADLINE_MS), redirect: "error" });
    const text = await response.text();
    if (text.length > MOST_CHARACTERS) return { kind: "silent" };
    const { ok, checks } = readinessSchema.parse(JSON.parse(text));
    return {
      kind: "answered",
      ready: ok && response.ok,
      checks: Object.entries(checks).map(([name, check]) => ({ name, ...check })),
    };
  } catch {
    return { kind: "silent" };
  }
}

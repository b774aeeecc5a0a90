import type { Use } from "../../ports/state-store.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

export interface UsageLimits {
  readonly userAsksPerHour: number;
  readonly serverAsksPerHour: number;
  readonly serverAsksPerDay: number;
  /** Language-model tokens; past them answers are quotations. */
  readonly serverTokensPerDay: number;
}

export type Admission =
  | { readonly kind: "admitted"; readonly budgetSpent: boolean }
  | { readonly kind: "refused"; readonly whose: "user" | "server"; readonly retryAt: Date };

/**
 * Who has asked how much, in sliding windows of an hour and a day. In memory, so that a question can be refused before
 * anything is awaited; the caller records every use in the store, and restores them from it at the start.
 */
export interface UsageWindows {
  restore(uses: readonly Use[]): void;
  /** Whether one more question is within the limits now. Counts nothing. */
  check(userId: string, serverId: string | null, limits: UsageLimits, now: Date): Admission;
  /** Whether a server has spent its tokens of the language model for a day. */
  isBudgetSpent(serverId: string, limits: Pick<UsageLimits, "serverTokensPerDay">, now: Date): boolean;
  count(use: Use): void;
  /** Forgets what no window reaches any more. */
  prune(now: Date): void;
}

interface ServerUse {
  /** Ascending times. */
  asks: number[];
  tokens: { readonly at: number; readonly tokens: number }[];
}

export function createUsageWindows(): UsageWindows {
  /** Times of a person's questions, in all servers together, ascending. */
  const users = new Map<string, number[]>();
  const servers = new Map<string, ServerUse>();

  const count = ({ userId, serverId, usedAt, asks, tokens }: Use) => {
    const at = usedAt.getTime();
    if (asks === 1) users.set(userId, [...(users.get(userId) ?? []), at]);
    if (serverId === null) return;
    const server = servers.get(serverId) ?? { asks: [], tokens: [] };
    servers.set(serverId, server);
    if (asks === 1) server.asks.push(at);
    if (tokens > 0) server.tokens.push({ at, tokens });
  };

  return {
    count,
    restore(uses) {
      for (const use of [...uses].sort((a, b) => a.usedAt.getTime() - b.usedAt.getTime())) count(use);
    },
    check(userId, serverId, limits, now) {
      const at = now.getTime();
      const user = freeAt(users.get(userId) ?? [], limits.userAsksPerHour, HOUR_MS, at);
      if (user > at) return { kind: "refused", whose: "user", retryAt: new Date(user) };
      const server = serverId === null ? undefined : servers.get(serverId);
      if (server === undefined) return { kind: "admitted", budgetSpent: false };
      const free = Math.max(
        freeAt(server.asks, limits.serverAsksPerHour, HOUR_MS, at),
        freeAt(server.asks, limits.serverAsksPerDay, DAY_MS, at),
      );
      if (free > at) return { kind: "refused", whose: "server", retryAt: new Date(free) };
      return { kind: "admitted", budgetSpent: isSpent(server, limits, at) };
    },
    isBudgetSpent(serverId, limits, now) {
      const server = servers.get(serverId);
      return server !== undefined && isSpent(server, limits, now.getTime());
    },
    prune(now) {
      const at = now.getTime();
      for (const [userId, times] of users) {
        const kept = within(times, HOUR_MS, at);
        if (kept.length === 0) users.delete(userId);
        else users.set(userId, kept);
      }
      for (const [serverId, server] of servers) {
        server.asks = within(server.asks, DAY_MS, at);
        server.tokens = server.tokens.filter((use) => use.at > at - DAY_MS && use.at <= at);
        if (server.asks.length === 0 && server.tokens.length === 0) servers.delete(serverId);
      }
    },
  };
}

function isSpent({ tokens }: ServerUse, limits: Pick<UsageLimits, "serverTokensPerDay">, now: number): boolean {
  const spent = tokens.filter(({ at }) => at > now - DAY_MS && at <= now).reduce((sum, use) => sum + use.tokens, 0);
  return spent >= limits.serverTokensPerDay;
}

/** When one more is within `limit` in any `windowMs`: `now`, or when the oldest of the last `limit` uses leaves it. */
function freeAt(times: readonly number[], limit: number, windowMs: number, now: number): number {
  const oldest = within(times, windowMs, now)
    .sort((a, b) => a - b)
    .at(-limit);
  return oldest === undefined ? now : Math.max(now, oldest + windowMs);
}

/** What lies ahead was counted while the clock was wrong: nobody is held to it. */
function within(times: readonly number[], windowMs: number, now: number): number[] {
  return times.filter((time) => time > now - windowMs && time <= now);
}

import type { Use } from "../../ports/state-store.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

export interface UsageLimits {
  readonly userAsksPerHour: number;
  readonly serverAsksPerHour: number;
  readonly serverAsksPerDay: number;
  /** Language-model tokens; past them answers are quotations. */
  readonly serverTokensPerDay: number;
  /** Of one person in direct messages and where only they have installed the bot, together. */
  readonly directAsksPerDay: number;
  readonly directTokensPerDay: number;
  /** Language-model tokens of everybody together. */
  readonly tokensPerDay: number;
}

export type TokenLimits = Pick<UsageLimits, "serverTokensPerDay" | "directTokensPerDay" | "tokensPerDay">;

export type Admission =
  | { readonly kind: "admitted" }
  | { readonly kind: "refused"; readonly whose: "user" | "server"; readonly retryAt: Date };

/**
 * Who has asked how much, in sliding windows of an hour and a day. In memory, so that a question can be refused before
 * anything is awaited; the caller records every use in the store, and restores them from it at the start. A server is
 * null where a person's own budget counts. Times that lie ahead, from a clock that was set back, count for nothing.
 */
export interface UsageWindows {
  restore(uses: readonly Use[]): void;
  /** Whether one more question or look-up is within the limits now. Counts nothing. */
  check(userId: string, serverId: string | null, limits: UsageLimits, now: Date): Admission;
  /** Whether the tokens of the language model are spent for a day: the server's or the person's, or everybody's. */
  isBudgetSpent(userId: string, serverId: string | null, limits: TokenLimits, now: Date): boolean;
  count(use: Use): void;
  /** Forgets what no window reaches any more. */
  prune(now: Date): void;
}

interface Spent {
  readonly at: number;
  tokens: number;
}

/** What came out of one budget. */
interface BudgetUse {
  asks: number[];
  tokens: Spent[];
}

export function createUsageWindows(): UsageWindows {
  /** Times of a person's questions, in all servers together. */
  const users = new Map<string, number[]>();
  const budgets = new Map<string, BudgetUse>();
  let everybody: Spent[] = [];

  const keyOf = (userId: string, serverId: string | null) =>
    serverId === null ? `person ${userId}` : `server ${serverId}`;

  const count = ({ userId, serverId, usedAt, asks, tokens }: Use) => {
    const at = usedAt.getTime();
    const key = keyOf(userId, serverId);
    const budget = budgets.get(key) ?? { asks: [], tokens: [] };
    budgets.set(key, budget);
    if (asks === 1) {
      users.set(userId, [...(users.get(userId) ?? []), at]);
      budget.asks.push(at);
    }
    if (tokens > 0) {
      spend(budget.tokens, at, tokens);
      spend(everybody, at, tokens);
    }
  };

  return {
    count,
    restore(uses) {
      for (const use of [...uses].sort((a, b) => a.usedAt.getTime() - b.usedAt.getTime())) count(use);
    },
    check(userId, serverId, limits, now) {
      const at = now.getTime();
      const budget = budgets.get(keyOf(userId, serverId))?.asks ?? [];
      const ofUser = freeAt(users.get(userId) ?? [], limits.userAsksPerHour, HOUR_MS, at);
      const user = serverId === null ? Math.max(ofUser, freeAt(budget, limits.directAsksPerDay, DAY_MS, at)) : ofUser;
      if (user > at) return { kind: "refused", whose: "user", retryAt: new Date(user) };
      if (serverId === null) return { kind: "admitted" };
      const free = Math.max(
        freeAt(budget, limits.serverAsksPerHour, HOUR_MS, at),
        freeAt(budget, limits.serverAsksPerDay, DAY_MS, at),
      );
      return free > at ? { kind: "refused", whose: "server", retryAt: new Date(free) } : { kind: "admitted" };
    },
    isBudgetSpent(userId, serverId, limits, now) {
      const at = now.getTime();
      const own = serverId === null ? limits.directTokensPerDay : limits.serverTokensPerDay;
      const budget = budgets.get(keyOf(userId, serverId))?.tokens ?? [];
      return spentIn(budget, at) >= own || spentIn(everybody, at) >= limits.tokensPerDay;
    },
    prune(now) {
      const at = now.getTime();
      const isKept = (time: number, windowMs: number) => time > at - windowMs && time <= at;
      for (const [userId, times] of users) {
        const kept = within(times, HOUR_MS, at);
        if (kept.length === 0) users.delete(userId);
        else users.set(userId, kept);
      }
      for (const [key, budget] of budgets) {
        budget.asks = within(budget.asks, DAY_MS, at);
        budget.tokens = budget.tokens.filter((use) => isKept(use.at, DAY_MS));
        if (budget.asks.length === 0 && budget.tokens.length === 0) budgets.delete(key);
      }
      everybody = everybody.filter((use) => isKept(use.at, DAY_MS));
    },
  };
}

/** Adds tokens; those of one minute are kept as one entry, so that a day has a bound. */
function spend(spent: Spent[], at: number, tokens: number): void {
  const last = spent.at(-1);
  if (last !== undefined && at >= last.at && at - last.at < MINUTE_MS) last.tokens += tokens;
  else spent.push({ at, tokens });
}

function spentIn(spent: readonly Spent[], now: number): number {
  return spent.reduce((sum, { at, tokens }) => (at > now - DAY_MS && at <= now ? sum + tokens : sum), 0);
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

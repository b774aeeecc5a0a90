import type { Digest } from "../domain/digest.ts";
import { AppError, isAbortError } from "../domain/errors.ts";
import type { PaperId } from "../domain/paper.ts";
import type { DigestRun, LedgerRow, Subscription } from "../domain/subscription.ts";
import type { Clock } from "../ports/clock.ts";
import type { DigestPublisher } from "../ports/digest-publisher.ts";
import type { DigestStore, LedgerKey } from "../ports/digest-store.ts";
import type { Logger } from "../ports/logger.ts";
import type { DigestRequest } from "./compose-digest.ts";
import { nextRun } from "./next-run.ts";

export interface SendDigestsDeps {
  readonly store: DigestStore;
  readonly publisher: DigestPublisher;
  /** Composes for a server, by what its people turn to. */
  readonly compose: (
    serverId: string,
    request: Omit<DigestRequest, "interests">,
    signal?: AbortSignal,
  ) => Promise<Digest>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Names this process. */
  readonly owner: string;
  /** Makes a nonce: at most 25 characters, never the same again. */
  readonly newNonce: () => string;
}

const LEASE = "digests";
/** Longer than one digest takes; a process that died is replaced after that. */
const LEASE_MS = 120_000;
/** A run that is later than this is left out. */
const LATEST_MS = 48 * 3_600_000;
/** A run that has not ended so long after it was due is an error. */
const OVERDUE_MS = 15 * 60_000;
const RUNS_AT_ONCE = 50;
const WEEK_MS = 7 * 86_400_000;

/** What one look at the subscriptions did. */
export interface SendReport {
  /** False where another process sends. */
  readonly leads: boolean;
  readonly sent: number;
  readonly skipped: number;
  readonly failed: number;
  /** Runs that are late; an alarm. */
  readonly overdue: readonly LedgerKey[];
}

/**
 * Posts every digest that is due, each once: the ledger has one row for each channel and week, which goes from planned to
 * sending to sent. A process that dies in between leaves it at `sending`; whoever goes on looks first whether the message
 * is there. One process at a time does this, by a lease in the shared state.
 */
export async function sendDigests(deps: SendDigestsDeps, signal?: AbortSignal): Promise<SendReport> {
  const { store, clock, logger, owner } = deps;
  const report = { leads: true, sent: 0, skipped: 0, failed: 0 };
  if (!(await store.takeLease(LEASE, owner, clock.now(), LEASE_MS))) {
    return { ...report, leads: false, overdue: [] };
  }
  for (const due of await store.listDue(clock.now(), RUNS_AT_ONCE)) {
    signal?.throwIfAborted();
    if (due.next.dueAt > clock.now()) {
      await store.planAnew(due, nextRun(due.schedule, clock.now()), clock.now());
      continue;
    }
    const { subscription, skipped } = await skipTooLate(deps, due);
    report.skipped += skipped;
    if (subscription.next.dueAt > clock.now()) continue;
    // Whoever holds the lease no longer must not begin another one.
    if (!(await store.takeLease(LEASE, owner, clock.now(), LEASE_MS))) return { ...report, leads: false, overdue: [] };
    try {
      const ended = await runOnce(deps, subscription, subscription.next, signal);
      if (ended === "sent") report.sent += 1;
      else if (ended === "failed") report.failed += 1;
      await store.advance(subscription, nextRun(subscription.schedule, subscription.next.dueAt));
    } catch (error) {
      if (isAbortError(error) || (error instanceof AppError && error.code === "STATE_FAILED")) throw error;
      const { serverId, channelId } = subscription;
      logger.error(
        { err: error, serverId, channelId, week: subscription.next.week },
        "a digest could not be posted yet",
      );
    }
  }
  return { ...report, overdue: await store.listOverdue(new Date(clock.now().getTime() - OVERDUE_MS)) };
}

/** Frees the lease, so that another process need not wait for its end. */
export function stopSending({ store, owner }: Pick<SendDigestsDeps, "store" | "owner">): Promise<void> {
  return store.releaseLease(LEASE, owner);
}

/** Leaves out the runs that are more than two days late, and says so once. */
async function skipTooLate(
  deps: SendDigestsDeps,
  due: Subscription,
): Promise<{ readonly subscription: Subscription; readonly skipped: number }> {
  const { store, publisher, clock, newNonce } = deps;
  let subscription = due;
  const weeks: string[] = [];
  while (clock.now().getTime() - subscription.next.dueAt.getTime() >= LATEST_MS) {
    const { week, dueAt } = subscription.next;
    const key = keyOf(subscription, week);
    const row = await store.planRun(key, { nonce: newNonce(), dueAt });
    if (row.status === "planned" && (await store.endRun(key, "skipped", clock.now()))) weeks.push(week);
    else if (row.status === "sending" && !(await recordIfPosted(deps, subscription, key, row))) {
      await store.endRun(key, "failed", clock.now());
    }
    const next = nextRun(subscription.schedule, dueAt);
    await store.advance(subscription, next);
    subscription = { ...subscription, next };
  }
  if (weeks.length > 0) {
    await publisher.tellPerson(due.userId, { kind: "skipped", channelId: due.channelId, weeks });
  }
  return { subscription, skipped: weeks.length };
}

/** Notes down a run whose process died after it had posted; false where no message is there. */
async function recordIfPosted(
  { store, publisher, clock, logger }: SendDigestsDeps,
  subscription: Subscription,
  key: LedgerKey,
  { nonce, sendingAt, digest }: LedgerRow,
): Promise<boolean> {
  if (sendingAt === null || digest === null) return false;
  const messageId = await publisher.findPosted(subscription, nonce, sendingAt);
  if (messageId === null) return false;
  logger.warn({ ...key, messageId }, "a digest had been posted by a process that died");
  await store.recordSent(key, messageId, papersOf(digest), clock.now());
  return true;
}

/**
 * Brings one run to its end, from wherever it was left. Throws where it is worth another try.
 *
 * @returns `before` where it had ended already
 */
export async function runOnce(
  deps: SendDigestsDeps,
  subscription: Subscription,
  { week, dueAt }: DigestRun,
  signal?: AbortSignal,
): Promise<"sent" | "failed" | "before"> {
  const { store, publisher, compose, clock, logger, newNonce } = deps;
  const { serverId, channelId } = subscription;
  const key = keyOf(subscription, week);
  const row = await store.planRun(key, { nonce: newNonce(), dueAt });
  if (row.status !== "planned" && row.status !== "sending") return "before";

  let { digest } = row;
  if (row.status === "sending" && digest !== null) {
    if (await recordIfPosted(deps, subscription, key, row)) return "sent";
  } else {
    const now = clock.now();
    const from = (await store.toldUpTo(serverId, channelId)) ?? new Date(now.getTime() - WEEK_MS);
    const except = await store.listShown(serverId, channelId);
    const request = { period: { from, to: now, week }, topics: subscription.topics, except };
    digest = await compose(serverId, request, signal);
    if (!(await store.beginSending(key, digest, now))) return "before";
  }
  const outcome = await publisher.publish(subscription, digest, row.nonce);
  if (outcome.kind === "posted") {
    await store.recordSent(key, outcome.messageId, papersOf(digest), clock.now());
    logger.info({ ...key, quiet: digest.quiet }, "digest posted");
    return "sent";
  }
  await store.endRun(key, "failed", clock.now());
  await store.disable(subscription, outcome.reason);
  await publisher.tellPerson(subscription.userId, { kind: "disabled", channelId, reason: outcome.reason });
  logger.warn({ ...key, reason: outcome.reason }, "a subscription was ended");
  return "failed";
}

function papersOf({ themes }: Digest): PaperId[] {
  return themes.flatMap(({ papers }) => papers.map(({ paperId }) => paperId));
}

function keyOf({ serverId, channelId }: Subscription, week: string): LedgerKey {
  return { serverId, channelId, week };
}

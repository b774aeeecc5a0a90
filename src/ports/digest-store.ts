import type { Digest } from "../domain/digest.ts";
import type { PaperId } from "../domain/paper.ts";
import type { DigestRun, LedgerRow, Subscription } from "../domain/subscription.ts";

/** Which row of the ledger. */
export type LedgerKey = Pick<LedgerRow, "serverId" | "channelId" | "week">;

/**
 * Subscriptions and the ledger of what was posted, shared by all processes. Every change of a ledger row names the
 * status that it expects, and says whether it found it. Every method throws `STATE_FAILED`.
 */
export interface DigestStore {
  /** Replaces the channel's subscription where it has one. */
  saveSubscription(subscription: Subscription): Promise<void>;
  listSubscriptions(serverId: string): Promise<Subscription[]>;
  /** True where there was one. */
  removeSubscription(serverId: string, channelId: string): Promise<boolean>;
  /**
   * Subscriptions in use whose next run is due, the longest due first; last those whose next run lies so far ahead that
   * only a wrong clock can have planned it.
   */
  listDue(now: Date, limit: number): Promise<Subscription[]>;
  /** Plans a subscription anew after a wrong clock, and forgets the runs that lie ahead. */
  planAnew(subscription: Pick<Subscription, "serverId" | "channelId">, next: DigestRun, now: Date): Promise<void>;
  advance(subscription: Pick<Subscription, "serverId" | "channelId">, next: DigestRun): Promise<void>;
  disable(subscription: Pick<Subscription, "serverId" | "channelId">, reason: string): Promise<void>;

  /** The row of a run, made where there is none. */
  planRun(key: LedgerKey, row: Pick<LedgerRow, "nonce" | "dueAt">): Promise<LedgerRow>;
  /** From `planned` to `sending`. */
  beginSending(key: LedgerKey, digest: Digest, at: Date): Promise<boolean>;
  /** From `sending` to `sent`; the papers are never shown in this channel again. */
  recordSent(key: LedgerKey, messageId: string, papers: readonly PaperId[], at: Date): Promise<boolean>;
  /** From `planned` or `sending` to an end without a message. */
  endRun(key: LedgerKey, status: "skipped" | "failed", at: Date): Promise<boolean>;
  getRun(key: LedgerKey): Promise<LedgerRow | null>;
  /** Papers that digests in this channel have shown. */
  listShown(serverId: string, channelId: string): Promise<ReadonlySet<PaperId>>;
  /** Up to when the last digest of a channel tells of papers; null for none. */
  toldUpTo(serverId: string, channelId: string): Promise<Date | null>;
  /** Runs that were due before an instant and have not ended. */
  listOverdue(dueBefore: Date): Promise<LedgerKey[]>;

  /** True when `owner` holds the lease now: it was free, has run out, or is the owner's already. */
  takeLease(name: string, owner: string, now: Date, forMs: number): Promise<boolean>;
  releaseLease(name: string, owner: string): Promise<void>;
}

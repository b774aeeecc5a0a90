import { z } from "zod";
import type { Digest } from "./digest.ts";

/** When a digest is posted: a weekday (1 Monday to 7 Sunday) and a time of day in an IANA zone. */
export const scheduleSchema = z.object({
  day: z.number().int().min(1).max(7),
  /** `18:30`. */
  time: z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/u),
  zone: z.string().min(1).max(64),
});
export type Schedule = z.infer<typeof scheduleSchema>;

export const DIGEST_STYLES = ["full", "short"] as const;
export type DigestStyle = (typeof DIGEST_STYLES)[number];

/** One run of a subscription: the ISO week in its zone, and when it is due. */
export interface DigestRun {
  /** `2026-W47`. */
  readonly week: string;
  readonly dueAt: Date;
}

/** A channel that gets a digest each week. A channel has one at most. */
export interface Subscription {
  readonly serverId: string;
  readonly channelId: string;
  /** Who subscribed: told when something is wrong. */
  readonly userId: string;
  readonly schedule: Schedule;
  /** None for everything. */
  readonly topics: readonly string[];
  readonly style: DigestStyle;
  /** Posted without a notification. */
  readonly silent: boolean;
  /** Passed on to the channels that follow an announcement channel. */
  readonly crosspost: boolean;
  readonly createdAt: Date;
  /** The run that comes next; stored, so that a restart forgets nothing. */
  readonly next: DigestRun;
  /** Why nothing is posted any more; null while it is. */
  readonly disabled: string | null;
}

/** How far the posting of one week's digest in one channel is. There is one row for each, ever. */
export interface LedgerRow {
  readonly serverId: string;
  readonly channelId: string;
  readonly week: string;
  readonly status: "planned" | "sending" | "sent" | "skipped" | "failed";
  /** Sent with the message: Discord takes a second one with the same for the first, for some minutes. */
  readonly nonce: string;
  readonly dueAt: Date;
  /** Up to when the digest tells of papers, which is just before posting began; null before. */
  readonly sendingAt: Date | null;
  /** What is posted; null before. A second try posts the same. */
  readonly digest: Digest | null;
  readonly messageId: string | null;
}

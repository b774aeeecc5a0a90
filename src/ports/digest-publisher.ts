import type { Digest } from "../domain/digest.ts";
import type { Subscription } from "../domain/subscription.ts";
import type { LedgerKey } from "./digest-store.ts";

export type PublishOutcome =
  | { readonly kind: "posted"; readonly messageId: string }
  /** The channel is gone, or the bot may not post there any more: trying again is of no use. */
  | { readonly kind: "impossible"; readonly reason: string };

/** Posts digests where people read them. */
export interface DigestPublisher {
  /**
   * Posts once for each nonce, as far as the other side can tell. Throws what is worth another try.
   */
  publish(subscription: Subscription, digest: Digest, nonce: string): Promise<PublishOutcome>;
  /** The message with this nonce that was posted since an instant; null for none. */
  findPosted(subscription: Subscription, nonce: string, since: Date): Promise<string | null>;
  /** Tells a person; never throws. */
  tellPerson(userId: string, note: PersonNote): Promise<void>;
}

/** What a subscriber, or the operator, is told. */
export type PersonNote =
  | { readonly kind: "skipped"; readonly channelId: string; readonly weeks: readonly string[] }
  | { readonly kind: "disabled"; readonly channelId: string; readonly reason: string }
  /** For the operator. */
  | { readonly kind: "overdue"; readonly runs: readonly LedgerKey[] };

import { type SendDigestsDeps, sendDigests } from "../digest/send-digests.ts";
import type { LedgerKey } from "../ports/digest-store.ts";

/** Posts what is due, and knows what is overdue. */
export interface DigestPoster {
  /** One look at the subscriptions; null while another one is under way. */
  look(): Promise<void> | null;
  overdue(): readonly LedgerKey[];
}

/** @param operatorId who is told of digests that are overdue, as the log is, once for each; null for nobody */
export function createDigestPoster(
  digests: SendDigestsDeps,
  operatorId: string | null,
  signal: AbortSignal,
): DigestPoster {
  let underWay = false;
  let overdue: readonly LedgerKey[] = [];

  const look = async () => {
    const report = await sendDigests(digests, signal);
    const known = new Set(overdue.map((run) => JSON.stringify(run)));
    const fresh = report.overdue.filter((run) => !known.has(JSON.stringify(run)));
    // Empty where another process sends: this one does not know.
    overdue = report.overdue;
    for (const run of fresh) digests.logger.error({ ...run }, "a digest is overdue");
    if (fresh.length > 0 && operatorId !== null) {
      await digests.publisher.tellPerson(operatorId, { kind: "overdue", runs: fresh });
    }
  };

  return {
    look() {
      if (underWay) return null;
      underWay = true;
      return look().finally(() => {
        underWay = false;
      });
    },
    overdue: () => overdue,
  };
}

import { type Client, Events } from "discord.js";
import type { Clock } from "../ports/clock.ts";
import type { DigestPublisher } from "../ports/digest-publisher.ts";
import type { Metrics } from "../ports/metrics.ts";
import type { AskQueue } from "./admission/ask-queue.ts";
import type { UsageWindows } from "./admission/usage-windows.ts";

type Elapsed = Pick<Clock, "elapsedMs">;

/** Interactions whose first response is still out; Discord forgets them after 3 s. */
const MOST_OPEN = 2_000;

/** Records how fast interactions are acknowledged, and what Discord answers to calls. */
export function measureDiscord(client: Client, metrics: Metrics, clock: Elapsed): void {
  const arrived = new Map<string, number>();
  client.on(Events.InteractionCreate, ({ id }) => {
    arrived.set(id, clock.elapsedMs());
    const [oldest] = arrived.keys();
    if (arrived.size > MOST_OPEN && oldest !== undefined) arrived.delete(oldest);
  });
  client.rest.on("response", ({ path }, { status }) => {
    metrics.discordAnswered(status);
    const id = /^\/interactions\/(\d+)\/[^/]+\/callback/u.exec(path)?.[1];
    const atMs = id === undefined ? undefined : arrived.get(id);
    if (id === undefined || atMs === undefined) return;
    arrived.delete(id);
    if (status < 400) metrics.acknowledged((clock.elapsedMs() - atMs) / 1000);
  });
}

/** Records how long questions wait for their turn, and those that find no place. */
export function measureQueue(queue: AskQueue, metrics: Metrics, clock: Elapsed): AskQueue {
  return {
    get size() {
      return queue.size;
    },
    enter(userId, serverId, work) {
      const atMs = clock.elapsedMs();
      const queued = queue.enter(userId, serverId, () => {
        metrics.stage("waiting", (clock.elapsedMs() - atMs) / 1000);
        return work();
      });
      if (queued === null) metrics.limited("queue");
      return queued;
    },
  };
}

/** Records the limits that questions meet. */
export function measureWindows(windows: UsageWindows, metrics: Metrics): UsageWindows {
  return {
    ...windows,
    check(...question) {
      const admission = windows.check(...question);
      if (admission.kind === "refused") metrics.limited(admission.whose === "user" ? "person" : "server");
      return admission;
    },
    isBudgetSpent(...budget) {
      const isSpent = windows.isBudgetSpent(...budget);
      if (isSpent) metrics.limited("budget");
      return isSpent;
    },
  };
}

/** Records how tries to post a digest end. */
export function measurePublisher(publisher: DigestPublisher, metrics: Metrics): DigestPublisher {
  return {
    ...publisher,
    async publish(...digest) {
      try {
        const outcome = await publisher.publish(...digest);
        metrics.digest(outcome.kind === "posted" ? "sent" : "failed");
        return outcome;
      } catch (error) {
        metrics.digest("again");
        throw error;
      }
    },
  };
}

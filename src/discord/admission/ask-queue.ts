import Bottleneck from "bottleneck";

export interface AskQueueOptions {
  /** Questions worked on at once. */
  readonly atOnce: number;
  /** Questions of one person under way and waiting together. */
  readonly perUser: number;
  readonly perServer: number;
  readonly total: number;
}

export interface QueuedAsk<T> {
  /** Questions accepted earlier that have not begun; with fair turns, the most that can come first. */
  readonly ahead: number;
  readonly result: Promise<T>;
}

/**
 * Fair turns for questions. Each person has one question under way, each server at most as many as are worked on at
 * once, and servers take turns: somebody with many questions holds up nobody else. What does not fit is refused.
 */
export interface AskQueue {
  /** Null when the queue is full for this person, this server or altogether. */
  enter<T>(userId: string, serverId: string | null, work: () => Promise<T>): QueuedAsk<T> | null;
  /** Questions under way and waiting. */
  readonly size: number;
}

/** A queue that nobody has used for so long is forgotten. */
const IDLE_MS = 300_000;

export function createAskQueue(options: AskQueueOptions): AskQueue {
  const everyone = new Bottleneck({ maxConcurrent: options.atOnce });
  // A job of a chained limiter runs inside a job of the next one. As a server hands on only so many at a time, the
  // jobs of all servers alternate in the last limiter, which takes them in the order they come.
  const servers = new Bottleneck.Group({ maxConcurrent: options.atOnce, timeout: IDLE_MS });
  servers.on("created", (limiter) => limiter.chain(everyone));
  const users = new Bottleneck.Group({ maxConcurrent: 1, timeout: IDLE_MS });
  const open = new Map<string, number>();
  let size = 0;
  let begun = 0;

  const openIn = (key: string) => open.get(key) ?? 0;
  const change = (key: string, by: number) => {
    const now = openIn(key) + by;
    if (now === 0) open.delete(key);
    else open.set(key, now);
  };

  return {
    get size() {
      return size;
    },
    enter(userId, serverId, work) {
      // Outside servers each person is a server of their own.
      const server = `server ${serverId ?? `of ${userId}`}`;
      const user = `${server} user ${userId}`;
      if (size >= options.total || openIn(user) >= options.perUser || openIn(server) >= options.perServer) return null;
      const ahead = Math.max(0, size - Math.max(begun, Math.min(size, options.atOnce)));
      size += 1;
      change(user, 1);
      change(server, 1);
      const limiter = users.key(user);
      limiter.chain(servers.key(server));
      let hasBegun = false;
      const result = limiter
        .schedule(() => {
          hasBegun = true;
          begun += 1;
          return work();
        })
        .finally(() => {
          if (hasBegun) begun -= 1;
          size -= 1;
          change(user, -1);
          change(server, -1);
        });
      return { ahead, result };
    },
  };
}

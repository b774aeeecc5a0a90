import { type Client, GatewayOpcodes, Status } from "discord.js";

/** What holds the connections of all shards; discord.js names its type nowhere. */
export type GatewayManager = Parameters<
  NonNullable<NonNullable<ConstructorParameters<typeof Client>[0]["ws"]>["buildStrategy"]>
>[0];

/** One connection to Discord's gateway. */
export interface ShardPulse {
  readonly shardId: number;
  /** Milliseconds since the last heartbeat that Discord acknowledged; null where none was yet. */
  readonly silentMs: number | null;
}

/**
 * Follows the heartbeats of every shard. That the client is “ready” proves nothing: it stays so while a shard connects
 * again, and while nobody answers. Discord's own interval is about 41 s, which would tell of a dead connection too late:
 * where the last acknowledgement is older than `askAfterMs`, or none has come yet, a heartbeat is sent beside the client's
 * own ones, and the next call sees whether it was acknowledged.
 */
export function createPulse(
  client: Pick<Client, "ws">,
  gateway: () => GatewayManager | undefined,
): (elapsedMs: number, askAfterMs: number) => ShardPulse[] {
  const seen = new Map<number, { readonly stamp: number; readonly atMs: number }>();

  const ask = (shardId: number) => {
    const manager = gateway();
    if (manager === undefined) return;
    const send = async () => {
      const session = await manager.options.retrieveSessionInfo(shardId);
      await manager.send(shardId, { op: GatewayOpcodes.Heartbeat, d: session?.sequence ?? null });
    };
    // A connection that breaks off meanwhile is what silence tells of.
    send().catch(() => {});
  };

  return (elapsedMs, askAfterMs) =>
    [...client.ws.shards.values()].map(({ id, status, lastPingTimestamp, ping }) => {
      // When the acknowledgement came, by the host's clock: that it changed is what counts.
      const stamp = lastPingTimestamp + ping;
      const last = seen.get(id);
      const beats = ping >= 0 || lastPingTimestamp >= 0;
      if (beats && stamp !== last?.stamp) seen.set(id, { stamp, atMs: elapsedMs });
      const atMs = seen.get(id)?.atMs ?? null;
      const silentMs = atMs === null ? null : elapsedMs - atMs;
      if (status === Status.Ready && (silentMs === null || silentMs >= askAfterMs)) ask(id);
      return { shardId: id, silentMs };
    });
}

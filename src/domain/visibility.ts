/** Who was meant to see something: everybody in its place, or the person who asked, alone. */
export const VISIBILITIES = ["public", "private"] as const;
export type Visibility = (typeof VISIBILITIES)[number];

/** Something that is kept of a person, with the place where it was shown. */
export interface OwnedRow {
  readonly userId: string;
  /** Null outside servers. */
  readonly serverId: string | null;
  readonly channelId: string;
  readonly visibility: Visibility;
}

/** Who wants to see something, and where what is made of it will be shown. */
export interface Viewer {
  readonly userId: string;
  /** Null outside servers. */
  readonly serverId: string | null;
  readonly channelId: string;
  /** The channel that a thread belongs to; null for a channel of its own. */
  readonly parentChannelId: string | null;
  /** True where nobody but this person sees what is made of it. */
  readonly alone: boolean;
}

/**
 * Whether a row may be read for a viewer. It must come from the same server, and from the same channel or the one that
 * the viewer's thread belongs to. What one person alone was to see is read for that person, and only where they are
 * alone again: their own public answer must not hold words of it.
 */
export function maySee(row: OwnedRow, viewer: Viewer): boolean {
  // A place that is not known is nobody's.
  if (row.serverId !== viewer.serverId || row.channelId === "") return false;
  const isHere =
    row.channelId === viewer.channelId ||
    (viewer.parentChannelId !== null && row.channelId === viewer.parentChannelId && row.serverId !== null);
  if (!isHere) return false;
  return row.visibility === "public" || (viewer.alone && row.userId === viewer.userId);
}

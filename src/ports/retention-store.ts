import type { PaperSignal } from "../domain/interests.ts";
import type { PaperId } from "../domain/paper.ts";
import type { StoredAnswer } from "../domain/stored-answer.ts";
import type { ConversationThread, Feedback, StoredSearch, Use } from "./state-store.ts";

/** Something that a person set up for a server, which names them. */
export interface SetUp {
  readonly what: "settings" | "digest";
  readonly serverId: string;
  /** The digest's channel; null for settings. */
  readonly channelId: string | null;
}

/** What a person made of a paper that was shown. */
export interface PersonalSignal {
  readonly serverId: string;
  readonly paperId: PaperId;
  readonly signal: PaperSignal;
  readonly createdAt: Date;
}

/** Everything that is kept of one person, in plain values. */
export interface PersonalData {
  readonly answers: readonly StoredAnswer[];
  readonly feedback: readonly Feedback[];
  readonly threads: readonly ConversationThread[];
  readonly searches: readonly StoredSearch[];
  readonly uses: readonly Use[];
  readonly signals: readonly PersonalSignal[];
  readonly setUp: readonly SetUp[];
}

/**
 * How what is kept of people and servers goes again, whichever store keeps it. Every method throws `STATE_FAILED` when
 * the store can't be reached, `DISK_FULL` and `STATE_DAMAGED` where that is why.
 */
export interface RetentionStore {
  exportPerson(userId: string): Promise<PersonalData>;
  /**
   * Deletes all of a person. What they set up for a server, threads that they opened and counts for a server's limits
   * stay without their id. Returns the rows deleted or changed. Where another process keeps the file busy, the bytes go
   * with the next `tidy`.
   */
  deletePerson(userId: string, at: Date): Promise<number>;
  /** Deletes all that belongs to a server. Returns the rows deleted. */
  deleteServer(serverId: string, at: Date): Promise<number>;
  /** Notes which servers the bot is in; those that it was not in for as long as docs/privacy.md says are deleted. */
  noteServers(serverIds: readonly string[], at: Date): Promise<void>;
  /**
   * Deletes what has expired. A time that is far from that of the last call is believed only when it has held for a day:
   * see `judgeClock`. Returns the rows deleted.
   */
  prune(now: Date): Promise<number>;
  /** Brings the log into the file, and rewrites the file where bytes of what was deleted may be left. */
  tidy(): Promise<void>;
}

/** How long things are kept, in days; signals as long as feedback. */
export interface Retention {
  readonly answersDays: number;
  readonly feedbackDays: number;
}

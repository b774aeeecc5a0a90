import type { PaperSignal, ServerInterests } from "../domain/interests.ts";
import type { PaperId } from "../domain/paper.ts";

/** What one person made of one paper in one server. */
export interface GivenSignal {
  readonly serverId: string;
  readonly userId: string;
  readonly paperId: PaperId;
  readonly signal: PaperSignal;
}

/** What people of a server turned to and away from. Every method throws `STATE_FAILED`. */
export interface InterestStore {
  /** Keeps a signal; each counts once. False where it was kept already. */
  addSignal(signal: GivenSignal, at: Date): Promise<boolean>;
  /** True where there was one. */
  removeSignal(signal: GivenSignal): Promise<boolean>;
  /** At most `limit` questions and `limit` papers, the newest. */
  listInterests(serverId: string, limit: number): Promise<ServerInterests>;
}

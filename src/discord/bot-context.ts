import type { AskHooks, AskRequest } from "../answering/answer-question.ts";
import type { DigestHooks, DigestRequest } from "../digest/compose-digest.ts";
import type { SendDigestsDeps } from "../digest/send-digests.ts";
import type { Answer } from "../domain/answer.ts";
import type { Digest } from "../domain/digest.ts";
import type { Clock } from "../ports/clock.ts";
import type { CorpusReader } from "../ports/corpus-store.ts";
import type { InterestStore } from "../ports/interest-store.ts";
import type { Logger } from "../ports/logger.ts";
import type { RetentionStore } from "../ports/retention-store.ts";
import type { StateStore } from "../ports/state-store.ts";
import type { Retriever } from "../retrieval/hybrid-retriever.ts";
import type { PaperProfiles } from "../retrieval/paper-profiles.ts";
import type { TitleIndex } from "../retrieval/titles.ts";
import type { AskQueue } from "./admission/ask-queue.ts";
import type { UsageLimits, UsageWindows } from "./admission/usage-windows.ts";
import type { SettingsCache } from "./settings-cache.ts";

/** One published state of the corpus with the jobs over it. */
export interface CorpusView {
  readonly corpus: CorpusReader;
  readonly retriever: Retriever;
  readonly profiles: PaperProfiles;
  readonly titles: TitleIndex;
  ask(request: AskRequest, hooks?: AskHooks): Promise<Answer>;
  composeDigest(request: DigestRequest, hooks?: DigestHooks): Promise<Digest>;
}

/** How fetching one paper ended: it is there, arXiv has none with this id, or it could not be had just now. */
export type FetchOutcome = "added" | "unknown" | "failed";

/** What handlers work with. */
export interface BotContext {
  /** The newest corpus; waits while the first index is being built. */
  corpus(): Promise<CorpusView>;
  /** Fetches one paper from arXiv; when it is `added`, the corpus has it. Many who want the same cause one fetch. */
  fetchPaper(arxivId: string): Promise<FetchOutcome>;
  /** The titles, if they are in memory already: completion has no time to wait. */
  titlesNow(): TitleIndex | null;
  readonly state: StateStore;
  readonly retention: RetentionStore;
  readonly interests: InterestStore;
  /** What composing and posting digests takes. */
  readonly digests: SendDigestsDeps;
  readonly settings: SettingsCache;
  readonly windows: UsageWindows;
  readonly queue: AskQueue;
  /** The operator's limits; a server's settings may change those for an hour. */
  readonly limits: UsageLimits;
  readonly keepDays: number;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Names this process among those that share the state. */
  readonly owner: string;
  /** Aborted when the process must end now. */
  readonly signal: AbortSignal;
  /** True from the moment the process is asked to end. */
  isStopping(): boolean;
  /** Makes an id that can't be guessed. */
  newId(): string;
}

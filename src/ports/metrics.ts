/** How a digest's try to be posted ended: posted, impossible for good, or worth another try. */
export type DigestEnd = "sent" | "failed" | "again";

/** What stopped a question, or made its answer one of quotations alone. */
export type LimitKind = "person" | "server" | "queue" | "budget";

/** A part of the way from a question to its answer. */
export type AnswerStage = "waiting" | "searching" | "writing";

/**
 * Counts and durations, in seconds, for whoever watches over the bot. Recording never throws and waits for nothing.
 * Nothing that is recorded names a person, a server or a question.
 */
export interface Metrics {
  /** From the arrival of an interaction to Discord's receipt of the first response. */
  acknowledged(seconds: number): void;
  stage(stage: AnswerStage, seconds: number): void;
  /** `mode` and `status` as the answer has them; `failed` where there is none. */
  answered(status: string, mode: string, seconds: number): void;
  limited(kind: LimitKind): void;
  /** A call to Discord that was answered, by its HTTP status. */
  discordAnswered(status: number): void;
  /** A call of the embedder. */
  embedded(seconds: number, ok: boolean): void;
  /** The embedder's process hung or died. */
  embedderLost(): void;
  digest(end: DigestEnd): void;
  /** Estimated tokens of the language model. */
  tokens(count: number): void;
}

/** What is read when somebody asks, and not recorded. */
export interface Gauges {
  /** Questions under way and waiting. */
  queue(): number;
  /** The index in use; null while there is none. */
  index(): { readonly papers: number; readonly publishedAt: Date } | null;
  /** Each thing that is looked at, and whether it is well. */
  checks(): readonly { readonly name: string; readonly ok: boolean }[];
}

/** For where nobody watches. */
export const NO_METRICS: Metrics = {
  acknowledged() {},
  stage() {},
  answered() {},
  limited() {},
  discordAnswered() {},
  embedded() {},
  embedderLost() {},
  digest() {},
  tokens() {},
};

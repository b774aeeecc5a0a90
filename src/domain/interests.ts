import type { PaperId } from "./paper.ts";

/** A question that people of a server asked. */
export interface AskedQuestion {
  readonly question: string;
  /** Papers that the answer cited. */
  readonly cited: readonly PaperId[];
  /** What most people made of the answer; null where nobody said. */
  readonly verdict: "helpful" | "unhelpful" | null;
}

/** What somebody made of a paper that was shown: looked closer, or asked for less like it. */
export const PAPER_SIGNALS = ["opened", "less"] as const;
export type PaperSignal = (typeof PAPER_SIGNALS)[number];

/** Questions, and papers, that a server's taste is learnt from. */
export const MOST_INTERESTS = 200;

/** What the people of one server turned to, and away from; newest first. */
export interface ServerInterests {
  readonly asks: readonly AskedQuestion[];
  readonly papers: readonly {
    readonly paperId: PaperId;
    readonly signal: PaperSignal;
    /** How many people; at least one. */
    readonly people: number;
  }[];
}

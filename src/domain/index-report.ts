/** A line, or a whole source, that could not be taken in. */
export interface SourceFailure {
  readonly source: string;
  /** Line counted from 1; null when the whole source is meant. */
  readonly line: number | null;
  readonly reason: string;
}

/** What an indexing run changed, counted in papers. */
export interface IndexReport {
  readonly added: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly removed: number;
  readonly failed: readonly SourceFailure[];
  /** Chunks embedded in this run; 0 when nothing had changed. */
  readonly embeddedChunks: number;
  readonly seconds: number;
}

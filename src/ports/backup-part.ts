/** Something that a backup holds: a file or a folder with a version of its own. */
export interface BackupPart {
  /** Its name in the backup. */
  readonly name: string;
  /** Where it is kept. */
  readonly place: string;
  /** Files beside it that belong to what is there now, and must go with it. */
  readonly beside: readonly string[];
  /** Makes a consistent copy while others read and write; false where there is nothing to copy. */
  copyTo(target: string): Promise<boolean>;
  /** Reads a copy through and returns its version. Throws `STATE_DAMAGED`, `STATE_MISMATCH`, `INDEX_DAMAGED`. */
  check(copy: string): Promise<number>;
  /** Whether a bot, or whatever writes, has it open. */
  isInUse(): Promise<boolean>;
}

import type { AppErrorCode } from "../domain/errors.ts";

/** Exit codes, after sysexits.h. */
export const EXIT_DONE = 0;
export const EXIT_USAGE = 64;
/** A fault in the program itself. */
export const EXIT_SOFTWARE = 70;
/** Ended by Ctrl-C. */
export const EXIT_INTERRUPTED = 130;

const BY_ERROR: Readonly<Record<AppErrorCode, number>> = {
  USAGE_INVALID: EXIT_USAGE,
  INPUT_INVALID: 65,
  INDEX_DAMAGED: 65,
  MODEL_FILE_DAMAGED: 65,
  STATE_DAMAGED: 65,
  SOURCE_MISSING: 66,
  INDEX_MISSING: 66,
  MODEL_FILE_MISSING: 66,
  MODEL_CALL_FAILED: 69,
  EMBEDDER_FAILED: 69,
  INDEX_SILENT: 69,
  DISCORD_FAILED: 69,
  STATE_FAILED: 69,
  SERVICE_FAILED: 69,
  DISK_FULL: 74,
  OUTPUT_FAILED: 74,
  /** The bot runs, but something that it needs does not. */
  NOT_READY: 75,
  ACCESS_DENIED: 78,
  STORE_UNWRITABLE: 78,
  INDEX_MISMATCH: 78,
  STATE_MISMATCH: 78,
  CONFIG_INVALID: 78,
  INTERRUPTED: EXIT_INTERRUPTED,
};

export function exitCodeOf(code: AppErrorCode): number {
  return BY_ERROR[code];
}

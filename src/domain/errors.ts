/** Every way in which the program can fail for a reason that lies outside a single line of code. */
export type AppErrorCode =
  | "USAGE_INVALID"
  | "INPUT_INVALID"
  | "SOURCE_MISSING"
  | "INDEX_MISSING"
  | "INDEX_DAMAGED"
  | "INDEX_MISMATCH"
  | "INDEX_SILENT"
  | "MODEL_FILE_MISSING"
  | "MODEL_FILE_DAMAGED"
  | "MODEL_CALL_FAILED"
  | "EMBEDDER_FAILED"
  | "STORE_UNWRITABLE"
  | "ACCESS_DENIED"
  | "OUTPUT_FAILED"
  | "DISK_FULL"
  | "STATE_FAILED"
  | "STATE_DAMAGED"
  | "STATE_MISMATCH"
  | "SERVICE_FAILED"
  | "DISCORD_FAILED"
  | "NOT_READY"
  | "CONFIG_INVALID"
  | "INTERRUPTED";

export interface AppErrorOptions {
  /** The error that led to this one; kept for the log, never shown to a person. */
  readonly cause?: unknown;
  /** True when the same call may succeed later without any change. Default false. */
  readonly retryable?: boolean;
  /** How long to wait before trying again, in milliseconds, where the other side said so. */
  readonly retryAfterMs?: number;
}

/**
 * An error whose message is one sentence for a person: what was wrong, and what to do.
 * Messages hold no secret, no prompt and no stack.
 */
export class AppError extends Error {
  override readonly name = "AppError";
  readonly code: AppErrorCode;
  readonly retryable: boolean;
  readonly retryAfterMs: number | undefined;

  constructor(code: AppErrorCode, message: string, options: AppErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.retryable = options.retryable ?? false;
    this.retryAfterMs = options.retryAfterMs;
  }
}

/**
 * One page that a service refuses or can't make, for a reason of its own: other pages may well be had.
 * Its code is `SERVICE_FAILED`.
 */
export class PageRefused extends AppError {
  /** What came in the page's place: “it answered 400”. */
  readonly what: string;

  constructor(what: string, message: string, options: AppErrorOptions = {}) {
    super("SERVICE_FAILED", message, options);
    this.what = what;
  }
}

/** True for the error that an aborted AbortSignal raises; such errors pass through untouched. */
export function isAbortError(error: unknown): boolean {
  return error instanceof Error && (error.name === "AbortError" || error.name === "APIUserAbortError");
}

/** The `code` of a Node.js system error (`ENOENT`, `EACCES`, …), or undefined. */
export function systemErrorCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}

/** True where the system refused because of permissions; native libraries say so in their message alone. */
export function isAccessDenied(error: unknown): boolean {
  const code = systemErrorCode(error);
  if (code === "EACCES" || code === "EPERM") return true;
  return error instanceof Error && /permission denied|\bos error 13\b/iu.test(error.message);
}

/** True where a disk or a quota is full, or a file would be larger than is allowed. */
export function isDiskFull(error: unknown): boolean {
  const code = systemErrorCode(error) ?? "";
  if (["ENOSPC", "EDQUOT", "EFBIG", "SQLITE_FULL"].includes(code)) return true;
  return error instanceof Error && /no space left|disk full|database or disk is full/iu.test(error.message);
}

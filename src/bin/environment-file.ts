import { closeSync, constants, fstatSync, lstatSync, openSync, readSync, statSync } from "node:fs";
import { devNull } from "node:os";
import { join } from "node:path";
import { ENV_FILE_SWITCH, parseEnvironment } from "../config/parse-environment.ts";
import { PROJECT_ROOT } from "../config/project-root.ts";
import { AppError, systemErrorCode } from "../domain/errors.ts";
import { decodeText } from "../util/decode-text.ts";

const MOST_BYTES = 1_000_000;
const MOST_SECRET_BYTES = 64_000;

/** Secrets that a file may hold instead: the variable's name with `_FILE` behind it names the file. */
const SECRETS = ["OPENAI_API_KEY", "DISCORD_TOKEN", "FOOTNOTE_STATE_TOKEN"] as const;

type Environment = Readonly<Record<string, string | undefined>>;

let read: Environment | undefined;

/**
 * The variables that the program is configured by, read once: those of the process, then those of a `.env` file in the
 * project, with secrets taken out of the files that they are kept in. Throws `CONFIG_INVALID`.
 */
export function readEnvironment(): Environment {
  if (read === undefined) {
    if (process.env[ENV_FILE_SWITCH] !== "0") readEnvironmentFile(join(PROJECT_ROOT, ".env"), process.env);
    read = readSecretFiles(process.env);
  }
  return read;
}

/** Sets the variables of a `.env` file; those already set win. Throws `CONFIG_INVALID` for one that can't be read. */
export function readEnvironmentFile(path: string, environment: NodeJS.ProcessEnv): void {
  const bytes = readSmallFile(path, MOST_BYTES);
  const refuse = (why: string, cause?: unknown) =>
    new AppError("CONFIG_INVALID", `The settings in ${path} can't be read: ${why}.`, { cause });
  if (!(bytes instanceof Uint8Array)) {
    if (systemErrorCode(bytes.cause) !== "ENOENT") throw refuse(bytes.why, bytes.cause);
    if (lstatSync(path, { throwIfNoEntry: false }) === undefined) return;
    throw refuse("it is a link to a file that is not there", bytes.cause);
  }
  const text = decodeText(bytes);
  if (text === null) throw refuse("it is neither UTF-8 nor UTF-16 text");
  for (const [name, value] of parseEnvironment(text, path)) environment[name] ??= value;
}

/**
 * The environment with each secret that a file holds in the secret's own place. White space after it, such as a line end, is left out.
 * Throws `CONFIG_INVALID`, with the variable's name and nothing of its value or the file's: either may be the secret.
 */
export function readSecretFiles(environment: Environment): Environment {
  const found = { ...environment };
  for (const name of SECRETS) {
    const variable = `${name}_FILE`;
    const path = environment[variable]?.trim() ?? "";
    if (path === "") continue;
    const refuse = (why: string, cause?: unknown) =>
      new AppError("CONFIG_INVALID", `The configuration is not valid: ${variable}: ${why}.`, { cause });
    if ((environment[name] ?? "").trim() !== "") throw refuse(`${name} is set too, and only one of them may be`);
    const bytes = readSmallFile(path, MOST_SECRET_BYTES);
    if (!(bytes instanceof Uint8Array)) throw refuse(`the file that it names can't be read: ${bytes.why}`, bytes.cause);
    const secret = decodeText(bytes)?.trimEnd();
    if (secret === undefined) throw refuse("the file that it names is no text");
    if (secret === "") throw refuse("the file that it names is empty");
    if (/[\r\n]/u.test(secret)) throw refuse("the file that it names has more than one line");
    found[name] = secret;
  }
  return found;
}

/** The bytes of a file, or why there are none. A pipe is not waited for. */
function readSmallFile(path: string, most: number): Uint8Array | { readonly why: string; readonly cause?: unknown } {
  let file: number | undefined;
  try {
    // Opening a pipe that nobody writes to would wait for ever.
    file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const stats = fstatSync(file);
    if (stats.isDirectory()) return { why: "it is a folder, not a file" };
    // A link to nothing but the null device is a common way to switch a file off.
    if (stats.isCharacterDevice() && stats.rdev === statSync(devNull).rdev) return new Uint8Array();
    if (!stats.isFile()) return { why: "it is a pipe or a device, not a file" };
    const buffer = Buffer.alloc(most + 1);
    let length = 0;
    for (let got = -1; got !== 0 && length <= most; length += got) {
      got = readSync(file, buffer, length, buffer.length - length, null);
    }
    return length > most ? { why: `it is larger than ${most} bytes` } : buffer.subarray(0, length);
  } catch (error) {
    return { why: reasonOf(error), cause: error };
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

function reasonOf(error: unknown): string {
  switch (systemErrorCode(error)) {
    case "ENOENT":
    case "ENOTDIR":
      return "there is no such file";
    case "EACCES":
    case "EPERM":
      return "permission is denied";
    case "ELOOP":
      return "it is a link that leads back to itself";
    default:
      return "the system reports an error";
  }
}

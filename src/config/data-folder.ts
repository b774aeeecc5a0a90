import { type Stats, statSync } from "node:fs";
import { join } from "node:path";
import { AppError } from "../domain/errors.ts";
import { RESTORE_FOLDER } from "../domain/restore-folder.ts";
import type { Config } from "./config.ts";

/**
 * Throws `INDEX_MISSING` for a data folder that was named and is not there: a slip more often than a wish for an index
 * of the seeds; and what {@link checkUsable} throws. The project's own folder is made when it is first needed.
 */
export function checkDataFolder({ dataDir, dataDirIsDefault }: Pick<Config, "dataDir" | "dataDirIsDefault">): void {
  checkUsable({ dataDir });
  if (dataDirIsDefault || exists(dataDir)) return;
  throw new AppError(
    "INDEX_MISSING",
    `There is no index in ${dataDir}, which does not exist: name another folder, or make it with “footnote index --data-dir ${dataDir}”.`,
  );
}

/** Throws `CONFIG_INVALID` for a file in the data folder's place, and for a folder whose restore is not complete. */
export function checkUsable({ dataDir }: Pick<Config, "dataDir">): void {
  if (isFile(dataDir)) {
    throw new AppError(
      "CONFIG_INVALID",
      `${dataDir} is a file, not a folder: name a folder with --data-dir or FOOTNOTE_DATA_DIR.`,
    );
  }
  // What can't be looked at is told of by whoever opens it.
  if (found(join(dataDir, RESTORE_FOLDER)) === undefined) return;
  throw new AppError(
    "CONFIG_INVALID",
    `A restore of ${dataDir} is under way or was cut short: wait for it, or run “footnote restore” again.`,
  );
}

/** What can't be looked at is there all the same. */
function exists(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return true;
  }
}

function isFile(path: string): boolean {
  return found(path)?.isFile() === true;
}

/** What is at a path; undefined also where that can't be looked at. */
function found(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

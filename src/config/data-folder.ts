import { statSync } from "node:fs";
import { AppError } from "../domain/errors.ts";
import type { Config } from "./config.ts";

/**
 * Throws `CONFIG_INVALID` for a file in the folder's place, and `INDEX_MISSING` for a data folder that was named and is not there: a slip more often than a wish for an index
 * of the seeds. The project's own folder is made when it is first needed.
 */
export function checkDataFolder({ dataDir, dataDirIsDefault }: Pick<Config, "dataDir" | "dataDirIsDefault">): void {
  checkIsFolder(dataDir);
  if (dataDirIsDefault || exists(dataDir)) return;
  throw new AppError(
    "INDEX_MISSING",
    `There is no index in ${dataDir}, which does not exist: name another folder, or make it with “footnote index --data-dir ${dataDir}”.`,
  );
}

/** Throws `CONFIG_INVALID` where a file is in the data folder's place. */
export function checkIsFolder(dataDir: string): void {
  if (!isFile(dataDir)) return;
  throw new AppError(
    "CONFIG_INVALID",
    `${dataDir} is a file, not a folder: name a folder with --data-dir or FOOTNOTE_DATA_DIR.`,
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
  try {
    return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
  } catch {
    return false;
  }
}

import { AppError } from "../../domain/errors.ts";
import { MIGRATIONS } from "./migrations.ts";

/** The refusal of a database that a later version of the program has changed. */
export function newerState(place: string, version: number): AppError {
  return new AppError(
    "STATE_MISMATCH",
    `The bot's database ${place} is of a newer version (${version}) than this program knows (${MIGRATIONS.length}): update the program, or restore a backup of an earlier version.`,
  );
}

import { existsSync } from "node:fs";
import { join } from "node:path";
import { PROJECT_ROOT } from "../config/project-root.ts";

/** Variables of a `.env` file in the project; those already set win. */
export function readEnvironmentFile(): void {
  const path = join(PROJECT_ROOT, ".env");
  if (existsSync(path)) process.loadEnvFile(path);
}

import { fileURLToPath } from "node:url";

/** The project's folder: two levels above this file, in `src` and in `dist` alike. */
export const PROJECT_ROOT = fileURLToPath(new URL("../../", import.meta.url));

import type { Logger } from "../../ports/logger.ts";
import type { StateStore, Use } from "../../ports/state-store.ts";
import type { UsageWindows } from "./usage-windows.ts";

export interface CountUseDeps {
  readonly windows: UsageWindows;
  readonly state: Pick<StateStore, "recordUse">;
  readonly logger: Logger;
}

/** Counts a use at once, and keeps it for after a restart; nothing waits for that. */
export function countUse({ windows, state, logger }: CountUseDeps, use: Use): void {
  windows.count(use);
  state.recordUse(use).catch((error: unknown) => logger.error({ err: error }, "a use could not be recorded"));
}

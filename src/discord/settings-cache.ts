import { DEFAULT_SERVER_SETTINGS, type ServerSettings } from "../domain/server-settings.ts";
import type { Clock } from "../ports/clock.ts";
import type { StateStore } from "../ports/state-store.ts";

/**
 * The settings of all servers in memory: whether an answer is public must be known before anything is awaited, since
 * Discord fixes it with the first response.
 */
export interface SettingsCache {
  get(serverId: string | null): ServerSettings;
  save(serverId: string, change: Partial<ServerSettings>, userId: string): Promise<ServerSettings>;
  /** Reads them anew: another process may have changed them. */
  reload(): Promise<void>;
}

export async function openSettingsCache(state: StateStore, clock: Clock): Promise<SettingsCache> {
  let known = new Map(await state.listSettings());
  const get = (serverId: string | null) =>
    (serverId === null ? undefined : known.get(serverId)) ?? DEFAULT_SERVER_SETTINGS;
  return {
    get,
    async save(serverId, change, userId) {
      const settings = { ...get(serverId), ...change };
      await state.saveSettings(serverId, settings, userId, clock.now());
      known.set(serverId, settings);
      return settings;
    },
    async reload() {
      known = new Map(await state.listSettings());
    },
  };
}

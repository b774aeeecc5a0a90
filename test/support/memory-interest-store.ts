import type { GivenSignal, InterestStore } from "../../src/ports/interest-store.ts";

/** Signals in memory; questions are the SQL store's. */
export function createMemoryInterestStore(): InterestStore {
  const signals = new Map<string, GivenSignal>();
  return {
    async addSignal(signal) {
      const key = JSON.stringify(signal);
      const isNew = !signals.has(key);
      signals.set(key, signal);
      return isNew;
    },
    removeSignal: async (signal) => signals.delete(JSON.stringify(signal)),
    listInterests: async (serverId) => ({
      asks: [],
      papers: [...signals.values()]
        .filter((signal) => signal.serverId === serverId)
        .map(({ paperId, signal }) => ({ paperId, signal, people: 1 })),
    }),
  };
}

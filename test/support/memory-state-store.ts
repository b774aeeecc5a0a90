import type { ServerSettings } from "../../src/domain/server-settings.ts";
import type { StoredAnswer } from "../../src/domain/stored-answer.ts";
import type { Retention, RetentionStore } from "../../src/ports/retention-store.ts";
import type { ConversationThread, Feedback, StateStore, StoredSearch, Use } from "../../src/ports/state-store.ts";

const DAY_MS = 86_400_000;

/** A state store in memory, kept honest by test/contracts/state-store.ts. */
export function createMemoryStateStore(retention: Retention): StateStore & RetentionStore {
  const settings = new Map<string, ServerSettings>();
  const answers = new Map<string, StoredAnswer>();
  const threads = new Map<string, ConversationThread>();
  const feedback = new Map<string, Feedback>();
  const searches = new Map<string, StoredSearch & { readonly at: Date }>();
  const claims = new Map<string, { readonly owner: string; readonly at: Date }>();
  const settingsBy = new Map<string, string>();
  const registrations = new Map<string, string>();
  let uses: Use[] = [];

  /** Deletes the entries that fit; returns how many. */
  const drop = <T>(map: Map<string, T>, fits: (value: T) => boolean): number => {
    const keys = [...map].filter(([, value]) => fits(value)).map(([key]) => key);
    for (const key of keys) map.delete(key);
    return keys.length;
  };
  const plain = ({ at: _at, ...search }: StoredSearch & { readonly at: Date }): StoredSearch => search;

  return {
    listSettings: async () => new Map(settings),
    async saveSettings(serverId, changed, userId) {
      settings.set(serverId, changed);
      settingsBy.set(serverId, userId);
    },
    saveAnswer: async (answer) => void answers.set(answer.answerId, answer),
    async linkAnswer(answerId, channelId, messageId) {
      const answer = answers.get(answerId);
      if (answer !== undefined) answers.set(answerId, { ...answer, channelId, messageId });
    },
    getAnswer: async (answerId) => answers.get(answerId) ?? null,
    findAnswerByMessage: async (messageId) =>
      [...answers.values()].find((answer) => answer.messageId === messageId) ?? null,
    listTurns: async (conversationId, limit, since) =>
      [...answers.values()]
        .filter((answer) => answer.conversationId === conversationId && answer.createdAt >= (since ?? new Date(0)))
        .sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime())
        .slice(-limit),
    saveThread: async (thread) => void threads.set(thread.threadId, thread),
    getThread: async (threadId) => threads.get(threadId) ?? null,
    removeThread: async (threadId) => void threads.delete(threadId),
    saveFeedback: async (given) => void feedback.set(`${given.answerId} ${given.userId}`, given),
    saveSearch: async (search, at) => void searches.set(search.searchId, { ...search, at }),
    async getSearch(searchId) {
      const found = searches.get(searchId);
      return found === undefined ? null : plain(found);
    },
    recordUse: async (use) => void uses.push(use),
    listUses: async (since) => uses.filter(({ usedAt }) => usedAt >= since),
    async claimInteraction(interactionId, owner, at) {
      if (!claims.has(interactionId)) claims.set(interactionId, { owner, at });
      return claims.get(interactionId)?.owner === owner;
    },
    getRegistration: async (scope) => registrations.get(scope) ?? null,
    saveRegistration: async (scope, hash) => void registrations.set(scope, hash),
    exportPerson: async (userId) => ({
      answers: [...answers.values()].filter((answer) => answer.userId === userId),
      feedback: [...feedback.values()].filter((given) => given.userId === userId),
      threads: [...threads.values()].filter((thread) => thread.openedBy === userId),
      searches: [...searches.values()].filter((search) => search.userId === userId).map(plain),
      uses: uses.filter((use) => use.userId === userId),
      signals: [],
      setUp: [...settingsBy]
        .filter(([, by]) => by === userId)
        .map(([serverId]) => ({ what: "settings" as const, serverId, channelId: null })),
    }),
    async deletePerson(userId) {
      const own = [...threads.values()].filter((thread) => thread.openedBy === userId);
      for (const thread of own) threads.set(thread.threadId, { ...thread, openedBy: "" });
      const counted = uses.filter((use) => use.userId === userId).length;
      uses = uses.map((use) => (use.userId === userId ? { ...use, userId: "" } : use));
      return (
        own.length +
        counted +
        drop(answers, (answer) => answer.userId === userId) +
        drop(feedback, (given) => given.userId === userId) +
        drop(searches, (search) => search.userId === userId) +
        drop(settingsBy, (by) => by === userId)
      );
    },
    async deleteServer(serverId) {
      const of = (answerId: string) => answers.get(answerId)?.serverId === serverId;
      const counted = uses.filter((use) => use.serverId === serverId).length;
      uses = uses.filter((use) => use.serverId !== serverId);
      settingsBy.delete(serverId);
      return (
        counted +
        (settings.delete(serverId) ? 1 : 0) +
        drop(feedback, ({ answerId }) => of(answerId)) +
        drop(answers, (answer) => answer.serverId === serverId) +
        drop(threads, (thread) => thread.serverId === serverId)
      );
    },
    noteServers: async () => {},
    tidy: async () => {},
    async prune(now) {
      const before = (keptMs: number) => new Date(now.getTime() - keptMs);
      const kept = uses.filter(({ usedAt }) => usedAt >= before(DAY_MS));
      const dropped = uses.length - kept.length;
      uses = kept;
      return (
        dropped +
        drop(answers, ({ createdAt }) => createdAt < before(retention.answersDays * DAY_MS)) +
        drop(threads, ({ createdAt }) => createdAt < before(retention.answersDays * DAY_MS)) +
        drop(feedback, ({ createdAt }) => createdAt < before(retention.feedbackDays * DAY_MS)) +
        drop(searches, ({ at }) => at < before(7 * DAY_MS)) +
        drop(claims, ({ at }) => at < before(DAY_MS / 24))
      );
    },
  };
}

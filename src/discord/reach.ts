import type { StoredAnswer } from "../domain/stored-answer.ts";
import { maySee, type OwnedRow, type Viewer } from "../domain/visibility.ts";
import type { ConversationThread, StoredSearch } from "../ports/state-store.ts";
import type { BotContext } from "./bot-context.ts";

type State = Pick<BotContext, "state">;

/**
 * The ways from a button, menu, form or message to what is kept. Ids come from outside and may be copied or made up:
 * what the viewer may not see is as good as not there.
 */
export async function reachAnswer({ state }: State, answerId: string, viewer: Viewer): Promise<StoredAnswer | null> {
  return visibleTo(viewer, await state.getAnswer(answerId));
}

/** The answer that a message shows. */
export async function reachAnswerIn({ state }: State, messageId: string, viewer: Viewer): Promise<StoredAnswer | null> {
  return visibleTo(viewer, await state.findAnswerByMessage(messageId));
}

export async function reachSearch({ state }: State, searchId: string, viewer: Viewer): Promise<StoredSearch | null> {
  return visibleTo(viewer, await state.getSearch(searchId));
}

/** The thread that the viewer is in, if the bot opened it: everybody there may see that. */
export async function reachThread({ state }: State, viewer: Viewer): Promise<ConversationThread | null> {
  const thread = await state.getThread(viewer.channelId);
  if (thread === null) return null;
  const { openedBy: userId, serverId, threadId: channelId } = thread;
  return maySee({ userId, serverId, channelId, visibility: "public" }, viewer) ? thread : null;
}

function visibleTo<T extends OwnedRow>(viewer: Viewer, row: T | null): T | null {
  return row !== null && maySee(row, viewer) ? row : null;
}

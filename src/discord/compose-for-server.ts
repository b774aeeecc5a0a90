import type { SendDigestsDeps } from "../digest/send-digests.ts";
import { MOST_INTERESTS } from "../domain/interests.ts";
import type { Clock } from "../ports/clock.ts";
import type { InterestStore } from "../ports/interest-store.ts";
import { type CountUseDeps, countUse } from "./admission/count-use.ts";
import type { TokenLimits } from "./admission/usage-windows.ts";
import type { CorpusView } from "./bot-context.ts";

export interface ComposeForServerDeps extends CountUseDeps {
  readonly interests: InterestStore;
  readonly clock: Clock;
  readonly limits: TokenLimits;
  corpus(): Promise<CorpusView>;
}

/** A digest is nobody's question. */
const NOBODY = "";

/** Composes digests by what people of a server turn to, and within its tokens of the language model for the day. */
export function createServerComposer(deps: ComposeForServerDeps): SendDigestsDeps["compose"] {
  const { interests, clock, limits, windows, corpus } = deps;
  return async (serverId, request, signal) => {
    const now = clock.now();
    const mode = windows.isBudgetSpent(NOBODY, serverId, limits, now) ? "extractive" : "auto";
    let tokens = 0;
    const onTokens = (used: number) => {
      tokens += used;
    };
    const wanted = { ...request, interests: await interests.listInterests(serverId, MOST_INTERESTS), mode } as const;
    try {
      return await (await corpus()).composeDigest(wanted, { signal, onTokens });
    } finally {
      // Nobody asked for it: it counts for the server alone.
      if (tokens > 0) countUse(deps, { userId: NOBODY, serverId, usedAt: now, asks: 0, tokens });
    }
  };
}

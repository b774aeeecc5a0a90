import type { Answer, AnswerEvent } from "../domain/answer.ts";
import { isAbortError } from "../domain/errors.ts";
import type { Clock } from "../ports/clock.ts";
import type { Embedder } from "../ports/embedder.ts";
import type { Metrics } from "../ports/metrics.ts";

type Elapsed = Pick<Clock, "elapsedMs">;

/** Records how long the calls of an embedder take, and how they end. */
export function measureEmbedder(embedder: Embedder, metrics: Metrics, clock: Elapsed): Embedder {
  const timed = async <T>(work: () => Promise<T>): Promise<T> => {
    const startedMs = clock.elapsedMs();
    const done = (ok: boolean) => metrics.embedded((clock.elapsedMs() - startedMs) / 1000, ok);
    try {
      const result = await work();
      done(true);
      return result;
    } catch (error) {
      // A caller that gave up says nothing of the embedder.
      if (!isAbortError(error)) done(false);
      throw error;
    }
  };
  return {
    identity: () => embedder.identity(),
    countTokens: (texts, options) => embedder.countTokens(texts, options),
    embedDocuments: (texts, options) => timed(() => embedder.embedDocuments(texts, options)),
    embedQuery: (text, options) => timed(() => embedder.embedQuery(text, options)),
    close: () => embedder.close(),
  };
}

interface Hooks {
  readonly onEvent?: (event: AnswerEvent) => void;
}

/** Records how long answers take, stage by stage, and how they end. */
export function measureAsk<R, H extends Hooks>(
  ask: (request: R, hooks?: H) => Promise<Answer>,
  metrics: Metrics,
  clock: Elapsed,
): (request: R, hooks: H) => Promise<Answer> {
  return async (request, hooks) => {
    const startedMs = clock.elapsedMs();
    const since = (ms: number) => (clock.elapsedMs() - ms) / 1000;
    let foundMs: number | null = null;
    const onEvent = (event: AnswerEvent) => {
      if (event.type === "retrieval-end" && foundMs === null) {
        metrics.stage("searching", since(startedMs));
        foundMs = clock.elapsedMs();
      } else if (event.type === "tokens-used") metrics.tokens(event.tokens);
      hooks.onEvent?.(event);
    };
    try {
      const answer = await ask(request, { ...hooks, onEvent });
      if (foundMs !== null) metrics.stage("writing", since(foundMs));
      metrics.answered(answer.status, answer.mode, since(startedMs));
      return answer;
    } catch (error) {
      metrics.answered("failed", "none", since(startedMs));
      throw error;
    }
  };
}

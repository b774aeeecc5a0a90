import { AppError } from "../domain/errors.ts";
import type { IndexManifest } from "../domain/index-manifest.ts";
import type { CorpusReader, CorpusStore } from "../ports/corpus-store.ts";
import { singleFlight } from "../util/single-flight.ts";

/**
 * Tells an index that went away, or was damaged, while the bot runs: what is still in memory must not hide it. All errors
 * are `INDEX_MISSING`, `INDEX_DAMAGED`, `INDEX_SILENT` or `ACCESS_DENIED`.
 */
export interface IndexGuard {
  /** Cheap, for each question: throws where the index is gone, or was found damaged and still is. */
  check(): Promise<void>;
  /** Opens the index anew and reads something of all of it. */
  verify(): Promise<IndexManifest>;
}

export function createIndexGuard(store: Pick<CorpusStore, "readManifest" | "openReader">): IndexGuard {
  let damage: unknown = null;

  const verify = singleFlight(async () => {
    let reader: CorpusReader | undefined;
    try {
      reader = await store.openReader();
      await reader.verify();
      damage = null;
      return reader.manifest;
    } catch (error) {
      // One that is missing is seen by whoever asks, and so is its return.
      damage = error instanceof AppError && error.code === "INDEX_MISSING" ? null : error;
      throw error;
    } finally {
      await reader?.close();
    }
  });

  return {
    async check() {
      if ((await store.readManifest()) === null) {
        throw new AppError("INDEX_MISSING", "The index is gone: put its folder back, or build it anew.");
      }
      // It may have been mended.
      if (damage !== null) await verify("");
    },
    verify: () => verify(""),
  };
}

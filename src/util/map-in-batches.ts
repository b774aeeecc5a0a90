export interface BatchOptions<T> {
  /** Items in one call of the work. */
  readonly size: number;
  readonly lengthOf: (item: T) => number;
}

/**
 * Does work on items in batches of like length, longest first, so that little is padded. The next batch is handed over
 * before the results of the last are taken, so that the worker never waits. Yields each batch as pairs of item and
 * result.
 */
export async function* mapInBatches<T, R>(
  items: readonly T[],
  options: BatchOptions<T>,
  work: (batch: readonly T[]) => Promise<readonly R[]>,
): AsyncGenerator<readonly (readonly [T, R])[]> {
  const sorted = items.toSorted((a, b) => options.lengthOf(b) - options.lengthOf(a));
  const start = (from: number) => {
    const batch = sorted.slice(from, from + options.size);
    const results = work(batch);
    // Met when it is this batch's turn; until then a failure must not count as unhandled.
    results.catch(() => {});
    return { batch, results };
  };
  let ahead = sorted.length > 0 ? start(0) : undefined;
  for (let from = options.size; ahead !== undefined; from += options.size) {
    const current: ReturnType<typeof start> = ahead;
    ahead = from < sorted.length ? start(from) : undefined;
    const results = await current.results;
    if (results.length !== current.batch.length) throw new Error("a batch came back with another number of results");
    yield current.batch.flatMap((item, index) => {
      const result = results[index];
      return result === undefined ? [] : [[item, result] as const];
    });
  }
}

import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { mean } from "../../src/evaluation/metrics.ts";
import { type OpenMonth, openMonth, readReaders, replay } from "./taste-replay.ts";

/** A month of real daily papers, where it lies beside the project. */
const DAYS = fileURLToPath(new URL("../../../shared/fixtures/huggingface/days", import.meta.url));

describe.skipIf(!existsSync(DAYS))(
  "a month of daily papers, replayed for readers that settings were not chosen on",
  () => {
    let month: OpenMonth;
    beforeAll(async () => {
      month = await openMonth(DAYS);
    }, 400_000);
    afterAll(() => month.close());

    const figure = async (conduct: { asks: boolean; opens: boolean }) =>
      mean(
        await Promise.all(readReaders().heldOut.map(async (reader) => (await replay(month, reader, conduct, 1)).nDCG)),
      ) ?? 0;

    it("fits them far better by taste than by upvotes alone", { timeout: 60_000 }, async () => {
      const byUpvotes = await figure({ asks: false, opens: false });
      expect(await figure({ asks: false, opens: true })).toBeGreaterThan(byUpvotes + 0.1);
      expect(await figure({ asks: true, opens: true })).toBeGreaterThan(byUpvotes + 0.4);
    });
  },
);

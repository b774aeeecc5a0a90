import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Tests that start the compiled program, a server for it, the embedder's process or the database's thread. */
const PROCESSES = [
  "test/cli/**/*.test.ts",
  "test/integration/**/*.test.ts",
  "test/adapters/process-embedder.test.ts",
  "test/adapters/database-thread.test.ts",
  // No processes, but too slow for the unit tests: every reader of outside text on thousands of inputs.
  "test/fuzz/**/*.test.ts",
];
/** Tests that measure answers and rankings over the seeds. */
const QUALITY = ["test/eval/**/*.test.ts"];
/** Indexes the seeds with the real embedder, once for both projects that read them. */
const SEEDS = { globalSetup: "test/support/global-setup.ts" };

/** Files that take minutes: begun first, so that no one of them is left over at the end. */
const LONGEST = [
  "bot-digest",
  "eval/quality",
  "kill-index",
  "fuzz/outside-text",
  "bot-start",
  "bot-state",
  "eval/taste",
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const at = LONGEST.findIndex((name) => moduleId.includes(name));
      return at === -1 ? LONGEST.length : at;
    };
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}

export default defineConfig({
  test: {
    // Process tests share two cores with everything else, and wait for most of their time: three at once. Only
    // test/fuzz/growth.test.ts compares times.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    pool: "forks",
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    projects: [
      { extends: true, test: { name: "unit", include: ["test/**/*.test.ts"], exclude: [...PROCESSES, ...QUALITY] } },
      { extends: true, test: { name: "processes", include: PROCESSES, ...SEEDS } },
      { extends: true, test: { name: "quality", include: QUALITY, ...SEEDS } },
    ],
  },
});

import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { speechOf } from "../../src/discord/locales/languages.ts";
import { exportFiles, presentExport } from "../../src/discord/presenters/present-export.ts";
import type { PersonalData } from "../../src/ports/retention-store.ts";

const EMPTY: PersonalData = { answers: [], feedback: [], threads: [], searches: [], uses: [], signals: [], setUp: [] };
/** Searches whose texts do not compress. */
const dataOf = (searches: number, characters: number): PersonalData => {
  let seed = 1;
  const noise = () => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed.toString(36);
  };
  const text = () =>
    Array.from({ length: Math.ceil(characters / 6) }, noise)
      .join("")
      .slice(0, characters);
  return {
    ...EMPTY,
    searches: Array.from({ length: searches }, (_value, n) => ({ searchId: `s${n}`, userId: "ada", query: text() })),
    uses: [{ userId: "ada", serverId: null, usedAt: new Date(0), asks: 1, tokens: 0 }],
  };
};
const read = ({ name, attachment }: { name: string; attachment: Buffer }): PersonalData =>
  JSON.parse((name.endsWith(".gz") ? gunzipSync(attachment) : attachment).toString("utf8"));

describe("the export of a person's data", () => {
  it("is one file of JSON where that fits, and says so where there is nothing", async () => {
    const files = await exportFiles(dataOf(3, 20), 10_000);
    expect(files.map(({ name }) => name)).toEqual(["footnote-data.json"]);
    expect(files.map(read)).toMatchObject([{ searches: [{}, {}, {}], uses: [{}], answers: [] }]);
    await expect(presentExport(EMPTY, speechOf("en"))).resolves.toMatchObject([
      { content: "Nothing is kept about you." },
    ]);
  });

  it.each([
    [2_000, 50, 60_000, 1_000_000],
    [200, 1_000, 20_000, 1_000_000],
    [2_000, 50, 10_000, 20_000],
    [1, 30_000, 29_000, 1_000_000],
  ])(
    "is whole in compressed files otherwise: %i rows of %i characters in files of %i bytes",
    async (rows, characters, mostBytes, partBytes) => {
      const data = dataOf(rows, characters);
      const files = await exportFiles(data, mostBytes, partBytes);
      expect(files.every(({ name, attachment }) => name.endsWith(".json.gz") && attachment.length <= mostBytes)).toBe(
        true,
      );
      const parts = files.map(read);
      expect(parts.flatMap(({ searches }) => searches)).toEqual(data.searches);
      expect(parts.flatMap(({ uses }) => uses)).toHaveLength(1);
      expect(new Set(files.map(({ name }) => name)).size).toBe(files.length);
    },
  );

  it("sends one file with each message, and numbers them", async () => {
    const messages = await presentExport(dataOf(600, 60_000), speechOf("en"));
    expect(messages.length).toBeGreaterThan(1);
    expect(messages.map(({ files }) => files?.length)).toEqual(messages.map(() => 1));
    expect(messages[0].content).toBe(`This is part 1 of ${messages.length} of what is kept about you.`);
  });
});

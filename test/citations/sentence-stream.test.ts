import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CitedText } from "../../src/citations/parse-citation-markers.ts";
import { createSentenceStream } from "../../src/citations/sentence-stream.ts";

function split(pieces: readonly string[]): CitedText[] {
  const stream = createSentenceStream();
  return [...pieces.flatMap((piece) => stream.push(piece)), ...stream.end()];
}

describe("createSentenceStream", () => {
  it.each([
    [
      "One [1]. Two [2].",
      [
        ["One.", [1]],
        ["Two.", [2]],
      ],
    ],
    [
      "One. [1] Two. [2][3]",
      [
        ["One.", [1]],
        ["Two.", [2, 3]],
      ],
    ],
    [
      "- First point [1]\n- Second point [2]",
      [
        ["First point", [1]],
        ["Second point", [2]],
      ],
    ],
    [
      "1. First [1].\n2. Second [2].",
      [
        ["First.", [1]],
        ["Second.", [2]],
      ],
    ],
    [
      "## Answer\n\n**Bold** claim [1].",
      [
        ["Answer", []],
        ["Bold claim.", [1]],
      ],
    ],
    [
      "It scores 3.5 with GPT-3.5 [1]. E.g. here.",
      [
        ["It scores 3.5 with GPT-3.5.", [1]],
        ["E.g. here.", []],
      ],
    ],
    ["   \n\n ", []],
    ["[1]", []],
    ["Unfinished sentence [1", [["Unfinished sentence [1", []]]],
  ])("splits %j", (text, expected) => {
    expect(split([text])).toEqual(expected.map(([sentence, markers]) => ({ text: sentence, markers })));
  });

  it("gives a sentence only once its markers are known", () => {
    const stream = createSentenceStream();
    expect(stream.push("It holds. ")).toEqual([]);
    expect(stream.push("[1]")).toEqual([]);
    expect(stream.push(" Next")).toEqual([{ text: "It holds.", markers: [1] }]);
  });

  it("gives the same sentences however the reply is cut into pieces", () => {
    const token = fc.constantFrom(
      "We show it",
      ". ",
      ".",
      " [1]",
      "[2]",
      "\n",
      "- ",
      "e.g. ",
      "3.5",
      "! ",
      " [1, 2]",
      "**",
      "# ",
      "A",
      " ",
    );
    const replies = fc.array(token, { maxLength: 25 }).map((tokens) => tokens.join(""));
    fc.assert(
      fc.property(replies, fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 8 }), (reply, sizes) => {
        const pieces: string[] = [];
        for (let at = 0, turn = 0; at < reply.length; turn += 1) {
          const size = sizes[turn % sizes.length] ?? 1;
          pieces.push(reply.slice(at, at + size));
          at += size;
        }
        expect(split(pieces)).toEqual(split([reply]));
      }),
      { numRuns: 500 },
    );
  });
});

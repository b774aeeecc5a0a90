import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cleanLine } from "../../src/util/clean-text.ts";
import { splitSentences } from "../../src/util/sentences.ts";
import { HOSTILE_TEXTS } from "../support/hostile-text.ts";
import { OUTSIDE_TEXT_READERS, readOutsideText } from "../support/outside-text.ts";

const RUNS = 10_000;
/** Readers that take long for each text: theirs are shorter, and as many. */
const SLOW = new Set(["defines", "topicsOf", "interpretQuestion", "interpretQuestion (later turn)", "readFollowUp"]);
/** Pieces of every kind of text, in any order. */
const piecesOfText = (maxLength: number) =>
  fc
    .array(
      fc.oneof(
        fc.constantFrom(...HOSTILE_TEXTS.map(({ make }) => make(6))),
        fc.string({ unit: "binary", maxLength: 6 }),
        fc.constantFrom("We show ", "networks ", "(SAM)", "2401.01234", "how does ", "\nTI  - ", "@article{", "}", '"'),
      ),
      { maxLength },
    )
    .map((parts) => parts.join(""));
const anyText = piecesOfText(8);
const shortText = piecesOfText(3);

describe("text from outside", () => {
  it.each(OUTSIDE_TEXT_READERS)("$name throws nothing but typed errors", async (reader) => {
    await fc.assert(
      fc.asyncProperty(SLOW.has(reader.name) ? shortText : anyText, async (text) => {
        await readOutsideText(reader, text.slice(0, reader.bound));
      }),
      { numRuns: RUNS },
    );
  });

  it("leaves no control characters and no broken pairs in a cleaned line, and nothing to clean again", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const clean = cleanLine(text);
        expect(clean).not.toMatch(/\p{Cc}/u);
        expect(clean.isWellFormed()).toBe(true);
        expect(cleanLine(clean)).toBe(clean);
      }),
      { numRuns: RUNS },
    );
  });

  it("splits into sentences that stand where they say, with white space alone between them", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        let end = 0;
        for (const span of splitSentences(text)) {
          expect(text.slice(span.start, span.end)).toBe(span.text);
          expect(text.slice(end, span.start).trim()).toBe("");
          end = span.end;
        }
        expect(text.slice(end).trim()).toBe("");
      }),
      { numRuns: RUNS },
    );
  });
});

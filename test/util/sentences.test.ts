import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { splitSentences } from "../../src/util/sentences.ts";

const textsOf = (text: string) => splitSentences(text).map((span) => span.text);

describe("splitSentences", () => {
  it.each([
    ["One. Two! Three?", ["One.", "Two!", "Three?"]],
    ["Work by Bubeck et al. shows this. It holds.", ["Work by Bubeck et al. shows this.", "It holds."]],
    ["See e.g. ResNet, i.e. VGG. Done.", ["See e.g. ResNet, i.e. VGG.", "Done."]],
    ["GPT-3.5 scores 71.2% on it. Version 2.0 does not.", ["GPT-3.5 scores 71.2% on it.", "Version 2.0 does not."]],
    [
      "Code is at https://github.com/a/b.git. We thank all.",
      ["Code is at https://github.com/a/b.git.", "We thank all."],
    ],
    ['He said "stop." Then it ended.', ['He said "stop."', "Then it ended."]],
    ["Does it hold? (Yes.) It does", ["Does it hold?", "(Yes.)", "It does"]],
    [
      "Trained on CIFAR-10, ImageNet, etc. The gain is large.",
      ["Trained on CIFAR-10, ImageNet, etc.", "The gain is large."],
    ],
    ["Shown in Fig. 3 and Sec. 2. More follows.", ["Shown in Fig. 3 and Sec. 2.", "More follows."]],
    ["   ", []],
    ["", []],
  ])("splits %j", (text, expected) => {
    expect(textsOf(text)).toEqual(expected);
  });

  it("loses nothing but the white space between sentences, whatever the text", () => {
    const piece = fc.constantFrom(
      "We show it",
      ".",
      "! ",
      " ",
      "e.g.",
      "3.5",
      "é",
      "😀",
      "\n",
      "? ",
      "et al. ",
      "“x.”",
      "A",
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: "binary" }),
          fc.array(piece).map((parts) => parts.join("")),
        ),
        (text) => {
          let end = 0;
          for (const span of splitSentences(text)) {
            expect(text.slice(end, span.start).trim()).toBe("");
            expect(text.slice(span.start, span.end)).toBe(span.text);
            expect(span.text).not.toBe("");
            end = span.end;
          }
          expect(text.slice(end).trim()).toBe("");
        },
      ),
    );
  });
});

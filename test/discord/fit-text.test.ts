import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fitParts, fitText } from "../../src/discord/presenters/fit-text.ts";
import { escapeText, titleLink } from "../../src/discord/presenters/markdown.ts";

/** Text of all kinds: broken surrogates, emoji of several code points, markdown, addresses, mentions. */
const anyText = fc
  .array(
    fc.oneof(
      fc.string({ unit: "grapheme" }),
      fc.string({ unit: "binary" }),
      fc.constantFrom(
        "👩‍👩‍👧‍👦",
        "\ud83d",
        "```code```",
        "[a](http://b)",
        "https://example.org/a_b",
        "@everyone",
        "<@123>",
        "**bold**",
        "Ends here. Then on. ",
        "e\u0301",
        "\n- list",
      ),
    ),
    { maxLength: 60 },
  )
  .map((parts) => parts.join(""));

const graphemes = (text: string) =>
  [...new Intl.Segmenter("en", { granularity: "grapheme" }).segment(text)].map(({ segment }) => segment);

describe("fitText", () => {
  it("never exceeds the budget, and never breaks a surrogate pair or a grapheme", () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 0, max: 300 }), (text, max) => {
        const fitted = fitText(text, max);
        expect(fitted.length).toBeLessThanOrEqual(max);
        expect(fitted.isWellFormed()).toBe(true);
        if (!fitted.endsWith("…")) return;
        const kept = fitted.replace(/ ?…$/u, "");
        const whole = text.toWellFormed();
        if (whole.startsWith(kept)) {
          const all = graphemes(whole);
          const lengths = new Set(
            all.map(
              (_, index) =>
                all
                  .slice(0, index + 1)
                  .join("")
                  .trimEnd().length,
            ),
          );
          expect(kept === "" || lengths.has(kept.length)).toBe(true);
        }
      }),
    );
  });

  it("keeps escapes, code and links whole when the text is cut", () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 1, max: 200 }), (text, max) => {
        const fitted = fitText(text, max, escapeText);
        expect(fitted.length).toBeLessThanOrEqual(max);
        expect(fitted.isWellFormed()).toBe(true);
        // An odd number of backslashes at the end would escape what follows.
        expect((/\\*$/u.exec(fitted)?.[0].length ?? 0) % 2).toBe(0);
        const codes = fitted.replace(/\\./gsu, "").split("`").length - 1;
        expect(codes % 2).toBe(0);
        const link = fitText(text, max, (part) => titleLink(part, "https://example.org/a(b)"));
        if (link !== "") expect(link).toMatch(/^\[[\s\S]*\]\(<https:\/\/example\.org\/a%28b%29>\)$/u);
      }),
    );
  });

  it.each([
    ["One sentence. Another one here.", 20, "One sentence. …"],
    ["Alongwordwithoutend and more", 10, "Alongword…"],
    ["short", 5, "short"],
    ["five words are in here", 18, "five words are in…"],
    ["x", 0, ""],
  ])("cuts %j to %i characters: %j", (text, max, expected) => {
    expect(fitText(text, max)).toBe(expected);
  });
});

describe("fitParts", () => {
  it("takes whole parts, and says how many are left out; only the first one is ever cut", () => {
    const more = (left: number) => `+${left}`;
    expect(fitParts(["aa", "bb", "cc"], " ", 8, more)).toEqual({ text: "aa bb cc", shown: 3 });
    expect(fitParts(["aa", "bb", "cc"], " ", 7, more)).toEqual({ text: "aa +2", shown: 1 });
    expect(fitParts(["aaaaaaaaa", "b"], " ", 5, more)).toEqual({ text: "aaaa…", shown: 0 });
  });
});

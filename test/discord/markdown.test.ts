import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { escapeText, titleLink } from "../../src/discord/presenters/markdown.ts";

describe("escapeText", () => {
  it.each([
    ["a *b* _c_ ~~d~~ `e` ||f||", "a \\*b\\* \\_c\\_ \\~\\~d\\~\\~ \\`e\\` \\|\\|f\\|\\|"],
    ["[click](https://evil.example/x)", "\\[click\\]\\(`https://evil.example/x`)"],
    ["<@123> <#5> <:x:1>", "\\<@\u200b123\\> \\<\\#5\\> \\<:x:1\\>"],
    ["@everyone and @here", "@\u200beveryone and @\u200bhere"],
    ["# heading", "\\# heading"],
    ["1. list", "1\\. list"],
    ["- list", "\\- list"],
    ["see https://example.org/a_b.", "see `https://example.org/a_b`."],
  ])("shows %j as it is", (text, escaped) => {
    expect(escapeText(text)).toBe(escaped);
  });

  it("leaves no mention and no clickable address in any text", () => {
    const parts = fc.array(
      fc.oneof(fc.string(), fc.constantFrom("@everyone", "@here", "<@1>", "https://a.b/c", "<@&2>")),
    );
    fc.assert(
      fc.property(parts, (texts) => {
        const escaped = escapeText(texts.join(" "));
        expect(escaped).not.toMatch(/@everyone|@here|(?<!\\)<@/u);
        expect(escaped.replace(/\\./gsu, "").replace(/`[^`]*`/gu, "")).not.toMatch(/https?:\/\/a\.b/u);
      }),
    );
  });
});

describe("titleLink", () => {
  it.each([
    ["A [b] title", "https://example.org/x", "[A \\[b\\] title](<https://example.org/x>)"],
    ["A title", "javascript:alert(1)", "A title"],
    ["A title", "not an address", "A title"],
    ["A title", null, "A title"],
    ["T", "https://example.org/a)b>c", "[T](<https://example.org/a%29b%3Ec>)"],
  ])("links %j to %j", (title, url, shown) => {
    expect(titleLink(title, url)).toBe(shown);
  });
});

import { describe, expect, it } from "vitest";
import { hasForeignMarkup } from "../../src/citations/foreign-markup.ts";

describe("hasForeignMarkup", () => {
  it.each([
    "See https://evil.example/x for more.",
    "See hxxps://evil.example.",
    "Join discord.gg/abc for more.",
    "Join DISCORD . GG/abc.",
    "Join discord dot gg slash abc.",
    "Mehr auf beispiel punkt com.",
    "Plus sur exemple point com.",
    "Go to evil dot com.",
    "Go to evil (dot) com.",
    "Go to evil[.]com.",
    "Go to evil-dot-com.",
    "Go to evildotcom.",
    "Go to evil．com.",
    "Go to evil。com now.",
    "Go to bit.ly/abc.",
    "Go to t.me/abc.",
    "Write to me@evil.example.",
    "[Click](x) it.",
    "![x] it.",
    "Hello @everyone.",
    "Hello <@123>.",
    "Bei beispiel punkt de.",
    "Go to evil dot co for more.",
    "Go to 192.0.2.1/x.",
    "Go to localhost:8080/x.",
    "javascript:alert(1)",
    "It \u202Esi siht\u202C.",
    "Zero\u200Bwidth.",
    "A bell\u0007.",
    "A tag \u{E0041}.",
    "A line\nbreak.",
  ])("objects to %j", (text) => {
    expect(hasForeignMarkup(text, "Kelp robots climb stems.")).toBe(true);
  });

  it.each([
    "Quantum dots in silicon hold a charge; the point de Lagrange is stable.",
    "Recall@10 and pass@1 rise by 3.5 points, e.g. on MNIST (see 2.1).",
    "The dot product of two vectors, i.e. their cosine.",
    "It scores 0.1.2 and 3.4, at 16:30/day.",
    "Le point de départ est à 3 km; el punto de partida.",
    "这个方法更快。AI 模型也一样。",
    "می\u200Cخواهم",
  ])("lets %j pass", (text) => {
    expect(hasForeignMarkup(text, "")).toBe(false);
  });

  it("lets pass what the source has, save hidden characters", () => {
    expect(hasForeignMarkup("Code is on github.com/x/y.", "Our code: GitHub.com/x/y")).toBe(false);
    expect(hasForeignMarkup("Zero\u200Bwidth", "Zero\u200Bwidth")).toBe(true);
  });
});

import { describe, expect, it } from "vitest";
import {
  advertises,
  defines,
  namesAvailability,
  pointsBack,
  setsScene,
  statesFinding,
} from "../../src/citations/sentence-kinds.ts";

describe("sentences of abstracts", () => {
  it.each([
    "These contributions provide new insights into grokking.",
    "Code is publicly available.",
    "Code: https://github.com/a/b.",
    "We hope that this paves the way for better optimizers.",
    "Our results shed light on generalization.",
  ])("advertise: %s", (sentence) => {
    expect(advertises(sentence)).toBe(true);
  });

  it.each(["We show that insight is rare.", "The light that is shed heats the lens.", "Future data are drawn anew."])(
    "do not advertise: %s",
    (sentence) => {
      expect(advertises(sentence)).toBe(false);
    },
  );

  it.each([
    "For this purpose, we unify three concepts.",
    "However, it fails.",
    "In contrast, wide ones learn.",
    "We term this phenomenon grokking.",
  ])("point back: %s", (sentence) => {
    expect(pointsBack(sentence)).toBe(true);
  });

  it.each(["For networks of this kind we prove a bound.", "In practice it fails.", "Wide networks learn."])(
    "do not point back: %s",
    (sentence) => {
      expect(pointsBack(sentence)).toBe(false);
    },
  );

  it("state findings and set scenes", () => {
    expect(statesFinding("We show that it holds.")).toBe(true);
    expect(statesFinding("It holds.")).toBe(false);
    expect(setsScene("The reasons remain unclear.")).toBe(true);
    expect(setsScene("The reasons are three.")).toBe(false);
  });

  it.each([
    "Code is available at https://github.com/a/b.",
    "We release our models and data.",
    "The source code can be found on our project page.",
    "Our datasets are publicly available.",
  ])("name where things are had: %s", (sentence) => {
    expect(namesAvailability(sentence)).toBe(true);
  });

  it.each([
    "The model scales with data.",
    "We find that labels are scarce.",
    `We show much ${"and more ".repeat(50)}; code is available at https://github.com/a/b.`,
  ])("do not name where things are had: %s", (sentence) => {
    expect(namesAvailability(sentence)).toBe(false);
  });

  it.each([
    ["Grokking is delayed generalization.", "grokking"],
    ["We study grokking, where networks generalize late.", "grokking"],
    ["The critical batch size (CBS), a threshold, grows.", "critical batch sizes"],
    ["Late generalization, known as “grokking”, is odd.", "grokking"],
    ["We introduce a novel optimizer called Grokfast.", "Grokfast"],
    ["Hyper-networks are networks that write weights.", "hyper networks"],
  ])("define: %s (%s)", (sentence, subject) => {
    expect(defines(sentence, subject)).toBe(true);
  });

  it.each([
    ["Weight decay helps grokking in small networks.", "grokking"],
    ["Regrokking is rare.", "grokking"],
    ["Sharpness is a curvature.", "grokking"],
    ["Anything is a thing.", "?!"],
    ["It costs (x+", "(x+"],
  ])("do not define: %s (%s)", (sentence, subject) => {
    expect(defines(sentence, subject)).toBe(false);
  });
});

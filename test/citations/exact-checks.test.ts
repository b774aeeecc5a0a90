import { describe, expect, it } from "vitest";
import { findObjections, type Objection } from "../../src/citations/exact-checks.ts";

const abstract =
  "We study sharpness-aware minimization (SAM). SAM does not only minimize sharpness. It reaches 71.2% on CIFAR-10, 1,000 steps faster than Adam. Weight decay increases robustness without hurting accuracy.";
const title = "Sharpness in Deep Learning";
const quoteOf = (start: string) => abstract.split(/(?<=\.) /u).find((sentence) => sentence.startsWith(start)) ?? "";

describe("findObjections", () => {
  it.each<[string, string, Objection[]]>([
    ["SAM reaches 71.2% on CIFAR-10, 1000 steps faster than Adam.", "It reaches", []],
    ["It reaches 71.3% on CIFAR-10.", "It reaches", ["number"]],
    ["It reaches 71.2% on CIFAR-100.", "It reaches", ["number", "name"]],
    ["It is faster than Adafactor.", "It reaches", ["name"]],
    ["Sharpness-aware minimization does not only minimize sharpness.", "SAM does", []],
    ["SAM only minimizes sharpness.", "SAM does", ["direction"]],
    // “Not only” denies the “only”.
    ["SAM minimizes sharpness.", "SAM does", []],
    ["SAM does not minimize sharpness.", "SAM does", ["negation", "direction"]],
    ["It does not reach 71.2% on CIFAR-10.", "It reaches", ["negation"]],
    ["Weight decay increases robustness without hurting accuracy.", "Weight decay", []],
    ["Weight decay decreases robustness without hurting accuracy.", "Weight decay", ["direction"]],
    ["Weight decay increases robustness but hurts accuracy.", "Weight decay", ["negation", "direction"]],
    ["The authors say “SAM does not only minimize sharpness”.", "SAM does", []],
    ["The authors say “SAM does not really minimize sharpness”.", "SAM does", ["negation", "direction", "quotation"]],
    ["SAM does not only minimize sharpness, see https://evil.example.", "SAM does", ["markup"]],
    ["SAM does not only minimize sharpness @everyone.", "SAM does", ["markup"]],
    ["SAM does not only minimize sharpness <@123>.", "SAM does", ["number", "markup"]],
    ["[SAM](https://evil.example) does not only minimize sharpness.", "SAM does", ["markup"]],
  ])("%s", (sentence, start, objections) => {
    expect(findObjections(sentence, { quote: quoteOf(start), title, abstract })).toEqual(objections);
  });
});

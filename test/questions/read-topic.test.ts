import { describe, expect, it } from "vitest";
import { readCount, readTopic } from "../../src/questions/read-topic.ts";

describe("what a request is about", () => {
  it.each<[string, string | null]>([
    ["give me 5 papers on scaling laws", "scaling laws"],
    ["Could you please recommend some good articles about “neural collapse”?", "neural collapse"],
    ["what do we know about the edge of stability so far?", "edge of stability"],
    ["an overview of low-rank adaptation", "low-rank adaptation"],
    ["few-shot learning papers", "few-shot learning"],
    ["grokking", "grokking"],
    ["list all papers", null],
    ["?!", null],
    ["", null],
  ])("%j: %j", (text, topic) => {
    expect(readTopic(text)).toBe(topic);
  });
});

describe("how many papers are asked for", () => {
  it.each<[string, number | null]>([
    ["give me 5 papers on scaling laws", 5],
    ["three good recent papers", 3],
    ["a couple of papers", 2],
    ["a few key papers", 3],
    ["the 10 most upvoted papers", 10],
    ["99 papers", 25],
    ["0 papers", null],
    ["papers on 3 layers", null],
    ["papers", null],
  ])("%j: %j", (text, count) => {
    expect(readCount(text)).toBe(count);
  });
});

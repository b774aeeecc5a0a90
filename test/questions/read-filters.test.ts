import { describe, expect, it } from "vitest";
import type { PaperFilters, PaperOrder } from "../../src/domain/question.ts";
import { readFilters } from "../../src/questions/read-filters.ts";

const now = new Date("2026-11-22T12:00:00Z");

describe("filters that a message states", () => {
  it.each<[string, PaperFilters, string]>([
    ["papers from 2024 on grokking", { since: "2024", until: "2024" }, "papers on grokking"],
    ["papers between 2019 and 2021 on NAS", { since: "2019", until: "2021" }, "papers on NAS"],
    ["papers 2019-2021 on NAS", { since: "2019", until: "2021" }, "papers on NAS"],
    ["pruning papers older than 2021", { until: "2020" }, "pruning papers"],
    ["pruning papers after 2021", { since: "2022" }, "pruning papers"],
    ["papers published in March 2024", { since: "2024-03", until: "2024-03" }, "papers"],
    ["pruning papers since June 2024", { since: "2024-06" }, "pruning papers"],
    ["pruning papers since 2024-06-15", { since: "2024-06-15" }, "pruning papers"],
    ["pruning papers after December 2024", { since: "2025-01" }, "pruning papers"],
    ["pruning papers before 2024-03-01", { until: "2024-02-29" }, "pruning papers"],
    ["pruning papers until June 15, 2024", { until: "2024-06-15" }, "pruning papers"],
    ["papers from June 2023 to May 2024 on NAS", { since: "2023-06", until: "2024-05" }, "papers on NAS"],
    ["papers in 2024-06 on NAS", { since: "2024-06", until: "2024-06" }, "papers on NAS"],
    ["dataset distillation since June 2023", { since: "2023-06" }, "dataset distillation"],
    ["papers from the last two weeks", { since: "2026-11-08" }, "papers"],
    ["papers this month on muP", { since: "2026-11" }, "papers on muP"],
    ["last year's papers", { since: "2025", until: "2025" }, "papers"],
    ["papers on LoRA with at least 20 upvotes", { minUpvotes: 20 }, "papers on LoRA"],
    ["papers on LoRA from arxiv", { source: "arxiv" }, "papers on LoRA"],
    ["papers on LoRA via HF daily", { source: "huggingface" }, "papers on LoRA"],
    ["What has Greg Yang published?", { author: "Greg Yang" }, "What has published?"],
    ["papers by Yang et al.", { author: "Yang" }, "papers"],
    [
      "does the Lottery Ticket paper by Frankle appear here",
      { author: "Frankle" },
      "does the Lottery Ticket paper appear here",
    ],
    // A year, a method and a word are no filters.
    ["Does it hold on ImageNet 2012?", {}, "Does it hold on ImageNet 2012?"],
    ["results by SGD", {}, "results by SGD"],
    ["what is trained by gradient descent", {}, "what is trained by gradient descent"],
  ])("%j: %j", (message, filters, text) => {
    expect(readFilters(message, now)).toEqual({ text, filters, order: "relevance" });
  });

  it.each<[string, PaperOrder]>([
    ["latest papers on pruning", "newest"],
    ["what's new in pruning papers", "newest"],
    ["oldest papers on pruning", "oldest"],
    ["most upvoted papers", "upvotes"],
    ["papers on pruning ranked by votes", "upvotes"],
    ["papers on pruning", "relevance"],
  ])("%j is ordered by %s", (message, order) => {
    expect(readFilters(message, now).order).toBe(order);
  });
});

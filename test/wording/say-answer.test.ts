import { describe, expect, it } from "vitest";
import type { Answer, Fact, PaperSummary } from "../../src/domain/answer.ts";
import type { PaperId } from "../../src/domain/paper.ts";
import { answerText, groupHeading, isList, leadOf, remarksOf } from "../../src/wording/say-answer.ts";
import { wordingIn } from "../../src/wording/wording.ts";

const en = wordingIn("en");
const knowledge = { papers: 1_200, dated: 300, withAuthors: 1, withUpvotes: 0 };
const paper: PaperSummary = {
  paperId: "p1" as PaperId,
  title: "Adam",
  published: "2014-12-22",
  authors: ["D. Kingma", "J. Ba"],
  authorCount: 2,
  upvotes: 1,
  url: null,
};
const bare: PaperSummary = { ...paper, published: null, authors: [], authorCount: null, upvotes: null };

function answerOf(over: Partial<Answer> = {}): Answer {
  return {
    question: "Why?",
    kind: "why",
    status: "answered",
    mode: "extractive",
    facts: [],
    sentences: [],
    citations: [],
    retrieved: [],
    further: [],
    searched: { papers: 1_200, filters: {} },
    model: null,
    timings: { embedMs: 0, searchMs: 0, answerMs: 0, totalMs: 0 },
    ...over,
  };
}
const cited = (n: number, title: string) => ({ n, paperId: `p${n}` as PaperId, title, url: null, quote: "" });
const said = (n: number, text: string) => ({ text, citations: [n], support: "supported" as const, evidence: [] });
const named = (title: string) => ({ paperId: title as PaperId, title, score: 1 });

describe("facts in English", () => {
  it.each<[Fact, string]>([
    [{ kind: "thanks", examples: [] }, "You’re welcome. Ask whenever you have another question."],
    [{ kind: "paper", paper }, "“Adam” (by D. Kingma and J. Ba; Dec 22, 2014)"],
    [{ kind: "paper", paper: bare }, "“Adam” (authors and date not recorded)"],
    [{ kind: "paper", paper: { ...bare, authorCount: 1 } }, "“Adam” (1 author, names not recorded)"],
    [{ kind: "unknown-id", service: "doi", id: "10.1/x" }, "No paper in this corpus is recorded with the DOI 10.1/x."],
    [
      { kind: "no-such-paper", asked: "ResNet" },
      "No paper in this corpus is called “ResNet” or clearly fits that description.",
    ],
    [{ kind: "authors", paper, knowledge }, "The authors of “Adam” are D. Kingma and J. Ba."],
    [
      { kind: "authors", paper: bare, knowledge },
      "The authors of “Adam” are not recorded here: only 1 of 1,200 papers has author names.",
    ],
    [
      { kind: "authors", paper: null, knowledge: { ...knowledge, withAuthors: 0 } },
      "I can’t tell who wrote that: no paper in this corpus has author names.",
    ],
    [{ kind: "by-author", author: "Yang", found: 1, knowledge }, "1 paper here is by Yang."],
    [
      { kind: "by-author", author: "Yang", found: 0, knowledge: { ...knowledge, withAuthors: 0 } },
      "I can’t tell which papers are by Yang: no paper in this corpus has author names.",
    ],
    [{ kind: "date", paper, knowledge }, "“Adam” is dated Dec 22, 2014."],
    [
      { kind: "date", paper: { ...paper, published: "--07-09" }, knowledge },
      "“Adam” is dated Jul 9 (the year is not recorded).",
    ],
    [
      { kind: "date", paper: bare, knowledge },
      "The date of “Adam” is not recorded here; only 300 of 1,200 papers have a date.",
    ],
    [
      { kind: "dates", papers: [paper, { ...bare, title: "SAM" }], knowledge },
      "“Adam”: Dec 22, 2014; “SAM”: no date recorded. 300 of 1,200 papers have a date.",
    ],
    [{ kind: "upvotes", paper, knowledge }, "“Adam” has 1 upvote."],
    [
      { kind: "count", topic: "LoRA", mentioned: 12, inTitle: 3, knowledge },
      "12 of 1,200 papers mention “LoRA” in the title or abstract, 3 of them in the title.",
    ],
    [{ kind: "count", topic: "bread", mentioned: 0, inTitle: 0, knowledge }, "None of 1,200 papers mentions “bread”."],
    [
      { kind: "filtered", filters: { since: "2024", until: "2024" }, order: "relevance", passed: 2, knowledge },
      "Only 300 of 1,200 papers have a date. 2 papers are from 2024.",
    ],
    [
      { kind: "filtered", filters: { author: "Yang" }, order: "newest", passed: 0, knowledge },
      "Only 300 of 1,200 papers have a date. Only 1 of 1,200 papers has author names. No paper is by Yang.",
    ],
    [
      {
        kind: "filtered",
        filters: { since: "2019", until: "2021" },
        order: "relevance",
        passed: 8,
        shown: 5,
        knowledge,
      },
      "Only 300 of 1,200 papers have a date. 8 papers are from 2019 to 2021. The first 5:",
    ],
    [
      { kind: "filtered", filters: { since: "2024" }, order: "relevance", passed: 10, topic: "sharpness", knowledge },
      "Only 300 of 1,200 papers have a date. 10 papers are from 2024 or later. Of those, on “sharpness”:",
    ],
    [
      { kind: "filtered", filters: { minUpvotes: 5 }, order: "relevance", passed: 0, knowledge },
      "No paper here has a recorded number of upvotes. No paper has 5 or more upvotes.",
    ],
    [
      { kind: "filtered", filters: { source: "003" }, order: "relevance", passed: 119, knowledge },
      "119 papers are from sources with “003” in their names.",
    ],
    [
      { kind: "filtered", filters: {}, order: "relevance", passed: 1_200, shown: 5, knowledge },
      "This corpus holds 1,200 papers. The first 5:",
    ],
    [{ kind: "not-shown", wanted: 5, shown: 3 }, "The last answer named only 3 papers, so there is no number 5."],
  ])("%j", (fact, text) => {
    expect(leadOf(answerOf({ facts: [fact] }), en)).toEqual([text]);
  });

  it("of a greeting come with examples", () => {
    const examples = [
      { ask: "definition", about: "grokking" },
      { ask: "lookup", title: "Adam" },
    ] as const;
    expect(leadOf(answerOf({ facts: [{ kind: "greeting", examples }] }), en)[0]).toMatch(
      /For example: “What is meant by “grokking”\?” · “What does “Adam” say\?”$/u,
    );
  });

  it("of a corpus name what it holds", () => {
    const fact: Fact = {
      kind: "corpus",
      knowledge,
      newest: "2024-12",
      oldest: "2014",
      sources: ["arXiv"],
      files: 2,
      topics: [],
    };
    expect(leadOf(answerOf({ facts: [fact] }), en)).toEqual([
      "This corpus holds the abstracts of 1,200 papers, not their full texts. 300 of them have a date, from 2014 to Dec 2024. They come from arXiv and 2 saved files.",
    ]);
  });
});

describe("an answer", () => {
  const sentences = [said(1, "Grokking is late."), said(2, "It is odd.")];
  const citations = [cited(1, "One"), cited(2, "Two")];

  it.each<[string, Partial<Answer>, string]>([
    ["quotes", { sentences, citations }, "“Grokking is late.” [1] “It is odd.” [2]"],
    ["says what it wrote itself", { sentences, citations, mode: "generated" }, "Grokking is late. [1] It is odd. [2]"],
    [
      "names the papers of a list",
      { sentences, citations, kind: "list" },
      "“One”: “Grokking is late.” [1] “Two”: “It is odd.” [2]",
    ],
    [
      "says where it only comes close",
      { sentences: [said(1, "It is odd.")], citations, status: "closest" },
      "No abstract says this outright. Closest: “It is odd.” [1]",
    ],
    [
      "says where it found nothing, and what is closest",
      { status: "not_in_corpus", retrieved: ["A", "B", "C", "D"].map(named) },
      "Not in this corpus: none of its 1,200 papers is about this. Closest titles: “A”; “B”; “C”.",
    ],
    [
      "counts the papers that pass the filters",
      { status: "not_in_corpus", searched: { papers: 12, filters: { since: "2024" } } },
      "Not in this corpus: none of its 12 papers that pass the filters is about this.",
    ],
    [
      "says where no paper passes the filters",
      { status: "not_in_corpus", searched: { papers: 0, filters: { author: "Yang" } } },
      "No paper passes these filters.",
    ],
    [
      "explains a paper that is not there once",
      { status: "not_in_corpus", facts: [{ kind: "unknown-id", service: "arxiv", id: "1512.03385" }] },
      "No paper in this corpus is recorded with the arXiv id 1512.03385.",
    ],
    [
      "names papers that it does not quote",
      {
        kind: "author",
        facts: [{ kind: "by-author", author: "Yang", found: 2, knowledge }],
        further: ["A", "B"].map(named),
      },
      "2 papers here are by Yang. “A”; “B”.",
    ],
    [
      "tells by which terms it searched",
      { sentences: [said(1, "It is odd.")], citations, language: "de", searchedTerms: "grokking" },
      "Without a language model I can only read English questions; I searched for: grokking. “It is odd.” [1]",
    ],
    [
      "asks for English where no term was understood",
      { status: "not_in_corpus", language: "de", facts: [], retrieved: [] },
      "Without a language model I can only read English questions. Please ask in English. Not in this corpus: none of its 1,200 papers is about this.",
    ],
    [
      "contradicts, and says what is not covered",
      {
        sentences: [said(1, "It is odd.")],
        citations,
        premise: { text: "x", verdict: "denied", n: 1, quote: "It is odd." },
        uncovered: ["GPT-9"],
      },
      "“It is odd.” [1] The question assumes otherwise, but [1] contradicts that: “It is odd.” Not covered by this corpus: “GPT-9”.",
    ],
  ])("%s", (_what, over, text) => {
    expect(answerText(answerOf(over), en)).toBe(text);
  });

  it("is a list where it quotes papers one by one", () => {
    expect(isList(answerOf({ kind: "summary", citations }))).toBe(true);
    expect(isList(answerOf({ kind: "summary", citations, mode: "generated" }))).toBe(false);
    expect(isList(answerOf({ kind: "list" }))).toBe(false);
    expect(isList(answerOf({ citations }))).toBe(false);
  });

  it("has headings for its groups, and no remarks without a reason", () => {
    expect(groupHeading({ topics: ["pruning", "LoRA"], citations: [1] }, en)).toBe("On pruning and LoRA");
    expect(groupHeading({ topics: [], citations: [1] }, en)).toBe("Others");
    expect(remarksOf(answerOf(), en)).toEqual([]);
  });
});

describe("wordingIn", () => {
  it("falls back to English as a whole", () => {
    expect(wordingIn("xx").formats.number(1_200)).toBe("1,200");
    expect(wordingIn("xx").phrases).toBe(en.phrases);
  });

  it.each([
    ["2024-12-13", "Dec 13, 2024"],
    ["2024-12", "Dec 2024"],
    ["2024", "2024"],
    ["--07-09", "Jul 9"],
    ["soon", "soon"],
  ])("writes %j as %j", (published, written) => {
    expect(en.formats.date(published)).toBe(written);
  });
});

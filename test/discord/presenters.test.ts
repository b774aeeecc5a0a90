import { describe, expect, it } from "vitest";
import { LIMITS } from "../../src/discord/limits.ts";
import { speechOf } from "../../src/discord/locales/languages.ts";
import type { Payload } from "../../src/discord/presenters/payload.ts";
import { presentAnswer, presentSources } from "../../src/discord/presenters/present-answer.ts";
import { presentDigest } from "../../src/discord/presenters/present-digest.ts";
import { presentPaper, presentRelated, presentSearch } from "../../src/discord/presenters/present-papers.ts";
import { withoutEmbeds } from "../../src/discord/replies/plain-text.ts";
import type { Answer, AnswerSentence } from "../../src/domain/answer.ts";
import type { Digest, DigestPaper } from "../../src/domain/digest.ts";
import type { Paper, PaperId } from "../../src/domain/paper.ts";
import { LANGUAGES } from "../../src/domain/server-settings.ts";
import { type AnswerRecord, recordOf, type StoredAnswer } from "../../src/domain/stored-answer.ts";
import { checkMessage } from "../support/discord/check-message.ts";

const long = "An abstract says @everyone that [x](https://evil.example) holds for `n` > 3. ".repeat(30);
const paperId = "p1" as PaperId;

function sentenceOf(text: string, n: number): AnswerSentence {
  return { text, citations: [n], support: "supported", evidence: [{ n, quote: "Because.", support: "supported" }] };
}

function answerOf(over: Partial<Answer> = {}): Answer {
  return {
    question: "Why?",
    kind: "why",
    status: "answered",
    mode: "generated",
    facts: [],
    further: [],
    searched: { papers: 403, filters: {} },
    sentences: [sentenceOf("Because @everyone said so <@1>.", 1)],
    citations: [{ n: 1, paperId, title: "A [title]", url: "https://example.org/1", quote: "Because." }],
    retrieved: [{ paperId, title: "A [title]", score: 1 }],
    model: "small-model",
    timings: { embedMs: 0, searchMs: 0, answerMs: 0, totalMs: 0 },
    ...over,
  };
}

const huge = answerOf({
  question: "x".repeat(2_000),
  sentences: Array.from({ length: 30 }, (_, index) => sentenceOf(long, index + 1)),
  citations: Array.from({ length: 30 }, (_, index) => ({
    n: index + 1,
    paperId,
    title: `${long}${index}`,
    url: `https://example.org/${"y".repeat(300)}`,
    quote: long,
  })),
  understoodAs: long,
  warning: "failed",
  shortForms: Array.from({ length: 4 }, () => ({ n: 1, short: "SC", long })),
});
const { understoodAs: _understood, ...asAsked } = huge;
const broad = answerOf({
  ...asAsked,
  question: `Which papers ${"x".repeat(1_900)}`,
  further: Array.from({ length: 10 }, (_, index) => ({
    paperId: `p${index}` as PaperId,
    title: `${long}${index}`,
    score: 1 - index / 50,
  })),
});
const view = {
  corpus: { papers: 403, newest: "2024-12-23" },
  budgetSpent: false,
  answerId: "id",
  followsUp: true,
  missingId: "2401.01234",
};
const paper: Paper = {
  paperId,
  title: long,
  abstract: long.repeat(4),
  url: "https://example.org/1",
  published: "2024-12-23",
  arxivId: null,
  doi: null,
  authors: [],
  authorCount: 5,
  upvotes: 3,
  addedAt: "2026-03-01T00:00:00.000Z",
  sources: [{ path: "a", line: 1 }],
};

const digestOf = (over: Partial<DigestPaper>): Digest => ({
  week: "2026-W47",
  since: "2026-11-15T00:00:00.000Z",
  newPapers: 52,
  from: [{ source: "@everyone.bib", papers: 52 }],
  quiet: false,
  reason: null,
  whyQuiet: null,
  themes: Array.from({ length: 5 }, (_, at) => ({
    name: at === 0 ? long : "Sharpness of @everyone",
    kind: at === 4 ? ("rest" as const) : ("group" as const),
    papers: Array.from({ length: 4 }, (_paper, index) => ({
      paperId: `p${at}-${index}` as PaperId,
      title: "On @everyone [and](https://evil.example) <@1>",
      url: "https://example.org/1",
      sentence: "It says so, @here.",
      quote: "It says so, @here, and more.",
      why: "about x",
      reasons: [
        { kind: "topic" as const, topic: "<@1>" },
        { kind: "asked" as const },
        { kind: "upvotes" as const, upvotes: 1 },
      ],
      ...over,
    })),
  })),
});
const quietWeek: Digest = {
  ...digestOf({}),
  quiet: true,
  reason: "None.",
  whyQuiet: { kind: "topics-too-narrow", topics: ["@everyone", long], sourceProblems: [long] },
  themes: [],
};

const storedOf = (question: string, record: AnswerRecord): StoredAnswer => ({
  answerId: "id",
  conversationId: "id",
  userId: "u",
  serverId: null,
  channelId: "c",
  visibility: "public",
  messageId: null,
  question,
  record,
  createdAt: new Date(0),
});

/** As it goes over the wire. */
const wire = ({ allowedMentions, ...rest }: Payload) =>
  JSON.parse(JSON.stringify({ ...rest, allowed_mentions: allowedMentions })) as Parameters<typeof checkMessage>[0];

describe.each([...LANGUAGES])("what is shown in %s", (language) => {
  const speech = speechOf(language);
  const related = { paperId, title: long, score: 1, reason: "", sharedTerms: [long], url: null, published: "2023" };
  const result = { paperId, title: long, score: 1, snippet: long.slice(0, 240), url: null, published: null };
  const stored = storedOf(huge.question, recordOf(huge));
  it.each<[string, Payload]>([
    ["an answer", presentAnswer({ ...view, answer: answerOf() }, speech)],
    ["a huge answer", presentAnswer({ ...view, answer: huge }, speech)],
    ["a huge quoted answer", presentAnswer({ ...view, answer: { ...huge, mode: "extractive" } }, speech)],
    ["a huge answer to a broad question", presentAnswer({ ...view, answer: broad }, speech)],
    ["nothing found", presentAnswer({ ...view, answer: { ...huge, status: "not_in_corpus", sentences: [] } }, speech)],
    ["sources", presentSources(stored, speech)],
    [
      "related papers",
      presentRelated({ paper, papers: Array(25).fill(related), sort: "similar", from: 20, guessed: true }, speech),
    ],
    ["a paper", presentPaper(paper, speech)],
    [
      "a search",
      presentSearch({ searchId: "s", query: "q".repeat(2_000), results: Array(12).fill(result), from: 10 }, speech),
    ],
    ["a digest", presentDigest(digestOf({}), "full", speech, "nonce")],
    ["a huge digest", presentDigest(digestOf({ title: long, sentence: long, quote: long }), "full", speech, "nonce")],
    ["a huge written digest", presentDigest(digestOf({ title: long, quote: long }), "full", speech, "nonce")],
    ["titles of a digest", presentDigest(digestOf({ title: long }), "short", speech, null)],
    ["a quiet week", presentDigest(quietWeek, "full", speech, "nonce")],
    ["a plain text", withoutEmbeds(presentAnswer({ ...view, answer: huge }, speech))],
  ])("keeps to every limit and pings nobody: %s", (_what, message) => {
    expect(checkMessage(wire(message))).toEqual([]);
    // What stands in a menu is shown as it is.
    const { components: _menus, ...shown } = message;
    expect(JSON.stringify(shown)).not.toMatch(/@everyone|[^\\]<@\d/u);
  });
});

describe("presentAnswer", () => {
  const speech = speechOf("en");
  const description = (answer: Answer, over = {}) =>
    presentAnswer({ ...view, answer, ...over }, speech).embeds[0]?.description ?? "";

  it("shows sentences with marks, then the cited titles with links", () => {
    expect(description(answerOf())).toBe(
      "Because @\u200beveryone said so \\<@\u200b1\\>. \\[1\\]\n\n**Cited papers**\n\\[1\\] [A \\[title\\]](<https://example.org/1>)",
    );
  });

  it("says what short forms stand for, below the sentences", () => {
    const shortForms = [{ n: 1, short: "SC", long: "Softmax *Collapse* @everyone" }];
    expect(description(answerOf({ shortForms }))).toMatch(
      /\\\[1\\\]\n\n-# Abbreviations: SC: Softmax \\\*Collapse\\\* @\u200beveryone \\\[1\\\]\n\n\*\*Cited papers/u,
    );
  });

  it("names papers that it does not cite, where several were asked for", () => {
    const further = ["p2", "p3"].map((id) => ({ paperId: id as PaperId, title: `Title ${id}`, score: 1 }));
    expect(description(answerOf({ question: "Which papers say so?", further }))).toMatch(
      /<https:\/\/example\.org\/1>\)\n\n\*\*Also close\*\*\n• Title p2\n• Title p3$/u,
    );
  });

  it("says in the footer how much was searched, how new it is, and who wrote", () => {
    const footer = (over: object) =>
      presentAnswer({ ...view, answer: answerOf(), ...over }, speech).embeds[0]?.footer?.text;
    expect(footer({})).toBe("403 papers · abstracts only · newest Dec 23, 2024 · written by small-model");
    const searched = { papers: 1, filters: { since: "2024-01-01" } };
    expect(footer({ corpus: { papers: 3, newest: null }, answer: answerOf({ searched }) })).toBe(
      "3 papers · abstracts only · since Jan 1, 2024: 1 papers with a known date · written by small-model",
    );
  });

  it("says why an answer is made of quotations", () => {
    expect(description(answerOf({ warning: "The service at internal.example failed." }))).toMatch(
      /^-# ⚠️ The language model could not be used/u,
    );
    expect(description(answerOf(), { budgetSpent: true })).toMatch(/^-# ⚠️ Today's share/u);
  });

  it("says how many sentences did not fit, and has all titles all the same", () => {
    const text = description(answerOf({ ...huge, citations: answerOf().citations }));
    expect(text).toMatch(/… and \d+ more under “Sources”/u);
    expect(text).toContain("**Cited papers**");
    expect(text.length).toBeLessThanOrEqual(LIMITS.embedDescription);
  });

  it("has no buttons when the answer could not be kept", () => {
    expect(presentAnswer({ ...view, answer: answerOf(), answerId: null, missingId: null }, speech).components).toEqual(
      [],
    );
  });
});

describe("presentDigest", () => {
  const textOf = (digest: Digest, language: (typeof LANGUAGES)[number]) =>
    presentDigest(digest, "full", speechOf(language), null)
      .embeds.map(({ title, description }) => `${title}\n${description}`)
      .join("\n");

  it("shows a written sentence with the quotation behind it, and a quoted one once", () => {
    const written = textOf(
      digestOf({ sentence: "It says so.", quote: "It says so, and more than that for everybody." }),
      "en",
    );
    expect(written).toContain("It says so.\n-# “It says so, and more than that for everybody.”\n-# about");
    const quoted = textOf(digestOf({ sentence: "It says so.", quote: "It says so." }), "en");
    expect(quoted).toContain("\n“It says so.”\n-# about");
  });

  it("says in the server's language that papers came from files", () => {
    const digest = digestOf({ reasons: [{ kind: "new", source: "files" }] });
    const german = textOf({ ...digest, from: [{ source: "files", papers: 52 }] }, "de");
    expect(german).toContain("Dateien 52");
    expect(german).toContain("neu von Dateien");
    expect(german).not.toContain("files");
  });

  it("says why in the server's language, and as it was kept where that is all there is", () => {
    expect(textOf(digestOf({ reasons: [{ kind: "upvotes", upvotes: 3 }] }), "de")).toContain("-# 3 Stimmen");
    expect(textOf(digestOf({ reasons: [] }), "de")).toContain("-# about x");
    expect(textOf({ ...quietWeek, whyQuiet: null }, "de")).toContain("None.");
    expect(textOf({ ...quietWeek, whyQuiet: { kind: "nothing-new", topics: [], sourceProblems: [] } }, "fr")).toContain(
      "Aucun nouvel article",
    );
  });
});

describe("presentSources", () => {
  const labelOf = (record: Partial<AnswerRecord>) => {
    const stored = { ...recordOf(answerOf()), ...record };
    return presentSources(storedOf("Why?", stored), speechOf("en")).embeds[0]?.description?.split("\n-# ")[1];
  };
  const sentence = { text: "S.", citations: [1] };

  it("says how far a quotation backs what a model wrote, and nothing of quotations themselves", () => {
    expect(labelOf({ sentences: [{ ...sentence, support: "supported" }] })).toBe("backed by this quotation");
    const partly = [
      { ...sentence, support: "supported" as const },
      { ...sentence, support: "partly" as const },
    ];
    expect(labelOf({ sentences: partly })).toBe("partly backed by this quotation");
    expect(labelOf({ sentences: [sentence] })).toBeUndefined();
    expect(labelOf({ sentences: [{ ...sentence, support: "supported" }], mode: "extractive" })).toBeUndefined();
  });
});

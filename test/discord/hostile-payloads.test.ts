import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { textModal } from "../../src/discord/handlers/modals.ts";
import { LIMITS } from "../../src/discord/limits.ts";
import { speechOf } from "../../src/discord/locales/languages.ts";
import { fitMarkdown } from "../../src/discord/presenters/fit-text.ts";
import { escapeText, plainText, titleLink } from "../../src/discord/presenters/markdown.ts";
import { button, fitPlain, type Payload, payload } from "../../src/discord/presenters/payload.ts";
import { presentAnswer, presentSources } from "../../src/discord/presenters/present-answer.ts";
import { presentDigest } from "../../src/discord/presenters/present-digest.ts";
import {
  presentCandidates,
  presentPaper,
  presentRelated,
  presentSearch,
} from "../../src/discord/presenters/present-papers.ts";
import { presentSettings } from "../../src/discord/presenters/present-settings.ts";
import { withoutEmbeds } from "../../src/discord/replies/plain-text.ts";
import type { Answer } from "../../src/domain/answer.ts";
import type { Digest } from "../../src/domain/digest.ts";
import type { Paper, PaperId } from "../../src/domain/paper.ts";
import { DEFAULT_SERVER_SETTINGS, LANGUAGES } from "../../src/domain/server-settings.ts";
import { recordOf } from "../../src/domain/stored-answer.ts";
import { checkMessage } from "../support/discord/check-message.ts";
import { beginsBlock, clickableIn, HIDDEN_CHARACTERS } from "../support/discord/clickable.ts";

/** Addresses of this beginning are the papers' own. */
const OWN = "https://papers.example/";

const ADDRESSES = [
  "https://evil.example/x",
  "_https://evil.example",
  "xhttps://evil.example/a_b",
  "HTTPS://EVIL.example",
  "http:\\\\evil.example",
  'https://"evil.example',
  "https://`evil.example",
  "https://.evil.example",
  "https://[::1]/",
  "discord.gg/abc",
  "xdiscord.gg/abc",
  "discord.com/invite/abc",
  "discordapp.com/invite/abc",
  "discord.gift/abc",
  "discord://-/channels/1/2",
  "steam://run/1",
  "[a](https://evil.example)",
  "a](https:evil.example) [b",
  "[a](<https://evil.example>)",
  "<https://evil.example>",
  "<mailto:a@evil.example>",
  "[a]: https://evil.example",
];
const MENTIONS = [
  "@everyone",
  "@here",
  "<@1>",
  "<@!1>",
  "<@&1>",
  "<#1>",
  "</cmd:1>",
  "<t:1>",
  "<t:1:R>",
  "<:e:1>",
  "<a:e:1>",
  "<id:customize>",
  "<+123456>",
];
const MARKUP = [
  "# h",
  "\n# h",
  "\n> q",
  "\n>>> q",
  "```js\n",
  "``",
  "`",
  "||s||",
  "\n- l",
  "\n1. l",
  "\n-# s",
  "**",
  "__",
  "~~",
  "\\",
  "[",
  "]",
  "(",
  ")",
  "](",
  "<",
  ">",
  "\n",
  ":",
  "/",
  "//",
];
const UNSEEN = [
  "\u202E",
  "\u2066",
  "\u200B",
  "\u200D",
  "\u200C\u200C",
  "\u{E0061}\u{E007F}",
  "\uFEFF",
  "\u00AD",
  "\u2028",
  "\0",
  "\uD83D",
  "\u3164",
];
const LETTERS = ["a", "word ", " ", "的", "👩‍🔬", "é", "می‌خواهم ", ".", ","];

const hostile = fc
  .array(fc.oneof(fc.constantFrom(...ADDRESSES, ...MENTIONS, ...MARKUP, ...UNSEEN, ...LETTERS), fc.string()), {
    minLength: 1,
    maxLength: 12,
  })
  .map((parts) => parts.join(""));
/** As short as it comes, or repeated until it is too long for anything. */
const anyText = fc.oneof(
  hostile,
  fc.tuple(hostile, fc.constantFrom(8, 30)).map(([text, times]) => text.repeat(times)),
);
const anyUrl = fc.oneof(
  fc.constant(null),
  fc.constant(`${OWN}1`),
  fc.string().map((path) => `${OWN}${path}`),
  fc.integer({ min: 1, max: 2_000 }).map((length) => `${OWN}${"的".repeat(length)}`),
  fc.constantFrom(`${OWN}a)b](c>"d\`e`, "javascript:alert(1)", "steam://run/1", "discord.gg/abc", ""),
);

const WHOLE_ADDRESS = /:[/\\]{2}|discord(?:app)?\.[a-z]/iu;

/** What can be clicked in a text, save the papers' own links. */
function foreignIn(markdown: string) {
  return clickableIn(markdown).filter(
    ({ kind, text }) => !(kind === "link" && text.replace(/^</u, "").startsWith(OWN)),
  );
}

describe("a text of Discord's markdown", () => {
  it.each([...ADDRESSES, ...MENTIONS].filter((text) => !text.startsWith("a]")))(
    "would be more than text as it is: %s",
    (text) => {
      expect(clickableIn(text)).not.toEqual([]);
    },
  );

  it.each([...ADDRESSES, ...MENTIONS])("is only text once it is escaped: %s", (text) => {
    for (const made of [
      text,
      `x${text}`,
      `_${text}_`,
      `${text}\`${text}`,
      ...UNSEEN.map((sign) => [...text].join(sign)),
    ]) {
      expect(foreignIn(escapeText(made))).toEqual([]);
      expect(foreignIn(titleLink(made, `${OWN}1`))).toEqual([]);
      expect(plainText(made)).not.toMatch(WHOLE_ADDRESS);
    }
  });

  it("is only text once it is escaped, and hides nothing, whatever it was", () => {
    fc.assert(
      fc.property(anyText, anyUrl, (text, url) => {
        for (const made of [
          escapeText(text),
          titleLink(text, url),
          `**${escapeText(text)}** (${titleLink(text, url)})`,
        ]) {
          expect(foreignIn(made)).toEqual([]);
          expect(made).not.toMatch(HIDDEN_CHARACTERS);
          expect(made.isWellFormed()).toBe(true);
        }
        expect(beginsBlock(escapeText(text))).toBe(false);
        expect(plainText(text)).not.toMatch(HIDDEN_CHARACTERS);
        expect(plainText(text)).not.toMatch(WHOLE_ADDRESS);
        expect(plainText(text).trim()).not.toBe("");
      }),
      { numRuns: 200 },
    );
  });

  it("links a title as soon as there is an address for it, whatever the title", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const shown = titleLink(text, `${OWN}1`);
        expect(
          clickableIn(shown)
            .filter(({ kind }) => kind === "link")
            .map(({ text: to }) => to.replace(/>$/u, "")),
        ).toContain(`${OWN}1`);
      }),
    );
  });

  it("is cut where nothing becomes a link", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(anyText, anyUrl)), fc.integer({ min: 0, max: 3_000 }), (texts, most) => {
        const whole = texts.map(([text, url]) => `${escapeText(text)} **${titleLink(text, url)}**`).join("\n");
        const cut = fitMarkdown(whole, most);
        expect(cut.length).toBeLessThanOrEqual(most);
        expect(foreignIn(cut)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it.each([
    ["a [link](<https://papers.example/1>) and", 30, "a…"],
    ["a `https://evil.example/x` b", 20, "a…"],
    ["one line\nanother line", 15, "one line\n…"],
    ["words that go on", 12, "words that…"],
    ["\\*\\*\\*\\*", 4, "\\*…"],
    ["whole", 5, "whole"],
  ])("is cut between its parts: %j to %i", (text, most, cut) => {
    expect(fitMarkdown(text, most)).toBe(cut);
  });
});

interface Hostile {
  readonly texts: readonly string[];
  readonly url: string | null;
  readonly many: number;
}

const hostileParts: fc.Arbitrary<Hostile> = fc.record({
  texts: fc.array(anyText, { minLength: 6, maxLength: 6 }),
  url: anyUrl,
  many: fc.integer({ min: 1, max: 14 }),
});

/** One of each message that holds texts from outside. */
function everyPayload({ texts, url, many }: Hostile, language: (typeof LANGUAGES)[number]): [string, Payload][] {
  const speech = speechOf(language);
  const [title = "", question = "", abstract = "", quote = "", name = "", topic = ""] = texts;
  const idOf = (index: number) => `p${index}` as PaperId;
  const indices = Array.from({ length: many }, (_, index) => index);
  const paper: Paper = {
    paperId: idOf(0),
    title,
    abstract,
    url,
    published: "2024-12-23",
    arxivId: null,
    doi: null,
    authors: [name],
    authorCount: 1,
    upvotes: 3,
    addedAt: "2026-03-01T00:00:00.000Z",
    sources: [{ path: name, line: 1 }],
  };
  const knowledge = { papers: 9, dated: 9, withAuthors: 9, withUpvotes: 9 };
  const answer: Answer = {
    question,
    kind: "why",
    status: "answered",
    mode: "generated",
    facts: [
      { kind: "greeting", examples: [{ ask: "lookup", title }] },
      { kind: "paper", paper },
      { kind: "no-such-paper", asked: question },
      { kind: "unknown-id", service: "doi", id: topic },
      { kind: "by-author", author: name, found: 2, knowledge },
      { kind: "authors", paper, knowledge },
      { kind: "dates", papers: [paper, paper], knowledge },
      { kind: "count", topic, mentioned: 2, inTitle: 1, knowledge },
      {
        kind: "filtered",
        filters: { author: name, source: topic },
        order: "newest",
        passed: 9,
        shown: 3,
        topic,
        knowledge,
      },
      { kind: "corpus", knowledge, newest: null, oldest: null, sources: [name], files: 1, topics: [topic] },
    ].slice(0, 1 + (many % 10)) as Answer["facts"],
    further: indices.map((index) => ({ paperId: idOf(index), title, score: 1 })),
    searched: { papers: 403, filters: {} },
    sentences: indices.map((index) => ({
      text: abstract,
      citations: [index + 1],
      support: "supported" as const,
      evidence: [{ n: index + 1, quote, support: "supported" as const }],
    })),
    citations: indices.map((index) => ({ n: index + 1, paperId: idOf(index), title, url, quote })),
    retrieved: indices.map((index) => ({ paperId: idOf(index), title, score: 1 })),
    model: name,
    understoodAs: question,
    uncovered: [topic],
    premise: { text: question, verdict: "denied", n: 1, quote },
    shortForms: [{ n: 1, short: topic, long: name }],
    timings: { embedMs: 0, searchMs: 0, answerMs: 0, totalMs: 0 },
  };
  const view = {
    corpus: { papers: 403, newest: "2024-12-23" },
    budgetSpent: true,
    answerId: "id",
    followsUp: true,
    missingId: "2401.01234",
  };
  const shown = presentAnswer({ ...view, answer }, speech);
  const list = presentAnswer({ ...view, answer: { ...answer, mode: "extractive", kind: "list" } }, speech);
  const digest: Digest = {
    week: "2026-W47",
    since: "2026-11-15T00:00:00.000Z",
    newPapers: 52,
    from: [{ source: name, papers: 52 }],
    quiet: true,
    reason: topic,
    whyQuiet: { kind: "topics-too-narrow", topics: [topic, name], sourceProblems: [question] },
    themes: Array.from({ length: Math.min(12, many) }, (_, at) => ({
      name: topic,
      kind: "group" as const,
      papers: Array.from({ length: 4 }, (_paper, index) => ({
        paperId: `p${at}-${index % 3}` as PaperId,
        title,
        url,
        sentence: abstract,
        quote,
        why: name,
        reasons:
          index === 0
            ? []
            : [
                { kind: "topic" as const, topic },
                { kind: "new" as const, source: name },
              ],
      })),
    })),
  };
  const related = { paperId: idOf(0), title, score: 1, reason: "", sharedTerms: [topic, name], url, published: null };
  const result = { paperId: idOf(0), title, score: 1, snippet: quote, url, published: "2024-01-02" };
  const stored = {
    answerId: "id",
    conversationId: "id",
    userId: "u",
    serverId: null,
    channelId: "c",
    messageId: null,
    question,
    record: recordOf(answer),
    createdAt: new Date(0),
  };
  const { texts: say } = speech;
  const asked = payload({ content: `**${say.answer.asked(escapeText(name))}** ${escapeText(question)}` });
  return [
    ["an answer", shown],
    ["a quoted answer", presentAnswer({ ...view, answer: { ...answer, mode: "extractive" } }, speech)],
    ["a list", list],
    [
      "groups",
      presentAnswer(
        {
          ...view,
          answer: { ...answer, mode: "extractive", kind: "list", groups: [{ topics: [topic], citations: [1, 2] }] },
        },
        speech,
      ),
    ],
    ["nothing found", presentAnswer({ ...view, answer: { ...answer, status: "not_in_corpus" } }, speech)],
    ["an answer without embeds", withoutEmbeds(shown)],
    ["a list without embeds", withoutEmbeds(list)],
    ["sources", presentSources(stored, speech)],
    [
      "related papers",
      presentRelated({ paper, papers: Array(25).fill(related), sort: "similar", from: 0, guessed: true }, speech),
    ],
    ["a paper", presentPaper(paper, speech, { inDigest: true })],
    ["a paper without embeds", withoutEmbeds(presentPaper(paper, speech))],
    [
      "papers to choose from",
      presentCandidates(
        "ambiguous",
        question,
        indices.map((index) => ({ ...paper, paperId: idOf(index) })),
        "paper",
        speech,
      ),
    ],
    ["a search", presentSearch({ searchId: "s", query: question, results: Array(12).fill(result), from: 5 }, speech)],
    ["a digest", presentDigest(digest, "full", speech, "nonce")],
    ["a short digest", presentDigest(digest, "short", speech, "nonce")],
    ["a question in a thread", asked],
    ["a list of digests", payload({ content: texts.map((text) => `• <#1>\n-# ${escapeText(text)}`).join("\n") })],
    ["a bad time", payload({ content: say.digest.badTime(escapeText(question)) })],
    ["a bad id", payload({ content: say.paper.badId(escapeText(question)) })],
    ["an added paper", payload({ content: say.paper.added(escapeText(title)) })],
    [
      "settings",
      presentSettings(
        {
          ...DEFAULT_SERVER_SETTINGS,
          allowedChannels: indices.slice(0, 25).map((index) => `${10n ** 18n + BigInt(index)}`),
        },
        { userAsksPerHour: 20, serverAsksPerHour: 200, serverAsksPerDay: 1_000, serverTokensPerDay: 1_000_000 },
        speech,
      ),
    ],
  ];
}

/** As it goes over the wire. */
const wire = ({ allowedMentions, ...rest }: Payload) =>
  JSON.parse(JSON.stringify({ ...rest, allowed_mentions: allowedMentions })) as Parameters<typeof checkMessage>[0];

/** Labels and placeholders, wherever they stand. */
function labelsIn(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    typeof inner === "string" && (key === "label" || key === "placeholder") ? [inner] : labelsIn(inner),
  );
}

/** Channels that the bot names by itself. */
const OWN_MENTION = /^<#1\d*>$/u;

describe.each([...LANGUAGES])("every message in %s", (language) => {
  it("links nothing but the papers' own addresses, hides nothing, and keeps to Discord's limits", () => {
    fc.assert(
      fc.property(hostileParts, (parts) => {
        for (const [what, message] of everyPayload(parts, language)) {
          expect([what, checkMessage(wire(message))]).toEqual([what, []]);
          const marked = [message.content, ...message.embeds.flatMap(({ title, description }) => [title, description])];
          const plain = [...message.embeds.map(({ footer }) => footer?.text), ...labelsIn(message.components)];
          for (const text of marked) {
            const foreign = foreignIn(text ?? "").filter(({ text: found }) => !OWN_MENTION.test(found));
            expect([what, foreign]).toEqual([what, []]);
          }
          for (const text of [...marked, ...plain]) {
            expect([what, text ?? ""]).not.toEqual([what, expect.stringMatching(HIDDEN_CHARACTERS)]);
          }
          for (const text of plain) expect(text ?? "").not.toMatch(WHOLE_ADDRESS);
        }
      }),
      { numRuns: 3 },
    );
  });
});

describe("names, labels and forms", () => {
  it("are never blank, and within their limits", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const named = fitPlain(text, LIMITS.threadName);
        expect(named.length).toBeLessThanOrEqual(LIMITS.threadName);
        expect(named.trim()).not.toBe("");
        expect(button("id", text).label?.length).toBeLessThanOrEqual(LIMITS.buttonLabel);
        const form = textModal("id", text, [{ id: "a", label: text, required: true, long: true }]);
        expect(form.title.length).toBeLessThanOrEqual(LIMITS.modalTitle);
        expect(JSON.stringify(form)).not.toMatch(/:\/\/|\u202E/u);
      }),
    );
  });
});

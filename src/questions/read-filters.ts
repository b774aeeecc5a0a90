import type { PaperFilters, PaperOrder } from "../domain/question.ts";
import { dayBefore, neighbour } from "../util/dates.ts";
import { readDate } from "../util/read-date.ts";
import { AUTHORED_BY, AUTHORS_PAPERS, BY_AUTHOR, DID_AUTHOR, PAPERS } from "./question-patterns.ts";

/** Filters and an order that a message states, and the message without them. */
export interface FilteredText {
  readonly text: string;
  readonly filters: PaperFilters;
  readonly order: PaperOrder;
}

const YEAR = "(?<year>(?:19|20)\\d\\d)";
const MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december";
/** `2024-06`, `2024-06-15`, `June 2024`, `15 June 2024`, `June 15, 2024`; a year alone has rules of its own. */
const DATE = `(?<date>(?:19|20)\\d\\d-\\d{1,2}(?:-\\d{1,2})?|(?:\\d{1,2} )?(?:${MONTHS})(?: \\d{1,2}(?:st|nd|rd|th)?)?,? (?:19|20)\\d\\d)(?![\\d-])`;
const UNIT_DAYS: Readonly<Record<string, number>> = { day: 1, week: 7, month: 30, year: 365 };
const NUMBER_WORDS: Readonly<Record<string, number>> = {
  a: 1,
  one: 1,
  couple: 2,
  two: 2,
  few: 3,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  ten: 10,
};

/** Names of people stand near the beginning. */
const NAME_WITHIN = 300;

/** A year is a filter only where a message is about papers: “ImageNet 2012” is a name. */
const ABOUT_PAPERS = new RegExp(
  `\\b(?:${PAPERS}|published|released|newest|latest|recent|oldest|came out|appeared|new|anything|something|results|came out|out|thing|stuff|freshest|earliest|highest|popular|trending|votes?|upvotes?)\\b`,
  "iu",
);

/** A year with a word that makes it a bound is a filter anywhere: “dataset distillation since 2023”. */
const BOUNDED =
  /\b(?:since|after|before|until|newer than|older than|later than|prior to|post[- ]|pre[- ]|between|from) ?(?:19|20)\d\d\b.{0,10}(?:$|on|later|and|[?.!]|[A-Z])/iu;

/** “since June 2023”, “before 2023-06”. */
const BOUNDED_BY_DATE = new RegExp(
  `\\b(?:since|after|before|until|newer than|older than|later than|prior to) ${DATE}`,
  "iu",
);

type Bounds = Pick<PaperFilters, "since" | "until">;
type Groups = Readonly<Record<string, string | undefined>>;

/** “2014-2018 only”, “in 2025” beside a service's name. */
const ABOUT_YEARS = /\b(?:19|20)\d\d ?[-–] ?(?:19|20)\d\d\b|\b(?:arxiv|hugging ?face)\b.*\b(?:19|20)\d\d\b/iu;

/** Bounds by months and days. */
const PRECISE_RULES: readonly (readonly [RegExp, (groups: Groups, now: Date) => Bounds])[] = [
  [
    new RegExp(
      `\\b(?:published |released |dated )?(?:between|from) ${DATE} (?:and|to|till|until|through|[-–]) ?${DATE.replace("<date>", "<to>")}`,
      "iu",
    ),
    ({ date = "", to = "" }) => bounds({ since: readDate(date), until: readDate(to) }),
  ],
  [
    new RegExp(
      `\\b(?:published |released |dated |that are )*(?:since|starting(?: from| in)?|from(?= .{1,30}(?:onwards?|or later|and later))) ${DATE}(?: onwards?| or later| and later)?`,
      "iu",
    ),
    ({ date = "" }) => bounds({ since: readDate(date) }),
  ],
  [
    new RegExp(
      `\\b(?:published |released |dated |that are |newer |later |more recent )*(?:after|newer than|later than|more recent than) ${DATE}`,
      "iu",
    ),
    ({ date = "" }) => bounds({ since: neighbour(readDate(date), 1) }),
  ],
  [
    new RegExp(
      `\\b(?:published |released |dated |that are )*(?:before|older than|earlier than|prior to) ${DATE}`,
      "iu",
    ),
    ({ date = "" }) => bounds({ until: neighbour(readDate(date), -1) }),
  ],
  [
    new RegExp(`\\b(?:published |released |dated )?(?:until|up to|by|through|no later than|till) ${DATE}`, "iu"),
    ({ date = "" }) => bounds({ until: readDate(date) }),
  ],
  [
    new RegExp(`\\b(?:published |released |dated )?(?:in|on|from|of|during) ${DATE}`, "iu"),
    ({ date = "" }) => bounds({ since: readDate(date), until: readDate(date) }),
  ],
];

const DATE_RULES: readonly (readonly [RegExp, (groups: Groups, now: Date) => Bounds])[] = [
  ...PRECISE_RULES,
  [
    /\b(?:published |released |dated )?(?:between|from) (?<from>(?:19|20)\d\d) (?:and|to|till|until|through|[-–]) ?(?<to>(?:19|20)\d\d)\b/iu,
    ({ from = "", to = "" }) => ({ since: from, until: to }),
  ],
  [
    /\b(?:published |released |dated )?(?:from |in )?(?<from>(?:19|20)\d\d) ?[-–] ?(?<to>(?:19|20)\d\d)\b/iu,
    ({ from = "", to = "" }) => ({ since: from, until: to }),
  ],
  [
    new RegExp(
      `\\b(?:published |released |dated |that are |from )*(?:since|from) ${YEAR}(?: onwards?| on(?=[,.?!]|$)| or later| and later)(?!\\p{L})`,
      "iu",
    ),
    ({ year = "" }) => ({ since: year }),
  ],
  [
    new RegExp(`\\b(?:published |released |dated )?(?:since|starting(?: from| in)?) ${YEAR}\\b`, "iu"),
    ({ year = "" }) => ({ since: year }),
  ],
  [
    new RegExp(
      `\\b(?:published |released |dated |that are |newer |later |more recent )*(?:after|newer than|later than|more recent than|younger than|post[- ]) ?${YEAR}\\b`,
      "iu",
    ),
    ({ year = "" }) => ({ since: String(Number(year) + 1) }),
  ],
  [
    new RegExp(
      `\\b(?:published |released |dated |that are |older |from )*(?:before|older than|earlier than|prior to|pre[- ]) ?${YEAR}\\b`,
      "iu",
    ),
    ({ year = "" }) => ({ until: String(Number(year) - 1) }),
  ],
  [
    new RegExp(`\\b(?:published |released |dated )?(?:until|up to|by|through|no later than|till) ${YEAR}\\b`, "iu"),
    ({ year = "" }) => ({ until: year }),
  ],
  [
    new RegExp(
      `\\b(?:published |released |dated |that are |came out |appeared )*(?:in|from|of|during|for|dated) (?:the year )?${YEAR}\\b`,
      "iu",
    ),
    ({ year = "" }) => ({ since: year, until: year }),
  ],
  [
    new RegExp(`\\b${YEAR}(?= (?:papers|articles|works|studies|publications|preprints)\\b)`, "iu"),
    ({ year = "" }) => ({ since: year, until: year }),
  ],
  [
    /\b(?:(?:published |released )?(?:in|from|over|within|during|of|for) )?the (?:last|past|previous) (?<count>\d{1,3}|a|one|two|three|four|five|six|ten|few|couple(?: of)?) (?<unit>day|week|month|year)s?\b/iu,
    ({ count = "", unit = "" }, now) => ({ since: ageOf(count, unit, now) }),
  ],
  [
    /\b(?:last|past) (?<count>\d{1,3}|two|three|four|five|six|ten|few|couple(?: of)?) (?<unit>day|week|month|year)s\b/iu,
    ({ count = "", unit = "" }, now) => ({ since: ageOf(count, unit, now) }),
  ],
  [
    /\b(?:published |released |from |in )*this (?<unit>week|month|year)(?:'s)?\b/iu,
    ({ unit = "" }, now) => {
      const today = now.toISOString();
      if (unit.toLowerCase() === "year") return { since: today.slice(0, 4) };
      return { since: unit.toLowerCase() === "month" ? today.slice(0, 7) : dayBefore(now, 7) };
    },
  ],
  [
    /\b(?:published |released |from |in |of )*(?:the )?last (?<unit>week|month|year)(?:'s)?\b/iu,
    ({ unit = "" }, now) => {
      if (unit.toLowerCase() !== "year") return { since: dayBefore(now, UNIT_DAYS[unit.toLowerCase()] ?? 7) };
      const year = String(now.getUTCFullYear() - 1);
      return { since: year, until: year };
    },
  ],
];

const ORDER_RULES: readonly (readonly [RegExp, PaperOrder])[] = [
  [
    /\b(?:most (?:up-?voted|popular|liked|voted|loved|hyped)|best[- ](?:liked|rated)|(?:highest|top)[- ]?(?:rated|voted)|(?:sorted|ordered|ranked) by (?:votes?|upvotes?|likes|popularity)|trending|hottest|most (?:votes|upvotes|likes)|highest voted|highest (?:votes|upvotes|number of (?:up)?votes))\b/iu,
    "upvotes",
  ],
  [
    new RegExp(
      `\\b(?:newest|latest|freshest|most recent|(?:sort(?:ed)?|ordered|ranked) by date|newest first|new(?:est)? first|just came out|recently came out)\\b|\\bwhat(?:'s| is) new\\b|\\bmost recently (?:published|added|released)\\b|\\b(?:recent|new) (?=${PAPERS}\\b)|\\b(?:anything|something) new\\b`,
      "iu",
    ),
    "newest",
  ],
  [
    new RegExp(`\\b(?:oldest|earliest|oldest first)\\b|\\bvery first (?=${PAPERS}\\b)|\\bgo back as far as\\b`, "iu"),
    "oldest",
  ],
];

const SOURCE =
  /\b(?:from|on|via|at) (?<source>arxiv|hugging ?face(?: daily)?(?: papers)?|hf(?: daily)?(?: papers)?)\b/iu;
const MIN_UPVOTES = /\b(?:with )?(?:at least|more than|over|>=?) ?(?<count>\d{1,5}) (?:up-?votes|votes|likes)\b/iu;

function bounds({ since, until }: { readonly since?: string | null; readonly until?: string | null }): Bounds {
  return { ...(since == null ? {} : { since }), ...(until == null ? {} : { until }) };
}

/** Reads the filters and the order that a message about papers states. */
export function readFilters(message: string, now: Date): FilteredText {
  let text = message;
  const filters: { -readonly [name in keyof PaperFilters]: PaperFilters[name] } = {};
  const matched = [BY_AUTHOR, AUTHORED_BY, DID_AUTHOR, AUTHORS_PAPERS]
    .map((pattern) => pattern.exec(text.slice(0, NAME_WITHIN)))
    .find((match) => match !== null)?.groups?.["author"];
  const author = matched === undefined ? undefined : nameAlone(matched);
  if (author !== undefined && isName(author)) {
    filters.author = author.replace(/ et al\.?$/iu, "").trim();
    text = text.replace(new RegExp(`(?: by)? ?${escapeForPattern(author)}(?:['’]s?)?`, "u"), " ");
  }
  if (![ABOUT_PAPERS, BOUNDED, BOUNDED_BY_DATE, ABOUT_YEARS].some((pattern) => pattern.test(message))) {
    return { text: collapse(text), filters, order: "relevance" };
  }
  for (const [pattern, read] of DATE_RULES) {
    const match = pattern.exec(text);
    if (match === null) continue;
    Object.assign(filters, read(match.groups ?? {}, now));
    text = text.replace(pattern, " ");
    break;
  }
  const votes = MIN_UPVOTES.exec(text)?.groups?.["count"];
  if (votes !== undefined) {
    filters.minUpvotes = Number(votes);
    text = text.replace(MIN_UPVOTES, " ");
  }
  const source = SOURCE.exec(text)?.groups?.["source"];
  if (source !== undefined) {
    filters.source = /^arxiv/iu.test(source) ? "arxiv" : "huggingface";
    text = text.replace(SOURCE, " ");
  }
  const order = ORDER_RULES.find(([pattern]) => pattern.test(text));
  if (order !== undefined) text = text.replace(order[0], " ");
  return { text: collapse(text), filters, order: order?.[1] ?? "relevance" };
}

/** “Frankle appear here” → “Frankle”: a name that begins with a capital ends before the first small word. */
function nameAlone(matched: string): string {
  return (
    /^(?:(?:prof|dr)\.? )?\p{Lu}[\p{L}.'’-]*(?: (?:(?:de|van|von|der|la|den|di) )*(?:\p{Lu}[\p{L}.'’-]*|et al\.?))*/u.exec(
      matched,
    )?.[0] ?? matched
  );
}

/** A name of a person is written with a capital, or is at least one word that is no word of the trade. */
function isName(author: string): boolean {
  return (
    (/\p{Lu}/u.test(author) || /^\p{L}{2,} \p{L}{2,}$/u.test(author.trim())) &&
    !/\b(?:SGD|Adam|GPT|LoRA|SAM|RL|LLMs?|using|training)\b/u.test(author)
  );
}

function ageOf(count: string, unit: string, now: Date): string {
  const number = NUMBER_WORDS[count.toLowerCase().split(" ")[0] ?? ""] ?? Number(count);
  return dayBefore(now, number * (UNIT_DAYS[unit.toLowerCase()] ?? 1));
}

function collapse(text: string): string {
  return text
    .replace(/\s+/gu, " ")
    .replace(/ (?=[?.,!])/gu, "")
    .trim();
}

function escapeForPattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/gu, "\\$&");
}

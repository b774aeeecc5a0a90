import type { PaperEntry } from "../domain/paper.ts";
import { cleanLine } from "../util/clean-text.ts";
import { paperText } from "../util/paper-text.ts";
import { truncate } from "../util/truncate.ts";

/** What a page gave: its entries, and each line that fits no layout. */
export interface ParsedPage {
  readonly entries: readonly PaperEntry[];
  readonly failures: readonly { readonly line: number | null; readonly reason: string }[];
}

const EXPECTED =
  "expected a saved page of trending papers: the line “Get trending papers in your email inbox”, then titles, each followed by its abstract";

const BANNER = /^Get trending papers in your email inbox(?: once a day)?!?$/u;
const SUBSCRIBE = /^Subscribe(.*)$/u;
const HEADER_LINES = [/^new$/iu, /^Daily Papers$/iu, /^by\s*AK and the research community$/iu];
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const DATE = new RegExp(`^(${MONTHS.join("|")}) (\\d{1,2})(?:, (\\d{4}))?(?: (\\d+))?$`, "u");
const AUTHORS = /^•?\s*([\d,]+) authors?$/u;
const DOT = /^·$/u;

/** The header is looked for in the first lines only. */
const MAX_HEADER_LINES = 20;
/** The longest title seen is 155 characters, the shortest abstract 300: between them lies what is which. */
const MAX_TITLE_CHARACTERS = 300;
const MAX_STRAY_CHARACTERS = 120;

interface Line {
  readonly number: number;
  readonly text: string;
}

/**
 * Reads a saved page of trending papers. Three layouts occur:
 * 1. header, page date, then title and abstract alternately with empty lines between;
 * 2. two banner lines, then `Subscribe` glued to the first title, then title and abstract line by line;
 * 3. like 1, with `• N authors`, `·` and a date after each abstract (the date may lack its year, or be followed
 *    by a vote count).
 * Every line either becomes part of an entry, belongs to the header, or is reported.
 */
export function parsePage(lines: readonly string[]): ParsedPage {
  const filled: Line[] = [];
  lines.forEach((raw, index) => {
    const text = cleanLine(raw);
    if (text !== "") filled.push({ number: index + 1, text });
  });
  if (filled.length === 0) return notAPage(null, "the file is empty");
  const body = skipHeader(filled);
  if (body === null) {
    const first = filled[0];
    const looksLikeHtml = first !== undefined && /^<(?:!doctype|!--|html|head|body|\?xml)/iu.test(first.text);
    return notAPage(
      first?.number ?? 1,
      looksLikeHtml ? "this is HTML, not the page's text" : "the page's header is missing",
    );
  }
  if (body.length === 0) return notAPage(null, "the page ends after its header");
  return parseBody(body);
}

function notAPage(line: number | null, what: string): ParsedPage {
  return { entries: [], failures: [{ line, reason: `${what}; ${EXPECTED}` }] };
}

/** Lines after the header, or null where there is none. A title glued to `Subscribe` becomes a line of its own. */
function skipHeader(lines: readonly Line[]): Line[] | null {
  const head = lines.slice(0, MAX_HEADER_LINES);
  if (!head.some((line) => BANNER.test(line.text))) return null;
  const subscribeAt = head.findIndex((line) => SUBSCRIBE.test(line.text));
  const subscribe = head[subscribeAt];
  if (subscribe === undefined) return null;
  const rest = lines.slice(subscribeAt + 1);
  const glued = (SUBSCRIBE.exec(subscribe.text)?.[1] ?? "").trim();
  if (glued !== "") return [{ number: subscribe.number, text: glued }, ...rest];
  let next = 0;
  while (HEADER_LINES.some((pattern) => pattern.test(rest[next]?.text ?? ""))) next += 1;
  // The date of the page itself, not of a paper.
  if (DATE.test(rest[next]?.text ?? "")) next += 1;
  return rest.slice(next);
}

function parseBody(lines: readonly Line[]): ParsedPage {
  const entries: PaperEntry[] = [];
  const failures: { line: number; reason: string }[] = [];
  const report = (line: Line, reason: string) => failures.push({ line: line.number, reason });
  let next = 0;
  while (next < lines.length) {
    const title = lines[next];
    if (title === undefined) break;
    next += 1;
    if (isBylinePart(title.text)) {
      report(title, `“${title.text}” stands where a title was expected`);
      continue;
    }
    if (title.text.length > MAX_TITLE_CHARACTERS) {
      report(title, `a text of ${title.text.length} characters stands where a title was expected: “${excerpt(title)}”`);
      continue;
    }
    const abstract = lines[next];
    if (abstract === undefined) {
      report(title, `the page ends after the title “${excerpt(title)}”: its abstract is missing`);
      break;
    }
    if (isBylinePart(abstract.text) || isStrayBefore(abstract, lines[next + 1])) {
      report(title, `“${excerpt(title)}” is followed by no abstract and fits no layout`);
      continue;
    }
    next += 1;
    const byline = readByline(lines, next);
    next = byline.next;
    if (byline.problem !== null) failures.push(byline.problem);
    if (next >= lines.length && byline.authorCount === null && !endsLikeAnAbstract(abstract.text)) {
      report(abstract, `the abstract of “${excerpt(title)}” breaks off in mid-sentence: the page is truncated`);
      break;
    }
    entries.push({
      statedId: null,
      arxivId: null,
      doi: null,
      title: paperText(title.text) || title.text,
      abstract: paperText(abstract.text),
      url: null,
      published: byline.published,
      authors: [],
      authorCount: byline.authorCount,
      upvotes: byline.upvotes,
      line: title.number,
    });
  }
  return { entries, failures };
}

interface Byline {
  readonly next: number;
  readonly authorCount: number | null;
  readonly published: string | null;
  readonly upvotes: number | null;
  readonly problem: { readonly line: number; readonly reason: string } | null;
}

/** Reads `• N authors`, `·`, date from `lines[from]` on, as far as they stand there. */
function readByline(lines: readonly Line[], from: number): Byline {
  let next = from;
  const authors = AUTHORS.exec(lines[next]?.text ?? "");
  if (authors !== null) next += 1;
  if (DOT.test(lines[next]?.text ?? "")) next += 1;
  const dateLine = next > from ? lines[next] : undefined;
  const date = dateLine === undefined ? null : DATE.exec(dateLine.text);
  const published = date === null ? null : isoDate(date);
  if (date !== null) next += 1;
  let problem: Byline["problem"] = null;
  if (next > from && published === null) {
    const at = dateLine ?? lines[next - 1];
    problem = { line: at?.number ?? 0, reason: "the line of authors is followed by no date" };
  }
  return {
    next,
    authorCount: authors?.[1] === undefined ? null : Number(authors[1].replaceAll(",", "")),
    published,
    upvotes: date?.[4] === undefined ? null : Number(date[4]),
    problem,
  };
}

function isoDate(match: RegExpExecArray): string | null {
  const month = MONTHS.indexOf(match[1] ?? "") + 1;
  const day = Number(match[2]);
  // Without a year, February may have 29 days.
  const year = match[3] === undefined ? 2024 : Number(match[3]);
  const real = new Date(Date.UTC(year, month - 1, day));
  if (real.getUTCMonth() !== month - 1 || day < 1) return null;
  const two = (value: number) => String(value).padStart(2, "0");
  return `${match[3] ?? "-"}-${two(month)}-${two(day)}`;
}

function isBylinePart(text: string): boolean {
  return AUTHORS.test(text) || DOT.test(text) || DATE.test(text);
}

/** True when `line` is itself a title: short, no sentence, with a long text after it. */
function isStrayBefore(line: Line, following: Line | undefined): boolean {
  return (
    line.text.length < MAX_STRAY_CHARACTERS &&
    !line.text.endsWith(".") &&
    following !== undefined &&
    following.text.length >= MAX_STRAY_CHARACTERS &&
    !isBylinePart(following.text)
  );
}

/** Abstracts end with a sentence or with an address; anything else on the last line of a page was cut off. */
function endsLikeAnAbstract(text: string): boolean {
  return /[.!?…]["'”’)\]}]*$/u.test(text) || /\bhttps?:\/\/\S+$/u.test(text);
}

function excerpt(line: Line): string {
  return truncate(line.text, 80);
}

import { decodeHTMLStrict } from "entities";
import { scriptOf } from "./scripts.ts";

const names = (text: string) => new Set(text.split(/\s+/u));

/** Elements of HTML, JATS and MathML that stand inside a line. */
const INLINE = names(
  `a abbr acronym b bdi bdo big cite code del dfn em email ext-link fixed-case font i img inf ins italic bold it kbd
  label mark named-content q roman s samp sans-serif sc scp small span strike strong styled-content sub sup time tt u
  underline uri var wbr xref monospace overline institution-id inline-formula inline-graphic alternatives math mi mn
  mo mrow msub msup msubsup mfrac msqrt mroot mtext mspace mover munder munderover mtable mtr mtd mstyle mpadded
  mfenced semantics annotation annotation-xml menclose mphantom none mmultiscripts mprescripts tex-math formula tex
  url`,
);
/** Elements that begin and end a line. */
const BLOCK = names(
  `abstract article blockquote body br center dd disp-formula div dl dt fn h1 h2 h3 h4 h5 h6 header hr html footer li
  list list-item main nav ol p pre sec section table tbody td tfoot th thead title tr ul`,
);
/** Elements whose content is no text. */
const UNSEEN = ["script", "style", "annotation", "annotation-xml"];
/** Short names that are just as well variables of a comparison. */
const LIKE_VARIABLES = names("a b i p q s u mi mn mo it tt th td tr li dd dt dl ol ul sc em");
const HEADINGS = names("title h1 h2 h3 h4 h5 h6");

const ENTITY_END = /&(?:#\d{1,8}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});$/u;
const LONGEST_ENTITY = 34;

/**
 * A text with the named and numeric entities of HTML as the characters that they stand for, however often they were
 * escaped. An ampersand that begins no entity stays.
 */
export function decodeEntities(text: string): string {
  if (!text.includes("&") || !text.includes(";")) return text;
  const done: string[] = [];
  /** The end of what is decoded: an entity may be completed by what another one stands for. */
  let tail = "";
  const parts = text.split(";");
  for (const [index, part] of parts.entries()) {
    tail += part;
    if (index === parts.length - 1) break;
    tail += ";";
    for (let character = ";"; character === ";"; ) {
      const entity = ENTITY_END.exec(tail.slice(-LONGEST_ENTITY))?.[0];
      if (entity === undefined) break;
      character = decodeHTMLStrict(entity);
      if (character === entity) break;
      tail = tail.slice(0, -entity.length) + character;
    }
    if (tail.length > LONGEST_ENTITY) {
      done.push(tail.slice(0, -LONGEST_ENTITY));
      tail = tail.slice(-LONGEST_ENTITY);
    }
  }
  return done.join("") + tail;
}

/** A text with each reference of XML or HTML decoded once, as a parser of XML does. */
export function decodeOnce(text: string): string {
  return decodeHTMLStrict(text);
}

interface Tag {
  readonly name: string;
  readonly kind: "open" | "close" | "empty";
  /** Behind the `>`. */
  readonly end: number;
}

/**
 * A text without the tags of HTML, JATS and MathML, comments and CDATA marks. Unknown names and comparisons stay:
 * `a < b`, `n<9 and m>2`, `<projektor>`. Indices become Unicode's where it has them: H₂O.
 */
export function withoutTags(text: string): string {
  if (!text.includes("<")) return text;
  const plain = withoutUnseen(text);
  const closed = new Set([...plain.matchAll(/<\/(?:[a-z]{1,12}:)?([a-z][a-z0-9-]{0,24})\s?>/giu)].map(nameIn));
  const parts: string[] = [];
  /** Where the content of the last `<sub>`, `<sup>` or heading begins among the parts. */
  let opened: { readonly name: string; readonly at: number } | null = null;
  let from = 0;
  for (let at = plain.indexOf("<"); at !== -1; at = plain.indexOf("<", at + 1)) {
    const tag = readTag(plain, at);
    if (tag === null || (tag.kind === "open" && isComparison(plain, at, tag, closed))) continue;
    parts.push(plain.slice(from, at));
    from = tag.end;
    at = tag.end - 1;
    if (opened !== null && tag.kind === "close" && tag.name === opened.name) {
      const content = parts.splice(opened.at).join("");
      parts.push(HEADINGS.has(tag.name) ? asHeading(content) : scriptOf(tag.name === "sub" ? "_" : "^", content));
      opened = null;
    }
    if (BLOCK.has(tag.name)) parts.push("\n");
    if (tag.kind === "open" && (tag.name === "sub" || tag.name === "sup" || HEADINGS.has(tag.name))) {
      opened = { name: tag.name, at: parts.length };
    }
  }
  parts.push(plain.slice(from));
  return parts.join("");
}

function nameIn(match: RegExpMatchArray): string {
  return (match[1] ?? "").toLowerCase();
}

/** `a<b>c`: without white space before it or its end anywhere, a short name is a variable. */
function isComparison(text: string, at: number, { name, end }: Tag, closed: ReadonlySet<string>): boolean {
  if (!LIKE_VARIABLES.has(name) || closed.has(name)) return false;
  return /[\p{L}\p{N}]/u.test(text.charAt(at - 1)) && /[\p{L}\p{N}]/u.test(text.charAt(end));
}

/** The title of a section before its text; that an abstract is one needs no saying. */
function asHeading(content: string): string {
  const text = content.trim();
  if (text === "" || /^(?:abstract|summary)[.:]?$/iu.test(text)) return "";
  return /[\p{L}\p{N})]$/u.test(text) ? `${text}: ` : `${text} `;
}

const TAG_NAME = /<(\/?)(?:[a-z][a-z0-9]{0,11}:)?([a-z][a-z0-9-]{0,24})(?=[\s/>])/iuy;
const ATTRIBUTE = /\s{1,200}[a-z_:@][\w:.-]{0,60}\s?=\s?(?:"[^"]*"|'[^']*'|[^\s"'=<>`]+)/iuy;
const TAG_END = /\s{0,200}(\/?)>/uy;

function readTag(text: string, at: number): Tag | null {
  TAG_NAME.lastIndex = at;
  const named = TAG_NAME.exec(text);
  if (named === null) return null;
  const name = (named[2] ?? "").toLowerCase();
  if (!INLINE.has(name) && !BLOCK.has(name)) return null;
  // What lies before the next `<` is enough, and keeps the reading linear.
  const next = text.indexOf("<", at + 1);
  const room = text.slice(at, Math.min(next === -1 ? text.length : next, at + 2_000));
  let end = named[0].length;
  for (;;) {
    ATTRIBUTE.lastIndex = end;
    const attribute = ATTRIBUTE.exec(room);
    if (attribute === null) break;
    end += attribute[0].length;
  }
  TAG_END.lastIndex = end;
  const closing = TAG_END.exec(room);
  if (closing === null) return null;
  const kind = named[1] === "/" ? "close" : closing[1] === "/" ? "empty" : "open";
  return { name, kind, end: at + end + closing[0].length };
}

/** Without comments, and without what scripts, styles and second spellings of formulas hold. */
function withoutUnseen(text: string): string {
  let plain = text.replace(/<!\[CDATA\[|\]\]>/gu, "");
  if (plain.includes("<!--")) plain = without(plain, /<!--/gu, "-->");
  const unseen = /<(?:[a-z]{1,12}:)?math[\s>]/iu.test(plain) ? [...UNSEEN, "tex-math"] : UNSEEN;
  for (const name of unseen) {
    const end = new RegExp(String.raw`</(?:[a-z]{1,12}:)?${name}\s?>`, "giu");
    plain = without(plain, new RegExp(String.raw`<(?:[a-z]{1,12}:)?${name}(?:\s[^<>]{0,200})?>`, "giu"), end);
  }
  return plain;
}

/** Takes out what lies between an opening and the next end, both included; an opening without an end stays. */
function without(text: string, opening: RegExp, end: string | RegExp): string {
  const parts: string[] = [];
  let from = 0;
  for (const match of text.matchAll(opening)) {
    if (match.index < from) continue;
    const behind = endOf(text, match.index + match[0].length, end);
    if (behind === -1) break;
    parts.push(text.slice(from, match.index));
    from = behind;
  }
  return from === 0 ? text : [...parts, text.slice(from)].join(" ");
}

function endOf(text: string, from: number, end: string | RegExp): number {
  if (typeof end === "string") {
    const at = text.indexOf(end, from);
    return at === -1 ? -1 : at + end.length;
  }
  end.lastIndex = from;
  const match = end.exec(text);
  return match === null ? -1 : match.index + match[0].length;
}

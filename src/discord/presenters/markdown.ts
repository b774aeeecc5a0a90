import { LIMITS } from "../limits.ts";

/** What makes an address out of the letters around it: `https://`, `steam:\\`, `discord.gg/`. Each match is short. */
const ADDRESS_MARK = /:[/\\]{2}|discord(?:app)?\.[a-z]{2,8}[/\\]/giu;
/** What an address goes on with; a quotation mark or a bracket ends it, since `](` means a link even within code. */
const ADDRESS_REST = /[^\s<>`"[\]]+/uy;
/** What a sentence ends with does not belong to an address. */
const SENTENCE_END = /[.,;:!?)}]/u;
/** A scheme, or the name of a host below another one, is not longer than this. */
const LONGEST_BEFORE_MARK = 64;
/** Characters with a meaning in Discord's markdown, wherever they stand. */
const SPECIAL = /[\\*_~`|[\]<>#]/gu;
const ZERO_WIDTH_SPACE = "\u200B";
const ELLIPSIS = "…";

/**
 * Characters that are not seen: of control, direction, tags, fillers, private use. Joiners and variation selectors are
 * not among them, since scripts and emoji are written with them.
 */
const HIDDEN =
  /(?!\n|\t|\u200C|\u200D|[\uFE00-\uFE0F\u180B-\u180D])[\p{Default_Ignorable_Code_Point}\p{Cc}\p{Co}\p{Noncharacter_Code_Point}\uFFF9-\uFFFB]/gu;
/** Joiners that join nothing, behind ASCII, and all but the first of several. */
const STRAY_JOINERS = /(^|\p{ASCII}|\u200C|\u200D)(?:\u200C|\u200D)+/gu;

const LINE_ENDS = /\r\n?|[\v\f\u0085\u2028\u2029]/gu;
/** All but the first of several variation selectors. */
const STRAY_SELECTORS = /(?<=[\uFE00-\uFE0F\u180B-\u180D])[\uFE00-\uFE0F\u180B-\u180D]+/gu;

/** Discord's own rule for the text of a link and the bracket behind it; it knows no escapes, and takes brackets in pairs. */
const LINK_TEXT = /^(?:\[[^\]]*\]|[^[\]]|\](?=[^[]*\]))*\]$/u;

/**
 * Text from papers, people and models made harmless: shown as it is, with no formatting, no mention and no link.
 * Addresses become inline code, so that they can be copied and not clicked.
 */
export function escapeText(text: string): string {
  const seen = withoutHidden(text);
  let escaped = "";
  let end = 0;
  for (const { index, length } of addressesIn(seen)) {
    escaped += escapePlain(seen.slice(end, index));
    escaped += `\`${seen.slice(index, index + length)}\``;
    end = index + length;
  }
  return escaped + escapePlain(seen.slice(end));
}

/**
 * Text for places that know no markdown: footers, labels, names of threads. Nothing in it is hidden, and no address is
 * whole. Never blank, since Discord refuses that.
 */
export function plainText(text: string): string {
  const plain = withoutHidden(text)
    .replace(/:(?=[/\\]{2})/gu, `:${ZERO_WIDTH_SPACE}`)
    .replace(/(discord(?:app)?)\.(?=[a-z])/giu, `$1${ZERO_WIDTH_SPACE}.`);
  return /[^\s\p{Default_Ignorable_Code_Point}]/u.test(plain) ? plain : ELLIPSIS;
}

/**
 * A paper's title, linked where there is an address that is safe to link and not too long.
 *
 * @param room characters that title and link may take together
 */
export function titleLink(title: string, url: string | null, room = Number.POSITIVE_INFINITY): string {
  const shown = linkText(title);
  const address = url === null ? null : safeAddress(url);
  if (address === null || address.length > LIMITS.linkAddress) return shown;
  const link = `[${shown}](<${address}>)`;
  return link.length > room ? shown : link;
}

/** An address inside a link's text would undo the link, and so would a bracket without its other one. */
function linkText(title: string): string {
  const plain = plainText(title);
  const shown = escapePlain(plain);
  if (LINK_TEXT.test(`${shown}]`)) return shown;
  return escapePlain(plain.replaceAll("[", "［").replaceAll("]", "］"));
}

/** An http or https address that can't end the link that it stands in; null for anything else. */
function safeAddress(url: string): string | null {
  if (!URL.canParse(url)) return null;
  const { protocol, href } = new URL(url);
  if (protocol !== "https:" && protocol !== "http:") return null;
  return href.replace(
    /[()<>[\]\\`"'*_~|\s]/gu,
    (character) => `%${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(2, "0")}`,
  );
}

function withoutHidden(text: string): string {
  return text
    .toWellFormed()
    .replace(LINE_ENDS, "\n")
    .replace(HIDDEN, "")
    .replace(STRAY_JOINERS, "$1")
    .replace(STRAY_SELECTORS, "");
}

/** Where addresses stand in a text, in order: from their scheme or host to the end of what Discord would link. */
function addressesIn(text: string): { readonly index: number; readonly length: number }[] {
  const found: { readonly index: number; readonly length: number }[] = [];
  let end = 0;
  for (const mark of text.matchAll(ADDRESS_MARK)) {
    if (mark.index < end) continue;
    const afterMark = mark.index + mark[0].length;
    ADDRESS_REST.lastIndex = afterMark;
    let last = afterMark + (ADDRESS_REST.exec(text)?.[0].length ?? 0);
    while (last > afterMark && SENTENCE_END.test(text.charAt(last - 1))) last -= 1;
    if (last === afterMark) continue;
    let start = mark.index;
    const first = Math.max(end, start - LONGEST_BEFORE_MARK);
    while (start > first && /[a-z\d+.-]/iu.test(text.charAt(start - 1))) start -= 1;
    end = last;
    found.push({ index: start, length: end - start });
  }
  return found;
}

function escapePlain(text: string): string {
  return (
    text
      .replace(SPECIAL, "\\$&")
      .replace(/@(?=everyone|here|\d|&|!)/giu, `@${ZERO_WIDTH_SPACE}`)
      // What is left of addresses: those that end at once, and those of Discord's invites.
      .replace(/:(?=[/\\]{2})/gu, "\\:")
      .replace(/(discord(?:app)?)\.(?=[a-z])/giu, "$1\\.")
      // The seam of a link.
      .replace(/\](?=\()/gu, "]\\")
      // At a line's start these begin a list.
      .replace(
        /^([^\S\n\r\u2028\u2029]*)(?:([-+])|(\d+)(?=[.)]))/gmu,
        (_match, space: string, sign: string | undefined, digits: string | undefined) =>
          sign === undefined ? `${space}${digits ?? ""}\\` : `${space}\\${sign}`,
      )
  );
}

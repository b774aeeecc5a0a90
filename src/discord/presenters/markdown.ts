/** Addresses in running text; what a sentence ends with does not belong to them. */
const ADDRESS = /\bhttps?:\/\/[^\s<>`"]*[^\s<>`".,;:!?)\]}]/giu;
/** Characters with a meaning in Discord's markdown, wherever they stand. */
const SPECIAL = /[\\*_~`|[\]<>#]/gu;
const ZERO_WIDTH_SPACE = "\u200B";

/**
 * Text from papers, people and models made harmless: shown as it is, with no formatting, no mention and no link.
 * Addresses become inline code, so that they can be copied and not clicked.
 */
export function escapeText(text: string): string {
  let escaped = "";
  let end = 0;
  for (const match of text.matchAll(ADDRESS)) {
    escaped += escapePlain(text.slice(end, match.index));
    escaped += `\`${match[0]}\``;
    end = match.index + match[0].length;
  }
  return escaped + escapePlain(text.slice(end));
}

/** A paper's title, linked where there is an address that is safe to link. */
export function titleLink(title: string, url: string | null): string {
  // An address inside a link's text would undo the link.
  const shown = escapePlain(title.replaceAll("://", `:${ZERO_WIDTH_SPACE}//`));
  const address = url === null ? null : safeAddress(url);
  return address === null ? shown : `[${shown}](<${address}>)`;
}

/** An http or https address that can't end the link that it stands in; null for anything else. */
function safeAddress(url: string): string | null {
  if (!URL.canParse(url)) return null;
  const { protocol, href } = new URL(url);
  if (protocol !== "https:" && protocol !== "http:") return null;
  return href.replace(/[()<>\\\s]/gu, (character) =>
    encodeURIComponent(character).replace("(", "%28").replace(")", "%29"),
  );
}

function escapePlain(text: string): string {
  return (
    text
      .replace(SPECIAL, "\\$&")
      .replace(/@(?=everyone|here|\d|&|!)/giu, `@${ZERO_WIDTH_SPACE}`)
      // At a line's start these begin a list.
      .replace(/^([^\S\n\r\u2028\u2029]*)([-+]|\d+(?=[.)]))/gmu, "$1\\$2")
  );
}

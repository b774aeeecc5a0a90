/** What becomes more than text in a message, as Discord's client reads it. */
export interface Clickable {
  readonly kind: "link" | "mention" | "invite";
  readonly text: string;
}

/** As simple-markdown has it, which Discord's client is built on: it knows no escapes within a link's text. */
const LINK =
  /^\[((?:\[[^\]]*\]|[^[\]]|\](?=[^[]*\]))*)\]\(\s*<?((?:\([^)]*\)|[^\s\\]|\\.)*?)>?(?:\s+['"]([\s\S]*?)['"])?\s*\)/;
/** As a reader of Markdown has it who does know them. */
const LINK_WITH_ESCAPES = /^\[((?:\\.|[^[\]\\])*)\]\(\s*<?((?:\\.|[^\s<>\\])*)>?\s*\)/;
const ESCAPE = /^\\[^0-9A-Za-z\s]/;
const CODE_BLOCK = /^```[\s\S]+?```/;
const CODE = /^(`+)([\s\S]*?[^`])\1(?!`)/;
const IN_BRACKETS =
  /^<(?:@[!&]?\d+|#\d+|t:-?\d+(?::\w)?|a?:\w+:\d+|\/[^>]+:\d+|id:\w+|[^: >]+:\/[^ >]+|mailto:[^ >]+|[^ >]+@[^ >]+|\+\d+)>/;
/** Any scheme, anywhere, also behind a letter or an underscore; more than Discord links. */
const ADDRESS = /^[a-z][a-z\d+.-]*:[/\\]{2}[^\s<]+/i;
const INVITE = /^discord(?:app)?\.(?:gg|gift|gifts|new|com|co|me|li|media)[/\\]/i;
const EVERYBODY = /^@(?:everyone|here)/;

/** What can be clicked, or pings, in a text of Discord's markdown; what stands in code can't. */
export function clickableIn(markdown: string): Clickable[] {
  const found: Clickable[] = [];
  for (let rest = markdown; rest !== ""; ) {
    const skipped = (ESCAPE.exec(rest) ?? CODE_BLOCK.exec(rest) ?? CODE.exec(rest))?.[0];
    if (skipped !== undefined) {
      rest = rest.slice(skipped.length);
      continue;
    }
    let length = 1;
    for (const link of [LINK.exec(rest), LINK_WITH_ESCAPES.exec(rest)]) {
      if (link === null) continue;
      found.push({ kind: "link", text: link[2] ?? "" });
      // Discord shows the text as it is read, too.
      found.push(...clickableIn(link[1] ?? ""));
      length = Math.max(length, link[0].length);
    }
    if (length === 1) {
      const bracket = IN_BRACKETS.exec(rest)?.[0];
      const address = ADDRESS.exec(rest)?.[0];
      const invite = INVITE.exec(rest)?.[0];
      const everybody = EVERYBODY.exec(rest)?.[0];
      if (bracket !== undefined) found.push({ kind: /^<[^@#]*:\//.test(bracket) ? "link" : "mention", text: bracket });
      else if (address !== undefined) found.push({ kind: "link", text: address });
      else if (invite !== undefined) found.push({ kind: "invite", text: invite });
      else if (everybody !== undefined) found.push({ kind: "mention", text: everybody });
      length = (bracket ?? address ?? invite ?? everybody ?? " ").length;
    }
    rest = rest.slice(length);
  }
  return found;
}

const BLOCK = /^\s*(?:#{1,3} |-# |>>? ?|>>> |[-*+] |\d+[.)] |```)/mu;

/** Whether a line of the text begins something other than a paragraph. */
export function beginsBlock(markdown: string): boolean {
  return BLOCK.test(markdown);
}

/** What is not seen: direction, tags, zero width, control; save the space that breaks a mention, and joiners in words. */
export const HIDDEN_CHARACTERS =
  /[\u00AD\u061C\u180E\u200E\u200F\u202A-\u202E\u2060-\u206F\u3164\uFEFF\uFFA0\uFFF9-\uFFFB\u{E0000}-\u{E0FFF}]|(?![\n\t])\p{Cc}|\p{ASCII}[\u200C\u200D]|\u200C{2}|\u200D{2}/u;

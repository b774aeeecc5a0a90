import { AppError } from "../domain/errors.ts";

/** The variable that keeps a child process from reading the `.env` file, where it is “0”. */
export const ENV_FILE_SWITCH = "FOOTNOTE_ENV_FILE";

const NAME = /^(?:export[ \t]+)?([A-Za-z_][\w.-]*)[ \t]*=[ \t]*/u;
const QUOTES = new Set(['"', "'", "`"]);

/**
 * The variables of a `.env` file: one `NAME=value` per line, with or without `export` before it. A value in quotation
 * marks is taken as it is, over several lines if need be; between double ones `\n` is a line end and `\"` a mark. Any
 * other value ends at the line's end, or at a `#` behind a space. Of a name given twice the last one counts.
 *
 * Throws `CONFIG_INVALID` with the number of the first line that can't be read, and nothing of what it holds.
 */
export function parseEnvironment(text: string, path: string): ReadonlyMap<string, string> {
  const lines = text.replace(/^\uFEFF/u, "").split(/\r\n|\n|\r/u);
  const variables = new Map<string, string>();
  for (let index = 0; index < lines.length; index += 1) {
    const line = (lines[index] ?? "").trim();
    if (line === "" || line.startsWith("#")) continue;
    const found = NAME.exec(line);
    const name = found?.[1];
    if (found === null || name === undefined) throw unreadable(path, index, "NAME=value is expected");
    let rest = line.slice(found[0].length);
    let value: string;
    const quote = rest.charAt(0);
    if (QUOTES.has(quote)) {
      const first = index;
      const parts: string[] = [];
      rest = (lines[index] ?? "").trimStart().slice(found[0].length + 1);
      let end = closingQuote(rest, quote);
      while (end === -1) {
        parts.push(rest);
        index += 1;
        if (index >= lines.length) throw unreadable(path, first, "the quotation mark is not closed");
        rest = lines[index] ?? "";
        end = closingQuote(rest, quote);
      }
      parts.push(rest.slice(0, end));
      if (!/^\s*(?:#|$)/u.test(rest.slice(end + 1))) {
        throw unreadable(path, index, "only a comment may follow the closing quotation mark");
      }
      value = parts.join("\n");
      if (quote === '"') value = value.replaceAll("\\n", "\n").replaceAll('\\"', '"');
    } else {
      value = withoutComment(line.slice(line.indexOf("=") + 1));
    }
    if (value.includes("\uFFFD")) throw unreadable(path, index, "it holds bytes that are neither UTF-8 nor UTF-16");
    variables.set(name, value);
  }
  return variables;
}

/** Where the closing mark stands, or -1. A backslash keeps a double quotation mark from being one. */
function closingQuote(text: string, quote: string): number {
  let end = text.indexOf(quote);
  while (quote === '"' && end > 0 && text[end - 1] === "\\") end = text.indexOf(quote, end + 1);
  return end;
}

/** The text before a `#` that stands behind a space: elsewhere it belongs to the value. */
function withoutComment(text: string): string {
  const space = text.indexOf(" #");
  const tab = text.indexOf("\t#");
  const ends = [space, tab].filter((end) => end !== -1);
  return text.slice(0, ends.length === 0 ? text.length : Math.min(...ends)).trim();
}

function unreadable(path: string, index: number, why: string): AppError {
  return new AppError("CONFIG_INVALID", `Line ${index + 1} of ${path} can't be read: ${why}.`);
}

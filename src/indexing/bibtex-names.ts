/** The people of a BibTeX field as they are read: first names first. */
export interface BibtexNames {
  readonly names: string[];
  /** True where the field names some of them only: “and others”. */
  readonly hasMore: boolean;
}

/** More have no paper; a field of so many separators is none. */
const MOST_NAMES = 20_000;
const OTHERS = /^(?:others|et\s+al\.?)$/iu;
const ENDS_IN_OTHERS = /[\s,]{1,4}et\s{1,4}al\.?$/iu;

/**
 * The names of a field, which “and” separates, still in LaTeX: `Last, First`, `von Last, Jr, First`, `First von Last`,
 * `{Whole Name}`, and biblatex's `family=Last, given=First`. A field without “and” may separate whole names by
 * semicolons or commas, as exporters do that know no better.
 */
export function bibtexNames(field: string): BibtexNames {
  const text = field.replace(/\s+/gu, " ").trim();
  let names = splitOutsideBraces(text, /and(?= |$)/iuy, true);
  if (names.length === 1) {
    const listed = splitOutsideBraces(text, /;/uy, false);
    const parts = splitOutsideBraces(text, /,/uy, false);
    if (listed.length > 1) names = listed;
    else if (parts.length > 2 && parts.every((part) => /\S\s+\S/u.test(part)) && !isKeyed(text)) names = parts;
  }
  const all = names.filter((name) => name !== "");
  const hasMore = all.some((name) => OTHERS.test(name) || ENDS_IN_OTHERS.test(name));
  return {
    names: all
      .filter((name) => !OTHERS.test(name))
      .map((name) => firstNameFirst(name.replace(ENDS_IN_OTHERS, "")))
      .filter((name) => name !== ""),
    hasMore,
  };
}

/**
 * Parts of a text between separators that stand in no braces.
 *
 * @param isWord true for a separator that needs white space before it
 */
function splitOutsideBraces(text: string, separator: RegExp, isWord: boolean): string[] {
  const parts: string[] = [];
  let [depth, from] = [0, 0];
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (character === "\\") at += 1;
    else if (character === "{") depth += 1;
    else if (character === "}") depth = Math.max(0, depth - 1);
    else if (depth === 0 && (!isWord || at === 0 || text[at - 1] === " ")) {
      separator.lastIndex = at;
      const found = separator.exec(text)?.[0];
      if (found === undefined) continue;
      parts.push(text.slice(from, at).trim());
      if (parts.length === MOST_NAMES) return parts;
      from = at + found.length;
      at = from - 1;
    }
  }
  parts.push(text.slice(from).trim());
  return parts;
}

function isKeyed(name: string): boolean {
  return /^"?(?:family|given|prefix|suffix)\s?=/iu.test(name);
}

function firstNameFirst(name: string): string {
  const parts = splitOutsideBraces(name, /,/uy, false);
  if (isKeyed(name)) {
    const values = new Map(
      parts.map((part) => {
        const [key = "", value = ""] = part.replace(/^"|"$/gu, "").split(/\s?=\s?/u);
        return [key.toLowerCase().trim(), value.trim()];
      }),
    );
    return ["given", "prefix", "family", "suffix"].flatMap((key) => values.get(key) ?? []).join(" ");
  }
  const [last = "", second = "", third] = parts;
  return (third === undefined ? [second, last] : [third, last, second]).filter((part) => part !== "").join(" ");
}

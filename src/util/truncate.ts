/**
 * Cuts a text to at most `maxCharacters` UTF-16 units, at a word's end where there is one,
 * never inside a surrogate pair, and marks the cut with an ellipsis.
 */
export function truncate(text: string, maxCharacters: number): string {
  if (text.length <= maxCharacters) return text;
  if (maxCharacters <= 1) return "…".slice(0, maxCharacters);
  let cut = text.slice(0, maxCharacters - 1);
  if (/[\uD800-\uDBFF]$/u.test(cut) || /[\uD800-\uDBFF]$/.test(cut)) cut = cut.slice(0, -1);
  const space = cut.search(/\s+\S*$/u);
  if (space > maxCharacters * 0.6) cut = cut.slice(0, space);
  return `${cut.trimEnd()}…`;
}

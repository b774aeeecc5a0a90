/**
 * Cuts a text to at most `maxCharacters` UTF-16 units, at a word's end where there is one,
 * never inside a surrogate pair, and marks the cut with an ellipsis.
 */
export function truncate(text: string, maxCharacters: number): string {
  if (text.length <= maxCharacters) return text;
  if (maxCharacters <= 0) return "";
  let cut = text.slice(0, maxCharacters - 1);
  const last = cut.charCodeAt(cut.length - 1);
  if (last >= 0xd800 && last <= 0xdbff) cut = cut.slice(0, -1);
  if (!/^\s/u.test(text.slice(cut.length))) {
    const space = cut.search(/\s\S*$/u);
    // A word so long that little would be left is cut inside.
    if (space > maxCharacters * 0.6) cut = cut.slice(0, space);
  }
  return `${cut.trimEnd()}…`;
}

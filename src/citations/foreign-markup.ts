/** Endings of addresses that are no words of running text. */
const ENDING =
  "(?:com|net|org|io|gg|ai|dev|xyz|info|biz|ru|cn|ly|tv|cc|co|icu|vip|app|edu|gov|example|invalid|onion|eu|de|uk|fr|jp|br|site|online|shop|club|link|click|zip|gl|me)";
/** Those that are no words after “point”, or “punto”, either. */
const SPELLED_ENDING = "(?:com|net|org|io|gg|ai|dev|xyz|info|biz|ru|cn|ly|tv|example|onion)";
const NO_LETTER_BEFORE = "(?<![\\p{L}\\p{N}-])";
const NO_LETTER_AFTER = "(?![\\p{L}\\p{N}])";
/** How “dot” is said in the languages that are written. */
const DOT = "(?:dot|punkt|point|punto|ponto|точка|डॉट|ドット|닷|点)";

/** Links, addresses and invites, also spelled out; mentions, markup and code. Each match is bounded. */
const MARKUP = new RegExp(
  [
    "(?:https?|hxxps?|ftp)\\s?:\\s?/",
    "(?:mailto|javascript|vbscript|data|tel|tg|discord|steam):[^\\s]",
    "[\\p{L}\\p{N}]://",
    "www\\s?\\.",
    // discord.gg/x, bit.ly/x, evil.example
    `${NO_LETTER_BEFORE}[\\p{L}\\p{N}-]{1,63}\\s{0,2}\\.${ENDING}${NO_LETTER_AFTER}`,
    `${NO_LETTER_BEFORE}[\\p{L}\\p{N}-]{2,63}\\.[a-z]{2,12}/[^\\s]`,
    // 192.0.2.1, localhost:8080/x
    "(?<![\\p{N}.])(?:\\d{1,3}\\.){3}\\d{1,3}(?![\\p{N}.]\\d)",
    `${NO_LETTER_BEFORE}\\p{L}[\\p{L}\\p{N}-]{1,62}:\\d{2,5}/`,
    // evil dot com, evil (dot) com, evil[.]com, evil . com
    `${NO_LETTER_BEFORE}${DOT}[\\s_-]{0,2}${SPELLED_ENDING}${NO_LETTER_AFTER}`,
    // Where the word for “dot” is none of running text, more endings are told: evil dot de, evil punkt de
    `${NO_LETTER_BEFORE}(?:dot|punkt)[\\s_-]{1,2}(?:de|eu|uk|fr|jp|br|co|me|app|edu|gov|site|shop|club)${NO_LETTER_AFTER}`,
    `[_-]${DOT}[_-]${SPELLED_ENDING}${NO_LETTER_AFTER}`,
    `[\\p{L}\\p{N}]dot(?:com|net|org|gg)${NO_LETTER_AFTER}`,
    `[([{<]\\s{0,2}(?:${DOT}|\\.|at|@)\\s{0,2}[)\\]}>]`,
    `[\\p{L}\\p{N}]\\s\\.\\s{0,2}${ENDING}${NO_LETTER_AFTER}`,
    "discord\\s{0,2}(?:\\.|dot|punkt|point|punto)?\\s{0,2}gg(?![\\p{L}\\p{N}])",
    // Addresses of mail, mentions, markup
    `[\\p{L}\\p{N}._-]@\\p{L}[\\p{L}\\p{N}-]{0,62}\\.\\p{L}{2}`,
    "<[@#!:/a-z]",
    "@(?:everyone|here)(?![\\p{L}\\p{N}])",
    "\\]\\s?\\(",
    "!\\[",
    "[{}]",
    "```",
    "(?<![\\p{L}\\p{N}])not_in_passages(?![\\p{L}\\p{N}])",
  ].join("|"),
  "giu",
);
/** Control and invisible characters, and those that turn the direction of writing. Joiners are part of some scripts. */
const HIDDEN =
  /[\p{Cc}\p{Cs}\p{Co}\u00AD\u061C\u180E\u200B\u200E\u200F\u2028-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB\u{E0000}-\u{E007F}]/u;
/** A sentence with more different ones is none, whatever its sources have. */
const MOST_MARKS = 50;

/**
 * Whether a text that a model wrote holds what no plain sentence needs: links, invites and addresses, also spelled out,
 * mentions, markup, hidden characters. What its sources have themselves is allowed, save hidden characters.
 */
export function hasForeignMarkup(text: string, sources: string): boolean {
  if (HIDDEN.test(text)) return true;
  const known = folded(sources);
  const found = new Set(folded(text).match(MARKUP) ?? []);
  return found.size > MOST_MARKS || [...found].some((mark) => !known.includes(mark));
}

/** Compatibility forms as they are read: `．` is a full stop. */
function folded(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/(?<=[a-z\d])[。․·•](?=[a-z])/gu, ".");
}

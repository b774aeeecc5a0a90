/** White space of every kind, control characters and line separators among it. */
const SPACES = /[\p{Cc}\p{Zs}\p{Zl}\p{Zp}]+/gu;
/**
 * Invisible characters that only hint at line breaks, mark a file's beginning or change the direction of writing. The
 * joiners U+200C and U+200D are not among them: they are part of the spelling in Persian, in Indic scripts and of
 * emoji.
 */
const INVISIBLE =
  /[\u{AD}\u{61C}\u{180E}\u{200B}\u{200E}\u{200F}\u{202A}-\u{202E}\u{2060}-\u{206F}\u{FEFF}\u{FFF9}-\u{FFFB}\u{E0000}-\u{E007F}]/gu;

/** A text without invisible characters that carry no meaning, its letters composed (NFC); line ends stay. */
export function withoutInvisible(text: string): string {
  return text.toWellFormed().replace(INVISIBLE, "").normalize("NFC");
}

/**
 * One line of text that is not a paper's (see `paper-text.ts` for those): invisible and control characters taken out,
 * all white space folded to single spaces.
 */
export function cleanLine(text: string): string {
  return withoutInvisible(text).replace(SPACES, " ").trim();
}

import { encodingOf } from "./text-lines.ts";

/**
 * The text of a small file that any editor or shell may have written: UTF-8 or UTF-16 in either byte order, with or
 * without a mark, which is left out. Bytes that are not valid become U+FFFD. Null for what is no text.
 */
export function decodeText(bytes: Uint8Array): string | null {
  const text = new TextDecoder(encodingOf(bytes)).decode(bytes);
  return text.includes("\0") ? null : text;
}

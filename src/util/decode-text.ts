/**
 * The text of a small file that any editor or shell may have written: UTF-8 or UTF-16 in either byte order, with or
 * without a mark, which is left out. Bytes that are not valid become U+FFFD. Null for what is no text.
 */
export function decodeText(bytes: Uint8Array): string | null {
  const text = new TextDecoder(encodingOf(bytes)).decode(bytes);
  return text.includes("\0") ? null : text;
}

/** How many bytes are looked at where no mark tells the encoding. */
const LOOKED_AT = 1_000;
/** Where no mark tells the encoding, one character in so many is of ASCII in texts that people write for programs. */
const ASCII_SHARE = 4;

function encodingOf(bytes: Uint8Array): "utf-8" | "utf-16le" | "utf-16be" {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return "utf-16le";
  if (first === 0xfe && second === 0xff) return "utf-16be";
  // Without a mark: in UTF-16 each character of ASCII has a zero byte, always before it or always behind it.
  const looked = bytes.subarray(0, LOOKED_AT);
  let even = 0;
  let odd = 0;
  for (const [index, byte] of looked.entries()) {
    if (byte !== 0) continue;
    if (index % 2 === 0) even += 1;
    else odd += 1;
  }
  const enough = Math.max(1, looked.length / 2 / ASCII_SHARE);
  if (even === 0 && odd >= enough) return "utf-16le";
  return odd === 0 && even >= enough ? "utf-16be" : "utf-8";
}

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

function encodingOf(bytes: Uint8Array): "utf-8" | "utf-16le" | "utf-16be" {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return "utf-16le";
  if (first === 0xfe && second === 0xff) return "utf-16be";
  // Without a mark: in UTF-16 every character of ASCII has a zero byte, before it or behind it.
  const zeros = [0, 0];
  for (const [index, byte] of bytes.subarray(0, LOOKED_AT).entries()) {
    if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1;
  }
  const [even = 0, odd = 0] = zeros;
  if (even === odd) return "utf-8";
  return odd > even ? "utf-16le" : "utf-16be";
}

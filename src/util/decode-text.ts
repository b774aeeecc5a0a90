import { encodingOf } from "./text-lines.ts";

/**
 * The text of a small file that any editor or shell may have written: UTF-8 or UTF-16 in either byte order, with or
 * without a mark, which is left out. Bytes that are not valid become U+FFFD. Null for what is no text.
 */
export function decodeText(bytes: Uint8Array): string | null {
  const text = new TextDecoder(encodingOf(bytes)).decode(bytes);
  return text.includes("\0") ? null : text;
}

/** Bytes in which a document says its encoding. */
const DECLARED_IN_BYTES = 200;
const CHARSET = /;\s?charset=["']?(?<name>[\w.:-]{1,40})/iu;
const XML_ENCODING = /^\s{0,8}<\?xml\s[^>]{0,100}?\sencoding=["'](?<name>[\w.:-]{1,40})["']/iu;

/**
 * The text of a page that came over HTTP, without a byte order mark: in the encoding that its mark tells, else its
 * type, else its XML declaration; else UTF-8 or UTF-16. Bytes that are not valid in it become U+FFFD.
 *
 * @param type the `Content-Type`, where there is one
 */
export function decodePage(bytes: Uint8Array, type: string | null): string {
  const told = encodingOf(bytes);
  const head = new TextDecoder("latin1").decode(bytes.subarray(0, DECLARED_IN_BYTES));
  // The marks and zeros of Unicode are there to be seen; what is said beside them may be wrong.
  const isSeen = told !== "utf-8" || head.startsWith("\u00EF\u00BB\u00BF");
  const said = isSeen ? undefined : (CHARSET.exec(type ?? "") ?? XML_ENCODING.exec(head))?.groups?.["name"];
  return decoderOf(said ?? told).decode(bytes);
}

function decoderOf(encoding: string) {
  try {
    return new TextDecoder(encoding);
  } catch {
    return new TextDecoder();
  }
}

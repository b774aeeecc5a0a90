import { type PaperEntry, titleKeyOf } from "../domain/paper.ts";

/** Shorter texts are remarks. A letter of Chinese, Japanese or Korean says as much as two others. */
const SHORTEST = 40;
/** Shorter texts that end in dots are the beginning of something; a longer one says enough to be kept. */
const SHORTEST_CUT_OFF = 300;
/** No placeholder is longer. */
const LONGEST_PLACEHOLDER = 250;

const WIDE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu;
const CUT_OFF = /(?:\.\s?\.|…|\[\.\.\.\]|\[…\])["'”’)\]]*$/u;
const PLACEHOLDERS: readonly RegExp[] = [
  /\bno (?:abstract|summary|description)s?(?: (?:is|was|has been))?(?: (?:currently|yet))? (?:available|provided|found|supplied|given|submitted|included|present|exists?|for this)\b/iu,
  /\b(?:abstract|summary|description)s? (?:(?:of|for|to) th(?:is|e) \p{L}{1,20} )?(?:is |was |has |are )?(?:currently |yet |been )?(?:not|un|no longer )\s?(?:yet |been |currently )?(?:available|provided|found|supplied|given|included|present)\b/iu,
  /\b(?:has|have|with|contains?) no abstract\b|\bdoes not (?:have|contain|include) an abstract\b|\bwithout (?:an )?abstract\b|\babstract (?:is )?(?:missing|unavailable)\b/iu,
  /\b(?:click (?:on )?the (?:article )?title|use the get access link|full text is not available on|hold copyright)\b/iu,
];

/** The abstract of an entry; empty where the text in its place is none: a placeholder, the title, a mere beginning. */
export function realAbstract({
  title,
  abstract,
  isTitledByText,
}: Pick<PaperEntry, "title" | "abstract" | "isTitledByText">): string {
  if (isTitledByText === true) return abstract;
  const wide = abstract.length > LONGEST_PLACEHOLDER ? 0 : (abstract.match(WIDE)?.length ?? 0);
  if (abstract.length + wide < SHORTEST) return "";
  if (abstract.length < SHORTEST_CUT_OFF && CUT_OFF.test(abstract)) return "";
  if (abstract.length <= LONGEST_PLACEHOLDER && PLACEHOLDERS.some((pattern) => pattern.test(abstract))) return "";
  return repeatsTitle(title, abstract) ? "" : abstract;
}

/**
 * Of the known abstract of a paper and another one, both real or empty, the longer; the known one where they say the
 * same or are as long.
 */
export function longerAbstract(known: string, other: string): string {
  if (known === "" || other === "") return known === "" ? other : known;
  return other.length > known.length && !saysTheSame(known, other) ? other : known;
}

/** True where an abstract is the beginning of another one, or breaks off in dots before its end. */
export function isBeginningOf(abstract: string, whole: string): boolean {
  if (abstract.length >= whole.length) return false;
  const [own, all] = [titleKeyOf(abstract.replace(CUT_OFF, "")), titleKeyOf(whole)];
  return own.length < all.length && all.startsWith(own);
}

function saysTheSame(one: string, other: string): boolean {
  return titleKeyOf(one) === titleKeyOf(other);
}

/** The title and nothing else, once or several times. */
function repeatsTitle(title: string, abstract: string): boolean {
  const key = titleKeyOf(title);
  if (key.length < 4 || abstract.length > 4 * title.length + LONGEST_PLACEHOLDER) return false;
  return titleKeyOf(abstract.replace(CUT_OFF, "")).replaceAll(key, "") === "";
}

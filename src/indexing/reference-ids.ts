import { findArxivId, isIssuedForm, readArxivId, readDoi, saysArxiv } from "../domain/paper-identifiers.ts";

/** The fields of a reference that may hold an id of its paper, as they stand; empty lists where they are missing. */
export interface ReferenceIds {
  /** Fields for an id of arXiv or of another archive; a bare number may stand there. */
  readonly eprints: readonly string[];
  /** What the archive of {@link eprints} is called; none where the reference does not say. */
  readonly archives: readonly string[];
  /** The archive's class: `math.GT`. */
  readonly classes: readonly string[];
  readonly dois: readonly string[];
  readonly addresses: readonly string[];
  /** Fields for something else in which exporters put an id: journal, volume, number, pages, publisher. */
  readonly places: readonly string[];
  /** Remarks, which may speak of other papers too. */
  readonly remarks: readonly string[];
}

/**
 * The arXiv id of a reference, from the usual places of one, the surest first; null where it states none. A bare number
 * counts in a field for such ids, and elsewhere where the reference says that it is on arXiv.
 */
export function arxivIdOfReference(reference: ReferenceIds): string | null {
  const { eprints, archives, classes, dois, addresses, places, remarks } = reference;
  const isOnArxiv = [...archives, ...places].some((text) => /\b(?:arxiv|corr)\b/iu.test(text));
  const isElsewhere = archives.length > 0 && !archives.some(isPartOfArxiv);
  const own = isElsewhere ? eprints.filter(saysArxiv) : eprints;
  return (
    first(own.map(plainField), (text) => issued(text) ?? withArchive(text, [...classes, ...archives])) ??
    first([...dois, ...addresses].map(plainField), (text) => (saysArxiv(text) ? readArxivId(text) : null)) ??
    first(places.map(plainField), (text) => idOfPlace(text, isOnArxiv)) ??
    first(remarks.map(plainField), (text) => idOfRemark(text, isOnArxiv))
  );
}

/** The DOI of a reference, in lower case; null where it states none, or only arXiv's. */
export function doiOfReference({ dois, addresses, remarks }: ReferenceIds): string | null {
  return first([...dois, ...addresses, ...remarks].map(plainField), readDoi);
}

/** `arXiv`, `https://arxiv.org`, `hep-th`. */
function isPartOfArxiv(archive: string): boolean {
  return /arxiv/iu.test(archive) || readArxivId(`${archive.trim()}/0001001`) !== null;
}

/** An id in a field for ids: marked as one of arXiv's, or a number that arXiv may have given. */
function issued(text: string): string | null {
  const id = readArxivId(text);
  return id !== null && (isMarked(text) || isIssuedForm(id)) ? id : null;
}

function isMarked(text: string): boolean {
  return /arxiv|10\.48550/iu.test(text);
}

/** `0309136` with the class `math.GT`: the older ids as some exporters take them apart. */
function withArchive(text: string, classes: readonly string[]): string | null {
  if (!/^\d{7}(?:v\d{1,3})?$/u.test(text)) return null;
  return first(classes, (archive) => {
    const id = readArxivId(`${archive.trim()}/${text}`);
    return id !== null && isIssuedForm(id) ? id : null;
  });
}

/** An id that is marked as one of arXiv's, or stands alone where the reference is on arXiv. */
function idOfPlace(text: string, isOnArxiv: boolean): string | null {
  if (isOnArxiv && issued(text) !== null) return issued(text);
  if (!saysArxiv(text)) return null;
  const id = readArxivId(text) ?? onlyId(text);
  return id !== null && (isMarked(text) || isIssuedForm(id)) ? id : null;
}

/** A remark is about the paper itself where nothing but “available as” and the like stands before the id. */
function idOfRemark(text: string, isOnArxiv: boolean): string | null {
  const id = idOfPlace(text, isOnArxiv);
  if (id === null) return null;
  const [before = ""] = text.split(/\d{4}\.\d{4,5}|[a-z-]{1,20}(?:\.[a-z-]{1,12})?\/\d{7}/iu);
  const words = before.toLowerCase().match(/\p{L}+/gu) ?? [];
  return words.every((word) => BEFORE_OWN_ID.has(word)) ? id : null;
}

const BEFORE_OWN_ID: ReadonlySet<string> = new Set(
  (
    "abs and archive article arxiv as at available be can corr doi draft e eprint eprints export extra found from full " +
    "hosted html http https id identifier in is it latest number of on online open org paper pdf posted pre preprint " +
    "preprints print publisher report submitted technical the this to uploaded url via version www"
  ).split(" "),
);

/** The one id in a text; null for none, and where there are several. */
function onlyId(text: string): string | null {
  const id = findArxivId(text);
  if (id === null) return null;
  const number = id.slice(id.indexOf("/") + 1);
  const others = findArxivId(text.replaceAll(number, " "));
  return others === null ? id : null;
}

/** A field that holds no prose, without LaTeX's `\url`, braces and escapes, and without tags. */
export function plainField(text: string): string {
  return text
    .slice(0, MOST_CHARACTERS)
    .replace(/<a\s[^<>]{0,500}>|<\/?[a-z]{1,10}>/giu, " ")
    .replace(/\\(?:url|href|path|nolinkurl|texttt|eprint|arxiv)\b/gu, " ")
    .replace(/\{?\\text(?:ascii)?(tilde|underscore)\b(?:\{\})?\}?/gu, (_, sign) => (sign === "tilde" ? "~" : "_"))
    .replace(/\{?\\([_%&#$~])(?:\{\})?\}?/gu, "$1")
    .replace(/[{}]/gu, " ")
    .replace(/\s+/gu, " ")
    .trim();
}

/** No id stands further inside a field. */
const MOST_CHARACTERS = 5_000;

function first<T>(texts: readonly string[], read: (text: string) => T | null): T | null {
  for (const text of texts) {
    const found = text === "" ? null : read(text);
    if (found !== null) return found;
  }
  return null;
}

import type { PaperReference } from "./question.ts";

/** The archives that ids had before April 2007: a closed list. */
const ARCHIVES =
  "acc-phys|adap-org|alg-geom|ao-sci|astro-ph|atom-ph|bayes-an|chao-dyn|chem-ph|cmp-lg|comp-gas|cond-mat|cs|dg-ga|" +
  "funct-an|gr-qc|hep-ex|hep-lat|hep-ph|hep-th|math-ph|math|mtrl-th|nlin|nucl-ex|nucl-th|patt-sol|physics|plasm-ph|" +
  "q-alg|q-bio|quant-ph|solv-int|supr-con";
const CLASS = "\\.[a-z]{2,8}(?:-[a-z]{2,5})?";
/** `2401.01234`; the first four digits are year and month. */
const NEW_ID = "\\d{2}(?:0\\d|1[0-2])\\.\\d{4,5}";
/** `hep-th/9901001`, `math.GT/0309136`. */
const OLD_ID = `(?:${ARCHIVES})(?:${CLASS})?/\\d{7}`;
const VERSION = "(?:v\\d{1,3})?";
/** What stands before an id: `arXiv:`, `arXiv preprint arXiv:`, `oai:arXiv.org:`, `abs/`. */
const PREFIX =
  "(?:(?:(?:oai:|info:(?:eprint/)?)?arxiv(?:\\.org)?(?: (?:e-?prints?|preprint)[,.]?)?\\s?[:/.,]?\\s?)|(?:abs|pdf|html)/){0,3}";
/** What stands behind one: its class and day, as on the margin of the PDF. */
const STAMP = "(?:\\s?[[(][\\w\\s.,;/-]{1,60}[\\])](?: \\d{1,2} \\w{3,9} \\d{4})?)?";

const ALONE = new RegExp(`^(?<prefix>${PREFIX})(?<id>${NEW_ID}|${OLD_ID})${VERSION}(?:\\.pdf)?${STAMP}$`, "iu");
const ARXIV_DOI = new RegExp(`^10\\.48550/arxiv\\.(?<id>${NEW_ID}|${OLD_ID})${VERSION}$`, "iu");
const IN_PATH = new RegExp(`/(?:arxiv[:.])?(?<id>${NEW_ID}|${OLD_ID})${VERSION}(?:\\.pdf)?(?![\\w-]|\\.\\d)`, "iu");
const IN_PAPERS = new RegExp(`^/papers/(?:arxiv:)?(?<id>${NEW_ID}|${OLD_ID})${VERSION}(?![\\w.-])`, "iu");
const MARKED = new RegExp(
  `(?<![\\p{L}\\d])(?:arxiv(?:\\.org)?[\\s:./,_-]{0,3}|abs/|pdf/)(?<id>${NEW_ID}|${OLD_ID})(?!\\d|\\.\\d|(?!v\\d)[a-z])`,
  "giu",
);
const UNMARKED = new RegExp(`(?<![\\w.,/$€£-])(?<id>${NEW_ID}|(?<=^|[\\s("'])${OLD_ID})(?![\\d%]|[.,]\\d|-\\d)`, "giu");

const ARXIV_HOST = /(?:^|\.)(?:arxiv\.org|ar5iv\.org|alphaxiv\.org|arxiv-vanity\.com|xxx\.lanl\.gov)$/u;
const HUGGING_FACE_HOST = /^(?:www\.)?(?:huggingface\.co|hf\.co)$/u;
/** Libraries put a proxy's name behind: `doi-org.proxy.example`. */
const RESOLVER_HOST = /^(?:(?:www|dx)\.)?doi\.org$|^(?:dx-)?doi-org\./u;
const DOI = /^10\.\d{4,9}(?:\.\d{1,9}){0,3}\/\S+$/u;
/** A DOI inside a text; brackets and stops after it are taken off later. */
const DOI_INSIDE = /(?<![\w.])10\.\d{4,9}(?:\.\d{1,9}){0,3}(?:\/|%2f)[^\s"'<>|\\{}]+/giu;
const ADDRESS_INSIDE = /\bhttps?:\/\/[^\s"'<>|\\^`{}]+/giu;

/** No id, DOI or address of a paper is longer. */
const MOST_CHARACTERS = 2_000;

/**
 * The arXiv id that a text is, without its version; null where it is none. Read are ids of both kinds, with or without
 * `arXiv:`, a version or a class, addresses of arXiv (any host of it, abstract, PDF and HTML), ar5iv, alphaXiv and
 * Hugging Face, and arXiv's DOIs. An older id loses its subject class: `math.GT/0309136` is `math/0309136`.
 */
export function readArxivId(text: string): string | null {
  const given = unwrapped(text);
  if (given === "" || given.length > MOST_CHARACTERS) return null;
  const id =
    ALONE.exec(given)?.groups?.["id"] ?? ARXIV_DOI.exec(withoutResolver(given))?.groups?.["id"] ?? idInAddress(given);
  return id === undefined || id === null ? null : canonical(id);
}

/** True for an id that arXiv may have given: of a month since it began, with as many digits as it then had. */
export function isIssuedForm(arxivId: string): boolean {
  const [, yearMonth = "", digits = ""] = /^(\d{4})\.(\d{4,5})$/u.exec(arxivId) ?? [];
  if (yearMonth !== "") {
    return Number(yearMonth.slice(2)) > 0 && yearMonth >= "0704" && digits.length === (yearMonth < "1501" ? 4 : 5);
  }
  return /\/(?:9[1-9]|0[0-7])(?:0[1-9]|1[0-2])\d{3}$/u.test(arxivId);
}

/** True where a text says of the id in it that it is one of arXiv's: by a prefix, an address, a DOI, an archive. */
export function saysArxiv(text: string): boolean {
  return /arxiv|abs\/|huggingface\.co\/papers|hf\.co\/papers|10\.48550|[a-z]\/\d{7}/iu.test(text);
}

/**
 * The first arXiv id that stands in a text, without its version; null for none. A bare number counts where arXiv may
 * have given it, and where it is no part of a DOI or of an address of another place.
 */
export function findArxivId(text: string): string | null {
  const found: { at: number; id: string }[] = [];
  const rest = [ADDRESS_INSIDE, DOI_INSIDE].reduce(
    (left, pattern) =>
      left.replace(pattern, (address: string, ...more: unknown[]) => {
        const at = more.find((each) => typeof each === "number") ?? 0;
        const id = readArxivId(address) ?? (/arxiv/iu.test(address) ? marked(address) : null);
        if (id !== null) found.push({ at, id });
        // As long as it was, so that the places of what comes behind stay right.
        return " ".repeat(address.length);
      }),
    text,
  );
  for (const pattern of [MARKED, UNMARKED]) {
    for (const match of rest.matchAll(pattern)) {
      const id = canonical(match.groups?.["id"] ?? "");
      if (pattern === UNMARKED && !isIssuedForm(id)) continue;
      found.push({ at: match.index, id });
      break;
    }
  }
  return found.reduce((first, each) => (each.at < first.at ? each : first), {
    at: Number.POSITIVE_INFINITY,
    id: null as string | null,
  }).id;
}

/** The first paper that a text names by an arXiv id, an address of arXiv or Hugging Face, or a DOI; null for none. */
export function findPaperReference(text: string): PaperReference | null {
  const id = findArxivId(text);
  if (id !== null) return { kind: "arxiv", id };
  for (const [doi] of text.matchAll(DOI_INSIDE)) {
    const read = readDoi(doi);
    if (read !== null) return { kind: "doi", id: read };
  }
  return null;
}

/** A DOI in lower case, without the resolver's address; null for what is none, and for arXiv's own, which are ids there. */
export function readDoi(text: string): string | null {
  const given = unwrapped(text);
  if (given.length > MOST_CHARACTERS) return null;
  const doi = unwrapped(withoutResolver(given)).toLowerCase();
  return DOI.test(doi) && !ARXIV_DOI.test(doi) ? doi : null;
}

/** The page of a paper on arXiv. */
export function arxivAddress(arxivId: string): string {
  return `https://arxiv.org/abs/${arxivId}`;
}

function marked(text: string): string | null {
  for (const { groups } of text.matchAll(MARKED)) return canonical(groups?.["id"] ?? "");
  return null;
}

/** One form for each paper: an older id in lower case, without its subject class. */
function canonical(id: string): string {
  const [archive = "", number] = id.toLowerCase().split("/");
  return number === undefined ? archive : `${archive.split(".")[0]}/${number}`;
}

function idInAddress(text: string): string | null {
  const url = addressIn(text);
  if (url === null) return null;
  const path = decoded(url.pathname);
  if (ARXIV_HOST.test(url.hostname)) return IN_PATH.exec(path)?.groups?.["id"] ?? null;
  if (HUGGING_FACE_HOST.test(url.hostname)) return IN_PAPERS.exec(path)?.groups?.["id"] ?? null;
  return null;
}

/** An address of the web, with or without its scheme; null for anything else. */
function addressIn(text: string): URL | null {
  if (!text.includes("/") || !text.includes(".") || /\s/u.test(text)) return null;
  const address = /^[a-z][a-z\d+.-]{0,20}:\/\//iu.test(text) ? text : `https://${text.replace(/^\/\//u, "")}`;
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  return url.protocol === "https:" || url.protocol === "http:" ? url : null;
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** A DOI without `doi:` and without its resolver, whose query and fragment are no part of it. */
function withoutResolver(text: string): string {
  const bare = text.replace(/^(?:info:doi\/|urn:doi:|doi\s?[:=]?\s?)(?=10\.|https?:|(?:dx\.)?doi\.org)/iu, "");
  if (/^10\./u.test(bare)) return /^10\.[\d.]{4,30}%2f/iu.test(bare) ? decoded(bare) : bare;
  const url = addressIn(bare);
  if (url === null || !RESOLVER_HOST.test(url.hostname)) return bare;
  return decoded(url.pathname).replace(/^\/(?:doi:\s?)?/iu, "");
}

const CLOSERS: Readonly<Record<string, string>> = { ")": "(", "]": "[", "}": "{", ">": "<" };

/** A text without the brackets, quotes and stops around it; a bracket that is opened inside stays. */
function unwrapped(text: string): string {
  let kept = text.trim();
  for (let before = ""; before !== kept && kept.length <= MOST_CHARACTERS; ) {
    before = kept;
    kept = kept.replace(/^[<([{"'`“‘„«]/u, "").trimStart();
    const last = kept.at(-1) ?? "";
    const opener = CLOSERS[last];
    const isStray = opener === undefined ? /[.,;:!?"'`”’»]/u.test(last) : count(kept, opener) < count(kept, last);
    if (isStray) kept = kept.slice(0, -1).trimEnd();
  }
  return kept;
}

function count(text: string, character: string): number {
  return text.split(character).length - 1;
}

import type { PaperReference } from "./question.ts";

/** `2401.01234`, or the older `hep-th/9901001`; a version may follow. */
const ARXIV_ID = /(?<id>\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?\/\d{7})(?:v\d+)?/u;
const ONLY_ARXIV_ID = new RegExp(`^(?:arxiv:)?${ARXIV_ID.source}$`, "iu");
const ARXIV_ADDRESS = new RegExp(`^https?://(?:[\\w-]+\\.)*arxiv\\.org/(?:abs|pdf|html)/${ARXIV_ID.source}`, "iu");
const HUGGING_FACE_ADDRESS = new RegExp(`^https?://huggingface\\.co/papers/${ARXIV_ID.source}`, "iu");
const ARXIV_DOI = new RegExp(`^10\\.48550/arxiv\\.${ARXIV_ID.source}$`, "iu");
const DOI = /^(?:https?:\/\/(?:dx\.)?doi\.org\/|doi:)?(?<doi>10\.\d{4,9}\/\S+)$/iu;

/** The arXiv id in an id, an address or a DOI, without its version; null where there is none. */
export function readArxivId(text: string): string | null {
  const trimmed = text.trim();
  for (const pattern of [ONLY_ARXIV_ID, ARXIV_ADDRESS, HUGGING_FACE_ADDRESS, ARXIV_DOI]) {
    const id = pattern.exec(trimmed)?.groups?.["id"];
    if (id !== undefined) return id;
  }
  return null;
}

/** The first arXiv id that stands in a text, without its version; null for none. */
export function findArxivId(text: string): string | null {
  return /(?<![\d.])\d{2}(?:0[1-9]|1[0-2])\.\d{4,5}(?!\d|\.\d)/u.exec(text)?.[0] ?? null;
}

/** A DOI inside a text; the closing bracket or stop after it is not part of it. */
const DOI_INSIDE = /\b10\.\d{4,9}\/[^\s"'<>]*[^\s"'<>.,;:)\]]/u;
const OLD_ARXIV_ID = /\b(?:arxiv[:/]\s?|abs\/|pdf\/)(?<id>[a-z-]+(?:\.[A-Z]{2})?\/\d{7})(?:v\d+)?\b/iu;

/** The first paper that a text names by an arXiv id, an address of arXiv or Hugging Face, or a DOI; null for none. */
export function findPaperReference(text: string): PaperReference | null {
  const doi = DOI_INSIDE.exec(text)?.[0];
  const id = readArxivId(doi ?? "") ?? OLD_ARXIV_ID.exec(text)?.groups?.["id"] ?? findArxivId(text);
  if (id !== null) return { kind: "arxiv", id };
  const read = doi === undefined ? null : readDoi(doi);
  return read === null ? null : { kind: "doi", id: read };
}

/** A DOI in lower case, without the resolver's address; null for what is none, and for arXiv's own, which are ids there. */
export function readDoi(text: string): string | null {
  const doi = DOI.exec(text.trim())?.groups?.["doi"]?.toLowerCase();
  return doi === undefined || ARXIV_DOI.test(doi) ? null : doi;
}

/** The page of a paper on arXiv. */
export function arxivAddress(arxivId: string): string {
  return `https://arxiv.org/abs/${arxivId}`;
}

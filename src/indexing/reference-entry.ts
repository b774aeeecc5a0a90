import type { PaperEntry } from "../domain/paper.ts";
import { arxivAddress } from "../domain/paper-identifiers.ts";
import { paperText } from "../util/paper-text.ts";
import { webAddress } from "./parse-json-line.ts";
import { arxivIdOfReference, doiOfReference, type ReferenceIds } from "./reference-ids.ts";

/** What an export of a reference manager says of one paper; missing fields are empty. */
export interface Reference {
  readonly title: string;
  readonly abstract: string;
  readonly authors: readonly string[];
  /** True where it names some of the authors only: “and others”. */
  readonly hasMoreAuthors?: boolean;
  readonly url: string;
  /** Where its ids may stand. */
  readonly ids: ReferenceIds;
  /** `2024`, `2024-03`, `2024-03-11`; null where it is not stated. */
  readonly published: string | null;
  readonly line: number;
  /** True where title, abstract and names are LaTeX. */
  readonly latex: boolean;
}

/** The entry of a reference; null for one without a title. */
export function entryOfReference(reference: Reference): PaperEntry | null {
  const clean = (text: string) => paperText(text, { latex: reference.latex });
  const title = clean(reference.title);
  if (title === "") return null;
  const arxivId = arxivIdOfReference(reference.ids);
  const doi = doiOfReference(reference.ids);
  const authors = reference.authors.map(clean).filter((name) => name !== "");
  return {
    statedId: null,
    arxivId,
    doi,
    title,
    abstract: clean(reference.abstract),
    url:
      webAddress(reference.url) ??
      (arxivId !== null ? arxivAddress(arxivId) : doi !== null ? `https://doi.org/${doi}` : null),
    published: reference.published,
    authors,
    authorCount: authors.length === 0 || reference.hasMoreAuthors === true ? null : authors.length,
    upvotes: null,
    line: reference.line,
  };
}

import type { PaperId } from "../../src/domain/paper.ts";
import type { TitledPaper } from "../../src/ports/corpus-store.ts";

/** A paper of which nothing is known but its title, and what is stated. */
export function titledPaper(paperId: string, title: string, known: Partial<TitledPaper> = {}): TitledPaper {
  return {
    paperId: paperId as PaperId,
    arxivId: null,
    title,
    published: null,
    authors: [],
    authorCount: null,
    upvotes: null,
    url: null,
    sources: [],
    ...known,
  };
}

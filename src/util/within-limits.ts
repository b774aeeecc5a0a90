import { LIMITS } from "../domain/limits.ts";
import type { PaperEntry } from "../domain/paper.ts";
import { truncate } from "./truncate.ts";

/** A record held to the limits: as it may be stored, or null where it is refused, and what was done to it. */
export interface LimitedEntry {
  readonly entry: PaperEntry | null;
  /** A sentence each, in the order of the fields; empty for a record that is within the limits. */
  readonly problems: readonly string[];
}

/**
 * Holds a record to `LIMITS`, whatever it was read from: a title is cut at a word, an abstract at a sentence, authors
 * past the last one that is kept are left out, and so is a link that is too long or not http(s). Only a record whose
 * own id is too long is refused: a cut id might be another paper's.
 */
export function withinLimits(entry: PaperEntry): LimitedEntry {
  const { title, abstract, authors, url, doi, statedId } = entry;
  const name = `“${truncate(title, 60)}”`;
  if (statedId !== null && statedId.length > LIMITS.id.most) {
    return {
      entry: null,
      problems: [`${name} has an id of ${statedId.length} characters, at most ${LIMITS.id.most} are read: left out`],
    };
  }
  const problems: string[] = [];
  const isOver = (length: number, most: number, what: string): boolean => {
    if (length > most) problems.push(`${name} has ${what}`);
    return length > most;
  };
  const longTitle = isOver(
    title.length,
    LIMITS.title.most,
    `a title of ${title.length} characters: cut to ${LIMITS.title.most}`,
  );
  const longAbstract = isOver(
    abstract.length,
    LIMITS.abstract.most,
    `an abstract of ${abstract.length} characters: cut to ${LIMITS.abstract.most}`,
  );
  const manyAuthors = isOver(
    authors.length,
    LIMITS.authors.most,
    `${authors.length} authors: the first ${LIMITS.authors.most} are kept`,
  );
  const kept = manyAuthors ? authors.slice(0, LIMITS.authors.most) : authors;
  const longNames = kept.filter((author) => author.length > LIMITS.author.most).length;
  isOver(longNames, 0, `an author's name of more than ${LIMITS.author.most} characters: cut`);
  const longLink = isOver(
    url?.length ?? 0,
    LIMITS.link.most,
    `a link of ${url?.length} characters, at most ${LIMITS.link.most} are read: left out`,
  );
  const longDoi = isOver(
    doi?.length ?? 0,
    LIMITS.id.most,
    `a DOI of ${doi?.length} characters, at most ${LIMITS.id.most} are read: left out`,
  );
  const isWeb = url === null || /^https?:\/\//iu.test(url);
  if (problems.length === 0 && isWeb) return { entry, problems };
  return {
    entry: {
      ...entry,
      title: longTitle ? truncate(title, LIMITS.title.most) : title,
      abstract: longAbstract ? cutAtSentence(abstract, LIMITS.abstract.most) : abstract,
      authors: longNames > 0 ? kept.map((author) => truncate(author, LIMITS.author.most)) : kept,
      authorCount: manyAuthors ? Math.max(entry.authorCount ?? 0, authors.length) : entry.authorCount,
      url: longLink || !isWeb ? null : url,
      doi: longDoi ? null : doi,
    },
    problems,
  };
}

/** How far back from the cut a sentence's end is looked for. */
const MOST_CHARACTERS_BACK = 5_000;

/**
 * The beginning of a text, at most `maxCharacters` UTF-16 units of it: up to the end of a sentence where one is near,
 * else up to a word's, and never inside a surrogate pair.
 */
export function cutAtSentence(text: string, maxCharacters: number): string {
  if (text.length <= maxCharacters) return text;
  // With the character after the cut, so that a sentence may end right before it.
  const window = text.slice(0, maxCharacters + 1);
  const end = Math.max(
    ...[". ", "! ", "? "].map((mark) => window.lastIndexOf(mark) + 1),
    ...["。", "！", "？"].map((mark) => window.lastIndexOf(mark, maxCharacters - 1) + 1),
  );
  if (end > Math.max(0, maxCharacters - MOST_CHARACTERS_BACK)) return window.slice(0, end);
  return truncate(text, maxCharacters);
}

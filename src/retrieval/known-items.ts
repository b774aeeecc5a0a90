import { normaliseTitle, type PaperId } from "../domain/paper.ts";
import { readArxivId } from "../domain/paper-identifiers.ts";
import type { TitledPaper } from "../ports/corpus-store.ts";

/** Finds the one paper that a text names. */
export interface KnownItems {
  /** The paper whose id or title the text is, or holds in full; null for none, or several. */
  find(text: string): PaperId | null;
}

/** What people put around a title. */
const LEAD_IN =
  /^(?:please\s+)?(?:(?:find|show|open|get|summarise|summarize|explain)\s+(?:me\s+)?)?(?:(?:the|that|this)\s+)?(?:paper|article|preprint)?\s*(?:called|titled|entitled|named)?\s*[:“"']?/iu;
const TRAIL = /[”"']?\s*(?:paper|article|preprint)?\s*[.?!]?$/iu;
/** A title inside a question counts from so many words on; shorter ones are what the question is about. */
const LONG_TITLE = 4;
/** One word before the colon of a title is a name from so many letters on: `Hyperband`, but not `SAM`. */
const LONG_NAME = 7;

/** Prepares titles for look-up: whole ones, and the part before the colon where it is no other paper's. */
export function createKnownItems(titles: readonly TitledPaper[]): KnownItems {
  const byId = new Map<string, PaperId>();
  for (const { paperId, arxivId } of titles) if (arxivId !== null) byId.set(arxivId, paperId);
  for (const { paperId } of titles) byId.set(paperId, paperId);
  const byTitle = new Map<string, PaperId | null>();
  const add = (key: string, paperId: PaperId) => {
    const known = byTitle.get(key);
    byTitle.set(key, known === undefined || known === paperId ? paperId : null);
  };
  for (const { title, paperId } of titles) {
    add(normaliseTitle(title), paperId);
    const [main = "", rest] = title.split(/[:?]\s/u);
    if (rest !== undefined && isName(normaliseTitle(main))) add(normaliseTitle(main), paperId);
  }
  const long = [...byTitle].filter(([title]) => title.split(" ").length >= LONG_TITLE);
  return {
    find(text) {
      const given = text.trim();
      for (const id of [given, readArxivId(given) ?? "", ...(given.match(/\b\d{4}\.\d{4,5}(?=\b|v\d)/gu) ?? [])]) {
        const paperId = byId.get(id);
        if (paperId !== undefined) return paperId;
      }
      const bare = given.replace(LEAD_IN, "").replace(TRAIL, "");
      const quoted = /[“"]([^”"]+)[”"]/u.exec(given)?.[1];
      for (const candidate of [given, bare, ...(quoted === undefined ? [] : [quoted])]) {
        const paperId = byTitle.get(normaliseTitle(candidate));
        if (paperId !== undefined) return paperId;
      }
      const asked = ` ${normaliseTitle(given)} `;
      const held = long.filter(([title]) => asked.includes(` ${title} `)).map(([, paperId]) => paperId);
      const [first] = held;
      return first !== undefined && held.every((paperId) => paperId === first) ? first : null;
    },
  };
}

function isName(main: string): boolean {
  return main.includes(" ") || main.length >= LONG_NAME;
}

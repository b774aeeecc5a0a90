import { PageRefused } from "../../domain/errors.ts";
import type { IngestFailure } from "../../domain/ingest.ts";
import type { PaperEntry } from "../../domain/paper.ts";
import { readArxivId } from "../../domain/paper-identifiers.ts";
import type { ListingPage, PaperListing } from "../../ports/paper-listing.ts";
import { PAGE_PAUSES_MS } from "../../util/ask-again.ts";
import { type ArxivDeps, fetchFeed, noList, notUnderstood, PAPERS_PER_PAGE } from "./fetch-feed.ts";

/** Characters of the list of ids in one address: with the rest it stays below 2,000, which everything on the way takes. */
const MOST_CHARACTERS = 1_700;
/** A short list is mostly short because a paper does not exist: it is asked for again, but not for long. */
const PAUSES_MS = PAGE_PAUSES_MS.slice(0, 2);

/** Splits a list of ids into the lists of single requests, by their number and by the length of the address. */
export function splitIds(ids: readonly string[]): string[][] {
  const lists: string[][] = [];
  let characters = 0;
  for (const id of ids) {
    const added = encodeURIComponent(id).length + "%2C".length;
    const last = lists.at(-1);
    if (last === undefined || last.length >= PAPERS_PER_PAGE || characters + added > MOST_CHARACTERS) {
      lists.push([id]);
      characters = added;
    } else {
      last.push(id);
      characters += added;
    }
  }
  return lists;
}

/** The papers with these ids. A cursor is the number of the list, from 0. */
export function pagesOfIds(deps: ArxivDeps, address: string, asked: readonly string[]): PaperListing["fetchPage"] {
  const ids = [...new Set(asked.flatMap((text) => text.split(/[\s,]+/u)).filter((id) => id !== ""))];
  const lists = splitIds(ids);
  return async (cursor, options) => {
    if (ids.length === 0) throw notUnderstood("it names no id");
    const at = lists[Number(cursor)] === undefined ? 0 : Number(cursor);
    const place = { source: "arxiv:query", next: at + 1 < lists.length ? String(at + 1) : null };
    try {
      return { ...place, ...(await fetchIds(deps, address, lists[at] ?? [], ids.length === 1, options)) };
    } catch (error) {
      if (!(error instanceof PageRefused) || lists.length === 1) throw error;
      return { ...place, entries: [], failed: [], refused: { cursor: String(at), error } };
    }
  };
}

/** Asks for ids, and again for those that did not come where the answer says that there are more of them. */
async function fetchIds(
  deps: ArxivDeps,
  address: string,
  ids: readonly string[],
  isOnlyOne: boolean,
  { signal }: { readonly signal?: AbortSignal },
): Promise<Pick<ListingPage, "entries" | "failed" | "missing">> {
  const entries = new Map<string | null, PaperEntry>();
  const failed: IngestFailure[] = [];
  let open = [...ids];
  let isRead = false;
  for (let tries = 0; open.length > 0 && tries <= PAUSES_MS.length; ) {
    if (tries > 0) {
      await deps.sleep(PAUSES_MS[tries - 1] ?? 0, signal);
      signal?.throwIfAborted();
    }
    const params = { id_list: open.join(","), start: "0" };
    const feed = await fetchFeed(deps, address, params, { ...(signal && { signal }), fresh: tries > 0 });
    const reason = feed?.error ?? null;
    if (reason !== null) {
      const named = open.find((id) => reason.endsWith(` ${id}`));
      if (isOnlyOne || named === undefined) throw notUnderstood(reason);
      // One id that is none does not cost the others.
      failed.push({ id: named, reason: `arXiv does not understand it: ${reason}` });
      open = open.filter((id) => id !== named);
      isRead = true;
      continue;
    }
    tries += 1;
    if (feed === null) continue;
    isRead = true;
    for (const entry of feed.entries) if (!entries.has(entry.arxivId)) entries.set(entry.arxivId, entry);
    failed.push(...feed.failed);
    const wanted = open.length;
    open = open.filter((id) => !feed.ids.some((found) => isAnswerTo(found, id)));
    const isMoreAnnounced = feed.totalResults === null || feed.totalResults > wanted - open.length;
    if (!isMoreAnnounced) break;
  }
  if (!isRead) throw noList(address);
  const isOfAnotherVersion = (id: string) => [...entries.values()].some(({ arxivId }) => isSamePaper(arxivId, id));
  failed.push(
    ...open.map((id) => ({
      id,
      reason: isOfAnotherVersion(id) ? "not found: arXiv gave another version" : "not found: arXiv has no such paper",
    })),
  );
  const malformed = ids.filter((id) => failed.some((failure) => failure.id === id) && !open.includes(id));
  return { entries: [...entries.values()], failed, missing: [...malformed, ...open] };
}

/** True where an entry is the paper asked for, in the version asked for. arXiv leaves out old ids' subject classes. */
function isAnswerTo(found: string, asked: string): boolean {
  const [one, other] = [readId(found), readId(asked)];
  return one.paper === other.paper && (one.version === other.version || one.version === "" || other.version === "");
}

function isSamePaper(found: string | null, asked: string): boolean {
  return found !== null && readId(found).paper === readId(asked).paper;
}

function readId(text: string): { readonly paper: string; readonly version: string } {
  const version = /v(\d{1,4})$/iu.exec(text)?.[1] ?? "";
  const paper = (readArxivId(text) ?? text).replace(/v\d{1,4}$/iu, "");
  return { paper: paper.toLowerCase().replace(/\.[a-z-]{1,20}(?=\/)/u, ""), version };
}

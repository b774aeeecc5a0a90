import type { AppError } from "../../domain/errors.ts";
import type { IngestFailure, ServiceRequest } from "../../domain/ingest.ts";
import type { PaperEntry } from "../../domain/paper.ts";
import type { ListingPage, PaperListing } from "../../ports/paper-listing.ts";
import { askAgain, PAGE_PAUSES_MS } from "../../util/ask-again.ts";
import { type ArxivDeps, fetchFeed, listFailed, noList, notUnderstood, PAPERS_PER_PAGE } from "./fetch-feed.ts";
import type { ParsedFeed } from "./parse-feed.ts";

type QueryRequest = Extract<ServiceRequest, { readonly query: string }>;

/**
 * Where a page begins. `100 of 260` is the page from the 100th paper on of a list that had 260; `0 until 5 of 265` is a
 * page of those that came to the top of the list after a run was cut short.
 */
interface Place {
  readonly start: number;
  readonly until: number | null;
  readonly total: number | null;
}

/** How often a list is read again from a little before, because it became shorter while it was read. */
const MOST_STEPS_BACK = 3;

/**
 * The papers that a query finds, newest first. Each page is held against the total that the service announces: one that
 * is empty, short, or says again what was said is asked for again; one that stays so fails, or shows in the account at
 * the end.
 */
export function pagesOfQuery(deps: ArxivDeps, address: string, request: QueryRequest): PaperListing["fetchPage"] {
  const { query, since } = request;
  const seen = new Set<string>();
  let state = newState(null);

  async function fetchFrom(place: Place, signal: AbortSignal | undefined): Promise<ParsedFeed> {
    const { start } = place;
    const announced = state.total ?? place.total;
    const params = { search_query: query, sortBy: "submittedDate", sortOrder: "descending", start: String(start) };
    const answer = await askAgain(
      (fresh) => fetchFeed(deps, address, params, { ...(signal && { signal }), fresh }),
      (feed) => {
        if (feed === null) return false;
        if (feed.error !== null) return true;
        const total = totalOf(feed, start) ?? announced ?? 0;
        if (feed.listed === 0) return Math.max(total, announced ?? 0) <= start;
        if (isNothingNew(feed, place, total)) return false;
        return feed.listed >= Math.min(state.pageSize, total - start);
      },
      { pausesMs: PAGE_PAUSES_MS, sleep: deps.sleep, ...(signal && { signal }) },
    );
    const feeds = "good" in answer ? [answer.good] : answer.poor;
    const [best] = feeds.flatMap((feed) => feed ?? []).toSorted((a, b) => b.listed - a.listed);
    if (best === undefined) throw noList(address);
    if (best.error !== null) {
      // What was understood for the first page is understood for the others.
      throw start === 0 ? notUnderstood(best.error) : listFailed(`refused the page from ${start} on: ${best.error}`);
    }
    return best;
  }

  /** A page of what is known already, where something else was to be expected. */
  function isNothingNew(feed: ParsedFeed, { start, until }: Place, total: number): boolean {
    if (until !== null || start + feed.listed <= state.reached || feed.listed === 0) return false;
    const grown = state.total === null ? 0 : total - state.total;
    return newIn(feed) === 0 && grown < feed.listed;
  }

  /** Listings that no earlier page had. A paper that stands twice on one page took nobody's place there. */
  function newIn(feed: ParsedFeed): number {
    const again = feed.entries.filter(({ arxivId }) => arxivId !== null && seen.has(arxivId));
    return feed.listed - again.length;
  }

  /** Where to go on behind a page; what was lost on the way is told on the last one. */
  function goOn(end: number, total: number | null, isLast: boolean): Pick<ListingPage, "next" | "problem"> {
    if (!isLast) return { next: place({ start: end, until: null, total }) };
    const until = state.resumedAt === null ? 0 : grownSince(state.resumedAt, total);
    const next = until === 0 ? null : place({ start: 0, until, total });
    const lost = state.repeated - Math.max(0, (total ?? 0) - (state.firstTotal ?? total ?? 0));
    return lost > 0 ? { next: null, problem: notAll(total, lost) } : { next };
  }

  return async (cursor, { signal }) => {
    let at = readPlace(cursor);
    if (!state.hasBegun) {
      state = { ...newState(cursor === null ? null : at), hasBegun: true, reached: at.start };
      // A list that was added to meanwhile has more at its top than was to be read there.
      if (at.until !== null) at = { ...at, start: 0 };
      // A run that ends at a page was told of something on it.
      else if (at.start > 0) at = { ...at, total: at.total ?? at.start + 1 };
    }
    const { start } = at;
    const feed = await fetchFrom(at, signal);
    const failed: IngestFailure[] = [...feed.failed];
    const said = state.total ?? at.total;
    const total = totalOf(feed, start) ?? said;
    const end = start + feed.listed;
    const isFirstOfResumed = state.resumedAt !== null && state.total === null;

    if (feed.listed === 0) {
      const announced = Math.max(total ?? 0, said ?? 0);
      if (announced > start) {
        if (isFirstOfResumed && start > 0 && (feed.totalResults ?? 0) <= start) {
          state = { ...newState(null), hasBegun: true };
          const reason = "the list has become shorter since the last run: it is read again from the beginning";
          return { source: "arxiv:query", entries: [], failed: [{ id: query, reason }], next: "0" };
        }
        throw listFailed(`announced ${announced} papers, but its page from ${start} on stayed empty`);
      }
      const behind = at.until === null ? goOn(start, total, true) : { next: null };
      return { source: "arxiv:query", entries: [], failed, ...behind };
    }
    if (isNothingNew(feed, at, total ?? 0)) {
      throw listFailed(`gave the same papers again in place of its page from ${start} on`);
    }
    const entries = feed.entries.filter(({ published }) => isWithin(published, since));
    const page = { source: "arxiv:query", entries, failed };

    if (at.until !== null) {
      const until = state.total === null ? at.until + Math.max(0, (total ?? 0) - (at.total ?? total ?? 0)) : at.until;
      state = { ...state, total };
      return { ...page, next: end >= until ? null : place({ start: end, until, total }) };
    }

    const overlap = Math.max(0, state.reached - start);
    const repeated = Math.max(0, feed.listed - newIn(feed) - overlap);
    for (const { arxivId } of feed.entries) if (arxivId !== null) seen.add(arxivId);
    const shrunk = state.total === null || total === null ? 0 : state.total - total;
    const isShort = total !== null && feed.listed < Math.min(state.pageSize, total - start);
    const before = state;
    state = {
      ...state,
      total,
      firstTotal: state.firstTotal ?? total,
      reached: Math.max(state.reached, end),
      repeated: state.repeated + repeated,
      // Some services give less than they are asked for, each time.
      pageSize: isShort ? feed.listed : state.pageSize,
    };
    if (shrunk > 0) {
      failed.push({ id: query, reason: `arXiv announced ${before.total} papers, then ${total}` });
      if (before.stepsBack < MOST_STEPS_BACK) {
        state = { ...state, stepsBack: before.stepsBack + 1, firstTotal: total };
        return { ...page, next: place({ start: Math.max(0, start - shrunk), until: null, total }) };
      }
      state = { ...state, repeated: state.repeated + shrunk };
    }
    const isLast = (total !== null && end >= total) || isPastDay(feed.entries, since);
    return { ...page, ...goOn(end, total, isLast) };
  };
}

interface ListState {
  readonly hasBegun: boolean;
  /** The checkpoint that the run began at. */
  readonly resumedAt: Place | null;
  /** What the last page announced, and the first. */
  readonly total: number | null;
  readonly firstTotal: number | null;
  /** How far the list is read. */
  readonly reached: number;
  /** Papers that came again where others should have. */
  readonly repeated: number;
  readonly stepsBack: number;
  /** What a full page of this service holds. */
  readonly pageSize: number;
}

function newState(resumedAt: Place | null): ListState {
  return {
    hasBegun: false,
    resumedAt,
    total: null,
    firstTotal: null,
    reached: 0,
    repeated: 0,
    stepsBack: 0,
    pageSize: PAPERS_PER_PAGE,
  };
}

function readPlace(cursor: string | null): Place {
  const match = /^(?<start>\d{1,9})(?: until (?<until>\d{1,9}))?(?: of (?<total>\d{1,9}))?$/u.exec(cursor ?? "0");
  const { start, until, total } = match?.groups ?? {};
  return {
    start: Number(start ?? 0),
    until: until === undefined ? null : Number(until),
    total: total === undefined ? null : Number(total),
  };
}

function place({ start, until, total }: Place): string {
  return `${start}${until === null ? "" : ` until ${until}`}${total === null ? "" : ` of ${total}`}`;
}

/** How many papers came to the top of the list since a run was cut short; without the total of then, it may be all. */
function grownSince(checkpoint: Place, total: number | null): number {
  return checkpoint.total === null ? checkpoint.start : Math.max(0, (total ?? 0) - checkpoint.total);
}

/** What a page announces; null where it says nothing, or less than it holds. */
function totalOf({ totalResults, listed }: ParsedFeed, start: number): number | null {
  return totalResults === null || totalResults < start + listed ? null : totalResults;
}

function isWithin(published: string | null, since: string | null): boolean {
  return since === null || published === null || published >= since;
}

/** True where what follows is older still: one odd date is no sign of that, unless the page is not full. */
function isPastDay(entries: readonly PaperEntry[], since: string | null): boolean {
  const dated = entries.filter(({ published }) => published !== null);
  const last = dated.at(-1);
  if (last === undefined || isWithin(last.published, since)) return false;
  return entries.length < PAPERS_PER_PAGE || !isWithin(dated.at(-2)?.published ?? null, since);
}

function notAll(total: number | null, lost: number): AppError {
  const what = `announced ${total} papers, gave some of them twice and ${lost} not at all`;
  return listFailed(what);
}

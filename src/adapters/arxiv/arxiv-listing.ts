import type { ServiceRequest } from "../../domain/ingest.ts";
import { sha256 } from "../../domain/paper.ts";
import type { PaperListing } from "../../ports/paper-listing.ts";
import type { ArxivDeps } from "./fetch-feed.ts";
import { pagesOfIds } from "./pages-of-ids.ts";
import { pagesOfQuery } from "./pages-of-query.ts";

/** Ids that are all named where a request is. */
const IDS_NAMED = 20;

/** What arXiv lists, from its Atom API (`/api/query`). */
export function createArxivListing(
  deps: ArxivDeps,
  baseUrl: string,
  request: Extract<ServiceRequest, { readonly service: "arxiv" }>,
): PaperListing {
  const address = `${baseUrl.replace(/(?<!\/)\/+$/u, "").replace(/\/api(?:\/query)?$/u, "")}/api/query`;
  return {
    service: "arxiv",
    request: nameOf(request),
    fetchPage: "ids" in request ? pagesOfIds(deps, address, request.ids) : pagesOfQuery(deps, address, request),
  };
}

function nameOf(request: Extract<ServiceRequest, { readonly service: "arxiv" }>): string {
  if ("query" in request) return `${request.query}${request.since === null ? "" : ` since ${request.since}`}`;
  const { ids } = request;
  if (ids.length <= IDS_NAMED) return ids.join(", ");
  const named = ids.slice(0, 3).join(", ");
  // The hash keeps the checkpoints of long lists apart.
  return `${named} and ${ids.length - 3} more (${sha256(ids.join(",")).slice(0, 8)})`;
}

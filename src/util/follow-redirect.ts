/** Statuses that send whoever asks to another address. */
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
/** A longer name of a host is not repeated. */
const LONGEST_HOST = 100;

/** Where an answer sends whoever asks: within the same host, elsewhere, or nowhere (it is no redirect). */
export type Redirect =
  | { readonly kind: "none" }
  | { readonly kind: "within"; readonly url: string }
  | { readonly kind: "elsewhere"; readonly to: string };

/**
 * Reads a redirect. The same host is the same name and port, or its `https` address in place of its `http` one; never
 * the other way round, since what is asked in private is not to be asked in the open.
 *
 * @param location the `Location` header; null for none
 */
export function followRedirect(from: string, status: number, location: string | null): Redirect {
  if (!REDIRECTS.has(status) || location === null) return { kind: "none" };
  if (!URL.canParse(location, from)) return { kind: "elsewhere", to: "something that is no address" };
  const [here, there] = [new URL(from), new URL(location, from)];
  const isSecured = here.protocol === "http:" && there.protocol === "https:" && here.port === "" && there.port === "";
  const isSame = here.protocol === there.protocol && here.port === there.port;
  if (here.hostname === there.hostname && (isSame || isSecured)) {
    there.hash = "";
    there.username = "";
    there.password = "";
    return { kind: "within", url: there.href };
  }
  const isWeb = there.protocol === "http:" || there.protocol === "https:";
  if (!isWeb || there.host.length > LONGEST_HOST) return { kind: "elsewhere", to: "another address" };
  return { kind: "elsewhere", to: here.host === there.host ? `${there.protocol}//${there.host}` : there.host };
}

import { REST, type RESTGetAPICurrentUserGuildsResult, type RESTGetAPICurrentUserResult, Routes } from "discord.js";
import { applicationIdOf, inviteLink } from "./permissions.ts";

export type TokenInspection =
  /** Discord knows the token; `servers` are the ids of the first 200 that the bot is in. */
  | { readonly kind: "valid"; readonly name: string; readonly invite: string; readonly servers: readonly string[] }
  | { readonly kind: "refused" }
  /** Discord can't be reached from here. */
  | { readonly kind: "unreachable"; readonly invite: string | null };

const PATIENCE_MS = 5_000;

/** Asks Discord whose token this is. Never throws; the token is in no result. */
export async function inspectToken(token: string, restApi: string | null): Promise<TokenInspection> {
  const applicationId = applicationIdOf(token);
  const invite = applicationId === null ? null : inviteLink(applicationId);
  const rest = new REST({ ...(restApi === null ? {} : { api: restApi }), timeout: PATIENCE_MS, retries: 0 });
  rest.setToken(token);
  try {
    const user = (await rest.get(Routes.user())) as RESTGetAPICurrentUserResult;
    const servers = (await rest.get(Routes.userGuilds())) as RESTGetAPICurrentUserGuildsResult;
    return { kind: "valid", name: user.username, invite: inviteLink(user.id), servers: servers.map(({ id }) => id) };
  } catch (error) {
    if (error instanceof Error && "status" in error && error.status === 401) return { kind: "refused" };
    return { kind: "unreachable", invite };
  } finally {
    rest.clearHashSweeper();
    rest.clearHandlerSweeper();
  }
}

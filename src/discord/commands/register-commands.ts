import { type REST, Routes } from "discord.js";
import type { Clock } from "../../ports/clock.ts";
import type { Logger } from "../../ports/logger.ts";
import type { StateStore } from "../../ports/state-store.ts";
import { commandManifest, forOneServer, manifestHash } from "./manifest.ts";

export interface RegisterDeps {
  readonly rest: Pick<REST, "put">;
  readonly state: Pick<StateStore, "getRegistration" | "saveRegistration">;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * Tells Discord of the commands, if they are not those it was told of last: Discord counts such calls.
 *
 * @param guildId the one server to register in; null for everywhere
 * @returns whether Discord was called
 */
export async function registerCommands(
  { rest, state, clock, logger }: RegisterDeps,
  applicationId: string,
  guildId: string | null,
): Promise<boolean> {
  const manifest = guildId === null ? commandManifest() : forOneServer(commandManifest());
  const scope = `${applicationId}:${guildId ?? "global"}`;
  const hash = manifestHash(manifest);
  if ((await state.getRegistration(scope)) === hash) return false;
  const route =
    guildId === null
      ? Routes.applicationCommands(applicationId)
      : Routes.applicationGuildCommands(applicationId, guildId);
  await rest.put(route, { body: manifest });
  // Where it can't be noted down, Discord is told once more at the next start.
  await state
    .saveRegistration(scope, hash, clock.now())
    .catch((error: unknown) => logger.warn({ err: error }, "the registration could not be noted down"));
  logger.info({ commands: manifest.length, guildId }, "commands registered");
  return true;
}

import { PermissionFlagsBits } from "discord.js";
import type { BotContext } from "../bot-context.ts";
import type { Origin } from "../origin.ts";
import type { Payload } from "../presenters/payload.ts";
import { type Answerable, originOfInteraction, respondAnywhere, tellAtOnce } from "./respond.ts";

/** What Discord hides from people who may not manage the server is checked here once more. */
export function managedServer(interaction: Answerable): string | null {
  return interaction.memberPermissions?.has(PermissionFlagsBits.ManageGuild) === true ? interaction.guildId : null;
}

/** Answers somebody who may manage the server, to them alone; refuses anybody else. */
export function respondToManager(
  bot: BotContext,
  interaction: Answerable,
  make: (origin: Origin, serverId: string) => Promise<Payload>,
): Promise<void> {
  const serverId = managedServer(interaction);
  if (serverId === null) return refuseManager(bot, interaction);
  return respondAnywhere(bot, interaction, true, (origin) => make(origin, serverId));
}

export function refuseManager(bot: BotContext, interaction: Answerable): Promise<void> {
  return tellAtOnce(interaction, originOfInteraction(bot, interaction).speech.texts.refusals.notManager);
}

import { PermissionFlagsBits } from "discord.js";
import type { BotContext } from "../bot-context.ts";
import { type Answerable, originOfInteraction, tellAtOnce } from "./respond.ts";

/** What Discord hides from people who may not manage the server is checked here once more. */
export function managedServer(interaction: Answerable): string | null {
  return interaction.memberPermissions?.has(PermissionFlagsBits.ManageGuild) === true ? interaction.guildId : null;
}

export function refuseManager(bot: BotContext, interaction: Answerable): Promise<void> {
  return tellAtOnce(interaction, originOfInteraction(bot, interaction).speech.texts.refusals.notManager);
}

import type {
  AnySelectMenuInteraction,
  ButtonInteraction,
  ChatInputCommandInteraction,
  ModalSubmitInteraction,
} from "discord.js";
import { type ServerSettings, serverSettingsSchema } from "../../domain/server-settings.ts";
import type { BotContext } from "../bot-context.ts";
import { encodeAction, type SettingsField } from "../custom-ids.ts";
import { payload } from "../presenters/payload.ts";
import { presentSettings } from "../presenters/present-settings.ts";
import { managedServer, refuseManager, respondToManager } from "./managed-server.ts";
import { textModal } from "./modals.ts";
import { originOfInteraction, respondAnywhere } from "./respond.ts";

/** `/settings`: the panel, to the person alone. */
export function handleSettings(bot: BotContext, interaction: ChatInputCommandInteraction): Promise<void> {
  return respondToManager(bot, interaction, async ({ speech }, serverId) =>
    presentSettings(bot.settings.get(serverId), bot.limits, speech),
  );
}

/** A choice in one of the panel's menus. */
export async function handleSettingsMenu(
  bot: BotContext,
  interaction: AnySelectMenuInteraction,
  field: SettingsField,
): Promise<void> {
  const serverId = managedServer(interaction);
  if (serverId === null) return refuseManager(bot, interaction);
  await interaction.deferUpdate();
  const change = readChange(field, interaction.values);
  if (change !== null) await bot.settings.save(serverId, change, interaction.user.id);
  // Read anew: the language may have changed with this very choice.
  const { speech } = originOfInteraction(bot, interaction);
  await interaction.editReply(presentSettings(bot.settings.get(serverId), bot.limits, speech));
}

/** The panel's button: a form for the limits. */
export async function openLimits(bot: BotContext, interaction: ButtonInteraction): Promise<void> {
  const serverId = managedServer(interaction);
  if (serverId === null) return refuseManager(bot, interaction);
  const { settings, buttons } = originOfInteraction(bot, interaction).speech.texts;
  const { userAsksPerHour, serverAsksPerHour } = bot.settings.get(serverId);
  const field = (id: string, label: string, value: number) => ({
    id,
    label,
    value: String(value),
    required: true,
    long: false,
    maxLength: 6,
  });
  await interaction.showModal(
    textModal(encodeAction({ do: "settings", field: "limits" }), buttons.editLimits, [
      field("user", settings.userPerHour, userAsksPerHour ?? bot.limits.userAsksPerHour),
      field("server", settings.serverPerHour, serverAsksPerHour ?? bot.limits.serverAsksPerHour),
    ]),
  );
}

export async function handleLimits(bot: BotContext, interaction: ModalSubmitInteraction): Promise<void> {
  const serverId = managedServer(interaction);
  if (serverId === null) return refuseManager(bot, interaction);
  const change = serverSettingsSchema.pick({ userAsksPerHour: true, serverAsksPerHour: true }).safeParse({
    userAsksPerHour: Number(interaction.fields.getTextInputValue("user")),
    serverAsksPerHour: Number(interaction.fields.getTextInputValue("server")),
  });
  await respondAnywhere(bot, interaction, true, async ({ speech, userId }) => {
    if (!change.success) return payload({ content: speech.texts.settings.badNumber });
    return presentSettings(await bot.settings.save(serverId, change.data, userId), bot.limits, speech);
  });
}

/** A menu's choice as a change of settings; null for a value that no menu offers. */
function readChange(field: SettingsField, values: readonly string[]): Partial<ServerSettings> | null {
  const [value] = values;
  const candidates: Readonly<Record<SettingsField, unknown>> = {
    channels: { allowedChannels: values },
    visibility: { visibility: value },
    threads: { threads: value },
    language: { language: value },
    limits: null,
  };
  const parsed = serverSettingsSchema.partial().safeParse(candidates[field]);
  if (!parsed.success) return null;
  return Object.fromEntries(Object.entries(parsed.data).filter(([, set]) => set !== undefined));
}

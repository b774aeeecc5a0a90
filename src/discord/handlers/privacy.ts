import type { ButtonInteraction, ChatInputCommandInteraction } from "discord.js";
import type { BotContext } from "../bot-context.ts";
import { encodeAction } from "../custom-ids.ts";
import { reportFailure } from "../failures.ts";
import { button, payload, row } from "../presenters/payload.ts";
import { presentExport } from "../presenters/present-export.ts";
import { originOfInteraction, replyTo, tellAtOnce } from "./respond.ts";

/** `/privacy export`: files with all that is kept, to the person alone. */
export async function handlePrivacyExport(bot: BotContext, interaction: ChatInputCommandInteraction): Promise<void> {
  const origin = originOfInteraction(bot, interaction);
  const reply = replyTo(bot, interaction, true);
  if (!(await reply.acknowledge())) return;
  try {
    const [first, ...further] = await presentExport(await bot.retention.exportPerson(origin.userId), origin.speech);
    await reply.finish(first);
    for (const message of further) await interaction.followUp({ ...message, flags: "Ephemeral" });
  } catch (error) {
    await reply.refuse(reportFailure(bot, error, origin));
  }
}

/** `/privacy delete`: asks whether the person is sure; nothing is deleted yet. */
export async function handlePrivacyDelete(bot: BotContext, interaction: ChatInputCommandInteraction): Promise<void> {
  const { privacy } = originOfInteraction(bot, interaction).speech.texts;
  const buttons = row(
    button(encodeAction({ do: "delete-data", sure: "yes" }), privacy.deleteNow, { style: "danger" }),
    button(encodeAction({ do: "delete-data", sure: "no" }), privacy.keep),
  );
  await tellAtOnce(interaction, payload({ content: privacy.sure, components: [buttons] }));
}

/** What the person chose takes the question's place. Only they see it, and whoever presses deletes their own data. */
export async function handleDeleteData(
  bot: BotContext,
  interaction: ButtonInteraction,
  sure: "yes" | "no",
): Promise<void> {
  await interaction.deferUpdate();
  const origin = originOfInteraction(bot, interaction);
  const { privacy } = origin.speech.texts;
  if (sure === "no") {
    await interaction.editReply(payload({ content: privacy.kept }));
    return;
  }
  const rows = await bot.retention.deletePerson(origin.userId, bot.clock.now());
  await interaction.editReply(payload({ content: privacy.deleted(origin.speech.number(rows)) }));
}

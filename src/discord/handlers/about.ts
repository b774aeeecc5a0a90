import type { ChatInputCommandInteraction } from "discord.js";
import type { BotContext } from "../bot-context.ts";
import { LIMITS } from "../limits.ts";
import { COLOUR, payload } from "../presenters/payload.ts";
import { originOfInteraction, respondAnywhere, tellAtOnce } from "./respond.ts";

const EXPORT_NAME = "footnote-data.json";

/** `/help` */
export async function handleHelp(bot: BotContext, interaction: ChatInputCommandInteraction): Promise<void> {
  const { help } = originOfInteraction(bot, interaction).speech.texts;
  await tellAtOnce(
    interaction,
    payload({
      embeds: [{ title: help.title, description: help.lines.map((line) => `• ${line}`).join("\n"), color: COLOUR }],
    }),
  );
}

/** `/about` */
export async function handleAbout(bot: BotContext, interaction: ChatInputCommandInteraction): Promise<void> {
  const { speech } = originOfInteraction(bot, interaction);
  const { about } = speech.texts;
  const papers = bot.titlesNow()?.size;
  const parts = [
    ...(papers === undefined ? [] : [about.does(speech.number(papers))]),
    about.cannot,
    about.keeps(speech.number(bot.keepDays)),
  ];
  await tellAtOnce(
    interaction,
    payload({ embeds: [{ title: about.title, description: parts.join("\n\n"), color: COLOUR }] }),
  );
}

/** `/privacy export`: one file, to the person alone. */
export function handlePrivacyExport(bot: BotContext, interaction: ChatInputCommandInteraction): Promise<void> {
  return respondAnywhere(bot, interaction, true, async ({ speech, userId }) => {
    const data = await bot.state.exportPerson(userId);
    if (Object.values(data).every((rows: readonly unknown[]) => rows.length === 0)) {
      return payload({ content: speech.texts.privacy.nothing });
    }
    const attachment = Buffer.from(`${JSON.stringify(data, null, 2)}\n`, "utf8");
    if (attachment.length > LIMITS.fileBytes) throw new Error("an export larger than Discord takes");
    return payload({ content: speech.texts.privacy.exported, files: [{ name: EXPORT_NAME, attachment }] });
  });
}

/** `/privacy delete` */
export function handlePrivacyDelete(bot: BotContext, interaction: ChatInputCommandInteraction): Promise<void> {
  return respondAnywhere(bot, interaction, true, async ({ speech, userId }) => {
    const rows = await bot.state.deletePerson(userId);
    return payload({ content: speech.texts.privacy.deleted(speech.number(rows)) });
  });
}

import type { ChatInputCommandInteraction } from "discord.js";
import type { BotContext } from "../bot-context.ts";
import { COLOUR, payload } from "../presenters/payload.ts";
import { originOfInteraction, tellAtOnce } from "./respond.ts";

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

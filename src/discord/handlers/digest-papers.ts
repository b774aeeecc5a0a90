import type { ButtonInteraction, StringSelectMenuInteraction } from "discord.js";
import type { BotContext } from "../bot-context.ts";
import type { Origin } from "../origin.ts";
import { fitText } from "../presenters/fit-text.ts";
import { escapeText } from "../presenters/markdown.ts";
import { payload } from "../presenters/payload.ts";
import { noteOpened } from "./note-opened.ts";
import { showPaper } from "./papers.ts";
import { respondAnywhere, respondCounted } from "./respond.ts";

const TITLE_CHARACTERS = 150;

/** A paper of a digest, for whoever wants to look at it: the digests of the server learn from that. */
export async function handleLook(bot: BotContext, interaction: StringSelectMenuInteraction): Promise<void> {
  const look = async (origin: Origin) => {
    const paper = (await bot.corpus()).titles.byKey(interaction.values[0] ?? "");
    if (paper === undefined) return payload({ content: origin.speech.texts.paper.gone });
    noteOpened(bot, origin, paper.paperId);
    return showPaper(bot, paper, origin, { inDigest: origin.serverId !== null });
  };
  // Digests are read in channels where no question is answered, too.
  await respondCounted(bot, interaction, true, look, { anyChannel: true });
}

/** “Less like this”: the digests of the server learn from it. A second time takes it back. */
export async function handleLess(bot: BotContext, interaction: ButtonInteraction, paperKey: string): Promise<void> {
  await respondAnywhere(bot, interaction, true, async ({ speech, serverId, userId }) => {
    const { paper: texts, digest } = speech.texts;
    const paper = (await bot.corpus()).titles.byKey(paperKey);
    if (paper === undefined || serverId === null) return payload({ content: texts.gone });
    const given = { serverId, userId, paperId: paper.paperId, signal: "less" } as const;
    const title = escapeText(fitText(paper.title, TITLE_CHARACTERS));
    if (await bot.interests.removeSignal(given)) return payload({ content: digest.lessTakenBack(title) });
    // Whoever wants less of it looked at it only to find that out.
    await bot.interests.removeSignal({ ...given, signal: "opened" });
    await bot.interests.addSignal(given, bot.clock.now());
    return payload({ content: digest.lessNoted(title) });
  });
}

import type { ButtonInteraction, ChatInputCommandInteraction } from "discord.js";
import { readArxivId } from "../../domain/paper-identifiers.ts";
import type { BotContext } from "../bot-context.ts";
import type { Origin } from "../origin.ts";
import { escapeText } from "../presenters/markdown.ts";
import { type Payload, payload } from "../presenters/payload.ts";
import { respondToManager } from "./managed-server.ts";
import { showPaper } from "./papers.ts";

/** `/paper add id:` */
export function handleAddPaper(bot: BotContext, interaction: ChatInputCommandInteraction): Promise<void> {
  const wanted = interaction.options.getString("id", true);
  return respondToManager(bot, interaction, (origin) => addPaper(bot, wanted, origin));
}

/** “Add 2401.01234” under an answer. */
export function handleAddPaperButton(bot: BotContext, interaction: ButtonInteraction, arxivId: string): Promise<void> {
  return respondToManager(bot, interaction, (origin) => addPaper(bot, arxivId, origin));
}

async function addPaper(bot: BotContext, wanted: string, origin: Origin): Promise<Payload> {
  const { paper: texts } = origin.speech.texts;
  const arxivId = readArxivId(wanted);
  if (arxivId === null) return payload({ content: texts.badId(escapeText(wanted)) });
  const known = (await bot.corpus()).titles.get(arxivId);
  if (known !== undefined) return showPaper(bot, known, origin);
  const outcome = await bot.fetchPaper(arxivId);
  if (outcome === "unknown") return payload({ content: texts.unknownId(arxivId) });
  const added = outcome === "failed" ? undefined : (await bot.corpus()).titles.get(arxivId);
  if (added === undefined) return payload({ content: texts.addFailed(arxivId) });
  const card = await showPaper(bot, added, origin);
  return { ...card, content: texts.added(escapeText(added.title)) };
}

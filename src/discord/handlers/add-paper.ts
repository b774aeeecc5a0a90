import type { ButtonInteraction, ChatInputCommandInteraction } from "discord.js";
import { readArxivId } from "../../domain/paper-identifiers.ts";
import type { BotContext } from "../bot-context.ts";
import type { Origin } from "../origin.ts";
import { escapeText } from "../presenters/markdown.ts";
import { type Payload, payload } from "../presenters/payload.ts";
import { managedServer, respondToManager } from "./managed-server.ts";
import { showPaper } from "./papers.ts";
import { type Answerable, countLookup } from "./respond.ts";

/** `/paper add id:` */
export function handleAddPaper(bot: BotContext, interaction: ChatInputCommandInteraction): Promise<void> {
  return respondWithPaper(bot, interaction, interaction.options.getString("id", true));
}

/** “Add 2401.01234” under an answer. */
export function handleAddPaperButton(bot: BotContext, interaction: ButtonInteraction, arxivId: string): Promise<void> {
  return respondWithPaper(bot, interaction, arxivId);
}

async function respondWithPaper(bot: BotContext, interaction: Answerable, wanted: string): Promise<void> {
  const isManager = managedServer(interaction) !== null;
  if (isManager && !(await countLookup(bot, interaction, { anyChannel: true }))) return;
  await respondToManager(bot, interaction, (origin) => addPaper(bot, wanted, origin));
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

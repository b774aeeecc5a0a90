import type { ButtonInteraction, ChatInputCommandInteraction, Interaction, ModalSubmitInteraction } from "discord.js";
import type { BotContext } from "./bot-context.ts";
import { decodeAction } from "./custom-ids.ts";
import { isDiscordError, loggable } from "./discord-errors.ts";
import { reportFailure } from "./failures.ts";
import { handleAbout, handleHelp } from "./handlers/about.ts";
import { handleAddPaper, handleAddPaperButton } from "./handlers/add-paper.ts";
import {
  handleAskAbout,
  handleFollowUp,
  handleHelpful,
  handleNewTopic,
  handleSources,
  handleUnhelpful,
  openAskAbout,
  openFollowUp,
  openNewTopic,
  openReason,
} from "./handlers/answers.ts";
import { handleAsk, handleAskAboutThis } from "./handlers/ask.ts";
import { handleLess, handleLook } from "./handlers/digest-papers.ts";
import {
  completeZone,
  handleDigestList,
  handleDigestNow,
  handleDigestPreview,
  handleSubscribe,
  handleUnsubscribe,
} from "./handlers/digests.ts";
import {
  completeTitle,
  handlePaper,
  handlePick,
  handleRelated,
  handleRelatedButton,
  handleRelatedPage,
  handleSearch,
  handleSearchPage,
} from "./handlers/papers.ts";
import { handleDeleteData, handlePrivacyDelete, handlePrivacyExport } from "./handlers/privacy.ts";
import { type Answerable, originOfInteraction, tellAtOnce } from "./handlers/respond.ts";
import { handleLimits, handleSettings, handleSettingsMenu, openLimits } from "./handlers/settings.ts";
import { payload } from "./presenters/payload.ts";

type CommandHandler = (bot: BotContext, interaction: ChatInputCommandInteraction) => Promise<void>;

/** By the English name, with the subcommand where there is one. */
const COMMANDS: Readonly<Record<string, CommandHandler>> = {
  ask: handleAsk,
  related: handleRelated,
  "paper show": handlePaper,
  "paper add": handleAddPaper,
  search: handleSearch,
  help: handleHelp,
  about: handleAbout,
  "privacy export": handlePrivacyExport,
  "privacy delete": handlePrivacyDelete,
  settings: handleSettings,
  "digest subscribe": handleSubscribe,
  "digest preview": handleDigestPreview,
  "digest list": handleDigestList,
  "digest unsubscribe": handleUnsubscribe,
  "digest now": handleDigestNow,
};

/** Hands an interaction to its handler. Never rejects: what goes wrong is logged, and told to the asker alone. */
export async function routeInteraction(bot: BotContext, interaction: Interaction): Promise<void> {
  if (interaction.isAutocomplete()) {
    const completed =
      interaction.commandName === "digest" ? completeZone(interaction) : completeTitle(bot, interaction);
    await completed.catch((error: unknown) => bot.logger.debug(loggable(error), "a completion came too late"));
    return;
  }
  try {
    await dispatch(bot, interaction);
  } catch (error) {
    // Nobody waits any more, or another process has answered.
    if (isDiscordError(error, "unknownInteraction", "alreadyAcknowledged")) {
      bot.logger.warn(loggable(error), "an interaction was gone");
    } else if (interaction.isRepliable()) await tellFailure(bot, interaction, error);
  }
}

async function dispatch(bot: BotContext, interaction: Interaction): Promise<void> {
  if (interaction.isChatInputCommand()) {
    const subcommand = interaction.options.getSubcommand(false);
    const handler =
      COMMANDS[subcommand === null ? interaction.commandName : `${interaction.commandName} ${subcommand}`];
    if (handler === undefined) return outdated(bot, interaction);
    await handler(bot, interaction);
  } else if (interaction.isMessageContextMenuCommand()) await handleAskAboutThis(bot, interaction);
  else if (interaction.isButton()) await dispatchButton(bot, interaction);
  else if (interaction.isModalSubmit()) await dispatchModal(bot, interaction);
  else if (interaction.isAnySelectMenu()) {
    const action = decodeAction(interaction.customId);
    if (action?.do === "settings") await handleSettingsMenu(bot, interaction, action.field);
    else if (action?.do === "pick" && interaction.isStringSelectMenu()) await handlePick(bot, interaction, action.what);
    else if (action?.do === "look" && interaction.isStringSelectMenu()) await handleLook(bot, interaction);
    else await outdated(bot, interaction);
  }
}

async function dispatchButton(bot: BotContext, interaction: ButtonInteraction): Promise<void> {
  const action = decodeAction(interaction.customId);
  switch (action?.do) {
    case "follow-up":
      return openFollowUp(bot, interaction, action.answerId);
    case "new-topic":
      return openNewTopic(bot, interaction, action.answerId);
    case "sources":
      return handleSources(bot, interaction, action.answerId);
    case "helpful":
      return handleHelpful(bot, interaction, action.answerId);
    case "unhelpful":
      return openReason(bot, interaction, action.answerId);
    case "ask-about":
      return openAskAbout(bot, interaction, action.paperKey);
    case "related":
      return handleRelatedButton(bot, interaction, action.paperKey);
    case "less":
      return handleLess(bot, interaction, action.paperKey);
    case "related-page":
      return handleRelatedPage(bot, interaction, action);
    case "search-page":
      return handleSearchPage(bot, interaction, action);
    case "add-paper":
      return handleAddPaperButton(bot, interaction, action.arxivId);
    case "settings":
      return openLimits(bot, interaction);
    case "delete-data":
      return handleDeleteData(bot, interaction, action.sure);
    default:
      return outdated(bot, interaction);
  }
}

async function dispatchModal(bot: BotContext, interaction: ModalSubmitInteraction): Promise<void> {
  const action = decodeAction(interaction.customId);
  switch (action?.do) {
    case "follow-up":
      return handleFollowUp(bot, interaction, action.answerId);
    case "new-topic":
      return handleNewTopic(bot, interaction, action.answerId);
    case "unhelpful":
      return handleUnhelpful(bot, interaction, action.answerId);
    case "ask-about":
      return handleAskAbout(bot, interaction, action.paperKey);
    case "settings":
      return handleLimits(bot, interaction);
    default:
      return outdated(bot, interaction);
  }
}

/** A command or component that an earlier version of the bot made. */
function outdated(bot: BotContext, interaction: Answerable): Promise<void> {
  return tellAtOnce(interaction, originOfInteraction(bot, interaction).speech.texts.refusals.expired);
}

async function tellFailure(bot: BotContext, interaction: Answerable, failure: unknown): Promise<void> {
  const text = reportFailure(bot, failure, originOfInteraction(bot, interaction));
  try {
    if (!interaction.deferred && !interaction.replied) await tellAtOnce(interaction, text);
    else await interaction.followUp({ ...payload({ content: text }), flags: "Ephemeral" });
  } catch (error) {
    bot.logger.warn(loggable(error), "a failure could not be told");
  }
}

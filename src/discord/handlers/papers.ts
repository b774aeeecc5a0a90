import type {
  AutocompleteInteraction,
  ButtonInteraction,
  ChatInputCommandInteraction,
  StringSelectMenuInteraction,
} from "discord.js";
import { paperKeyOf } from "../../domain/paper.ts";
import type { TitledPaper } from "../../ports/corpus-store.ts";
import type { StoredSearch } from "../../ports/state-store.ts";
import { relatedPapers } from "../../retrieval/related-papers.ts";
import { searchPapers } from "../../retrieval/search-papers.ts";
import { isFullDate } from "../../util/dates.ts";
import type { BotContext, CorpusView } from "../bot-context.ts";
import type { PickedFor } from "../custom-ids.ts";
import { LIMITS } from "../limits.ts";
import type { Origin } from "../origin.ts";
import { fitPlain, type Payload, payload } from "../presenters/payload.ts";
import {
  type PaperCardOptions,
  presentCandidates,
  presentPaper,
  presentRelated,
  presentSearch,
} from "../presenters/present-papers.ts";
import { questionOf, readFilterOptions } from "./ask.ts";
import { noteOpened } from "./note-opened.ts";
import { isForAskerOnly, originOfInteraction, respondWith, tellAtOnce } from "./respond.ts";

const RELATED_LISTED = 25;
const SEARCH_LISTED = 50;

/** Titles while somebody types, from memory. */
export async function completeTitle(bot: BotContext, interaction: AutocompleteInteraction): Promise<void> {
  const typed = interaction.options.getFocused();
  const titles = bot.titlesNow()?.complete(typed, LIMITS.choices) ?? [];
  await interaction.respond(
    titles.map(({ paperId, title }) => ({
      name: fitPlain(title, LIMITS.choiceName),
      value: paperId.length <= LIMITS.choiceValue ? paperId : paperKeyOf(paperId),
    })),
  );
}

/** `/related paper:` */
export function handleRelated(bot: BotContext, interaction: ChatInputCommandInteraction): Promise<void> {
  return withPaper(bot, interaction, "related", (view, paper, exact, origin) =>
    relatedPage(view, paper, { sort: "similar", from: 0, guessed: !exact }, origin),
  );
}

/** `/paper show paper:` */
export function handlePaper(bot: BotContext, interaction: ChatInputCommandInteraction): Promise<void> {
  return withPaper(bot, interaction, "paper", (view, paper, _exact, origin) => paperPage(view, paper, origin));
}

/** A paper picked from a menu, where its title was not clear: the menu gives way to it. */
export async function handlePick(
  bot: BotContext,
  interaction: StringSelectMenuInteraction,
  what: PickedFor,
): Promise<void> {
  await turnPage(bot, interaction, async (origin) => {
    const view = await bot.corpus();
    const paper = view.titles.byKey(interaction.values[0] ?? "");
    if (paper === undefined) return payload({ content: origin.speech.texts.paper.gone });
    noteOpened(bot, origin, paper.paperId);
    if (what === "paper") return paperPage(view, paper, origin);
    return relatedPage(view, paper, { sort: "similar", from: 0, guessed: false }, origin);
  });
}

/** A paper's card; out of a digest, with “Less like this”. */
export async function showPaper(
  bot: BotContext,
  paper: TitledPaper,
  origin: Origin,
  options?: PaperCardOptions,
): Promise<Payload> {
  return paperPage(await bot.corpus(), paper, origin, options);
}

async function paperPage(
  view: CorpusView,
  { paperId }: TitledPaper,
  { speech }: Origin,
  options?: PaperCardOptions,
): Promise<Payload> {
  const [paper] = await view.corpus.getPapers([paperId]);
  return paper === undefined ? payload({ content: speech.texts.paper.gone }) : presentPaper(paper, speech, options);
}

/** `/search query: since: until: author: upvotes: source: sort:` */
export async function handleSearch(bot: BotContext, interaction: ChatInputCommandInteraction): Promise<void> {
  const origin = originOfInteraction(bot, interaction);
  const query = questionOf(interaction.options.getString("query", true));
  if (query === null) return tellAtOnce(interaction, origin.speech.texts.refusals.unreadable);
  const narrowed = readFilterOptions(interaction, bot.clock.now());
  if (narrowed === null) return tellAtOnce(interaction, origin.speech.texts.refusals.badDate);
  await respondWith(bot, interaction, isForAskerOnly(bot, origin), async () => {
    const search = { searchId: bot.newId(), userId: origin.userId, query, ...narrowed };
    await bot.state.saveSearch(search, bot.clock.now());
    return searchPage(bot, search, 0, origin);
  });
}

/** The “Related” button below a paper: a response of its own. */
export function handleRelatedButton(bot: BotContext, interaction: ButtonInteraction, paperKey: string): Promise<void> {
  const origin = originOfInteraction(bot, interaction);
  const paper = bot.titlesNow()?.byKey(paperKey);
  if (paper !== undefined) noteOpened(bot, origin, paper.paperId);
  return respondWith(bot, interaction, isForAskerOnly(bot, origin), () =>
    relatedByKey(bot, paperKey, { sort: "similar", from: 0 }, origin),
  );
}

/** “More”, “Previous” and the order of related papers. */
export function handleRelatedPage(
  bot: BotContext,
  interaction: ButtonInteraction,
  page: { readonly paperKey: string; readonly sort: "similar" | "recent"; readonly from: number },
): Promise<void> {
  return turnPage(bot, interaction, (origin) => relatedByKey(bot, page.paperKey, page, origin));
}

/** “Previous” and “Next” of a search. */
export function handleSearchPage(
  bot: BotContext,
  interaction: ButtonInteraction,
  page: { readonly searchId: string; readonly from: number },
): Promise<void> {
  return turnPage(bot, interaction, async (origin) => {
    const search = await bot.state.getSearch(page.searchId);
    if (search === null) return payload({ content: origin.speech.texts.refusals.expired });
    return searchPage(bot, search, page.from, origin);
  });
}

/** Pages turn in place for whoever asked; anybody else gets a page of their own. */
async function turnPage(
  bot: BotContext,
  interaction: ButtonInteraction | StringSelectMenuInteraction,
  make: (origin: Origin) => Promise<Payload>,
): Promise<void> {
  const asker = interaction.message.interactionMetadata?.user.id;
  if (asker !== undefined && asker !== interaction.user.id) return respondWith(bot, interaction, true, make);
  await interaction.deferUpdate();
  await interaction.editReply(await make(originOfInteraction(bot, interaction)));
}

async function withPaper(
  bot: BotContext,
  interaction: ChatInputCommandInteraction,
  what: PickedFor,
  show: (view: CorpusView, paper: TitledPaper, exact: boolean, origin: Origin) => Promise<Payload>,
): Promise<void> {
  const origin = originOfInteraction(bot, interaction);
  const text = questionOf(interaction.options.getString("paper", true));
  if (text === null) return tellAtOnce(interaction, origin.speech.texts.refusals.unreadable);
  await respondWith(bot, interaction, isForAskerOnly(bot, origin), async () => {
    const view = await bot.corpus();
    const resolved = view.titles.resolve(text);
    if (resolved.kind === "found") {
      noteOpened(bot, origin, resolved.paper.paperId);
      return show(view, resolved.paper, resolved.exact, origin);
    }
    const candidates = resolved.kind === "ambiguous" ? resolved.candidates : resolved.nearest;
    return presentCandidates(resolved.kind, text, candidates, what, origin.speech);
  });
}

async function relatedByKey(
  bot: BotContext,
  paperKey: string,
  page: { readonly sort: "similar" | "recent"; readonly from: number },
  origin: Origin,
): Promise<Payload> {
  const view = await bot.corpus();
  const paper = view.titles.byKey(paperKey);
  if (paper === undefined) return payload({ content: origin.speech.texts.paper.gone });
  return relatedPage(view, paper, { ...page, guessed: false }, origin);
}

async function relatedPage(
  view: CorpusView,
  paper: TitledPaper,
  page: { readonly sort: "similar" | "recent"; readonly from: number; readonly guessed: boolean },
  origin: Origin,
): Promise<Payload> {
  const similar = await relatedPapers(view, paper.paperId, RELATED_LISTED);
  const dateOf = (published: string | null) => (isFullDate(published) ? published : "");
  const papers =
    page.sort === "similar"
      ? similar
      : [...similar].sort((a, b) =>
          dateOf(a.published) < dateOf(b.published) ? 1 : dateOf(a.published) > dateOf(b.published) ? -1 : 0,
        );
  return presentRelated({ paper, papers, ...page }, origin.speech);
}

async function searchPage(
  bot: BotContext,
  search: Pick<StoredSearch, "searchId" | "query" | "filters" | "order">,
  from: number,
  origin: Origin,
): Promise<Payload> {
  const view = await bot.corpus();
  const { searchId, query, filters, order } = search;
  const results = await searchPapers({ ...view, titles: async () => view.titles }, query, SEARCH_LISTED, {
    signal: bot.signal,
    ...(filters === undefined ? {} : { filters }),
    ...(order === undefined ? {} : { order }),
  });
  return presentSearch({ searchId, query, results, from }, origin.speech);
}

import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type LoopbackInteraction, startLoopbackDiscord } from "../support/discord/loopback.ts";
import { copyOfSeeds, startBotProcess } from "../support/discord/run-bot.ts";
import type { LoopbackMessage } from "../support/discord/world.ts";
import { openSeeds } from "../support/open-seeds.ts";
import { drawScenes, type Scene } from "./draw-messages.ts";

/** A picture of each reply: the real bot answers on loopback, and what it sent is drawn. `npm run pictures -- FOLDER` */
const folder = resolve(process.argv[2] ?? "pictures");
mkdirSync(folder, { recursive: true });
const seeds = mkdtempSync(join(tmpdir(), "footnote-pictures-"));
await (await openSeeds(seeds)).services.close();
const discord = await startLoopbackDiscord();
const bot = await startBotProcess(discord, copyOfSeeds(seeds));

const isStage = ({ data }: LoopbackMessage) => /^(?:⏳|🔎|📖|✅)/u.test(data.content);
const responseTo = (interaction: LoopbackInteraction) =>
  discord.until(() =>
    interaction.responses.find(
      (message) =>
        !message.deleted && !isStage(message) && (message.data.embeds.length > 0 || message.data.content !== ""),
    ),
  );
const scenes: Scene[] = [];
const scene = (name: string, message: LoopbackMessage, command: string | null = null) =>
  void scenes.push({ name, messages: [{ message, command }] });

const answer = await responseTo(discord.slash("ask", { question: "What explains grokking?" }));
scene("ask", answer, "/ask");
scene("sources", await responseTo(discord.press(answer, "Sources")));
const form = discord.press(answer, "Follow up");
await discord.until(() => form.modal);
scene("answered-in-thread", await responseTo(discord.submit(form, { question: "does it happen with SGD?" })), "/ask");
scenes.push({
  name: "thread",
  messages: discord.world.messagesIn(answer.data.id).map((message) => ({ message, command: null })),
});
const title = "Sharpness-Aware Minimization for Efficiently Improving Generalization";
scene("related", await responseTo(discord.slash("related", { paper: title })), "/related");
scene("paper", await responseTo(discord.slash("paper show", { paper: "grokfast" })), "/paper show");
scene("search", await responseTo(discord.slash("search", { query: "flat minima" })), "/search");
scene("candidates", await responseTo(discord.slash("paper show", { paper: "grokking" })), "/paper show");
scene("not-in-corpus", await responseTo(discord.slash("ask", { question: "What is the capital of France?" })), "/ask");
const manager = { manager: true };
const weekly = { channel: { channel: answer.data.channel_id }, day: 5, time: "17:00", timezone: "Europe/Berlin" };
scene("digest-subscribe", await responseTo(discord.slash("digest subscribe", weekly, manager)), "/digest subscribe");
const digest = await responseTo(discord.slash("digest preview", {}, manager));
scene("digest-posted", digest, "/digest preview");
const [menu] = JSON.parse(JSON.stringify(digest.data.components))[0].components;
scene("digest-paper", await responseTo(discord.choose(digest, menu.custom_id, [menu.options[0].value])));
scene("settings", await responseTo(discord.slash("settings", {}, { manager: true })), "/settings");
scene("help", await responseTo(discord.slash("help", {}, { locale: "de" })), "/help");
scene("about", await responseTo(discord.slash("about", {}, { locale: "ja" })), "/about");
scene("privacy", await responseTo(discord.slash("privacy delete", {})), "/privacy delete");
scene("refused", await responseTo(discord.slash("ask", { question: "…" })), "/ask");
await bot.stop();
await discord.close();
await drawScenes(scenes, folder);
rmSync(seeds, { recursive: true, force: true });
console.log(`${scenes.length} pictures in ${folder}`);

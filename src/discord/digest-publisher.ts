import { type Client, MessageFlags, SnowflakeUtil } from "discord.js";
import type { DigestPublisher, PersonNote } from "../ports/digest-publisher.ts";
import type { Logger } from "../ports/logger.ts";
import { isDiscordError, isNotAllowed, loggable } from "./discord-errors.ts";
import type { Speech } from "./locales/languages.ts";
import { payload } from "./presenters/payload.ts";
import { presentDigest } from "./presenters/present-digest.ts";

export interface DigestPublisherDeps {
  readonly client: Client;
  /** The language that a server has settled on. */
  readonly speechOf: (serverId: string) => Speech;
  readonly logger: Logger;
}

/** Messages among which one that was posted before is looked for. */
const LOOKED_AT = 100;
/** Clocks differ. */
const SLACK_MS = 60_000;

/** Posts digests in Discord's channels. */
export function createDigestPublisher({ client, speechOf, logger }: DigestPublisherDeps): DigestPublisher {
  return {
    async publish({ serverId, channelId, style, silent, crosspost }, digest, nonce) {
      const speech = speechOf(serverId);
      const { texts } = speech;
      try {
        const channel = await client.channels.fetch(channelId);
        if (channel === null || !channel.isSendable()) return { kind: "impossible", reason: texts.digest.channelGone };
        const message = await channel.send({
          ...presentDigest(digest, style, speech, nonce),
          nonce,
          enforceNonce: true,
          ...(silent ? { flags: MessageFlags.SuppressNotifications } : {}),
        });
        if (crosspost && message.crosspostable) {
          await message
            .crosspost()
            .catch((error: unknown) => logger.warn(loggable(error), "a digest could not be passed on"));
        }
        return { kind: "posted", messageId: message.id };
      } catch (error) {
        if (isDiscordError(error, "unknownChannel")) return { kind: "impossible", reason: texts.digest.channelGone };
        if (isNotAllowed(error)) return { kind: "impossible", reason: texts.digest.mayNotPost };
        throw error;
      }
    },

    async findPosted({ channelId }, nonce, since) {
      try {
        const channel = await client.channels.fetch(channelId);
        if (channel === null || !channel.isTextBased()) return null;
        const after = SnowflakeUtil.generate({ timestamp: since.getTime() - SLACK_MS }).toString();
        const messages = await channel.messages.fetch({ after, limit: LOOKED_AT });
        const own = messages.find(
          (message) =>
            message.author.id === client.user?.id &&
            message.embeds.some(({ footer }) => footer?.text.endsWith(` ${nonce}`) === true),
        );
        return own?.id ?? null;
      } catch (error) {
        // What can't be looked at can't be posted in either; posting says why.
        if (isDiscordError(error, "unknownChannel") || isNotAllowed(error)) return null;
        throw error;
      }
    },

    async tellPerson(userId, note) {
      // Whoever had their data deleted is not told.
      if (userId === "") return;
      try {
        await client.users.send(userId, payload({ content: await noteText(client, note, speechOf) }));
      } catch (error) {
        logger.info({ ...loggable(error), note: note.kind }, "a subscriber could not be told");
      }
    },
  };
}

async function noteText(client: Client, note: PersonNote, speechOf: (serverId: string) => Speech): Promise<string> {
  if (note.kind === "overdue") {
    const runs = note.runs.map(({ channelId, week }) => `<#${channelId}> (${week})`).join(", ");
    return `These digests are overdue by more than 15 minutes: ${runs}. The log says why.`;
  }
  // Where it can't be looked at, the note is in English.
  const channel = await client.channels.fetch(note.channelId).catch(() => null);
  const serverId = channel !== null && !channel.isDMBased() ? channel.guildId : "";
  const { digest } = speechOf(serverId).texts;
  const name = `<#${note.channelId}>`;
  return note.kind === "skipped" ? digest.skipped(name, note.weeks.join(", ")) : digest.disabled(name, note.reason);
}

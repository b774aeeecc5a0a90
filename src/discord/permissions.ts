import { OAuth2Scopes, PermissionFlagsBits, PermissionsBitField } from "discord.js";

/** What the bot needs in a server, and no more. */
export const NEEDED_PERMISSIONS = [
  PermissionFlagsBits.ViewChannel,
  PermissionFlagsBits.SendMessages,
  PermissionFlagsBits.SendMessagesInThreads,
  PermissionFlagsBits.CreatePublicThreads,
  PermissionFlagsBits.EmbedLinks,
  PermissionFlagsBits.ReadMessageHistory,
  PermissionFlagsBits.AddReactions,
] as const;

/** The address where a person adds the bot to a server, with exactly the scopes and permissions that it needs. */
export function inviteLink(applicationId: string): string {
  const query = new URLSearchParams({
    client_id: applicationId,
    scope: [OAuth2Scopes.Bot, OAuth2Scopes.ApplicationsCommands].join(" "),
    permissions: new PermissionsBitField([...NEEDED_PERMISSIONS]).bitfield.toString(),
    integration_type: "0",
  });
  return `https://discord.com/oauth2/authorize?${query.toString()}`;
}

/** The application's id, which a bot token begins with; null for a token that is none. */
export function applicationIdOf(token: string): string | null {
  const id = Buffer.from(token.split(".")[0] ?? "", "base64url").toString("utf8");
  return /^\d{15,21}$/u.test(id) ? id : null;
}

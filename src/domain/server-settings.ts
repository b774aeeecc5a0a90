import { z } from "zod";

/** Languages that the bot speaks; each names a catalogue of texts. */
export const LANGUAGES = ["en", "de", "fr", "es", "pt", "ja", "zh"] as const;
export type Language = (typeof LANGUAGES)[number];

/** What the people who manage a server decide for it. */
export const serverSettingsSchema = z.object({
  /** Channels in which the bot answers; none named means all. A thread counts as its channel. */
  allowedChannels: z.array(z.string()).max(25),
  /** Who sees an answer where the question does not say. */
  visibility: z.enum(["everyone", "asker"]),
  /** Questions an hour; null means the operator's default. */
  userAsksPerHour: z.number().int().positive().max(1_000).nullable(),
  serverAsksPerHour: z.number().int().positive().max(10_000).nullable(),
  /** `auto`: the language that each person's Discord is set to. */
  language: z.enum(["auto", ...LANGUAGES]),
  /** When a thread is opened below an answer: never, for the first follow-up, or with each answer to a command. */
  threads: z.enum(["never", "follow-up", "always"]),
});
export type ServerSettings = z.infer<typeof serverSettingsSchema>;

export const DEFAULT_SERVER_SETTINGS: ServerSettings = {
  allowedChannels: [],
  visibility: "everyone",
  userAsksPerHour: null,
  serverAsksPerHour: null,
  language: "auto",
  threads: "follow-up",
};

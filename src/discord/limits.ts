/**
 * Discord's limits, by name. Lengths are counted in UTF-16 units, which is never less than Discord's own count.
 * Source: the API documentation of Discord, August 2026.
 */
export const LIMITS = {
  messageCharacters: 2_000,
  embedTitle: 256,
  embedDescription: 4_096,
  embedFields: 25,
  embedFieldName: 256,
  embedFieldValue: 1_024,
  embedFooter: 2_048,
  /** Titles, descriptions, fields and footers of all embeds of a message together. */
  embedsTotal: 6_000,
  embedsPerMessage: 10,
  componentsPerMessage: 40,
  componentsPerRow: 5,
  rowsPerMessage: 5,
  customId: 100,
  buttonLabel: 80,
  selectOptions: 25,
  selectOptionLabel: 100,
  modalTitle: 45,
  modalLabel: 45,
  textInput: 4_000,
  choices: 25,
  choiceName: 100,
  choiceValue: 100,
  commandName: 32,
  commandDescription: 100,
  /** Names, descriptions and choices of a command together; of translations the longest counts. */
  commandTotal: 8_000,
  threadName: 100,
  placeholder: 150,
  /** An address behind a link: as long as one behind a button. */
  linkAddress: 512,
  nonce: 25,
  /** Bytes of an attached file, in a server without boosts. */
  fileBytes: 10 * 1024 * 1024,
  /** Follow-ups to one interaction where only the user installed the app. */
  followUpsUserInstall: 5,
} as const;

/** The first response is due within 3 s. */
export const ACKNOWLEDGE_WITHIN_MS = 3_000;
/** An interaction's token works for 15 minutes; the last one is left for the way there. */
export const TOKEN_USABLE_MS = 14 * 60_000;
/** Least time between two edits of one message. */
export const EDIT_EVERY_MS = 1_500;

/** English prose has about four characters to a token; good enough for limits, not for bills. */
const CHARACTERS_PER_TOKEN = 4;

/** About how many tokens of a language model the texts are. */
export function estimateTokens(...texts: readonly string[]): number {
  return Math.ceil(texts.reduce((sum, text) => sum + text.length, 0) / CHARACTERS_PER_TOKEN);
}

import { AppError } from "../domain/errors.ts";
import { cleanLine } from "../util/clean-text.ts";

const MOST_TOPICS = 20;
const MOST_CHARACTERS = 100;

/** Topics as people write them, with commas between. Throws `USAGE_INVALID` for too many, or one that is too long. */
export function readTopics(text: string): string[] {
  const topics = [...new Set(text.split(/[,;\n]/u).map(cleanLine))].filter((topic) => topic !== "");
  if (topics.length > MOST_TOPICS) {
    throw new AppError("USAGE_INVALID", `${topics.length} topics are too many: name at most ${MOST_TOPICS}.`);
  }
  const long = topics.find((topic) => topic.length > MOST_CHARACTERS);
  if (long !== undefined) {
    throw new AppError(
      "USAGE_INVALID",
      `The topic “${long.slice(0, 40)}…” is longer than ${MOST_CHARACTERS} characters.`,
    );
  }
  return topics;
}

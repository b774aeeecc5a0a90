import { isStopWord } from "../util/terms.ts";

const FEWEST_WORDS = 5;
/** Words that ask for something: what follows is a question or a request, however it is written. */
const ASKS =
  /^(?:what|how|why|who|when|where|which|is|are|do|does|did|can|could|should|would|has|have|any|give|show|list|find|summari[sz]e|compare|explain|tell|papers?)\b|\bvs\.?(?!\p{L})|\?\s*$/iu;

/**
 * True for a message that is written as a title and says nothing else: five words or more, all of them in capitals but
 * for function words, with one function word at least. “Low-Rank Adaptation” is a topic.
 */
export function isTitleAlone(text: string): boolean {
  const words = text.match(/[\p{L}\p{N}]+(?:[-'’][\p{L}\p{N}]+)*/gu) ?? [];
  if (words.length < FEWEST_WORDS || ASKS.test(text.trim())) return false;
  const joining = words.filter((word) => isStopWord(word.toLowerCase()));
  const telling = words.filter((word) => !isStopWord(word.toLowerCase()));
  return joining.length > 0 && telling.length > 1 && telling.every((word) => /^[\p{Lu}\p{N}]/u.test(word));
}

/** Words with which a model turns to its task: “Okay, so …”, “First, …”. */
const TURNS =
  "(?:(?:okay|ok|alright|all right|hmm+|wait|so|well|now|then|first|next|also|finally|unfortunately|however|but)[,.…]*\\s+)*";
/** A sentence about the one who asks, or about what the model does next. */
const SPEAKS_OF_TASK = new RegExp(
  `^${TURNS}(?:the (?:user|question)(?: here)? (?:asks|asked|wants|wanted|is asking|is about|seems|would like)|let(?:['’]s| us| me)\\b|we (?:need|have) to\\b|we (?:should|must) (?:answer|cite|use|write|reply|check|look|produce)\\b|looking (?:at|through) |(?:the )?(?:(?:first|second|third|fourth|fifth|next|other|last) )?passage(?: (?:\\d+|one|two|three|four|five))? (?:says?|states?|mentions?|talks?|discusses|is about|also)|it (?:says|mentions)\\b)`,
  "iu",
);
/** Interjections with which only talk begins. */
const THINKS_ALOUD = /^(?:okay|ok|alright|all right|hmm+|wait)\b[,.…!]/iu;
/** Papers say “we”: a sentence whose subject is “I” is the model's own word. */
const SPEAKS_OF_ITSELF = new RegExp(
  `^${TURNS}(?:(?:[Bb]ased on|[Ff]rom) [^,]{1,60}, )?(?:(?:I['’](?:m|ll|d|ve)\\b|I (?:can|cannot|could|do|did|don|am|was|will|would|need|should|must|have|think|see|know|found|find|want|notice|believe|apologi[sz]e)\\b)|[Aa]s an? (?:AI|language model)\\b|(?:[Ss]orry|[Mm]y apologies)\\b)`,
  "u",
);
/** “The passages do not contain the answer.” */
const FINDS_NO_ANSWER = new RegExp(
  `^${TURNS}(?:(?:(?:the|these|those|your|any of the) )?(?:(?:provided|given|supplied|numbered|available|above) )*(?:passages?|abstracts?|excerpts?|context|information|sources?)(?: (?:provided|given|supplied|available|above))? (?:do|does|did|is|are)(?:n['’]t| not)\\b|(?:none|neither) of the (?:\\p{L}+ )?(?:passages|abstracts|excerpts|sources)\\b|no passages?\\b|there (?:is|are) no (?:\\p{L}+ )?(?:information|passages?|answer|mention)\\b)`,
  "iu",
);
/** A heading or a lead-in ends so, and a table's row begins so. */
const LEADS_IN = /[:：]["”’)]*$|^\|/u;
/** “Final answer: …”. */
const ANSWER_LABEL = /^(?:(?:the |my )?(?:final |short |direct )?(?:answer|response)|in short|summary)\s*[:：]\s*/iu;
const ENDS_SENTENCE = /[.!?。！？…]["'”’)\]]*$/u;

/** What a sentence of a reply is. */
export type ReplySentence =
  /** It claims something: as it can be shown. */
  | { readonly kind: "claim"; readonly text: string }
  /** The model speaks of its task, of itself, or of the passages as a whole. */
  | { readonly kind: "talk" }
  /** A heading, a line that leads to a list, a row of a table. */
  | { readonly kind: "heading" };

/**
 * Tells by rule what a sentence of a reply claims about the subject from what it says about the reply: a model thinks
 * aloud, excuses itself, and sets headings, none of which a passage could bear out. A claim loses a label before it
 * (“Answer: …”), and gets the stop that an item of a list lacks.
 */
export function readReplySentence(sentence: string): ReplySentence {
  const text = sentence.replace(ANSWER_LABEL, "");
  if (text === "" || LEADS_IN.test(text)) return { kind: "heading" };
  const isTalk = [THINKS_ALOUD, SPEAKS_OF_TASK, SPEAKS_OF_ITSELF, FINDS_NO_ANSWER].some((rule) => rule.test(text));
  if (isTalk) return { kind: "talk" };
  return { kind: "claim", text: ENDS_SENTENCE.test(text) ? text : `${text.replace(/(?<![\s,;])[\s,;]+$/u, "")}.` };
}

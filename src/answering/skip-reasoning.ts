/** What came of a piece of a reply: text that is meant to be read, or word that all text before was reasoning. */
export type ReplyPart = { readonly kind: "text"; readonly text: string } | { readonly kind: "restart" };

export interface ReasoningFilter {
  /** Takes a piece of the reply and returns what of it is no reasoning. The start of what may be a tag is held back. */
  push(delta: string): readonly ReplyPart[];
  /** Returns what was held back, at the end of the reply. */
  end(): readonly ReplyPart[];
}

const NAME =
  "(?:(?:ant|deep)?think(?:ing)?(?: process)?|thoughts?(?: process)?|reason(?:ing)?|reflect(?:ion)?|scratch_?pad|analysis|(?:inner|internal)[_ ]?(?:monologue|thoughts?)|chainofthought|cot|rationale|planning|思考|思维|推理)";
/** What stands before and after a name in one word: `seed:think`, `end_of_thought`, `think_start`, `think_fast`. */
const FIRST_PARTS = "(?:[a-z]{1,12}[:_▁-]){0,2}";
const LAST_PARTS = "(?:[_▁-][a-z0-9]{1,32}){0,3}";
/** `<think>`, `</THINKING >`, `<think effort="low">`, `[THINK]`, `◁/think▷`, `<|think|>`, `&lt;think&gt;`, `＜think＞`. */
const NAMED = `(?:<|&lt;|\\[|◁|【|＜|‹)\\s?[|｜]?(?<slash>/?)\\s?[|｜]?(?<word>${FIRST_PARTS}${NAME}${LAST_PARTS})(?:\\s[^<>[\\]\\n]{0,100})?(?<empty>/?)\\s?[|｜]?(?:>|&gt;|\\]|▷|】|＞|›)`;
/** The mark of an end that has no slash: `think_end`, `end_of_thinking`. */
const ENDS_WORD = /(?:^|[:_▁-])(?:end|stop|close)(?:$|[:_▁-])/iu;
/** `<|inner_prefix|>`, `<unused94>`, `<|channel>thought`; and their ends. */
const OPENING = "<\\|inner_prefix\\|>|<unused94>|<\\|channel>thought";
const CLOSING = "<\\|inner_suffix\\|>|<unused95>|<channel\\|>";
/** Lines that some models and servers write in place of tags. */
const OPENING_LINE = "(?<=^|\\n)(?:here(?: is|['’]s) my thought process ?:|thinking\\.\\.\\.(?=\\s?\\n))";
const CLOSING_LINE = "(?<=^|\\n)(?:here(?: is|['’]s) my response ?:|\\.\\.\\. ?done thinking\\.?)";
/** `<|channel|>analysis<|message|>` is thought, other channels are for tools, `final` is the answer. */
const CHANNEL =
  "<\\|channel\\|>\\s?(?<channel>analysis|commentary|final|[a-z]{1,20})(?:[^<\\n]{0,60}(?:<\\|constrain\\|>[^<\\n]{0,20})?<\\|message\\|>)?";
/** The same where a service lost the marks: `analysisThe user asks …assistantfinalThe answer`. */
const BARE_FINAL = "assistantfinal";
/** `<answer>` around what is meant to be read. */
const ANSWER = "<(?<close>/?)(?:final[_ ]?)?(?:answer|response|output|solution|result)>";
/** `<|im_end|>`, `</s>`: marks of a prompt's format, which say nothing. */
const FORMAT = "<\\|start\\|>(?:assistant)?|<[|｜][a-z_▁]{1,32}[|｜]>|</?s>";

const TAG = new RegExp(
  [
    `(?<named>${NAMED})`,
    `(?<opening>${OPENING})`,
    `(?<closing>${CLOSING})`,
    `(?<openingLine>${OPENING_LINE})`,
    `(?<closingLine>${CLOSING_LINE})`,
    CHANNEL,
    `(?<bareFinal>${BARE_FINAL})`,
    `(?<answer>${ANSWER})`,
    FORMAT,
  ].join("|"),
  "giu",
);
/** What may become a tag when more of the reply has come. */
const MAY_BECOME_TAG = new RegExp(
  [
    "[<◁＜‹[【]\\s?[|｜]?/?\\s?[|｜]?[\\p{L}\\d:_▁ ]{0,36}/?[|｜]?",
    "[<◁＜‹[【]\\s?[|｜]?/?\\s?[|｜]?[\\p{L}\\d:_▁-]{0,150}/?[|｜]?",
    "&(?:l(?:t(?:;\\s?[|｜]?/?[\\p{L}\\d:_▁-]{0,150}[|｜]?(?:&(?:gt?)?)?)?)?)?",
    `(?:<|&lt;|◁|＜|‹|\\[|【)\\s?/?\\s?${FIRST_PARTS}${NAME}${LAST_PARTS}\\s[^<>[\\]\\n]{0,104}`,
    "<\\|channel\\|>[^<\\n]{0,80}(?:<[|a-z]{0,9})?",
    "<\\|channel>[a-z]{0,7}",
    "<\\|start\\|>[a-z]{0,9}",
    "a(?:s(?:s(?:i(?:s(?:t(?:a(?:n(?:t(?:f(?:i(?:n(?:a)?)?)?)?)?)?)?)?)?)?)?)?",
  ]
    .map((pattern) => `(?:${pattern})$`)
    .join("|"),
  "iu",
);
/** What stands in place of a tag, from the start of a line on. */
const LINES = [
  "here is my thought process :",
  "here's my thought process :",
  "here’s my thought process :",
  "here is my response :",
  "here's my response :",
  "here’s my response :",
  "thinking...\r\n",
  "... done thinking.",
  "...done thinking.",
];
/** What is held back begins at most so many characters before the end. */
const MOST_HELD = 320;
const LONGEST_LINE = 32;

/** What comes before a tag that stands for itself. One that a sentence names (“the <think> token”) comes after a word. */
const NO_WORD_BEFORE = /(?:^|[\n.!?:…。！？*>)\]])[^\S\n]*$/u;
const LINE_START = /(?:^|\n)[^\S\n]*$/u;
/** A tag in quotation marks is spoken of. */
const QUOTE_BEFORE = /["'`“‘«(]$/u;
const SPACE_BEFORE = /\s$/u;
/** A sentence that names a tag goes on after it. */
const SENTENCE_GOES_ON = /^(?:[^\S\n]+\p{Ll}|[,.;:)'"”’»`?!-])/u;
const NOT_YET_TOLD = /^[^\S\n]{0,8}$/u;
/** As much of the text around a tag as it takes to tell. */
const LOOK_AROUND = 40;

/** What a tag does; `answers` marks what is meant to be read, `nothing` is left out and changes nothing. */
type Effect = "opens" | "closes" | "answers" | "nothing";

/**
 * Leaves out what a model thinks aloud between tags, as the pieces of its reply arrive. A block that is never closed
 * goes on to the end. A closing tag that nothing opened ends reasoning too, since some services keep the opening one:
 * then the reply starts again after it. The time is linear in the length of the reply.
 */
export function createReasoningFilter(): ReasoningFilter {
  let buffer = "";
  let before = "";
  let inside = false;
  let isAnswer = false;

  function take(final: boolean): ReplyPart[] {
    const parts: ReplyPart[] = [];
    const pass = (text: string) => {
      before = (before + text).slice(-LOOK_AROUND);
      if (!inside && text !== "") parts.push({ kind: "text", text });
    };
    let at = 0;
    let heldFrom: number | null = null;
    for (const match of buffer.matchAll(TAG)) {
      const { index, 0: tag } = match;
      const text = buffer.slice(at, index);
      const end = index + tag.length;
      const lead = (before + text).slice(-LOOK_AROUND);
      const after = buffer.slice(end, end + LOOK_AROUND);
      if (!final && needsMore(match, lead, after)) {
        heldFrom = index;
        break;
      }
      const effect = effectOf(match);
      if (!takesEffect(match, effect, inside, lead, after)) {
        pass(text + tag);
        at = end;
        continue;
      }
      pass(text);
      at = end;
      if (effect === "nothing") continue;
      const startsAgain = !inside && (effect === "closes" || (effect === "answers" && !isAnswer));
      if (startsAgain) parts.splice(0, parts.length, { kind: "restart" });
      if (effect === "answers") isAnswer = true;
      inside = effect === "opens";
      before = "";
    }
    heldFrom ??= final ? buffer.length : at + heldBackFrom(before, buffer.slice(at));
    pass(buffer.slice(at, heldFrom));
    buffer = buffer.slice(heldFrom);
    return parts;
  }

  return {
    push(delta) {
      buffer += delta;
      return take(false);
    },
    end: () => take(true),
  };
}

function effectOf({ groups = {} }: RegExpExecArray): Effect {
  const { named, word, slash, empty, opening, closing, openingLine, closingLine, channel, bareFinal, answer, close } =
    groups;
  if (named !== undefined && empty === "/") return "nothing";
  if (named !== undefined) return slash === "/" || ENDS_WORD.test(word ?? "") ? "closes" : "opens";
  if (opening !== undefined || openingLine !== undefined) return "opens";
  if (closing !== undefined || closingLine !== undefined || bareFinal !== undefined) return "closes";
  if (channel !== undefined) return channel.toLowerCase() === "final" ? "closes" : "opens";
  return answer !== undefined && close !== "/" ? "answers" : "nothing";
}

/** Whether a tag does what it says, and is not only spoken of. Within reasoning only its end counts. */
function takesEffect(
  { 0: tag, groups = {} }: RegExpExecArray,
  effect: Effect,
  inside: boolean,
  lead: string,
  after: string,
): boolean {
  const { openingLine, closingLine, bareFinal } = groups;
  if ((openingLine !== undefined || closingLine !== undefined) && !LINE_START.test(lead)) return false;
  if (bareFinal !== undefined) return tag === BARE_FINAL;
  if (inside) return effect === "closes" || (effect === "answers" && NO_WORD_BEFORE.test(lead));
  return !isSpokenOf(lead, after);
}

function isSpokenOf(lead: string, after: string): boolean {
  if (NO_WORD_BEFORE.test(lead)) return false;
  return QUOTE_BEFORE.test(lead) || (SPACE_BEFORE.test(lead) && SENTENCE_GOES_ON.test(after));
}

/** Whether it takes more of the reply to tell what a tag is. */
function needsMore({ 0: tag, groups = {} }: RegExpExecArray, lead: string, after: string): boolean {
  if (groups["channel"] !== undefined && !tag.endsWith(">") && after.length < LOOK_AROUND && !after.includes("\n"))
    return true;
  if (/^<\|channel\|>$/iu.test(tag)) return after.trim() === "";
  if (/^<\|start\|>$/iu.test(tag)) return "assistant".startsWith(after);
  return NOT_YET_TOLD.test(after) && SPACE_BEFORE.test(lead) && !NO_WORD_BEFORE.test(lead);
}

/** Where the part of a text begins that may become a tag; its length for none. */
function heldBackFrom(before: string, text: string): number {
  const from = Math.max(0, text.length - MOST_HELD);
  const tail = text.slice(from);
  const tagAt = MAY_BECOME_TAG.exec(tail)?.index ?? tail.length;
  const lineAt = Math.max(tail.lastIndexOf("\n") + 1, tail.length - LONGEST_LINE);
  const line = tail.slice(lineAt).toLowerCase();
  const isLine =
    line !== "" &&
    LINE_START.test(before + text.slice(0, from + lineAt)) &&
    LINES.some((each) => each.startsWith(line));
  return from + Math.min(tagAt, isLine ? lineAt : tail.length);
}

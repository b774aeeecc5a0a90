/** What came of a piece of a reply: text that is meant to be read, or word that all text before was reasoning. */
export type ReplyPart = { readonly kind: "text"; readonly text: string } | { readonly kind: "restart" };

export interface ReasoningFilter {
  /** Takes a piece of the reply and returns what of it is no reasoning. The start of what may be a tag is held back. */
  push(delta: string): readonly ReplyPart[];
  /** Returns what was held back, at the end of the reply. */
  end(): readonly ReplyPart[];
}

/** `<think>`, `</thinking>`, `<reasoning>`, `<seed:think>`, `[THINK]`, `◁/think▷`. */
const TAG =
  /[<[◁](\/?)(?:[a-z]{1,12}:)?(?:think|thinking|thoughts?|reason|reasoning|reflection|scratchpad|analysis)[>\]▷]/giu;
/** What may become a tag when more of the reply has come. */
const MAY_BECOME_TAG = /[<[◁]\/?[a-z:]{0,24}$/iu;
/** What comes before a tag that stands for itself. One that a sentence names (“the <think> token”) comes after a word. */
const NO_WORD_BEFORE = /(?:^|[\n.!?:…。])[^\S\n]*$/u;
/** As much of the text before a tag as it takes to tell. */
const LOOK_BACK = 40;

/**
 * Leaves out what a model thinks aloud between tags, as the pieces of its reply arrive. A block that is never closed
 * goes on to the end. A closing tag that nothing opened ends reasoning too, since some services keep the opening one:
 * then the reply starts again after it.
 */
export function createReasoningFilter(): ReasoningFilter {
  let buffer = "";
  let before = "";
  let inside = false;

  function take(final: boolean): ReplyPart[] {
    const parts: ReplyPart[] = [];
    const pass = (text: string) => {
      before = (before + text).slice(-LOOK_BACK);
      if (!inside && text !== "") parts.push({ kind: "text", text });
    };
    let at = 0;
    for (const { index, 0: tag, 1: slash } of buffer.matchAll(TAG)) {
      const text = buffer.slice(at, index);
      const closes = slash === "/";
      const counts = inside ? closes : NO_WORD_BEFORE.test((before + text).slice(-LOOK_BACK));
      pass(counts ? text : text + tag);
      at = index + tag.length;
      if (!counts) continue;
      if (closes && !inside) parts.splice(0, parts.length, { kind: "restart" });
      inside = !closes;
      before = "";
    }
    const rest = buffer.slice(at);
    const held = final ? "" : (MAY_BECOME_TAG.exec(rest)?.[0] ?? "");
    pass(rest.slice(0, rest.length - held.length));
    buffer = held;
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

/** A whole reply without what the model thought aloud. */
export function withoutReasoning(reply: string): string {
  const filter = createReasoningFilter();
  let text = "";
  for (const part of [...filter.push(reply), ...filter.end()]) text = part.kind === "restart" ? "" : text + part.text;
  return text;
}

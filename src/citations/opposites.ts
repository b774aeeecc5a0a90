/**
 * Pairs of word groups that say the opposite of each other in a claim. Only pairs that stay opposites whatever the
 * claim is about: “sharp” and “flat” often stand for the same finding, told from either side.
 */
const OPPOSITES: readonly (readonly [RegExp, RegExp])[] = [
  [/\b(?:increas|rais|grow)\w*/iu, /\b(?:decreas|reduc|lower|shrink|diminish)\w*/iu],
  [/\b(?:improv|enhanc|better|benefi|help)\w*/iu, /\b(?:worsen|degrad|hurt|harm|worse|deteriorat)\w*/iu],
  [/\b(?:faster|accelerat|speed)\w*/iu, /\b(?:slower|slows|slowed|slowing|slowdown|decelerat\w*)/iu],
  [/\b(?:more|larger|higher|greater|bigger)\b/iu, /\b(?:less|fewer|smaller|lower)\b/iu],
  [/\b(?:prevent|avoid|eliminat|suppress)\w*/iu, /\b(?:cause|induc|produc|trigger|enabl)\w*/iu],
  [/\b(?:necessary|required|essential|sufficient)\b/iu, /\b(?:unnecessary|optional|insufficient)\b/iu],
  [/\b(?:strong(?:ly|er|est)?|superior|excellent)\b/iu, /\b(?:weak(?:ly|er|est)?|inferior|poor(?:ly|er|est)?)\b/iu],
  [/(?<!\bas )\bwell\b(?!-| as\b)/iu, /\b(?:poor(?:ly)?|badly|inferior|degrad\w*|collapses?)\b/iu],
  [/\b(?:start|beginning|early|earlier)\b/iu, /\b(?:end of|late|later|final phase)\b/iu],
  [/\b(?:stable|stability|stabili[sz]\w*)\b/iu, /\b(?:unstable|instabilit\w*|destabili[sz]\w*)\b/iu],
  [/\b(?:consistent(?:ly)?|reliable|reliably)\b/iu, /\b(?:inconsistent(?:ly)?|unreliable|misleading)\b/iu],
  [/\b(?:same|identical|equal)\b/iu, /\b(?:different|unequal)\b/iu],
  [/\bbefore\b/iu, /\bafter\b/iu],
  [/(?<!\bnot )\b(?:only|solely|exclusively|merely)\b/iu, /\bnot (?:only|just|merely|solely)\b/iu],
];

/** The pattern of the side that a text takes, and that of the other side, for each pair of which it takes one. */
function sidesOf(text: string): { readonly taken: RegExp; readonly other: RegExp }[] {
  return OPPOSITES.flatMap(([one, other]) => {
    const [saysOne, saysOther] = [one.test(text), other.test(text)];
    if (saysOne === saysOther) return [];
    return [saysOne ? { taken: one, other } : { taken: other, other: one }];
  });
}

/** True where a text says one side of a pair of opposites, and another text only the other side. */
export function turnsRound(text: string, other: string): boolean {
  return sidesOf(text).some((side) => side.other.test(other) && !side.taken.test(other));
}

/** True where another text takes every side that a text takes. */
export function takesSameSides(text: string, other: string): boolean {
  return sidesOf(text).every((side) => side.taken.test(other));
}

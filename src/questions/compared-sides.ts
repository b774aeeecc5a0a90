/** A side with the words around it; what is longer names no side. */
const ONE = "(?<one>.{1,200}?)";
const OTHER = "(?<other>.+)$";

const BETWEEN = new RegExp(
  `\\b(?:differences?|comparison|trade-?offs?|similarit(?:y|ies)|compare|choose|choice|distinguish) (?:between|of) ${ONE} (?:and|vs\\.?|versus|or|from) ${OTHER}`,
  "iu",
);
const COMPARE = new RegExp(
  `\\b(?:compare|contrast|comparing) ${ONE} (?:with|to|and|against|vs\\.?|versus) ${OTHER}`,
  "iu",
);
const VERSUS = new RegExp(`^${ONE},? (?:vs\\.?|versus|compared (?:with|to)|next to) ${OTHER}`, "iu");
const AGAINST = new RegExp(`^${ONE},? against ${OTHER}`, "iu");
const DIFFERENCES =
  /^(?<one>.{1,200}?) ?(?:and|\/|,) ?(?<other>.{1,200}?)[,:]? (?:differences?|what differs|what is different|comparison|compared)$/iu;
const DIFFERS =
  /^(?:how|in what way|what|does|do|is|are|why)\b.{0,200}?\b(?:do(?:es)?|is|are|did)? ?(?<one>\S.{0,200}?) (?:compares? (?:to|with|against)|differs? (?:from|to)|different (?:from|to|than)|compared (?:to|with)|(?:any )?(?:better|worse|faster|slower|cheaper|stronger|more \w{1,40}|less \w{1,40}) than) (?<other>.+)$/iu;
const WHICH_OR = new RegExp(`^(?:which|what|who)\\b.{0,200}?[:,] ?${ONE},? or ${OTHER}`, "iu");
const OR_WHICH =
  /^(?:is |are |do |does |should (?:i|we) (?:use|pick|choose) |between )?(?<one>.{1,200}?),? or (?<other>.+?)(?:[,:;-] ?(?:which|what|who|how)\b.*| (?:better|best|worse|faster|cheaper|preferable|more|less)\b.*)?$/iu;

/** Words around a side that name none. */
const AROUND =
  /^(?:(?:and|so|the|a|an|is|are|do|does|of|between|using|use|training with|how|what|why|for|should|i|we)\s+)+|(?<![\s?!.,:;])[\s?!.,:;]+$/giu;
const ASPECT =
  /(?:[:,] .*|,? (?:use|uses|need|needs|get|gets|give|gives|suit|suits|work|works|cost|costs|do|does|to|against|in terms of|with respect to|regarding|when it comes to|for|on|in|at|under|w\.?r\.?t\.?|which|what|how|better|best|worse|again|then|please|for transferring|when) .*)$/iu;
const LONGEST_SIDE = 60;
const PRONOUN = /^(?:it|its|this|that|these|those|they|them|one|both)$/iu;

/** The two things that a comparison names, each in its own words; null where they can't be told. */
export function comparedSides(question: string): readonly [string, string] | null {
  const text = question
    .trim()
    .replace(/(?<![?!.\s])[?!.\s]+$/u, "")
    .replace(/\s+/gu, " ");
  for (const pattern of [BETWEEN, COMPARE, DIFFERENCES, VERSUS, DIFFERS, WHICH_OR, OR_WHICH, AGAINST]) {
    const groups = pattern.exec(text)?.groups;
    if (groups === undefined) continue;
    const [one, other] = [groups["one"], groups["other"]].map(sideOf);
    if (one === undefined || other === undefined || one === "" || other === "") continue;
    if (PRONOUN.test(one) || PRONOUN.test(other)) continue;
    if (one.length <= LONGEST_SIDE && other.length <= LONGEST_SIDE) return [one, other];
  }
  return null;
}

function sideOf(text = ""): string {
  const bare = text.replace(AROUND, "");
  const named = bare.replace(ASPECT, "").replace(AROUND, "").trim();
  return named === "" ? bare.trim() : named;
}

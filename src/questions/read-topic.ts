import { PAPERS } from "./question-patterns.ts";

const COUNT_WORDS: Readonly<Record<string, number>> = {
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  couple: 2,
  few: 3,
};
const NUMBERS = "\\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|(?:a )?couple(?: of)?|a few";
const ORDER_WORDS =
  "newest|latest|most recent|oldest|earliest|top|best|first|highest voted|most (?:upvoted|popular|liked)";
/** “5 good papers”, “3 pruning papers”, “newest 3”, “5 oldest”. */
const COUNTED: readonly RegExp[] = [
  new RegExp(`(?<![\\p{L}\\p{N}.-])(?<count>${NUMBERS}) (?:[\\p{L}-]+ ){0,3}?(?:${PAPERS}|ones)(?!\\p{L})`, "iu"),
  new RegExp(`\\b(?:${ORDER_WORDS}) (?<count>${NUMBERS})(?![\\p{L}\\p{N}.])`, "iu"),
  new RegExp(`^(?:give me |show me |list |the )*(?<count>${NUMBERS}) (?:${ORDER_WORDS})\\b`, "iu"),
];
/** “Which paper has the most upvotes”, “the earliest thing”. */
const ONE = new RegExp(
  `^(?:what is |show me |which is )*(?:the )?(?:${ORDER_WORDS}) (?:paper|thing|one|work|article)\\b|^which .*\\b(?:paper|article|one) (?:has|is|was|got) the (?:most|newest|oldest|latest|earliest)\\b`,
  "iu",
);

/** How many papers a message asks for; null where it does not say. At most 25. */
export function readCount(text: string): number | null {
  if (ONE.test(text)) return 1;
  const written = COUNTED.map((pattern) => pattern.exec(text)?.groups?.["count"]?.toLowerCase()).find(
    (count) => count !== undefined,
  );
  if (written === undefined) return null;
  const word = written.replace(/^a /u, "").replace(/ of$/u, "");
  const count = COUNT_WORDS[word] ?? Number(word);
  return Number.isInteger(count) && count > 0 ? Math.min(count, 25) : null;
}

/** Pieces that frame a request for papers, an overview or a definition. Taken off at both ends until none is left. */
const FRONT: readonly RegExp[] = [
  /^(?:gimme|count|tally|wtf (?:is|are)|current picture|picture|gist|whole|research|literature|can someone|you (?:have|got|know)|we have|here|go through)\b(?: (?:of|on|for|about))?\s*/iu,
  /^(?:and|but|so|then|also|ok|please|pls|just|maybe|perhaps)\b[\s,]*/iu,
  /^(?:can|could|would|will) you\b/iu,
  /^(?:give|show|send|get|find|list|name|tell|suggest|recommend|bring|fetch|pull|point|search|look|want|need|catch|walk|brief|help)\b(?: up)?(?: (?:me|us|for|out|to|up|through|with|at|on|understand))*(?!\p{L})/iu,
  /^(?:i(?:'m| am)?|we(?:'re| are)?) (?:new to|looking for|interested in|want(?:ing)?(?: to (?:know|read|learn|understand))?|need)(?: (?:about|more|on))*\b/iu,
  /^new to\b/iu,
  /^(?:should|can|could|do|must|would) (?:i|we|one|a beginner|someone)\b(?: (?:read|start|begin|look at|go|first|with|best))*\b/iu,
  /^(?:read|reads)(?: first)?\b/iu,
  /^(?:summari[sz]e|sum up|recap|outline|survey|review|digest|condense|synthesi[sz]e|overview|summary|rundown|tl;?dr|describe|explain|define|definition|meaning|introduction|intro|primer|state[- ]of[- ]the[- ]art|sota|landscape|big picture|literature review|short|quick|brief|comprehensive|high[- ]level)\b[\s:]*/iu,
  /^(?:what|which|how many|how much|where|who)\b(?:'s)?(?: (?:is|are|was|were|do|does|did|has|have|had|can|could|should|would|would you))?(?: (?:you|we|u|i|people|the (?:papers?|literature|corpus|field|abstracts|research)|papers|researchers|they|there|one|a beginner|someone))?(?: (?:know|have|got|say|tell|think|found|find|read|start|begin|recommend|suggest|learn(?:ed)?|show|been (?:done|found)|currently known|known|going on|happening|agree|report|cover|look at|dive in))*(?: (?:us|me))?(?: first)?(?!\p{L})/iu,
  /^(?:is|are) there\b|^(?:do|have) (?:you|we) (?:have|got|know(?: of)?)?\b|^got\b/iu,
  /^(?:any|some|a|an|the|all|of|these|those|this|that|your|our|my|good|best|nice|great|recent|new|newest|latest|oldest|earliest|key|main|major|important|seminal|classic|relevant|interesting|more|other|further|else|top|first|few|couple|most|up-?voted|popular|recommended|must[- ]read|thing|thing(?:s)?|stuff|anything|something|everything|list|number|count|single|introductory|starting|point|to read|reading|order|group|only|current|findings?|results?|takeaways?|ideas?|insights?|points?|themes?|work|field|area|topic|subject|state)\b(?!-)/iu,
  /^\d{1,2}(?= )/u,
  /^(?:one|two|three|four|five|six|seven|eight|nine|ten)(?= (?:papers?|articles?|works?|good|recent|ones|key|more))/iu,
  new RegExp(`^(?:${PAPERS}|ones)\\b`, "iu"),
  /^(?:that|which|who|where|and|to|is|are|was|were|do|does|did|deal(?:s|t|ing)?|study|studies|studied|studying|discuss(?:es|ed|ing)?|talk(?:s|ed|ing)?|mention(?:s|ed|ing)?|look(?:s|ed|ing)?|cover(?:s|ed|ing)?|concern(?:s|ed|ing)?|address(?:es|ed|ing)?|investigat(?:e|es|ed|ing)|examin(?:e|es|ed|ing)|focus(?:es|ed|ing)?|explor(?:e|es|ed|ing)|work(?:s|ed|ing)?|analy[sz](?:e|es|ed|ing)|relat(?:e|es|ed|ing)|touch(?:es|ing)?|use|uses|using|written|published|released|been|have|has)\b/iu,
  /^(?:on|about|in|of|for|with|regarding|re|into|at|around|concerning|to understand|understand(?:ing)?|learn(?:ing)?(?: about)?|get(?:ting)? into|start(?:ing)? with|begin with|to|from|by|there)\b/iu,
  /^[\s,:;–-]+/u,
];
const BACK: readonly RegExp[] = [
  /\b(?:ones?|go|is|has the|has|plz|what is that)$/iu,
  /(?<![\s?!.,:;])[\s?!.,:;]+$/u,
  new RegExp(`\\b(?:${PAPERS})$`, "iu"),
  /\b(?:please|pls|here|there|exist|available|around|do you have|do we have|are there|is there|have you(?: got)?|you have|you know(?: of)?|in (?:the|this|your|our) (?:corpus|database|index|collection|library)|in here|in (?:total|general|detail|short|brief|a nutshell)|to read(?: first)?|to start(?: with)?|worth reading|first|so far|nowadays|these days|today|right now|now|for (?:a |the |our |my )?(?:reading group|beginners?|newcomers?|me|us|starters|next (?:week|meeting|session)|journal club|seminar)|where (?:do|should|can) (?:i|we) (?:start|begin)|what (?:should|do|can) (?:i|we) (?:read|start with|look at)(?: first)?|what do they mean(?: by (?:that|it))?|what(?:'s| is) that|explain(?:ed)?|explanation|definition|meaning|overview|summary|literature|field|area|mean|means|stand for|stands for|in (?:simple|plain|layman'?s?) (?:terms|words|english)|eli5|again|exactly|anyway|published|listed|list them|were|was|are|quick|tl;?dr|and)$/iu,
];

/**
 * What a request for papers, an overview or a definition is about: “scaling laws” for “give me 5 papers on scaling
 * laws”. Null where nothing is left.
 */
export function readTopic(text: string): string | null {
  let topic = text.trim();
  for (let before = ""; before !== topic; ) {
    before = topic;
    for (const pattern of FRONT) topic = topic.replace(pattern, "").trimStart();
    for (const pattern of BACK) topic = topic.replace(pattern, "").trimEnd();
  }
  topic = topic.replace(/^["“'](.*)["”']$/u, "$1").trim();
  return /[\p{L}\p{N}]/u.test(topic) ? topic : null;
}

import type { QuestionKind } from "../domain/question.ts";

/** What people call the things that are searched. */
export const PAPERS =
  "(?:papers?|references?|refs|articles?|works?|stud(?:y|ies)|publications?|preprints?|abstracts?|research|literature|reads?|readings?)";
const CORPUS =
  "(?:corpus|corpora|database|data ?base|db|index|collection|library|archive|data ?set of papers|knowledge base)";
const YOURS = "(?:this|the|your|these|those|our|that)";

/** What people put in front of a request. */
const POLITE =
  /^(?:(?:hi|hey|hello|ok(?:ay)?|so|well|um+|uh|yo|sorry|thanks|thank you|thx|quick q(?:uestion)?|(?:different|another|new|next|one more|random) (?:question|topic)|question|q|bot|footnote|folks|guys|i(?:'m| am) new here|i have a question|roughly|approximately|about|actually|just|btw|by the way|also|hmm+|real quick|quickly|curious[,:]?|remind me|oh|honestly|sorry|dumb q(?:uestion)?|stupid question|noob question|i(?:'ve| have) been wondering|im? ?curious)\b[\s,:!.-]*(?:and |but |so )?)*(?:(?:can|could|would|will) (?:you|u|someone|anyone|somebody|anybody)(?: please| pls| quickly| maybe)? (?=(?:please|pick|dig|pls|tell|explain|give|show|find|list|name|summari[sz]e|recommend|suggest|point|help|describe|compare|define|get|look|search|send|share|walk|outline|recap|fetch|pull)\b)|please |pls |plz |kindly |i(?:'d| would) (?:like|love) (?:you )?to (?:know |see |read )?|i (?:want|need) to (?:know |read |see )?|i(?:'m| am) (?:looking|searching) for |(?:do you|does anyone|does anybody|anyone|anybody) know (?:if |whether |(?=who|when|what|why|how|which|where))|let me know )*/iu;

/** What people write without an apostrophe, or run together. */
const RUN_TOGETHER: readonly (readonly [RegExp, string])[] = [
  [/\b(what|how|where|who|when|that|there|here)(?:s|['’]s)\b/giu, "$1 is"],
  [/\b(what|who|how|where|why) ?['’]?re\b/giu, "$1 are"],
  [/\bi['’]?m\b/giu, "i'm"],
  [/(?<![\p{L}\p{N}])u(?![\p{L}\p{N}])/giu, "you"],
  [/\bur\b/giu, "your"],
  [/(?<![\p{L}\p{N}])r (?=you\b|there\b|these\b|they\b)/giu, "are "],
  [/\b(?:wat|wut|whut|wot)\b/giu, "what"],
  [/\b(?:gimme|giv me|gib me)\b/giu, "give me"],
  [/\b(?:wanna|want a)\b/giu, "want to"],
  [/\b(?:gotta|got any)\b/giu, "have any"],
  [/\b(?:wtf|wth|what the heck|what on earth) (?=is|are|does|do)/giu, "what "],
  [/\b(do|does|did|is|are|was|were|ca|wo|could|would|should)n['’]?t\b/giu, "$1n't"],
];

/** The message as rules read it: without greetings and courtesies in front, and without the stop at its end. */
export function withoutCourtesies(text: string): string {
  const written = RUN_TOGETHER.reduce((sum, [from, to]) => sum.replace(from, to), text.trim());
  const bare = written.replace(POLITE, "").trim();
  return (bare === "" ? written : bare)
    .replace(/(?<![\s?!.])[\s?!.]+$/u, "")
    .replace(/(?:please|pls|plz|thanks|thank you|thx)$/iu, "")
    .replace(/(?<![\s,;])[\s,;]+$/u, "")
    .replace(/,? (?:yes or no|or (?:not|nah|no)|right|real quick|by any chance)[\s?!.]*$/iu, "");
}

const GREETING =
  /^(?:hi+|hello+|hey+|heya|yo+|hiya|howdy|greetings|gm|good (?:morning|afternoon|evening|day)|morning|evening|sup|what'?s up|wassup|hallo|guten (?:tag|morgen|abend)|moin|servus|bonjour|salut|bonsoir|hola|buenos d[ií]as|buenas|ol[áa]|oi|bom dia|boa tarde|ciao|こんにちは|こんばんは|おはよう(?:ございます)?|やあ|你好|您好|大家好|嗨|早上好)(?:[\s,!.:]+(?:and|dear|my|there|all|again|everyone|everybody|folks|guys|team|bot|footnote|friend|buddy|mate|to you|how are you(?: doing)?(?: today)?|how'?s it going|anyone (?:here|there|home)|are you there|u there|you there|today))*[\s!?.,:)👋🙂😊]*$/iu;
/** A greeting, and a word about being here. */
const GREETING_AND_MORE =
  /^(?:oh |ah |well )?(?:hi+|hello+|hey+|hiya|howdy|yo|good (?:morning|afternoon|evening))\b[^?]{0,80}\b(?:here|around|channel|server|bot|all|everyone|there|today|nice to (?:meet|see) you|glad|welcome)\b[^?]{0,30}$/iu;
const HOW_ARE_YOU =
  /^(?:how are you(?: doing)?(?: today)?|how'?s it going|you (?:there|awake|up|online|alive)|anyone (?:there|home)|are you (?:there|awake|online|alive|up)|ping|test(?:ing)?)[\s?!.,]*$/iu;
const THANKS =
  /^(?:(?:ok(?:ay)?|great|cool|nice|perfect|awesome|good|super|wow|ah|oh|alright|brilliant|excellent|got it|makes sense|very helpful|that'?s (?:great|helpful|perfect|all|it|useful|what i (?:needed|wanted)))[\s,!.]*)*(?:(?:many |much |ok |a lot of )?(?:thanks|thank ?(?:you|u)|thx|tysm|tyvm|ty|cheers|ta|appreciate(?:d| it| that)?|much appreciated|danke(?: schön| sehr)?|vielen dank|merci(?: beaucoup)?|(?:muchas )?gracias|(?:muito )?obrigad[oa]|ありがとう(?:ございます|ございました)?|谢谢(?:你|您)?|多谢|感谢|grazie)|(?:i )?really appreciate (?:it|that|this))(?:[\s,!.]+(?:so|very|a|much|lot|ton|bunch|bot|footnote|mate|man|again|for|the|that|this|all|your|help|answer|quick|everyone|folks|was|is|very|really|helpful|useful|you|to|it|exactly|what|i|needed|wanted|reply|answers|info|papers|links|anyway|though|helped|great|perfect|kindly))*[\s!?.,:)🙏👍😊🙂]*$/iu;
/** Thanks with something around it, and nothing asked. */
const THANKS_AND_MORE =
  /^(?=[^?]{0,120}$)(?!.*\b(?:list|show|find|give|papers?|but|how|why|which|who|when|can you|could you|and (?:how|what|why|which))\b).*\b(?:thanks|thank you|thx|tysm|cheers|appreciate (?:it|that|this|the|your)|much obliged|grateful|you rock|legend|lifesaver|that did it|that helped|solved it|(?:just|exactly) what (?:i|we) (?:was|were|needed|wanted)|saved (?:me|us))\b/iu;
const PRAISE =
  /^(?:(?:ok(?:ay)?|k|kk|great|cool|nice|perfect|awesome|good|super|wow|lol|haha+|neat|sweet|sounds? good|got it|i see|makes sense|understood|noted|alright|fine|brilliant|excellent|amazing|well done|good (?:bot|job|answer|one|stuff)|nice (?:one|work|answer)|great (?:job|answer|work|stuff)|very (?:helpful|useful)|helpful|that(?:'?s| was) (?:great|helpful|perfect|all|it|useful|neat|cool|nice)|that helps?(?: a lot)?|you(?:'?re| are) (?:the best|great|awesome|amazing)|love it|bye|goodbye|see you|cya|good night|👍|🙏)[\s,!.:)]*)+$/iu;

const NEW_TOPIC =
  /^(?:\/?new(?: topic| conversation| subject| chat)?|(?:let'?s |please )?(?:start (?:over|afresh|again|fresh)|change (?:the )?(?:topic|subject)|forget (?:that|it|everything|all that|the above)|reset)|different topic|neues thema|nouveau sujet|tema nuevo|nuevo tema|novo assunto|新しい話題|新话题)[\s!.]*$/iu;

const HELP: readonly RegExp[] = [
  /^can (?:you|i|we|this|it) (?:also |even )?(?:search|filter|sort|look up|find papers|handle|do|answer|understand|read|show|list|summari[sz]e)\b.*\b(?:by|or|in|other|questions?|languages?|pdfs?|anything|everything|stuff)\b.*$/iu,
  /^(?:how|where) (?:do|can|should|would|to) (?:i|we|one|people|you)? ?(?:(?:start|begin)(?: here| with (?:this|you|the bot))?|use (?:you|this)|ask (?:you )?(?:something|questions?|things?)|search(?: for papers)?|get help|see (?:the )?(?:commands|help))$/iu,
  /^(?:\/?help|help me(?: out)?|i need help|i(?:'m| am) lost|commands?|usage|instructions?|manual|menu|options|get started|getting started|\?+|how (?:do|can|to) (?:i |we |one )?(?:start|begin|get started)|what now|how(?:'s| is) this (?:supposed to )?work)$/iu,
  /^what (?:can|could|do|are|would|should|may|might) (?:you|u|this bot|the bot|it|this thing)(?: even| actually| all| able)? ?(?:do|help|able to do|able to help|for|good for|capable of|answer|offer|support)?(?: me| us| here| with| for me| for us| exactly| in here)*$/iu,
  /^what (?:sorts?|kinds?|types?) of (?:questions?|things?|stuff|help|queries)\b/iu,
  /^what (?:can|could|should|do|may|might) (?:i|we|people|one) (?:ask|do|type|use|say|try|query)\b(?: you| u| here| with (?:you|this|it)| this bot| the bot| about)*$/iu,
  /^how (?:do|can|should|does|would|to) (?:i|we|one|people|you)? ?(?:use|work with|talk to|ask|query|interact with|operate|chat with) (?:this|you|it|the)? ?(?:bot|thing|tool|footnote|assistant|questions?|here)?$/iu,
  /^how (?:does|do|is) (?:this|the|footnote|you)? ?(?:bot|thing|tool|footnote|assistant|whole thing)? ?(?:work|works|supposed to work|function)(?: here)?$/iu,
  /^(?:give|show|tell|send) (?:me |us )?(?:an? |some )?(?:examples?|samples?)(?: of)?(?: (?:something|things|stuff|questions?|what|queries))?(?: (?:that )?(?:i|we|one) (?:can|could|may|should) (?:ask|type|say))?$/iu,
  /^(?:who|what) (?:are|r|is) (?:you|u|this|this bot|the bot|footnote|this thing|that bot)(?: exactly| anyway| again| for| about)*$/iu,
  /^are (?:you|u) (?:a |an )?(?:bot|ai|human|person|real|chatgpt|gpt|llm|robot|language model|chatbot)\b/iu,
  /^(?:what do you do|what(?: is|'s) (?:your (?:job|purpose|name|deal)|this bot(?: for)?|footnote)|introduce yourself|tell me about yourself|show (?:me )?(?:the )?(?:commands?|help|examples?)|(?:list|which) (?:the )?commands?|what commands\b.*|(?:some )?examples?(?: questions?)?(?: please)?|give (?:me )?(?:some |an )?examples?(?: questions?)?)$/iu,
  /^(?:how|what|which) (?:are |commands|slash commands).*\b(?:commands|slash)\b/iu,
  /^(?:hilfe|was kannst du|aide|que peux-tu faire|ayuda|qué puedes hacer|ajuda|o que você pode fazer|ヘルプ|使い方|何ができますか|帮助|你能做什么|你会什么)[\s?!.？]*$/iu,
];

const CORPUS_QUESTIONS: readonly RegExp[] = [
  new RegExp(`^how (?:far|long) (?:back|ago)\\b.*\\b(?:you|your|${CORPUS}|papers|data)\\b`, "iu"),
  new RegExp(
    `^how many ${PAPERS} (?:have|do|did|does) (?:you|we|it|this|the bot) (?:got|have|know|hold|store|cover|index)?\\b(?!.* (?:on|about) )`,
    "iu",
  ),
  new RegExp(
    `^(?:is|are|does|who|do|how often) .*\\b(?:keeps?|kept|is|being|stay|gets?)? ?(?:updated?|up to date|frozen|refreshed|maintained|curated|current)\\b.*$(?<=.*\\b(?:this|you|your|${CORPUS}|set|list|it|data|papers)\\b.*)`,
    "iu",
  ),
  new RegExp(
    `\\bwhat is (?:this|the|your) (?:${CORPUS}) (?:about|on)$|\\b(?:whole|full|complete) list of (?:titles|papers)\\b`,
    "iu",
  ),
  new RegExp(
    `^(?:tell (?:me|us) about|what is (?:in|inside)|describe|info(?:rmation)? (?:on|about)|say something about|more about) (?:your|this|the) (?:whole |paper )?(?:${CORPUS}|dataset|data|knowledge|archive|sources?)$`,
    "iu",
  ),
  new RegExp(
    `^(?:the |what is the |your )?(?:total |overall |full )?(?:number|count|amount|size) (?:of )?(?:${PAPERS}|the ${CORPUS}|your ${CORPUS}|entries|documents|docs)(?: (?:indexed|stored|loaded|available|you have|here|in here|in (?:the|this|your) \\w+|total))*$`,
    "iu",
  ),
  new RegExp(
    `\\b(?:breakdown|overview|list|distribution|range|mix|spread|map) of (?:the |your |all )*(?:topics|subjects|areas|themes|fields|papers|contents?|${CORPUS})\\b(?! on| about)`,
    "iu",
  ),
  /^how many (?:docs|documents|entries|items|abstracts)\b(?! (?:mention|talk|deal|discuss|cover|are (?:about|on)|on|about))/iu,
  new RegExp(
    `^how many ${PAPERS}(?: do| are| have| is| did| does)?(?: you| we| u| there| i| the bot| it| footnote)*(?: currently| now| actually| all| already)*(?: know| have| got| hold| index(?:ed)?| cover| read| contain| see| search| store| include| are there| in total| total| loaded| stored| available| altogether| about| of| in| here| this| your| the| our| memory| ${CORPUS})*$`,
    "iu",
  ),
  new RegExp(
    `^(?:(?:what(?: is|'s) the |corpus |the )?(?:size|number) of ${PAPERS}?(?:.*\\b${CORPUS})?|${CORPUS} size|(?:paper|total) count|number of ${PAPERS}|total (?:number of )?${PAPERS})$`,
    "iu",
  ),
  new RegExp(
    `^how (?:big|large|many|new|old|recent|fresh|up[- ]to[- ]date|current|much)\\b.*\\b(?:(?:this|your|these|our|are the|is the) (?:\\w+ ){0,2}?(?:${CORPUS}|papers|abstracts|articles|data|info(?:rmation)?|knowledge|stuff)|the ${CORPUS})(?: here| there| you have| in here| now)*$`,
    "iu",
  ),
  new RegExp(
    `^(?:what|which|how far back|how many) (?:years?|period|time ?span|dates?|timeframe|decades?)?\\b.*\\b(?:you|${CORPUS}|your (?:papers|data|abstracts))\\b.*\\b(?:cover|from|span|range|go back|reach|goes back)`,
    "iu",
  ),
  new RegExp(
    `^(?:what is )?(?:the )?(?:oldest|earliest|newest|latest) (?:year|date)\\b.*\\b(?:you|${CORPUS})\\b`,
    "iu",
  ),
  new RegExp(
    `^is (?:this|it|that|your (?:data|${CORPUS})|the ${CORPUS}) (?:all|only|just|the whole|everything|complete|limited|mostly|updated|about)\\b`,
    "iu",
  ),
  new RegExp(
    `^(?:what|which) (?:topics?|subjects?|areas?|fields?|themes?|domains?) (?:are|do|can|does)\\b.*\\b(?:you|${CORPUS}|here)\\b`,
    "iu",
  ),
  /^(?:how|what)(?: is)? .*\bpapers? (?:selected|chosen|picked|collected|gathered)\b|^who (?:picked|chose|selected|collected|curated|curates|picks) (?:the|these|your) papers/iu,
  new RegExp(
    `\\bwhere (?:do|did|does|are|have|is)\\b.*\\b(?:${PAPERS}|data|these|they|this|${CORPUS}|info(?:rmation)?|knowledge|you get)\\b.*\\b(?:come|coming|from|taken|get|got|found)\\b`,
    "iu",
  ),
  /^where (?:do|did) (?:you|u|we) (?:get|find|take|pull|fetch|have)\b/iu,
  new RegExp(
    `^(?:what|which)(?: is| are| was| were)? (?:your|the|its) (?:data |main )?(?:sources?|origin|provenance)(?: of (?:${YOURS} )?(?:${PAPERS}|data|${CORPUS}))?$`,
    "iu",
  ),
  new RegExp(`^(?:what|which) (?:sources?|sites?|pages?|files?)\\b.*\\b(?:you|${CORPUS}|these|from)\\b`, "iu"),
  new RegExp(
    `^(?:what|which) (?:(?:kinds?|sorts?|types?) of )?(?:topics?|subjects?|areas?|fields?|themes?|${PAPERS})(?: (?:do|does|can|are|is|did))?(?: (?:you|u|we|it|this|the bot|${YOURS} ${CORPUS}|there|covered|in|here|${YOURS}|${CORPUS}|have|has|know(?:n)?|cover|covers|about|deal|with|hold|index(?:ed)?|contain|included?|available|inside|of))+$`,
    "iu",
  ),
  new RegExp(
    `^what(?: is| does| do| are)?(?: all)? (?:in |inside |covered (?:in|by) )?${YOURS} (?:whole |entire )?(?:${CORPUS}|papers|abstracts|data|collection)(?: (?:mostly |mainly |all |generally |even |actually )?(?:about|cover|covers|contain|contains|on|like|made of|deal with|made up of|hold|have|consist of))*$`,
    "iu",
  ),
  new RegExp(
    `^(?:summari[sz]e|describe|overview of|tell me about|give (?:me )?(?:an )?(?:overview|summary) of|tl;?dr(?: of)?|characteri[sz]e|outline|what about|sum up) ${YOURS} (?:whole |entire |paper )*(?:${CORPUS}|papers|abstracts|data)$`,
    "iu",
  ),
  /^(?:corpus|database|library|index|collection)(?: (?:stats|statistics|info|information|overview|summary|contents?|size))?$/iu,
  new RegExp(`^(?:stats|statistics)(?: (?:of|for|about|on) ${YOURS} ${CORPUS})?$`, "iu"),
  new RegExp(
    `\\b(?:when|how often)\\b.*\\b(?:${CORPUS}|index|you|papers)\\b.*\\b(?:updated?|refreshed|built|indexed|rebuilt|crawled|synced)\\b`,
    "iu",
  ),
  /^(?:do|did|have|can|are) (?:you|u) (?:have |read |get |got |only |also |really |actually |use |reading |see |know |access |search )*(?:the )?(?:full|whole|entire|complete) ?-?(?:texts?|papers?|pdfs?|articles?)/iu,
  /^(?:is it|are (?:they|these|those)|do you (?:have|know|read|use|cover|see)) (?:only|just) (?:the )?abstracts/iu,
  /^(?:list|show)(?: me)? (?:all |the |your )*(?:topics|subjects|sources|themes)(?: (?:of|in|you have|you cover|here|covered).*)?$/iu,
  new RegExp(
    `^what(?:'s| is| are)(?: the)? (?:date|time|year) ?(?:range|span|s)? .*\\b(?:${CORPUS}|papers|abstracts)\\b`,
    "iu",
  ),
  new RegExp(
    `^what (?:years?|period|time ?span|dates?|timeframe) (?:do|does|are|is)\\b.*\\b(?:${CORPUS}|papers|abstracts|you)\\b.*\\b(?:cover|from|span|range|have)`,
    "iu",
  ),
  new RegExp(
    `^(?:how|what) (?:recent|new|old|fresh|up to date) (?:is|are) (?:your|the|these|this) (?:newest |latest |most recent )?(?:info|information|knowledge|stuff|data|papers?|${CORPUS})`,
    "iu",
  ),
  /^what (?:do|does) (?:you|u|it|this bot) (?:know|cover|have)(?: about| here| in here| in store)?$/iu,
];

const VENUE_NAME =
  "(?:neurips|nips|icml|iclr|cvpr|acl|emnlp|naacl|aaai|ijcai|eccv|iccv|jmlr|tmlr|colt|aistats|uai|kdd|sigir|interspeech|icassp|nature|science|arxiv)";
const VENUE: readonly RegExp[] = [
  new RegExp(
    `^(?:what|which) (?:conf|conference|venue|journal)\\b|\\b(?:get|got|make it|made it|accepted) (?:in|into|to|at) ${VENUE_NAME.replace("|arxiv", "")}\\b`,
    "iu",
  ),
  /\b(?:venues?|conferences?|journals?|proceedings|workshops?)\b/iu,
  new RegExp(
    `\\b(?:at|in|from|for|accepted (?:at|to|by)|presented at|published (?:at|in|by)) (?:the )?${VENUE_NAME.replace("|arxiv", "")}\\b`,
    "iu",
  ),
  new RegExp(
    `^(?:any |which |list |show (?:me )?|all )*${VENUE_NAME.replace("|arxiv", "")}(?: ?(?:'?\\d{2}|20\\d\\d))? (?:papers?|publications?|works?|ones?|submissions?)\\b`,
    "iu",
  ),
  /^(?:where|in what|in which|at what|at which)\b.*\b(?:published|appear(?:ed)?|presented|accepted|come out|submitted)\b/iu,
  /\b(?:peer[- ]?review(?:ed)?|impact factor|citation counts?|how (?:many|often) (?:citations|times (?:was|is|has).*cited)|most cited|h-index|affiliations?)\b/iu,
  /^(?:which|what) (?:lab|labs|group|university|universities|company|companies|institution|institute|country)\b/iu,
];

const UPVOTES: readonly RegExp[] = [
  /\b(?:by|most|fewest|number of|with the most|ranked by|highest) (?:up-?)?votes\b|\b(?:community|crowd|people'?s|readers'?|everyone'?s|group'?s) (?:favou?rites?|picks?|choice)\b|\bfan favou?rites?\b/iu,
  /\b(?:up-?vot(?:e|es|ed)|down-?vot(?:e|es|ed)|most (?:liked|popular|voted|loved|hyped)|best (?:liked|rated|voted)|popularity|highest[- ]rated|top[- ]rated|trending|hottest|hot right now)\b/iu,
  new RegExp(
    `\\b(?:votes?|likes|hearts|stars)\\b.*\\b${PAPERS}\\b|\\b${PAPERS}\\b.*\\b(?:votes?|likes|hearts|stars)\\b`,
    "iu",
  ),
  /^(?:how many|what number of) (?:votes?|likes|hearts|stars|points)\b/iu,
  /^what is (?:everyone|everybody|people) (?:liking|upvoting|reading|loving)\b|\bpopular (?:in )?here\b|^what is (?:popular|hot|trending)\b/iu,
  /\bsorted? by (?:votes?|likes|popularity)\b/iu,
];

const WROTE =
  "(?:wrote|authored|published|invented|proposed|introduced|came up with|created|developed|made|discovered|coined|devised|designed|is behind|are behind|was behind|is responsible for|first (?:proposed|introduced|described|showed|did|came up with))";
const AUTHOR: readonly RegExp[] = [
  /\b(?:the )?(?:people|person|folks|team|group|guys|minds?|researchers?|scientists?) (?:behind|who (?:wrote|made|came up with|did|invented|proposed))\b/iu,
  /^(?:which|what) (?:group|team|people|researchers?|guys|lab) (?:made|wrote|did|published|came up with|invented|proposed|is behind|are behind)\b/iu,
  new RegExp(`^(?:and )?who(?:'s| is| are| was| were)? ?(?:actually |first |originally )?(?:${WROTE}|did)\\b`, "iu"),
  /^(?:and )?who(?:'s| is| are| was| were)? (?:the |behind )?(?:first |last |main |lead |original )?(?:authors?|writers?|inventors?|creators?|people behind|guys? behind|behind|person behind|team behind)\b/iu,
  /\bauthors? (?:of|for|on|behind)\b|\bauthor(?:s|ed|ship)? ?(?:list|names?)?$|\bwritten by whom\b|\bby whom\b|\bwhose (?:paper|work|idea|method)\b|\bname the authors?\b/iu,
  /^(?:[Aa]nd )?(?:[Dd]id|[Hh]as|[Hh]ave|[Dd]oes|is there anything|how many(?: papers)? (?:did|has)) \p{Lu}[\p{L}.'’-]*(?: \p{Lu}[\p{L}.'’-]*){0,3} (?:ever |also |et al\.? )*(?:publish(?:ed)?|writ(?:e|ten)|wrote|author(?:ed)?|co-?author(?:ed)?|contribute[d]?)\b/u,
  /^[Ww]hat (?:all )?(?:else )?(?:has|have|did|does|do) \p{Lu}[\p{L}.'’-]*(?: \p{Lu}[\p{L}.'’-]*){0,3} (?:et al\.? )?(?:ever |also |all )?(?:publish(?:ed)?|writ(?:e|ten)|wrote|work(?:ed)?(?: on)?|do(?:ne)?|author(?:ed)?|contribute[d]?)\b/u,
];
/** `papers by Greg Yang`: what follows is a name. */
export const BY_AUTHOR = new RegExp(
  `\\b(?:${PAPERS}|anything|something|stuff|everything|one|ones|list|all)\\b(?: (?:here|in here|in the corpus|you have|that (?:was|were|is|are)|(?:co-?)?authored|written|published|from))* (?:(?:co-?)?(?:written|authored|published) )?by (?<author>(?:prof\\.? |dr\\.? )?[\\p{L}][\\p{L}.'’-]*(?: (?:[\\p{Lu}][\\p{L}.'’-]*|de|van|von|der|la)){0,3}(?: et al\\.?)?)$`,
  "iu",
);
export const AUTHORED_BY =
  /^[Ww]hat (?:all )?(?:else )?(?:has|have|did|does|do) (?<author>\p{Lu}[\p{L}.'’-]*(?: \p{Lu}[\p{L}.'’-]*){0,3}) (?:et al\.? )?(?:ever |also |all )?(?:publish(?:ed)?|writ(?:e|ten)|wrote|work(?:ed)?(?: on)?|done?|author(?:ed)?|contribute[d]?)\b/u;
/** `did Bengio write anything`, `how many did Greg Yang write`. */
export const DID_AUTHOR =
  /^(?:[Hh]ow many(?: \p{L}+)? )?(?:[Dd]id|[Hh]as|[Hh]ave) (?<author>\p{Lu}[\p{L}.'’-]*(?: \p{Lu}[\p{L}.'’-]*){0,3}) (?:ever |also |et al\.? )?(?:publish|writ|wrote|author|co-?author|contribut)/u;
export const AUTHORS_PAPERS = new RegExp(
  `^(?:list |show (?:me )?|any |all |find (?:me )?|give me |do you have (?:any )?)*(?<author>\\p{Lu}[\\p{L}.-]*(?: \\p{Lu}[\\p{L}.-]*){0,2})(?:['’]s?|et al\\.?['’]?s?) (?:other |latest |newest |recent )?${PAPERS}$`,
  "u",
);

const DATE: readonly RegExp[] = [
  /\b(?:is|was|are|were|dates?) from when$|\bfrom when (?:is|was)\b|^(?:from )?which year\b/iu,
  /^(?:is|was) .{3,80} (?:paper |one )?(?:from )?(?:(?:19|20)\d\d|(?:19|20)\d\d or (?:19|20)\d\d)$/iu,
  /^(?:and )?when (?:was|were|did|has|had|is)\b.*\b(?:published|released?|come out|came out|appear(?:ed)?|written|wrote|posted|introduced|proposed|submitted|invented|created|out|presented|uploaded|put (?:out|online)|first|made|published\?)\b/iu,
  /^(?:in |from )?(?:what|which) (?:year|month|date|day)\b/iu,
  /\b(?:publication|release|submission) (?:date|year)\b|\bdate (?:of|for)\b|\byear (?:of|was)\b|\bwhat year\b/iu,
  /^how (?:old|recent|new) (?:is|are|was)\b|^how long (?:has|have) .+ (?:been around|existed|been known|been out)\b|^how long ago\b/iu,
  new RegExp(
    `^(?:is|are|was|were) (?:(?:the|that|this|it) )?.{2,150}?\\b(?:a |an )?(?:pretty |very |quite |rather )?(?:recent|new|old|older|newer|brand new|fresh)(?: ${PAPERS}| one| result| idea| method)?$`,
    "iu",
  ),
  /^since when\b|^(?:which|what)(?: one)? (?:is|was|came|of (?:these|those|them|the two) (?:is|was|came)) (?:the )?(?:older|newer|oldest|newest|first|earlier|later|more recent|published first)\b/iu,
  /\b(?:which|what) (?:of (?:these|those|them|the two)|one) (?:is|was|came) (?:the )?(?:out )?(?:older|newer|oldest|newest|first|earlier|earliest|latest|later|more recent|published first)\b/iu,
];

const COUNT: readonly RegExp[] = [
  /^how many (?:are|is|do you have|have you got|of (?:them|these|those|the papers) (?:are|deal)) (?:on|about|from|in|by|dealing|with)\b|^how many (?:from|since|before|after|by|on|about)\b|^how many have .+ in (?:the|their) titles?\b/iu,
  new RegExp(`^(?:the )?number of (?:\\S+ ){1,5}?${PAPERS}\\b`, "iu"),
  /^what (?:fraction|share|percentage|proportion) (?:of (?:the|your|these) (?:papers|corpus|collection) )?(?:is|are|deals?|covers?)\b/iu,
  new RegExp(
    `^how many (?:\\S+ ){1,5}?${PAPERS}(?: (?:since|before|after|from|in|are|do|have|exist|you|we|there|here|this|the|corpus|index|got|\\d{4}))*$`,
    "iu",
  ),
  new RegExp(
    `^how many (?:of (?:the|these|your) )?${PAPERS} (?:deal|talk|mention|discuss|cover|study|use|focus|look|work|address|are about|are on|on|about)\\b`,
    "iu",
  ),
  /^(?:do|have) (?:you|we) (?:have |got )?(?:many|a lot|lots|much|plenty) (?:on|about|of|in)\b/iu,
  new RegExp(
    `^(?:and )?how many (?:of (?:the |your |these |those )?)?(?:\\w+ )?${PAPERS}\\b(?: (?:are|is|were|do|does|did|have|has|there|you|we|u|in|here|this|the|your|${CORPUS}|know|which|that|got|actually|currently))* ?(?:on|about|of|deal|dealing|mention|mentions|mentioning|cover|covering|discuss|discussing|study|studying|talk|talking|use|using|concern|concerning|look|looking|with|related|work|that|address|addressing|for|investigate|examine|touch|focus|focusing)\\b`,
    "iu",
  ),
  new RegExp(
    `^(?:what(?: is|'s) the )?(?:number|count) of ${PAPERS} (?:on|about|that|dealing|mentioning|of|related|covering|with)\\b|^count (?:the |all |of )*(?:\\w+ )?${PAPERS}\\b|^${PAPERS} count (?:for|on|about)\\b`,
    "iu",
  ),
  /^how much (?:work|research|literature|stuff|material|content) (?:is there|do you have|exists|have you)?\b|^count (?:the |all |of |up )*.+ (?:ones|papers|works)\b|^(?:what is the )?(?:tally|headcount|paper count)\b|^how many .+ (?:papers|articles|works|abstracts)(?: (?:are there|do you have|have you got|in here|are in here|in (?:the|this|your) \w+|exist))*$/iu,
];

const DESCRIBED_PAPER =
  /^(?:(?:find|show|open|get|give|need|want|where(?: is)|what(?: is| was)|which(?: is| was| one is)?|what about|tell me about|link(?: to)?|looking for|remember|do (?:you|we|u) (?:have|know)|have you (?:got|read)|is there|got)(?: me| us)? )*(?:the|that|this|a|an|some|one)? ?(?:paper|article|preprint)\b(?: (?:which|that|where|about|on|called|titled|entitled|named|from|with|in which|showing|proposing|introducing|arguing|claiming|saying|by)\b)/iu;
const WHICH_ONE_PAPER =
  /^(?:which|what) (?:paper|article|one)\b(?! should| do i| to read| would| can i| is (?:best|good)| has (?:the )?most)/iu;
/** “Do you have the paper X”, “is the X paper in here”, “show me X” with a title. */
const HAVE_PAPER =
  /^(?:do (?:you|we) (?:have|know|carry|index)|have (?:you|we) (?:got|read|indexed)?|(?:you|we) (?:got|have)|is there|is|got|have)\b.*\b(?:the|that|this) (?:paper|article|preprint)\b|^(?:is|are) (?:the |that )?.{3,90} (?:paper|article|preprint) (?:in here|in there|here|in (?:the|this|your) (?:corpus|index|database|collection)|included|indexed|available|part of)/iu;
/** “The lottery ticket paper”, “that quantum NTK paper again”. */
const THE_PAPER =
  /^(?:(?:find|show|open|get|give|need|want|pull up|link|is there|got|have you got|do (?:you|we) (?:have|know)|what is|where is|which is|remember|about|tell me about|summari[sz]e)(?: me| us)? )*(?:the|that|this) (?!(?:best|first|newest|latest|oldest|other|top|most|right|next)\b)[^?!.]{2,100}? (?:paper|article|preprint)\b(?!s)/iu;

const LIST: readonly RegExp[] = [
  /^what (?:have|do|did) (?:you|we|i) (?:got|have|get|find) (?:on|about|for|in)\b/iu,
  /^(?:has|have|does|did) (?:anyone|anybody|someone|somebody) (?:got|here )?(?:looked|look|worked|work|studied|study|written|write|published|done|tried|have|got) ?(?:at|on|about|something|anything|stuff|papers|any)?\b/iu,
  /^(?:anyone|anybody|someone) (?:got|have|has|knows?)\b.*\b(?:on|about)\b/iu,
  /^(?:the )?top \d{1,2} \S/iu,
  /^(?:pick|choose|dig (?:up|out)|point me|line up) .*\b(?:papers?|things|ones|reads?|something)\b/iu,
  /^.{2,60}\b(?:papers|stuff|works|ppl), (?:anything|any|what)\b/iu,
  /^follow[- ]?ups? (?:to|on|of)\b/iu,
  /^(?:give|show|find|get|fetch|list|need|want|any|some)\b.*\b(?:hits?|sources?|references?|refs|results?|titles?|links?|reads?|readings?|material|entries|literature)\b.*\b(?:for|on|about|to|in)\b/iu,
  /^(?:hits?|sources?|references?|refs|literature|results?|titles?|material|further reading|reading) (?:for|on|about)\b/iu,
  /^who (?:else )?(?:has |is |have |are )?(?:looked|looking|worked|working|works|studied|studying|written|writing|published|publishing|doing|done) (?:at|on|about|something on|work on|research on)?\b/iu,
  /^what (?:do|did) (?:you|we) (?:have|got) (?:on|about|for|in)\b/iu,
  /^(?:what|anything) (?:just |recently |has |new )*(?:came|come|dropped|appeared|been published|is new|new)\b.*\b(?:on|about|in)\b/iu,
  /\b(?:which|what) (?:other |recent |new |good |interesting |more )*(?:papers|articles|works|studies|publications|preprints|abstracts)\b/iu,
  new RegExp(
    `^(?:${PAPERS}|anything|something|everything|stuff|more|others?)\\b(?! (?:is|was|are|were|does|do|prevents?|causes?)\\b) ?(?:else |good |new |recent |interesting |here |there |you have )*(?:on|about|that|which|regarding|related|dealing|concerning|covering|using|for|discussing|mentioning|studying|like|similar|by|from|with|in|around|re)\\b`,
    "iu",
  ),
  new RegExp(
    `^(?:got |have you got |have |is there |are there |do (?:you|we|u) (?:have |know (?:of )?|got )|know )?(?:(?:any|some)(?:thing)|(?:any |some )?(?:good |nice |recent |new |other |more |interesting |relevant |related |further )*${PAPERS})\\b.*\\b(?:on|about|regarding|that|which|dealing|studying|covering|using|for|related to|around|with|like)\\b`,
    "iu",
  ),
  /^(?:do (?:you|we|u) have|have (?:you|we) got|got) .*\b(?:on|about|regarding)\b/iu,
  new RegExp(
    `^(?:list|show|find|give|get|send|name|fetch|search|suggest|recommend|point|bring|pull|want|need)\\b.*\\b${PAPERS}\\b`,
    "iu",
  ),
  new RegExp(
    `^(?:the )?(?:top |best |first )?(?:\\d{1,2}|a few|a couple(?: of)?|several|one|two|three|four|five|six|seven|eight|nine|ten|a dozen) (?:good |best |top |recent |key |main |important |more |other |interesting |relevant |classic )*(?:${PAPERS}|ones)\\b`,
    "iu",
  ),
  /^(?:list|name) /iu,
  /^(?:show|find|give|get|send|search|any|need|want|some)\b(?: me| us)?(?: some| any)? (?:work|stuff|things?|material|everything|anything|something)\b.*\b(?:on|about|that|which|using|with|for|regarding)\b/iu,
  /^(?:which|what) (?:of (?:the|these|those|your) )?(?:papers|works|articles|ones|studies|abstracts)\b/iu,
  /^.{2,80}[ ,:-] ?(?:papers|articles|works|publications|preprints|abstracts)(?: here| please)?$/iu,
  new RegExp(`\\b${PAPERS} (?:on|about|regarding|concerning)\\b.*$`, "iu"),
  new RegExp(
    `^(?:the )?(?:newest|latest|most recent|recent|oldest|earliest|new|first|last|most upvoted|best|top|key|seminal|classic|important|other|more|related|similar)\\b.{0,40}\\b(?:${PAPERS}|ones)\\b`,
    "iu",
  ),
  new RegExp(
    `^(?:what(?:'s| is| are)|show me|give me|anything|something|any) (?:the )?(?:new|newest|latest|most recent|oldest|earliest|hot)(?:est)?\\b(?: (?:${PAPERS}|ones?|stuff|things?|additions?))?(?: (?:in|on|about|from|here|at|with)\\b.*)?$`,
    "iu",
  ),
  /\b(?:papers|articles|works|studies|publications|preprints)\b.{0,60}\b(?:19|20)\d\d\b|\b(?:19|20)\d\d\b.{0,30}\b(?:papers|articles|works|studies|publications|preprints)\b|\bpublished (?:in|since|before|after|this|last)\b/iu,
  /^who (?:works|worked|publishes|writes|else works|is working) on\b/iu,
];

const RECOMMEND: readonly RegExp[] = [
  /\b(?:suggest|recommend) (?:something|anything|me|us|one|a|some)\b|\b(?:which|what) (?:paper|one) is (?:the )?(?:gentle|easiest|easy|best|simplest|good|most accessible|readable)\b|\b(?:noob|newbie|beginner|newcomer|total novice)\b.*\b(?:paper|read|start|which|what)\b|\bwant to (?:get into|learn about|dive into|understand)\b/iu,
  /^(?:please |any |your |got |some )?(?:recommend(?: me| us)?|recommendations?|suggest(?: me| us)?|suggestions?)\b|\brecommend (?:me|us|a|an|some|any|papers?|something)\b|\b(?:any|your) (?:recommendations?|suggestions?)\b/iu,
  /\b(?:what|which|where|how)\b.*\b(?:should|can|could|do|would|to|shall|must) (?:i|we|one|a beginner|someone|a newcomer|you)?\s?(?:first |best |ideally )?(?:read|start|begin|get started|look at first|go first|dive in)\b/iu,
  /\b(?:read(?:ing)? (?:first|list|order)|start(?:ing|er)? (?:point|paper|with)|where (?:do|to|should|can|would)(?: i| we)? (?:start|begin)|intro(?:duction|ductory)?(?: paper)?(?: to| on| for)|primer|entry[- ]point|must[- ]reads?|worth reading|for (?:a )?beginners?|good first|best first|best (?:paper|intro|introduction|read|place to start))\b/iu,
  /^(?:i(?:'m| am)? )?new to\b/iu,
];

const SUMMARY: readonly RegExp[] = [
  /\bwhere (?:do|are) (?:we|things|they) (?:stand|at)\b|\b(?:in (?:a|one) (?:paragraph|nutshell|few sentences|few lines))\b|\b(?:explain|describe|sketch) the (?:field|area|state|literature|debate)\b|\bwhat is the (?:field|literature|research|state) (?:of|on|like)\b|\b(?:main|key|big|common) (?:approaches|lines of work|directions|schools|arguments|themes)\b/iu,
  /^(?:summari[sz]e|sum up|recap|outline|survey|review|digest|condense|synthesi[sz]e|brief me on|catch me up|bring me up to speed)\b/iu,
  /\b(?:overview|summary|(?:a |short |quick )survey|recap|rundown|synopsis|synthesis|lay of the land|big picture|state of (?:the )?(?:art|field|research|play|things)|sota|tl;?dr|literature review|current picture|gist|consensus (?:on|about)|main (?:findings|results|ideas|takeaways|points|themes)|key (?:findings|results|ideas|takeaways|points|insights))\b/iu,
  /\bwhat (?:do|does|did|have|has) (?:we|the (?:papers?|literature|corpus|field|research|abstracts|community)|papers|people|researchers|they|you|these papers|your papers)\b.*\b(?:know|say|tell|found|find|think|agree|learn(?:ed)?|report|show|argue|claim|conclude|have)\b/iu,
  /\bwhat(?:'s| is| has been) (?:currently |already |generally )?(?:known|going on|happening|the latest|the story|out there|been (?:done|found|learned|said)|the consensus)\b/iu,
];

const COMPARISON: readonly RegExp[] = [
  /\b(?:who|which(?: one)?) wins\b|\b(?:are|is) (?:these|they|those|the two|it|that) (?:two )?(?:different|the same|related|similar|equivalent)\b|^.{2,50} against .{2,50}, /iu,
  /\b(?:vs\.?|versus)(?= |$)/iu,
  /^(?:and )?(?:compare|contrast|comparison)\b|\b(?:comparison (?:of|between)|compared? (?:to|with|against)|how do(?:es)? .{2,60} (?:compare|differ|stack up)|differ(?:s|ent|ently)? (?:from|to|than)|differences? between|distinguish(?:es)? .* from|what (?:distinguishes|separates|sets)|trade-?offs? between|differences?$|same (?:thing )?as|similarit(?:y|ies) between)\b/iu,
  /\b(?:or|and) .{2,50}[:,?] ?(?:which|what|who)\b|^which (?:is|one|are|works|of)\b.*\bor\b|\b(?:better|worse|faster|slower|cheaper|stronger|bigger|more \w+|less \w+|preferable)\b.*(?:\w or \w|\bthan\b)/iu,
  /^(?:is|are|does|do|should (?:i|we) use) .{2,60} (?:or|better than|worse than|the same as|different from) .{2,60}$/iu,
  /^.{2,40} or .{2,40}[,:] (?:which|what|how|are|is)\b/iu,
  /^(?!(?:is|are|was|does|do|did|can|why|how|what|should|will)\b)(?:\S+ ){1,5}or(?: \S+){1,7}$/iu,
  /^.{2,60} against .{2,60}: \w/iu,
];

const OPINION: readonly RegExp[] = [
  /\b(?:(?:what|would|do) (?:do |would |are )?(?:you|u|your)(?: all| guys)? (?:bother|trust|think|recommend|suggest|reckon|prefer|thoughts|say about)|your (?:opinion|take|view|thoughts|verdict|favou?rite)|thoughts on|opinions? on|do you (?:think|like|prefer|believe|agree)|are you convinced|hot take)\b/iu,
  /\b(?:worth (?:it|using|the|trying|my|a|reading about)|any good|overrated|underrated|overhyped|hyped?|pros and cons|advantages and (?:disadvantages|drawbacks)|good idea|bad idea|still (?:relevant|useful|used)|should (?:i|we|one|you|people|everyone) (?:use|still use|try|prefer|bother|care|go with|pick|choose|switch|adopt)|make sense to use|is it (?:good|bad|ok|okay|fine|safe|smart|wise) to)\b/iu,
  /^is .{2,60} (?:better|best|good|great|bad|useful|useless|dead|snake oil|the future|obsolete|superior|a scam)(?: (?:than|for|at|in|now|or)\b.*)?$/iu,
];

const NUMBER: readonly RegExp[] = [
  /\b(?:how (?:many|much|often|long|large|big|small|fast|far|high|low|cheap|expensive|deep|wide|tall|heavy|slow|accurate|frequently|little|few|sparse|strongly|close|well)|what (?:percent(?:age)?|fraction|share|number|amount|size|sizes|accuracy|speed-?up|score|rate|factor|proportion|ratio|gain|error|perplexity|order of magnitude|parameter count|cost|overhead|improvement|dimension)|by (?:how much|what factor|what percentage))\b/iu,
  /^(?:(?:the |any |what(?:'s| is| are| was) (?:the |its |their )?)?(?:exact |final |reported |best |total |average |top[- ]?1 |max(?:imum)? |min(?:imum)? )?)(?:sizes?|numbers?|percentages?|accurac(?:y|ies)|speed-?ups?|costs?|counts?|parameter counts?|params?|amounts?|ratios?|fractions?|rates?|scores?|gains?|drops?|reductions?|improvements?|overheads?|bounds?|exponents?|error|perplexity|memory|flops|runtime|budget)\b.*\b(?:of|in|for|on|from|with|at|by|over|when|needed|used)\b/iu,
  /\b(?:accuracy|performance|score|error|memory|speed|cost|parameters?|params|size|compute|training time) (?:drop|gain|increase|reduction|saving|savings|improvement|boost|count|loss|overhead|numbers?)\b/iu,
  /^what (?:does|do|did) .* (?:gain|cost|achieve|score|get|reach|save|lose)(?: on| in| over| at| with| from)?\b/iu,
  /\bhow (?:many|much)\b/iu,
];

const WHY: readonly RegExp[] = [
  /^(?:the )?reasons?\b|\bbecause of what\b|\bwhat for$|\bhow so\b|\bexplain why\b/iu,
  /^(?:and |but |so |ok |then )?(?:why|how come|what for|for what reason)\b/iu,
  /\bwhat(?:'s| is| are)? (?:the )?(?:explains?|causes?|makes?|drives?|leads? to|reasons?(?: for| why| behind| that)?|causing|behind|responsible for|to blame|explanation|triggers?|produces?|underl(?:ies|ying)|gives rise to|accounts? for)\b/iu,
  /\b(?:reasons?|explanations?|causes?|rationale|intuition) (?:for|why|behind|of)\b|[:,;-] ?(?:but )?why\b|\bwhy\??$/iu,
];

const DEFINITION: readonly RegExp[] = [
  /^(?:and |so |ok |but )?what(?: exactly| actually| even)?(?:'s|s| is| are| was| were)(?: (?:a|an|the|this|that|these|all this|meant by|exactly|even|actually))* (?!(?:trick|method|mechanism|way|idea|cost|effect|role|impact|reason|difference|point|problem|limit|advantage|benefit|best|main)s?\b)[^?]{1,80}$/iu,
  /\b(?:defin(?:e|ition|itions)|meaning|(?:stands?|short) for|(?:what (?:do|does|did) .{1,80} (?:mean|refer to|stand for|denote))|mean(?:s|t)? by|what .{1,60} means|in (?:simple|plain|layman'?s?) (?:terms|words|english)|eli5|explain(?:ed)?|called|acronym|abbreviation|term for|name (?:of|for))\b/iu,
  /^[^?]{1,60}= ?\?*$/iu,
  /^(?:describe|introduce me to|tell me (?:about|what)|what about) /iu,
];

const MECHANISM: readonly RegExp[] = [
  /^(?:explain|describe|show|tell me|walk me through|outline) how\b/iu,
  /^(?:and |but |so |then |ok )?(?:how|walk me through|through what|by what (?:means|process))\b/iu,
  /\b(?:in what way|what (?:is|was|are|'s) the (?:trick|method|mechanism|way|idea|approach|procedure|algorithm|recipe|technique|strategy)|trick (?:to|for|that|of)|ways? (?:to|of)|mechanism|algorithm (?:behind|of)|procedure|recipe|technique (?:to|for)|method (?:to|for|of)|what does .{2,60} do(?: to| with| about| in)?\b|how (?:exactly|does|do|did|is|are|can|to|would|could|might)|what happens)\b/iu,
  /,? how\??$/iu,
];

/** “Can a kernel explain fine-tuning?” asks whether, not what explains it. */
const PLAIN_YES_NO =
  /^(?:is|are|was|were|does|do|did|can|could|has|have|will|would|should)(?:n['’]t)? (?!(?:you|u|someone|it possible to explain)\b)\S+ .*\b(?:explain|called|mean|reasons?|cause[sd]?|produce|lead|make)/iu;
const YES_NO =
  /^(?:and |but |so |then |also |ok )?(?:is|are|am|was|were|does|do|did|can|could|has|have|had|will|would|should|must|may|might|isn'?t|aren'?t|doesn'?t|don'?t|didn'?t|can'?t|couldn'?t|won'?t|any (?:evidence|proof|theory|guarantee|sign|reason|difference|benefit|downside|chance)|(?:are|is) there)\b/iu;

/** A question that begins with why stays one, whatever else it names. */
const PLAIN_WHY = /^(?:and |but |so )?(?:why|how come|what (?:is behind|explains|causes|makes|drives))\b/iu;

type Rule = readonly [QuestionKind, readonly RegExp[]];

/** In this order the first that fits decides. */
export const SMALL_TALK: readonly Rule[] = [
  ["greeting", [GREETING, HOW_ARE_YOU, GREETING_AND_MORE]],
  ["thanks", [THANKS, PRAISE, THANKS_AND_MORE]],
  ["help", HELP],
  ["new-topic", [NEW_TOPIC]],
];
export const ABOUT_CORPUS: Rule = ["corpus", CORPUS_QUESTIONS];
export const ABOUT_METADATA: readonly Rule[] = [
  ["votes", UPVOTES],
  ["author", AUTHOR],
  ["date", DATE],
  ["venue", VENUE],
  ["count", COUNT],
];
export const DESCRIBES_ONE_PAPER: readonly RegExp[] = [DESCRIBED_PAPER, WHICH_ONE_PAPER, HAVE_PAPER, THE_PAPER];
export const ASKS_FOR_RECOMMENDATION: readonly RegExp[] = RECOMMEND;
export const ASKS_FOR_LIST: readonly RegExp[] = LIST;
export const ASKS_FOR_SUMMARY: readonly RegExp[] = SUMMARY;
export const ABOUT_CONTENT: readonly Rule[] = [
  ["why", [PLAIN_WHY]],
  ["mechanism", [/, ?how$/iu, /^(?:explain|describe|tell me) how\b/iu]],
  ["comparison", COMPARISON],
  ["opinion", OPINION],
  ["number", NUMBER],
  ["mechanism", [/,? how$/iu]],
  ["yes-no", [PLAIN_YES_NO]],
  ["why", WHY],
  ["definition", DEFINITION],
  ["mechanism", MECHANISM],
  ["yes-no", [YES_NO]],
];

/** The kind of the first rule that fits; null for none. */
export function firstFitting(text: string, rules: readonly Rule[]): QuestionKind | null {
  return rules.find(([, patterns]) => patterns.some((pattern) => pattern.test(text)))?.[0] ?? null;
}

import type { QuestionKind } from "../domain/question.ts";
import type { GlossaryLanguage } from "./glossary-terms.ts";

/** A greeting, thanks or a call for help, and the language it is in. */
export interface ForeignSmallTalk {
  readonly kind: QuestionKind & ("greeting" | "thanks" | "help");
  readonly language: GlossaryLanguage;
}

/** What small talk is made of in a language, as patterns. A message is small talk where it is made of these alone. */
interface Phrases {
  readonly greeting: string;
  readonly thanks: string;
  /** What follows thanks, up to the end: “for your help”. */
  readonly thanksFor: string;
  readonly help: string;
  /** Words around the others, which say nothing alone. */
  readonly around: string;
}

const NAMES = "footnote|bot|hi|hello|hey|ok|okay|super|perfect|wow|cool|haha|lol";

const PHRASES: Readonly<Record<GlossaryLanguage, Phrases>> = {
  de: {
    greeting:
      "hallo|hallöchen|halli ?hallo|guten ?(?:tag|morgen|abend)|moin|servus|grüezi|grüß(?:e|t)?(?: dich| euch| gott| sie)?|n?abend|tach|wie geht(?:'?s| es)(?: (?:dir|euch|ihnen|so|denn|heute|heut))*|wie läuft(?:'?s| es)|alles (?:klar|gut)(?: bei (?:dir|euch))?|was geht(?: ab)?|wie ist(?: die)? (?:lage|laune)",
    thanks:
      "danke|dankeschön|dankesehr|dankschön|danke ?(?:schön|sehr|dir|euch|ihnen)|(?:vielen|tausend|herzlichen|besten|lieben|schönen) dank|(?:ich|wir) (?:danke|danken)(?: (?:dir|euch|ihnen))?|vergelt'?s gott|das (?:hat|hilft)(?: mir)?(?: sehr| wirklich)? ?(?:geholfen|weitergeholfen|weiter)?|tschüss|tschüß|tschau|auf wiedersehen|bis (?:bald|dann|später|morgen|zum nächsten mal)|gute nacht|mach'?s gut",
    thanksFor: "für (?:die|deine|eure|ihre|das|den|alles)\\b[^?]{0,50}",
    help: "hilfe|hilf mir|(?:kannst du|könnt ihr|können sie) (?:mir|uns) helfen|(?:was|wobei|womit|wie) (?:kannst|könnt|können|machst|tust|weißt)(?: (?:du|ihr|sie|man))?(?: (?:hier|denn|alles|eigentlich|so|mir|uns|dich|fragen|helfen|machen|tun|beantworten|für mich|nutzen|benutzen|verwenden))*|wie (?:funktionierst du|funktioniert (?:das|dieser bot|der bot|das hier)|geht das|benutze ich (?:dich|das|den bot)|bediene ich (?:dich|das|den bot))(?: hier| denn)*|wer (?:bist du|seid ihr|sind sie)(?: denn| eigentlich)?|was bist du(?: denn| eigentlich)?|wozu (?:bist du|dienst du)(?: da| gut)*|was (?:kann|soll|darf) ich (?:dich|hier|euch|sie)?(?: alles)? ?fragen|bist du (?:ein |eine )?(?:bot|ki|mensch|roboter)",
    around:
      "zusammen|alle|allerseits|dir|euch|du|ihr|leute|freunde|lieber|mein|und|auch|sehr|nochmal|bitte|gut|prima|toll|klasse|perfekt|genial|top|spitze|mir|das|hier|da|liebe|ganz|schon|vielmals|ja|ach|so|echt|nett|lieb|von|war|ist|denn|na",
  },
  fr: {
    greeting:
      "bonjour|bonsoir|salut|coucou|bonne journée|(?:comment )?(?:ça|ca) va(?: bien)?|comment (?:vas-?tu|allez-?vous|tu vas|vous allez)(?: aujourd'hui)?|quoi de neuf|tu vas bien|vous allez bien|la forme",
    thanks:
      "(?:un )?(?:grand|énorme) merci|mille mercis?|merci (?:bien|beaucoup|infiniment|mille fois|à (?:toi|vous))|merci|je (?:te|vous) remercie|c'est (?:parfait|super|génial|top|très utile|très gentil|gentil)|(?:très|trop) (?:utile|gentil|bien)|au revoir|à (?:bientôt|plus|demain|plus tard|la prochaine)|bonne (?:nuit|soirée)|adieu",
    thanksFor: "(?:pour|de) (?:ton|ta|votre|vos|tes|l'|la|le|les|cette|tout|ces)[^?]{0,50}",
    help: "aide|à l'aide|aide[zr]?-?(?:moi|nous)|(?:(?:peux|pouvez|pourrais|pourriez)-(?:tu|vous)|(?:tu|vous) (?:peux|pouvez|pourrais|pourriez)) (?:m'|nous )?aider|j'ai besoin d'aide|(?:que|qu'est-ce que|quoi) ?(?:(?:peux|sais|fais|pouvez|savez|faites|pourrais)-(?:tu|vous)|(?:tu|vous) (?:peux|sais|fais|pouvez|savez|faites))(?: (?:faire|m'apporter|pour moi|ici|m'aider))*|(?:tu|vous) (?:peux|sais|pouvez|savez) faire quoi|comment (?:(?:ça|ca|cela) (?:marche|fonctionne)|(?:tu|vous) (?:marches|fonctionnes|marchez|fonctionnez)|fonctionnes-tu|fonctionnez-vous|(?:t'utiliser|vous utiliser|utiliser (?:ce|le) bot)|(?:peux|pouvez)-(?:tu|vous) m'aider)|qui (?:es-tu|êtes-vous|tu es|vous êtes)|(?:tu es|t'es|vous êtes) qui|à quoi (?:sers-tu|servez-vous|tu sers|ça sert)|que puis-je (?:te |vous )?demander|es-tu (?:un |une )?(?:bot|robot|ia|humain)",
    around:
      "à tous|à toutes|tout le monde|tous|et|toi|vous|à toi|à vous|mon ami|les amis|bien|beaucoup|encore|très|s'il (?:te|vous) plaît|svp|stp|d'accord|parfait|génial|bravo|excellent|oui|ah|oh|alors|donc|ici|madame|monsieur|c'est|cher",
  },
  es: {
    greeting:
      "hola|holi|buenos d[ií]as|buenas(?: (?:tardes|noches))?|buen d[ií]a|saludos|(?:muy )?buenas|qu[eé] tal(?: (?:estás|todo|va todo|va|andas))?|c[oó]mo (?:est[aá]s?|est[aá]n|andas|te va|va todo|va)(?: (?:hoy|usted))?|qu[eé] (?:hay|pasa|onda)|todo bien",
    thanks:
      "gracias|(?:muchas|muchísimas|mil|infinitas|un millón de) gracias|muy (?:amable|agradecid[oa]|útil|bien)|(?:te|se|os) lo agradezco(?: (?:mucho|muchísimo))?|(?:estoy )?agradecid[oa]|(?:eso )?me (?:ha ayudado|ayud[oó]|sirve)(?: mucho)?|adi[oó]s|hasta (?:luego|pronto|mañana|la vista)|nos vemos|chao|chau",
    thanksFor: "por (?:tu|su|la|el|todo|toda|vuestra|las|los|eso|ayudar|responder|contestar)\\b[^?]{0,50}",
    help: "ayuda|ay[uú]da(?:me|nos)|(?:me |nos )?(?:puedes|podrías|puede|podría) ayudar(?:me|nos)?|necesito ayuda|qu[eé] (?:puedes|sabes|haces|puede|sabe|hace|podrías)(?: (?:hacer|responder|por mí|tú|usted|aquí|contestar|ofrecer))*|en qu[eé] (?:puedes|me puedes|podrías|puede) ayudar(?:me|nos)?|para qu[eé] (?:sirves|sirve|estás|sirve esto|sirve este bot)|c[oó]mo (?:funcionas?|funciona (?:esto|este bot|el bot)|te uso|se usa(?: esto| este bot)?|puedo usarte|me puedes ayudar|puedes ayudarme)|qui[eé]n (?:eres|es usted|sois)|qu[eé] eres|qu[eé] (?:te )?puedo preguntar(?:te)?|eres (?:un |una )?(?:bot|robot|ia|humano|persona)",
    around:
      "a tod[oa]s|tod[oa]s|y|a ti|tú|amig[oa]s?|mi|muy|mucho|de nuevo|otra vez|por favor|genial|perfecto|estupendo|excelente|buen[oa]?|bien|qué|vale|sí|de verdad|equipo|gente|ah|oh|entonces|oye|aquí|estimad[oa]",
  },
  pt: {
    greeting:
      "ol[áa]|oi+|oie|opa|e aí|e ai|bom dia|boa (?:tarde|noite)|tudo (?:bem|bom|certo|joia|ótimo)(?: (?:com você|contigo|por aí))?|como (?:vai|está|estás|vão|está você|você está|vai você)(?: (?:você|tudo|hoje))*|beleza|como é que (?:vai|está)|saudações",
    thanks:
      "(?:muit[oa] |muitíssimo )?(?:obrigad[oa]|obg|obrigadinh[oa]|agradecid[oa])|valeu(?: mesmo)?|(?:eu )?(?:te |lhe )?agradeço(?: muito)?|grat[oa]|(?:isso )?(?:me )?ajudou(?: muito| bastante)?|muito (?:gentil|útil|bom)|até (?:logo|mais|breve|amanhã|já)|tchau(?:zinho)?|adeus|falou",
    thanksFor: "(?:pela|pelo|pelas|pelos|por)\\b[^?]{0,50}",
    help: "ajuda|me ajud[ae]|ajude-me|(?:você |tu |o senhor )?(?:pode|podes|poderia|consegue) (?:me )?ajudar(?:-me)?|preciso de ajuda|(?:o )?(?:que|quê) (?:é que )?(?:você |tu |vc |este bot |o bot )?(?:pode|podes|sabe|sabes|faz|fazes|consegue|consegues)(?: (?:você|tu))?(?: (?:fazer|responder|por mim|aqui|me oferecer))*|(?:com|em) (?:o )?que (?:você )?(?:pode|podes|poderia) (?:me )?ajudar|como (?:é que )?(?:você |isso |isto |este bot |esse bot |o bot |vc )?(?:funciona|funcionas)(?: isso| isto| você| este bot| esse bot)?|como (?:te uso|usar você|se usa|posso usar|te usar|usar este bot|eu uso)(?: isso| isto| você| este bot)?|quem (?:é você|és tu|é vc|você é|és)|(?:o )?que (?:é você|você é|és tu)|para (?:o )?que (?:você )?serves?|o que (?:eu )?posso (?:te |lhe )?perguntar|você é (?:um |uma )?(?:bot|robô|ia|humano|pessoa)",
    around:
      "a todos|a todas|todos|todas|pessoal|gente|galera|e|amig[oa]s?|meu|muito|mesmo|de novo|por favor|perfeito|ótimo|ótima|legal|excelente|maravilha|show|sim|ah|oh|então|aqui|bem|bom|car[oa]|aí|demais",
  },
  ja: {
    greeting:
      "こんにちは|こんにちわ|こんばんは|おはよう(?:ございます)?|やあ|どうも|もしもし|はじめまして|初めまして|(?:お)?元気(?:です|だ)?(?:か)?|調子はどう(?:です)?(?:か)?|よろしく(?:お願いします|おねがいします)?|ハロー|久しぶり(?:です)?",
    thanks:
      "(?:本当に|どうも|誠に|いつも)*(?:ありがとう|有難う|有り難う)(?:ございます|ございました)?|感謝(?:します|しています|いたします)|助かり(?:ました|ます)|助かった|サンキュー|(?:とても|すごく)?(?:参考になりました|役に立ちました|役立ちました)|さようなら|さよなら|またね|また(?:明日|後で|今度)|じゃあね|おやすみ(?:なさい)?|お疲れ(?:様|さま)(?:です|でした)?",
    thanksFor: "(?!)",
    help: "ヘルプ|助けて(?:ください|下さい)?|手伝って(?:ください|下さい|くれますか|くれる)?|(?:あなたは?|君は?|ここでは?|このボットは?)?(?:何|なに|どんなこと)(?:が|を)?(?:できます|できる|出来ます|出来る|してくれます|してくれる)(?:の)?(?:です)?か?|(?:使い方|使用方法|利用方法)(?:を|は|が)?(?:教えて|知りたい|何|説明して)?(?:ください|下さい|です)?か?|どう(?:やって)?使(?:います|う|えば|いますか|うの)(?:か|の|いいですか|いい)*|(?:あなた|君|きみ)は(?:誰|だれ|何|何者)(?:です)?か?|(?:何|なに)を(?:聞け|質問でき|聞いたら)(?:ます|ますか|る|ばいい)?(?:ですか|の)?|自己紹介して(?:ください)?",
    around:
      "みなさん|皆さん|みんな|ボット(?:さん)?|さん|とても|すごく|はい|えっと|あの|では|じゃあ|ね|よ|か|の|お願いします|今日は|とりあえず|すみません",
  },
  zh: {
    greeting:
      "你好|您好|大家好|嗨|哈喽|哈囉|早上好|早安|早|上午好|中午好|下午好|晚上好|(?:你|您)?(?:最近)?(?:还好|過得好|过得好|好|怎么样|怎麼樣|如何)(?:吗|嗎)?|在(?:吗|嗎)|幸会|吃了吗",
    thanks:
      "(?:非常|十分|万分|多|太|真的|很|真)?(?:谢谢|謝謝|感谢|感謝|多谢|多謝|谢啦|谢了|谢)(?:你们|您|你|大家|了|啦|哦|啊)?|(?:你的|您的)?(?:帮助|帮忙|回答|解答)|太好了|帮了大忙|很有(?:帮助|用)|辛苦(?:你|您)?了|再见|再見|拜拜|回头见|回见|明天见|晚安|下次见",
    thanksFor: "(?!)",
    help: "帮助|幫助|(?:请|你能|能|可以|你可以)*(?:帮|幫)(?:帮|助)?(?:一下)?(?:我|我们)(?:一下|吗|嗎)?|(?:你|您)?(?:都|还)?(?:能|会|會|可以|能够)(?:帮我|为我|替我)?(?:做|干|回答|提供|干嘛)?(?:些|点|一些)?(?:什么|什麼|啥|哪些)(?:事情|事|问题|呢|吗|啊)?|(?:我)?(?:该|应该|要)?(?:怎么|怎麼|如何|怎样)(?:使用|用)(?:你|您|这个|这个机器人|机器人)?|使用(?:方法|说明|指南)|(?:你|您)是(?:谁|誰|什么|什麼|机器人|人|AI|ai)(?:呢|吗|啊)?|我(?:可以|能)问(?:你)?(?:些|一些)?(?:什么|哪些)(?:问题)?|(?:请)?(?:自我介绍|介绍一下(?:你|您)?自己)(?:一下)?|(?:你|您)(?:怎么|如何)(?:工作|运作)(?:的)?|(?:你)?有什么功能",
    around: "呀|啊|呢|吧|哦|了|的|你|您|机器人|朋友们?|各位|大家|请|请问|今天|很|都|非常|好的|好|嗯|那|啦",
  },
};

const LANGUAGES = ["de", "fr", "es", "pt", "ja", "zh"] as const;
const UNSPACED: ReadonlySet<string> = new Set(["ja", "zh"]);
const GAP = "[\\s,;.:!?…~～、，。！？¡¿()\\-–—\\p{Extended_Pictographic}\\uFE0F\\u200D\\p{Emoji_Modifier}]";

interface Reader {
  /** One of each at a place in a text, with the signs after it. */
  readonly pieces: readonly RegExp[];
  readonly kinds: readonly (readonly [ForeignSmallTalk["kind"], RegExp])[];
}

/** The patterns of a language, ready to be tested. */
function readerOf(language: GlossaryLanguage): Reader {
  const { greeting, thanks, thanksFor, help, around } = PHRASES[language];
  const end = UNSPACED.has(language) ? "" : "(?![\\p{L}\\p{N}])";
  const start = UNSPACED.has(language) ? "" : "(?<![\\p{L}\\p{N}])";
  const at = (phrases: string) => new RegExp(`(?:${phrases})${end}${GAP}*`, "iuy");
  const within = (phrases: string) => new RegExp(`${start}(?:${phrases})${end}`, "iu");
  const thanksForIt = new RegExp(`(?:${thanks})${end}${GAP}*(?:${thanksFor})$`, "iuy");
  return {
    pieces: [at(help), thanksForIt, at(thanks), at(greeting), at(around), at(NAMES)],
    kinds: [
      ["help", within(help)],
      ["thanks", within(thanks)],
      ["greeting", within(greeting)],
    ],
  };
}

const READERS = LANGUAGES.map((language) => [language, readerOf(language)] as const);

/** Longer messages are no small talk. */
const LONGEST = 120;

/** Reads a message that is nothing but a greeting, thanks or a call for help in another language; null for any other. */
export function readForeignSmallTalk(message: string): ForeignSmallTalk | null {
  if (message.length > LONGEST) return null;
  const text = message
    .normalize("NFC")
    .trim()
    .replaceAll("’", "'")
    .replace(new RegExp(`^${GAP}+`, "u"), "");
  for (const [language, { pieces, kinds }] of READERS) {
    if (!isMadeOf(text, pieces)) continue;
    const found = kinds.filter(([, pattern]) => pattern.test(text)).map(([kind]) => kind);
    // “Thanks for your help” asks for none.
    const kind = found.includes("thanks") && !/[?？]/u.test(text) ? "thanks" : found[0];
    if (kind !== undefined) return { kind, language };
  }
  return null;
}

/** Whether a text is made of pieces alone; every place that pieces lead to is tried once. */
function isMadeOf(text: string, pieces: readonly RegExp[]): boolean {
  const reached = new Set([0]);
  for (const place of reached) {
    for (const piece of pieces) {
      piece.lastIndex = place;
      const length = piece.exec(text)?.[0].length ?? 0;
      if (length > 0) reached.add(place + length);
    }
  }
  return reached.has(text.length);
}

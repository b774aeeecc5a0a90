import type { QuestionKind } from "../domain/question.ts";
import type { GlossaryLanguage } from "./glossary-terms.ts";

/** What a message in another language asks for, of papers or of what is known about them. */
export interface ForeignRequest {
  readonly kind: QuestionKind & ("author" | "date" | "venue" | "votes" | "count" | "list" | "summary");
  readonly order: "newest" | "oldest" | "most upvoted" | null;
  /** Papers asked for; null where no number is said. */
  readonly count: number | null;
  /** Bounds of the years that are said, in English: “since 2023”. */
  readonly years: string | null;
  /** The message without the words that only ask. */
  readonly rest: string;
}

interface Asking {
  /** What papers are called. */
  readonly papers: string;
  /** A question with these is about reasons or ways, whatever else it holds. */
  readonly explains: string;
  readonly author: string;
  readonly date: string;
  readonly venue: string;
  readonly votes: string;
  /** A number of papers; `P` stands for what papers are called. */
  readonly count: string;
  readonly newest: string;
  readonly oldest: string;
  readonly popular: string;
  /** A list of papers, with `P`. */
  readonly list: string;
  readonly summary: string;
  readonly since: string;
  readonly before: string;
  readonly within: string;
  /** Words that only ask. */
  readonly words: string;
}

const YEAR = "(?<year>(?:19|20)\\d\\d)";

const ASKING: Readonly<Record<GlossaryLanguage, Asking>> = {
  de: {
    papers:
      "(?:paper[ns]?|arbeit(?:en)?|artikeln?|aufs[aä]tzen?|studien?|veröffentlichung(?:en)?|publikation(?:en)?|abstracts?|preprints?|texten?)",
    explains: "^(?:und )?(?:warum|wieso|weshalb|wodurch)",
    author:
      "wer (?:hat|haben|ist|war) .*(?:geschrieben|verfasst|veröffentlicht|publiziert|erfunden|entwickelt|vorgeschlagen|eingeführt|entdeckt|ausgedacht)|wer (?:schrieb|verfasste|erfand|entwickelte|veröffentlichte|publizierte|steckt hinter|steht hinter)|von wem (?:ist|sind|stammt|stammen|wurde|kommt)|(?:wer|wie) (?:ist|sind|war|waren|heißt|heißen) (?:der|die|denn) (?:autor|verfasser)\\p{L}*|(?:autor(?:en|in|innen)?|verfasser(?:in)?) (?:von|des|der|vom|zu)|wessen (?:paper|arbeit)",
    date: "wann .*(?:erschienen|erschien|veröffentlicht|publiziert|herausgekommen|rausgekommen|heraus|raus|geschrieben|vorgestellt|vorgeschlagen|eingeführt|erfunden|entstanden)|(?:aus|in) welchem jahr|von wann|erscheinungs(?:datum|jahr)|datum der veröffentlichung|wie alt ist",
    venue:
      "(?:auf|bei) welcher (?:konferenz|tagung)|in welche[rm] (?:zeitschrift|journal|fachzeitschrift)|welche (?:konferenz|zeitschrift)|wo (?:ist|wurde|sind|wurden) .*(?:erschienen|veröffentlicht|publiziert)",
    votes: "wie ?viele (?:stimmen|upvotes|likes)|(?:stimmen|upvotes|likes) (?:hat|haben|bekam)",
    count: "wie ?viele[rn]? (?:\\p{L}+ ){0,2}P|(?:an)?zahl (?:der|von) (?:\\p{L}+ )?P|wie ?viele? (?:davon )?gibt es",
    newest: "(?:neu|jüng|aktuell)(?:e?st)e[nrs]?|neue[nrs]?|letzten|aktuelle[nrs]?",
    oldest: "(?:älteste|früheste|erste)[nrs]?",
    popular:
      "(?:beliebteste|populärste|meistgewählte|bestbewertete)[nrs]?|(?:meisten|den meisten) (?:stimmen|upvotes|likes)",
    list: "^(?:(?:bitte|kannst du|könntest du|können sie|mir|und) )*(?:liste|nenne?|nennen|zeige?|zeigen|gib|gebt|empfiehl|empfehle|empfehlen|suche?|finde?|schlage?|schicke?|welche|was für|hast|habt|haben|gibt|kennst|kennt|ich (?:suche|möchte|will|brauche|hätte)|was (?:hast|habt|gibt|sind|ist)|wo finde ich)\\b.*P|^(?:\\p{L}+ ){0,3}P (?:zu|zum|zur|über|rund um|mit|von|aus|seit)",
    summary:
      "fass(?:e|en|t)? .*zusammen|zusammenfass\\p{L}*|zusammengefasst|(?:überblick|übersicht) (?:über|zu|zum|zur|von)|(?:einen|kurzer) überblick|stand der (?:forschung|technik|dinge)|forschungsstand",
    since: `(?:seit|ab|nach) (?:dem jahr )?${YEAR}`,
    before: `(?:vor|bis) (?:dem jahr )?${YEAR}`,
    within: `(?:aus|von|im|in) (?:dem jahr(?:e)? |jahr )?${YEAR}`,
    words:
      "bitte|kannst|könntest|könnt|können|liste|auflisten|auf|nenne?|nennen|zeige?|zeigen|gib|gebt|empfiehl|empfehle|empfehlen|suche|such|finde?|schlage?|vor|schicke?|wer|wann|wo|wem|wie|viele[rn]?|wieviele?|welche[rsmn]?|was|hat|haben|habt|hast|ist|sind|war|waren|wurde|wurden|gibt|es|gibts|kennst|kennt|du|ihr|sie|ich|mir|uns|dir|euch|möchte|will|brauche|hätte|gerne?|geschrieben|verfasst|veröffentlicht|publiziert|erfunden|entwickelt|vorgeschlagen|eingeführt|entdeckt|ausgedacht|erschienen|erschien|herausgekommen|rausgekommen|heraus|raus|kam|vorgestellt|entstanden|schrieb|verfasste|erfand|entwickelte|steckt|steht|hinter|stammt|stammen|autor(?:en|in|innen)?s?|verfasser(?:in|s)?|namen?|heißt|heißen|erscheinungsdatum|erscheinungsjahr|datum|jahr|alt|fasse?|fassen|fasst|zusammen|zusammenfassung|zusammenfassen|zusammengefasst|kurz|kurze[rn]?|überblick|übersicht|stand|forschung|technik|forschungsstand|handeln|handelt|behandeln|beschäftigen|befassen|sich|geht|davon|anzahl|zahl|insgesamt|hier|korpus|denn|eigentlich|mal|schon|stimmen|upvotes|likes|konferenz|zeitschrift|gute[rn]?|wichtigste[nr]?|ein paar|einige|alle|am",
  },
  fr: {
    papers: "(?:articles?|papiers?|papers?|travaux|études?|publications?|préprints?|textes?)",
    explains: "^(?:et )?pourquoi",
    author:
      "qui (?:a|ont|avait) .*(?:écrit|rédigé|publié|inventé|proposé|développé|créé|introduit|conçu|découvert|imaginé)|qui (?:est|sont|était|étaient|se cache|se trouve) .*(?:auteure?s?|autrices?|derrière|à l'origine)|par qui|de qui (?:est|sont|vient)|(?:noms? des |les |quels sont les )?(?:auteure?s?|autrices?) (?:de|du|d|des)",
    date: "quand .*(?:publiée?s?|parue?s?|sortie?s?|écrite?s?|proposée?s?|introduite?s?|apparue?s?|présentée?s?|inventée?s?|paraît|sort)|(?:en|de) quelle année|date de (?:publication|parution|sortie)|de quand (?:date|est)|année de (?:publication|parution)|quel âge a",
    venue:
      "(?:dans|à|lors de) quelles? (?:conférence|revue|journal)s?|quelle (?:conférence|revue)|où (?:a|ont|est|sont) .*(?:publiée?s?|parue?s?)",
    votes: "combien de (?:votes?|voix|likes|upvotes)",
    count:
      "combien (?:de |d')(?:\\p{L}+ )?P|nombre (?:de |d'|total de )P|combien (?:en )?(?:y en )?(?:a-t-il|avez-vous|as-tu)",
    newest: "plus récent(?:e?s)?|récent(?:e?s)?|derni(?:er|ère)s?|nouve(?:aux|lles?)|plus nouveaux",
    oldest: "plus ancien(?:ne)?s?|plus vieux|plus vieilles|premi(?:er|ère)s?|plus anciens",
    popular: "plus populaires?|plus (?:votée?s?|aimée?s?|appréciée?s?)|le plus de (?:votes|voix|likes)",
    list: "^(?:(?:peux-tu|pouvez-vous|pourrais-tu|pourriez-vous|me|s'il (?:te|vous) plaît|et|svp) )*(?:liste[rz]?|donne[rz]?|montre[rz]?|cite[rz]?|trouve[rz]?|recommande[rz]?|propose[rz]?|suggère|suggérez|cherche[rz]?|je (?:cherche|veux|voudrais)|quels?|quelles?|y a-t-il|as-tu|avez-vous|existe-t-il|énumère[rz]?|affiche[rz]?|indique[rz]?|connais-tu|connaissez-vous|des|les|(?:est-ce qu'il )?y a)\\b.*P|^(?:\\p{L}+ ){0,3}P (?:sur|à propos|concernant|traitant|de|depuis|qui)",
    summary:
      "résume[rz]?|résumé(?: de| du| des|-moi)|(?:un|bref|court) résumé|vue d'ensemble|une synthèse|panorama|état de l'art|(?:un )?aperçu|fais le point",
    since: `(?:depuis|après|à partir de) ${YEAR}`,
    before: `(?:avant|jusqu'en) ${YEAR}`,
    within: `(?:de|en|parus en|publiés en) ${YEAR}`,
    words:
      "peux-tu|pouvez-vous|pourrais-tu|pourriez-vous|s'il te plaît|s'il vous plaît|svp|stp|liste[rz]?|donne[rz]?(?:-moi|-nous)?|montre[rz]?(?:-moi|-nous)?|cite[rz]?(?:-moi)?|trouve[rz]?(?:-moi)?|recommande[rz]?(?:-moi)?|propose[rz]?(?:-moi)?|suggère(?:-moi)?|suggérez|cherche[rz]?|veux|voudrais|énumère[rz]?|affiche[rz]?|indique[rz]?(?:-moi)?|fais(?:-moi)?|faites|qui|quand|combien|quels?|quelles?|où|est-ce que|a-t-il|a-t-elle|ont-ils|y a-t-il|as-tu|avez-vous|existe-t-il|existe|existent|connais-tu|connaissez-vous|est|sont|était|étaient|été|être|a|ont|y|en|je|tu|vous|nous|moi|me|écrite?s?|rédigée?s?|publiée?s?|publication|parution|parue?s?|inventée?s?|proposée?s?|développée?s?|créée?s?|introduite?s?|conçue?s?|découvert|sortie?s?|apparue?s?|présentée?s?|auteure?s?|autrices?|noms?|derrière|date|année|quelle|parlent?|portent?|traitent?|traitant|concernent?|concernant|propos|sujet|disponibles?|nombre|total|corpus|ici|résume[rz]?(?:-moi)?|résumé(?:-moi)?|bref|court|vue d'ensemble|synthèse|panorama|état de l'art|aperçu|votes?|voix|likes|conférence|revue|plus|bons?|meilleurs?|importants?|quelques|tous|toutes|il|elle|moi",
  },
  es: {
    papers: "(?:art[ií]culos?|trabajos?|estudios?|papers?|publicaci(?:ón|ones)|preprints?|textos?)",
    explains: "^¿?(?:y )?por qué",
    author:
      "qui[eé]n(?:es)? .*(?:escribi\\p{L}*|escrito|invent\\p{L}*|public\\p{L}*|propus\\p{L}*|propuesto|desarroll\\p{L}*|cre[oó]|crearon|creado|introduj\\p{L}*|descubri\\p{L}*|redact\\p{L}*|firm\\p{L}*|autor(?:es|a|as)?|detrás)|por quién|de quién (?:es|son)|(?:autor(?:es|a|as)?|autoría) (?:de|del)",
    date: "cu[aá]ndo .*(?:public\\p{L}*|apareci\\p{L}*|sali\\p{L}*|escrib\\p{L}*|escrito|propus\\p{L}*|propuesto|present\\p{L}*|introdu\\p{L}*|invent\\p{L}*)|(?:en|de) qu[eé] año|fecha de(?: la)? publicación|año de publicación|de cu[aá]ndo (?:es|data)|qué fecha tiene",
    venue:
      "(?:en|a) qu[eé] (?:conferencia|congreso|revista)|qu[eé] (?:conferencia|revista)|d[oó]nde (?:se )?(?:public|apareci)\\p{L}*",
    votes: "cu[aá]ntos (?:votos|likes|me gusta|upvotes)",
    count: "cu[aá]nt[oa]s (?:\\p{L}+ )?P|(?:número|cantidad|total) de P|cu[aá]nt[oa]s (?:hay|tienes|tenéis|tienen)",
    newest: "m[aá]s (?:recientes?|nuev[oa]s?|actual(?:es)?)|recientes?|últim[oa]s?|nuev[oa]s?",
    oldest: "m[aá]s (?:antigu[oa]s?|viej[oa]s?)|primer[oa]s?",
    popular: "m[aá]s (?:populares?|votad[oa]s?|valorad[oa]s?)|m[aá]s votos",
    list: "^(?:(?:puedes|podrías|me|por favor|y) )*(?:lista(?:me|r)?|l[ií]stame|da(?:me|r|nos)|muestra(?:me)?|muéstra(?:me|nos)|mostrar(?:me)?|enumera(?:r)?|recomi[eé]nda(?:me)?|recomendar(?:me)?|busca(?:me)?|búscame|encuentra|sugi[eé]re(?:me)?|qu[eé]|cu[aá]l(?:es)?|hay|tienes|ten[eé]is|tienen|conoces|existen?|nombra|cita|quiero|quisiera|busco|necesito|los|las|unos)\\b.*P|^(?:\\p{L}+ ){0,3}P (?:sobre|acerca|de|que|desde|en)",
    summary:
      "resum(?:e|ir|en|a|iendo)(?:me)?|resúmeme|resumen(?: de| del)?|un resumen|panorama|visión general|estado del arte|una síntesis|sintetiza",
    since: `(?:desde|después de|a partir de) (?:el )?${YEAR}`,
    before: `(?:antes de|hasta) (?:el )?${YEAR}`,
    within: `(?:de|del|en) (?:el )?(?:año )?${YEAR}`,
    words:
      "puedes|podrías|por favor|lista(?:me|r)?|l[ií]stame|da(?:me|r|nos)|muestra(?:me)?|muéstra(?:me|nos)|mostrar(?:me)?|enumera(?:r)?|recomi[eé]nda(?:me)?|recomendar(?:me)?|busca(?:me)?|búscame|encuentra|sugi[eé]re(?:me)?|nombra|cita|quiero|quisiera|busco|necesito|haz(?:me)?|qui[eé]n(?:es)?|cu[aá]ndo|cu[aá]nt[oa]s|cu[aá]l(?:es)?|qué|d[oó]nde|hay|tienes|ten[eé]is|tienen|tratan?|hablan?|existen?|conoces|es|son|fue|fueron|ha|han|sido|se|está|están|escribi[oó]|escribieron|escrito|escrita|invent[oó]|inventaron|public[oó]|publicaron|publicad[oa]s?|publicación|propuso|propusieron|propuesto|desarroll[oó]|desarrollaron|cre[oó]|crearon|introdujo|introdujeron|descubri[oó]|apareci[oó]|sali[oó]|present[oó]|autor(?:es|a|as)?|autoría|detrás|fecha|año|número|cantidad|total|corpus|aquí|resume|resumir|resumen|resuma|resúmeme|breve|panorama|visión general|estado del arte|síntesis|votos|likes|conferencia|revista|más|mejores|buenos|importantes|algun[oa]s|unos|todos|me|acerca|disponibles",
  },
  pt: {
    papers: "(?:artigos?|trabalhos?|estudos?|papers?|publicaç(?:ão|ões)|preprints?|textos?)",
    explains: "^(?:e )?por ?qu[eê]",
    author:
      "quem .*(?:escreveu|escreveram|escrito|inventou|inventaram|publicou|publicaram|propôs|propuseram|desenvolveu|desenvolveram|criou|criaram|introduziu|descobriu|redigiu|assina|autor(?:es|a|as)?|por trás|atrás)|por quem|de quem (?:é|são)|(?:autor(?:es|a|as)?|autoria) (?:de|do|da)",
    date: "quando .*(?:public\\p{L}*|apareceu|saiu|escrit\\p{L}*|propost\\p{L}*|apresentad\\p{L}*|introduzid\\p{L}*|lançad\\p{L}*|inventad\\p{L}*)|(?:em|de) (?:que|qual) ano|data d[ea](?: sua)? (?:publicação|lançamento)|ano de publicação|de quando é|qual a data",
    venue:
      "(?:em|a) (?:que|qual) (?:conferência|congresso|revista|periódico)|qua?l (?:conferência|revista)|onde (?:foi|foram|saiu) .*(?:publicad|apresentad)\\p{L}*",
    votes: "quantos (?:votos|likes|curtidas|upvotes)",
    count: "quant[oa]s (?:\\p{L}+ )?P|(?:número|quantidade|total) de P|quant[oa]s (?:há|existem|você tem|tem)",
    newest: "mais (?:recentes?|nov[oa]s?|atua(?:l|is))|recentes?|últim[oa]s?|nov[oa]s",
    oldest: "mais (?:antig[oa]s?|velh[oa]s?)|primeir[oa]s?",
    popular: "mais (?:populares?|votad[oa]s?|curtid[oa]s?)|mais votos",
    list: "^(?:(?:você pode|pode|poderia|me|por favor|e) )*(?:liste|lista|listar|dê(?:-me)?|dá|dar|mostre(?:-me)?|mostra(?:r|-me)?|recomende|recomenda(?:r)?|indique|indica(?:r)?|cite|busque|procure|procura|encontre|sugira|quais|qual|que|há|tem|têm|existem?|conhece|quero|gostaria|procuro|preciso|enumere|os|as|uns)\\b.*P|^(?:\\p{L}+ ){0,3}P (?:sobre|acerca|de|que|desde|em)",
    summary:
      "resum(?:a|e|ir|o|indo)|(?:um )?resumo|faça um resumo|panorama|visão geral|estado da arte|uma síntese|sintetize",
    since: `(?:desde|depois de|após|a partir de) ${YEAR}`,
    before: `(?:antes de|até) ${YEAR}`,
    within: `(?:de|em|do ano de) ${YEAR}`,
    words:
      "você|pode|poderia|por favor|liste|lista|listar|dê(?:-me)?|dá|dar|mostre(?:-me)?|mostra(?:r|-me)?|recomende|recomenda(?:r)?|indique|indica(?:r)?|cite|busque|procure|procura|procuro|encontre|sugira|enumere|quero|gostaria|preciso|faça|faz|quem|quando|quantos|quantas|qual|quais|onde|há|tem|têm|existem?|conhece|falam?|tratam?|é|são|foi|foram|escreveu|escreveram|escrit[oa]s?|inventou|publicou|publicaram|publicad[oa]s?|publicação|propôs|propuseram|propost[oa]|desenvolveu|criou|criaram|introduziu|descobriu|apareceu|saiu|apresentad[oa]|lançad[oa]|autor(?:es|a|as)?|autoria|trás|data|ano|número|quantidade|total|corpus|aqui|resuma|resumir|resumo|breve|panorama|visão geral|estado da arte|síntese|votos|likes|conferência|revista|mais|melhores|bons|importantes|alguns|algumas|uns|todos|me|acerca|disponíveis",
  },
  ja: {
    papers: "(?:論文|ペーパー|文献|研究論文)",
    explains: "なぜ|どうして",
    author:
      "著者|作者|筆者|誰が|だれが|(?:書いた|提案した|開発した|発明した|考えた|発表した)(?:の|人)は?(?:誰|だれ)|(?:誰|だれ)(?:です|によ|の論文|が書|の研究)|執筆者",
    date: "いつ.*(?:発表|出版|公開|出た|出ました|書かれ|投稿|提案|登場|でた|刊行|の論文)|何年(?:の|に)|(?:発表|出版|公開|刊行|投稿)(?:日|年|時期)|いつのもの",
    venue: "(?:どの|どこの|何という)(?:学会|会議|国際会議|雑誌|ジャーナル)|どこで発表",
    votes: "(?:投票|票|いいね|高評価)(?:数|は)?.*(?:いくつ|何|どれ)|何票",
    count:
      "P.*(?:何本|何件|いくつ|何報|何編|何個|どれ(?:くらい|だけ)|どのくらい)|(?:何本|何件|いくつ|何報|何編).*P|P(?:の)?(?:数|件数|本数)",
    newest: "最新|一番新しい|最も新しい|新しい|最近|新着|直近",
    oldest: "最も古い|一番古い|最古|古い|最初",
    popular: "人気|評価の高い|票の多い|いいねの多い|最も支持",
    list: "P.*(?:教えて|見せて|挙げて|あげて|あります|ある[?？]|ある$|探し|リスト|一覧|紹介|おすすめ|お勧め|オススメ|推薦|ください|下さい|知りたい|列挙|出して|読みたい|表示|何ですか|どれ)|(?:どんな|おすすめの|どの)P|P[?？。!！]*$",
    summary: "要約|まとめて|まとめを|概要|概観|サマリー|要点",
    since: `${YEAR}年?(?:以降|以後|から)`,
    before: `${YEAR}年?(?:以前|より前|まで)`,
    within: `${YEAR}年`,
    words:
      "に関する|について|に関して|についての|に関連する|を扱う|扱った|教えて|見せて|挙げて|あげて|ありますか|あります|ある|探して|探し|います|リスト|一覧|にして|紹介して|紹介|おすすめ|お勧め|推薦して|推薦|ください|下さい|知りたい|列挙して|列挙|出して|読みたい|表示して|表示|何ですか|どれですか|どれ|どんな|どの|なんですか|何本|何件|いくつ|何報|何編|何個|どれくらい|どれだけ|どのくらい|件数|本数|著者|作者|筆者|執筆者|書いた|書かれた|提案した|提案|開発した|発明した|考えた|発表された|発表した|発表|出版|公開|刊行|投稿|登場|出ました|出た|されました|された|されたのは|しました|いつ|何年|誰が|誰の|誰|だれ|名前|ですか|でしょうか|です|ますか|要約して|要約|まとめて|まとめ|概要|概観|サマリー|要点|簡単に|短く|して|この|その|全部で|全部|ここに|ここ|コーパス|最も|一番|順に|順|つ|本|件|投票数|人気|という|の中で",
  },
  zh: {
    papers: "(?:论文|論文|文章|文献|文獻|工作|研究论文)",
    explains: "为什么|為什麼|为何",
    author:
      "作者|(?:谁|誰)(?:写|寫|提出|发明|發明|发表|發表|开发|创造|做|撰写)|(?:写|提出|发明|发表|开发)的?(?:人)?(?:是)?(?:谁|誰)|由(?:谁|誰)|(?:谁|誰)(?:是|的)|出自(?:谁|誰)",
    date: "(?:什么时候|什麼時候|何时|何時|哪一?年|几时|什么时间).*(?:发表|發表|发布|發佈|出版|提出|写|公开|出现|问世|出来|的)|(?:发表|發表|出版|发布)(?:时间|日期|年份|于何时)|哪一?年",
    venue: "(?:哪个|哪個|什么|哪一个)(?:会议|會議|期刊|杂志)|发表在哪",
    votes: "多少(?:票|赞|点赞|投票)|几票|票数",
    count:
      "(?:多少|几|幾)(?:篇|个|個|份)?(?:关于.*)?(?:的)?P|P.*(?:多少|几|幾)(?:篇|个|個|份)?|P(?:的)?(?:数量|总数|數量)|(?:多少|几|幾)篇",
    newest: "最新|最近|新的|近期",
    oldest: "最早|最老|最旧|最古老|最舊",
    popular: "最受欢迎|最热门|最热|票数最(?:多|高)|得票最(?:多|高)|点赞最多",
    list: "(?:列出|列一下|列举|推荐|推薦|给我|給我|找|有哪些|哪些|介绍|展示|显示|看看|有没有|想看|想读|请给).*P|P.*(?:有哪些|有吗|有嗎|推荐|哪些|有什么|列出|给我|是哪|是什么|有没有)|(?:关于|有关).*P[。?？!！]*$",
    summary: "总结|總結|概述|综述|概括|概览|的摘要|归纳|梳理",
    since: `${YEAR}年?(?:以来|以后|之后|后|起)`,
    before: `${YEAR}年?(?:以前|之前|前)`,
    within: `${YEAR}年`,
    words:
      "请问|请|列出|列一下|列举|推荐|推薦|给我|給我|给出|找出|找到|找|一下|有哪些|哪些|介绍|展示|显示|看看|有没有|想看|想读|关于|有关|有关于|涉及|讨论|多少|几|幾|篇|份|一共|总共|共有|共|数量|总数|作者|写的|写了|写|寫|提出的|提出|发明|發明|发表的|发表|發表|发布|出版|公开|问世|开发|撰写|出自|名字|谁|誰|什么时候|什麼時候|何时|哪一年|哪年|时间|日期|年份|是|总结|總結|概述|综述|概括|概览|摘要|归纳|梳理|这篇|那篇|这|那|语料库|这里|你们|你|我|知道|收录|库|里面|里|中|票数|票|最受欢迎|最热门|有吗|有嗎|有什么|有|都|些|吗|嗎|呢|了|的|在|个|個|帮",
  },
};

const NUMBERS: Readonly<Record<GlossaryLanguage, readonly string[]>> = {
  de: ["eine?[nrs]?", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn"],
  fr: ["une?", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix"],
  es: ["una?", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez"],
  pt: ["uma?", "(?:dois|duas)", "três", "quatro", "cinco", "seis", "sete", "oito", "nove", "dez"],
  ja: ["(?:一|ひと)", "(?:二|ふた)", "(?:三|みっ)", "(?:四|よっ)", "五", "六", "七", "八", "九", "十"],
  zh: ["一", "(?:两|二|兩)", "三", "四", "五", "六", "七", "八", "九", "十"],
};
const UNSPACED: ReadonlySet<string> = new Set(["ja", "zh"]);
const COUNTED_IN = "(?:本|篇|件|つ|個|个|報|編|份)";

type Part = Exclude<keyof Asking, "papers">;

interface Reader {
  readonly has: (part: Part, text: string) => boolean;
  readonly matched: (part: "since" | "before" | "within", text: string) => string | null;
  readonly papers: RegExp;
  readonly count: (text: string) => number | null;
  readonly without: (text: string) => string;
}

/** The patterns of a language, ready to be used. */
function readerOf(language: GlossaryLanguage): Reader {
  const asking = ASKING[language];
  const unspaced = UNSPACED.has(language);
  const [start, end] = unspaced ? ["", ""] : ["(?<![\\p{L}\\p{N}])", "(?![\\p{L}\\p{N}])"];
  const compile = (source: string, flags = "iu") =>
    new RegExp(`${start}(?:${source.replaceAll("P", asking.papers)})${end}`, flags);
  const compiled = new Map<Part, RegExp>();
  for (const [part, source] of Object.entries(asking)) {
    // Patterns of properties, such as `\p{L}`, hold no capital P.
    if (part !== "papers") compiled.set(part as Part, compile(source));
  }
  const numbers = NUMBERS[language];
  const spelt = numbers.map((word, at) => [at + 1, new RegExp(`^${word}$`, "iu")] as const);
  const number = `(?<count>\\d{1,2}|${numbers.join("|")})`;
  const counted = unspaced
    ? new RegExp(`${number}\\s*${COUNTED_IN}`, "u")
    : new RegExp(
        `${start}${number} (?:[\\p{L}-]+ ){0,2}${asking.papers}${end}|${start}(?:les|los|las|os|as|die) (?<after>\\d{1,2}) `,
        "iu",
      );
  const words = compile(
    [asking.since, asking.before, asking.within]
      .map((source) => source.replace(YEAR, "(?:19|20)\\d\\d"))
      .concat(
        [asking.newest, asking.oldest, asking.popular, asking.words, asking.papers],
        unspaced ? `(?:\\d{1,2}|${numbers.join("|")})${COUNTED_IN}` : [],
      )
      .join("|"),
    "giu",
  );
  const numerals = new RegExp(
    `${start}(?:\\d{1,2}|${numbers.slice(1).join("|")}) (?=(?:[\\p{L}-]+ ){0,2}${asking.papers}${end})`,
    "giu",
  );
  const hyphened = new RegExp(`[-‐]${asking.papers}${end}`, "giu");
  return {
    has: (part, text) => compiled.get(part)?.test(text) ?? false,
    matched: (part, text) => compiled.get(part)?.exec(text)?.groups?.["year"] ?? null,
    papers: compile(asking.papers),
    count(text) {
      const groups = counted.exec(text)?.groups;
      const written = groups?.["count"] ?? groups?.["after"];
      if (written === undefined) return null;
      const value = spelt.find(([, pattern]) => pattern.test(written))?.[0] ?? Number(written);
      return value > 0 ? value : null;
    },
    without: (text) =>
      text
        .replace(hyphened, " ")
        .replace(unspaced ? /(?!)/gu : numerals, " ")
        .replace(words, " ")
        .replace(unspaced ? /[のはをがでにとも]|最(?= )/gu : /(?!)/gu, " "),
  };
}

const readers = new Map<GlossaryLanguage, Reader>();

/** What a message asks for of papers, their number, authors, dates or contents; null for any other question. */
export function readForeignRequest(message: string, language: GlossaryLanguage): ForeignRequest | null {
  const reader = readers.get(language) ?? readerOf(language);
  readers.set(language, reader);
  const text = message
    .normalize("NFKC")
    .replaceAll("’", "'")
    .replace(/^[\s¿¡]+/u, "")
    .replace(/\s+/gu, " ");
  if (reader.has("explains", text)) return null;
  const ofPapers = reader.papers.test(text) || new RegExp(`[-‐]${ASKING[language].papers}`, "iu").test(text);
  const order = !ofPapers
    ? null
    : reader.has("popular", text)
      ? "most upvoted"
      : reader.has("oldest", text)
        ? "oldest"
        : reader.has("newest", text)
          ? "newest"
          : null;
  const kind = kindOf(text, reader, order !== null);
  if (kind === null) return null;
  const since = reader.matched("since", text);
  const before = reader.matched("before", text);
  const within = reader.matched("within", text);
  const years =
    since !== null
      ? `since ${since}`
      : before !== null
        ? `before ${before}`
        : within !== null
          ? `from ${within}`
          : null;
  return {
    kind,
    order: kind === "list" ? order : null,
    count: kind === "list" ? reader.count(text) : null,
    years: kind === "list" || kind === "count" ? years : null,
    rest: quotedIn(message) ?? reader.without(text).replace(/\s+/gu, " ").trim(),
  };
}

function kindOf(text: string, reader: Reader, ordered: boolean): ForeignRequest["kind"] | null {
  for (const kind of ["votes", "count", "venue", "author", "date", "summary"] as const) {
    if (reader.has(kind, text)) return kind;
  }
  return ordered || reader.has("list", text) ? "list" : null;
}

/** A title in quotation marks. */
function quotedIn(text: string): string | null {
  return /[„“"«「『《](?<title>[^„“”"«»「」『』《》]{3,})[“”"»」』》]/u.exec(text)?.groups?.["title"]?.trim() ?? null;
}

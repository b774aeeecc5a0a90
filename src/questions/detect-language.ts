import { accentedWordsOf, isStopWord } from "../util/terms.ts";
import { readForeignSmallTalk } from "./foreign-small-talk.ts";

/** Languages that are told from English; ISO 639-1. */
export type LanguageCode = "en" | "de" | "es" | "fr" | "it" | "pt" | "ja" | "ko" | "zh" | "ru" | "ar" | "hi";

const SCRIPTS: readonly (readonly [LanguageCode, RegExp])[] = [
  ["ja", /[\p{Script=Hiragana}\p{Script=Katakana}]/gu],
  ["ko", /\p{Script=Hangul}/gu],
  ["zh", /\p{Script=Han}/gu],
  ["ru", /\p{Script=Cyrillic}/gu],
  ["ar", /\p{Script=Arabic}/gu],
  ["hi", /\p{Script=Devanagari}/gu],
];
/** Characters of another script in a text that is not English; one alone may be a symbol. */
const FEWEST_CHARACTERS = 2;

const words = (list: string) => new Set(list.split(/\s+/u));
/** The words that questions are made of; those that are English words too are left out. */
const FUNCTION_WORDS: readonly (readonly [LanguageCode, ReadonlySet<string>])[] = [
  [
    "de",
    words(
      "wie wer wo wann warum wieso weshalb welche welcher welches der das dem den des ein eine einer eines und oder ist sind nicht mit bei für von zum zur im auf über wird werden kann können ohne aber auch durch nach wenn dass sich nur noch wir ich sie warum gibt es funktioniert bedeutet erklärt wem viele wieviele kannst könnt du ihr mir dir uns euch habt hast haben zu über nenne zeig zeige gib fasse fass zusammen bitte welchem geschrieben arbeiten neuesten",
    ),
  ],
  [
    "es",
    words(
      "qué cómo cuál cuáles cuándo dónde por para el la de los las una unos unas y es son con del al que como se su sus lo sobre frente según entre quién quiénes quien cuántos cuántas cuántos hay dame muéstrame lista resumen recomiéndame búscame escribió artículos artículo trabajos",
    ),
  ],
  [
    "fr",
    words(
      "la le de que quoi quel quelle quels quelles comment pourquoi où quand les des une et est sont avec dans du au aux qu ce cette ces il elle sur par ne pas peut qui combien je tu vous nous moi donne donne-moi montre-moi liste résume résume-moi peux-tu pouvez-vous avez-vous as-tu derniers résumé écrit auteurs publié",
    ),
  ],
  [
    "it",
    words(
      "che cosa come perché quale quali quando dove il gli lo una uno e è sono con del della dei delle nel nella di da per su",
    ),
  ],
  [
    "pt",
    words(
      "que como qual quais quando onde porque por o os as um uma e é são com do da dos das no na nos nas em de para não se ao pela pelo quem quantos quantas há você mostre liste faça resuma recomende sobre artigos artigo trabalhos",
    ),
  ],
];
/** English function words that are German words too. */
const ALSO_GERMAN = words("was die in so an man");
/** Links, addresses, names of accounts and code: their words are of no language. */
const NO_WORDS =
  /```[\s\S]*?(?:```|$)|`[^`]*`|\b(?:https?:\/\/|www\.)\S+|\S{1,64}@\S+|(?<!\S)@\S+|\b[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}\/\S*/giu;
/** A title may be in another language than what is asked about it. */
const QUOTED = /[„“"«][^„“”"«»]{3,}[“”"»]/gu;
/** Letters and signs that English does not use. */
const OWN_LETTERS: readonly (readonly [LanguageCode, RegExp])[] = [
  ["de", /[äöüß]/iu],
  ["es", /[¿¡ñ]/iu],
  ["fr", /[çœêë]|\b(?:qu|d|j|n|s)['’](?=\p{L})/iu],
  ["it", /[ìò]|\b(?:cos|dell|nell|all|un)['’](?=\p{L})/iu],
  ["pt", /[ãõ]/iu],
];

/** The beginning of a long text tells its language. */
const CHARACTERS_READ = 20_000;

/**
 * The language of a question, English when in doubt: a wrong guess would cost an English question its answer. Scripts
 * tell most; for Latin letters the words that questions are made of and letters that English lacks. (Libraries that
 * count letter groups take a third of all short questions about machine learning for something else.)
 */
export function detectLanguage(message: string): LanguageCode {
  const smallTalk = readForeignSmallTalk(message);
  if (smallTalk !== null) return smallTalk.language;
  const unquoted = message.slice(0, CHARACTERS_READ).replace(NO_WORDS, " ");
  const around = unquoted.replace(QUOTED, " ");
  const text = accentedWordsOf(around).length >= 2 ? around : unquoted;
  for (const [language, script] of SCRIPTS) {
    if ((text.match(script)?.length ?? 0) >= FEWEST_CHARACTERS) return language;
  }
  const found = accentedWordsOf(text.replaceAll("’", "'"));
  const english = found.filter((word) => isStopWord(word) && !ALSO_GERMAN.has(word)).length;
  const scores = FUNCTION_WORDS.map(([language, functionWords]) => {
    const asksWas = language === "de" && found[0] === "was" ? 1 : 0;
    const hits = found.filter((word) => functionWords.has(word) && !isStopWord(word)).length + asksWas;
    const letters = OWN_LETTERS.some(([of, pattern]) => of === language && pattern.test(text)) ? 2 : 0;
    return { language, score: hits + letters };
  }).sort((a, b) => b.score - a.score);
  const [best] = scores;
  if (best === undefined || best.score === 0) return "en";
  return best.score >= 2 ? (best.score > english ? best.language : "en") : english === 0 ? best.language : "en";
}

/** Whether a word, in lower case, only joins others in a language. */
export function isFunctionWord(word: string, language: LanguageCode): boolean {
  return FUNCTION_WORDS.some(([of, functionWords]) => of === language && functionWords.has(word));
}

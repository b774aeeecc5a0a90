import type { LanguageCode } from "./detect-language.ts";

/** What is said, in the asker's language, when a question could not be read and nothing can translate it. */
export interface LanguageNotes {
  /** With quotations that were found by the terms given. */
  readonly found: (terms: string) => string;
  /** Where nothing was found. */
  readonly nothing: string;
}

const NOTES: Readonly<Record<LanguageCode, LanguageNotes>> = {
  en: {
    found: (terms) =>
      `Without a language model only English questions can be answered; these quotations were found by: ${terms}.`,
    nothing: "Without a language model only English questions can be answered. Please ask in English.",
  },
  de: {
    found: (terms) =>
      `Ohne Sprachmodell kann ich nur englische Fragen beantworten; diese Zitate fand ich über: ${terms}.`,
    nothing: "Ohne Sprachmodell kann ich nur englische Fragen beantworten. Bitte auf Englisch fragen.",
  },
  es: {
    found: (terms) =>
      `Sin un modelo de lenguaje solo puedo responder preguntas en inglés; estas citas las encontré por: ${terms}.`,
    nothing: "Sin un modelo de lenguaje solo puedo responder preguntas en inglés. Pregunta en inglés, por favor.",
  },
  fr: {
    found: (terms) =>
      `Sans modèle de langue, je ne peux répondre qu'aux questions en anglais ; ces citations ont été trouvées par : ${terms}.`,
    nothing: "Sans modèle de langue, je ne peux répondre qu'aux questions en anglais. Posez votre question en anglais.",
  },
  it: {
    found: (terms) =>
      `Senza un modello linguistico posso rispondere solo a domande in inglese; queste citazioni le ho trovate con: ${terms}.`,
    nothing: "Senza un modello linguistico posso rispondere solo a domande in inglese. Chiedi in inglese, per favore.",
  },
  pt: {
    found: (terms) =>
      `Sem um modelo de linguagem só posso responder a perguntas em inglês; estas citações foram encontradas por: ${terms}.`,
    nothing: "Sem um modelo de linguagem só posso responder a perguntas em inglês. Pergunte em inglês, por favor.",
  },
  ja: {
    found: (terms) => `言語モデルがないため英語の質問にしか答えられません。次の語で見つけた引用です：${terms}`,
    nothing: "言語モデルがないため英語の質問にしか答えられません。英語で質問してください。",
  },
  ko: {
    found: (terms) => `언어 모델이 없어 영어 질문에만 답할 수 있습니다. 다음 용어로 찾은 인용문입니다: ${terms}`,
    nothing: "언어 모델이 없어 영어 질문에만 답할 수 있습니다. 영어로 질문해 주세요.",
  },
  zh: {
    found: (terms) => `没有语言模型，我只能回答英文问题。以下引文是按这些词找到的：${terms}`,
    nothing: "没有语言模型，我只能回答英文问题。请用英文提问。",
  },
  ru: {
    found: (terms) =>
      `Без языковой модели я отвечаю только на вопросы на английском; эти цитаты найдены по словам: ${terms}.`,
    nothing: "Без языковой модели я отвечаю только на вопросы на английском. Спросите, пожалуйста, по-английски.",
  },
  ar: {
    found: (terms) => `من دون نموذج لغوي أجيب عن الأسئلة الإنجليزية فقط؛ وُجدت هذه الاقتباسات بالكلمات: ${terms}`,
    nothing: "من دون نموذج لغوي أجيب عن الأسئلة الإنجليزية فقط. يرجى السؤال بالإنجليزية.",
  },
  hi: {
    found: (terms) => `भाषा मॉडल के बिना मैं केवल अंग्रेज़ी प्रश्नों का उत्तर दे सकता हूँ; ये उद्धरण इन शब्दों से मिले: ${terms}`,
    nothing: "भाषा मॉडल के बिना मैं केवल अंग्रेज़ी प्रश्नों का उत्तर दे सकता हूँ। कृपया अंग्रेज़ी में पूछें।",
  },
};

export function languageNotes(language: LanguageCode): LanguageNotes {
  return NOTES[language];
}

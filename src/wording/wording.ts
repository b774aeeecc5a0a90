import type { Answer } from "../domain/answer.ts";
import type { AnswerPhrases, Formats } from "./answer-phrases.ts";
import { de } from "./de.ts";
import { en } from "./en.ts";
import { es } from "./es.ts";
import { fr } from "./fr.ts";
import { ja } from "./ja.ts";
import { pt } from "./pt.ts";
import type { AnswerWording } from "./say-answer.ts";
import { zh } from "./zh.ts";

const PHRASES: Readonly<Record<string, AnswerPhrases>> = { en, de, fr, es, pt, ja, zh };

/** How answers are put into words in a language (ISO 639-1); English where there are no phrases in it. */
export function wordingIn(language: string): AnswerWording {
  const phrases = PHRASES[language];
  return phrases === undefined ? { phrases: en, formats: formatsOf("en") } : { phrases, formats: formatsOf(language) };
}

/** How an answer is put into words: in the language it was asked in, where that was not understood; else as wanted. */
export function wordingFor(answer: Pick<Answer, "language">, wanted: string): AnswerWording {
  const asked = answer.language;
  return wordingIn(asked !== undefined && PHRASES[asked] !== undefined ? asked : wanted);
}

function formatsOf(language: string): Formats {
  return {
    number: (value) => new Intl.NumberFormat(language).format(value),
    list: (items) => new Intl.ListFormat(language).format(items),
    date(published) {
      const [, year, month, day] = /^(\d{4}|-)(?:-(\d{2})(?:-(\d{2}))?)?$/u.exec(published) ?? [];
      if (year === undefined || month === undefined) return published;
      const date = new Date(Date.UTC(year === "-" ? 2000 : Number(year), Number(month) - 1, Number(day ?? 1)));
      return new Intl.DateTimeFormat(language, {
        ...(year === "-" ? {} : { year: "numeric" }),
        month: "short",
        ...(day === undefined ? {} : { day: "numeric" }),
        timeZone: "UTC",
      }).format(date);
    },
  };
}

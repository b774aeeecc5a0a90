import type { LanguageCode } from "./detect-language.ts";
import { GLOSSARY, type GlossaryLanguage } from "./glossary-terms.ts";

export interface FoundInGlossary {
  /** English terms, in the order of the text. */
  readonly terms: readonly string[];
  /** The text without what was found. */
  readonly rest: string;
}

/** Written without spaces between words: terms are found anywhere. */
const UNSPACED: ReadonlySet<string> = new Set(["ja", "zh"]);

/** Stands for a letter of a term that was found already. */
const TAKEN = "\u0000";

const byLanguage = new Map<string, readonly (readonly [string, readonly string[]])[]>();

/** English terms of the field for those that a text in another language holds; longer ones first. */
export function termsInGlossary(text: string, language: LanguageCode): FoundInGlossary {
  const entries = entriesIn(language);
  const written = ` ${text.normalize("NFKC")} `;
  // Letters whose lower case is longer or shorter would shift what is cut out below.
  let rest = written
    .split("")
    .map((letter) => (letter.toLowerCase().length === letter.length ? letter.toLowerCase() : letter))
    .join("");
  const found: { readonly at: number; readonly terms: readonly string[] }[] = [];
  for (const [form, terms] of entries) {
    const at = UNSPACED.has(language) ? rest.indexOf(form) : indexOfWord(rest, form);
    if (at === -1) continue;
    found.push({ at, terms });
    rest = `${rest.slice(0, at)}${TAKEN.repeat(form.length)}${rest.slice(at + form.length)}`;
  }
  const terms = found.sort((a, b) => a.at - b.at).flatMap((each) => each.terms);
  const left = rest
    .split("")
    .map((letter, at) => (letter === TAKEN ? " " : (written[at] ?? "")))
    .join("");
  return { terms: [...new Set(terms)], rest: left.trim() };
}

/** The forms of a language with their English terms, longest first, so that “learning rate” comes before “learning”. */
function entriesIn(language: LanguageCode): readonly (readonly [string, readonly string[]])[] {
  const known = byLanguage.get(language);
  if (known !== undefined) return known;
  const forms = new Map<string, string[]>();
  for (const [english, translations] of GLOSSARY) {
    for (const written of translations[language as GlossaryLanguage] ?? []) {
      const key = written.normalize("NFKC").toLowerCase();
      forms.set(key, [...(forms.get(key) ?? []), english]);
    }
  }
  const entries = [...forms].sort(([a], [b]) => b.length - a.length || (a < b ? -1 : 1));
  byLanguage.set(language, entries);
  return entries;
}

function indexOfWord(text: string, word: string): number {
  for (let from = text.indexOf(word); from !== -1; from = text.indexOf(word, from + 1)) {
    const [before = " ", after = " "] = [text[from - 1], text[from + word.length]];
    if (!/[\p{L}\p{N}]/u.test(before) && !/[\p{L}\p{N}]/u.test(after)) return from;
  }
  return -1;
}

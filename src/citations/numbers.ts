import { stemOf, wordsOf } from "../util/terms.ts";

const NUMBER_WORDS: Readonly<Record<string, string>> = {
  two: "2",
  three: "3",
  four: "4",
  five: "5",
  six: "6",
  seven: "7",
  eight: "8",
  nine: "9",
  ten: "10",
  twice: "2",
  double: "2",
  doubles: "2",
  half: "0.5",
  thousand: "1000",
  million: "1000000",
  billion: "1000000000",
};

/** Numbers as they can be compared: `1,000` is `1000`, `.5` is `0.5`, `50%` is `50`, `two` is `2`. */
export function numbersOf(text: string): string[] {
  const plain = withoutSeparators(text);
  const digits = (plain.match(/(?<![\p{L}\d])\d*\.?\d+/gu) ?? []).map((number) => String(Number(number)));
  const words = wordsOf(plain).flatMap((word) => NUMBER_WORDS[word] ?? []);
  return [...digits, ...words];
}

/** True where two texts give different numbers of the same thing: `10 times` and `100×`, `3%` and `5 %`. */
export function amountsDiffer(one: string, other: string): boolean {
  const others = new Map<string, Set<number>>();
  for (const { number, unit } of amountsOf(other)) others.set(unit, (others.get(unit) ?? new Set()).add(number));
  return amountsOf(one).some(({ number, unit }) => others.get(unit)?.has(number) === false);
}

function amountsOf(text: string): { readonly number: number; readonly unit: string }[] {
  const worded = withoutSeparators(text).replace(/(?<=\d)×(?! ?\d)/gu, " times");
  const found = worded.matchAll(/(?<![\p{L}\d.])(\d+(?:\.\d+)?)\s*-?(%|\p{L}+)/gu);
  return [...found].map(([, number, unit = ""]) => ({ number: Number(number), unit: stemOf(unit.toLowerCase()) }));
}

/** `1,000` as `1000`. */
function withoutSeparators(text: string): string {
  return text.normalize("NFKC").replace(/(?<=\d),(?=\d{3}\b)/gu, "");
}

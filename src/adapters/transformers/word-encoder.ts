/** Token ids of a text, with the special tokens around them. */
export type Encode = (text: string) => number[];

/** Words remembered; the seeds have some 13,000 different ones. */
const MAX_WORDS = 100_000;
/** Must come out the same both ways before words are taken apart: punctuation, case, accents, numbers, other scripts. */
const PROBES = [
  "Sharpness-Aware Minimization (SAM): 71.2% on CIFAR-10, e.g. ResNet-50!",
  "naïve café μ-Transfer “quotes” x_{t+1} = f(x_t) https://a.example/b?c=d&e",
  "損失地形 とは 🙂 don't re-use   spaces",
];

/**
 * The tokenizer's `encode`, made fast: a WordPiece vocabulary cuts each word by itself, so the ids of a word are looked
 * up after the first time. Tokenization is then a hundredth of the embedding's time, where it was a tenth. A tokenizer
 * whose words depend on each other is found out by probes and used as it is.
 */
export function createWordEncoder(encode: Encode): Encode {
  const frame = encode("");
  const [first, last] = frame;
  if (frame.length !== 2 || first === undefined || last === undefined) return encode;
  const known = new Map<string, readonly number[]>();
  const encodeByWords: Encode = (text) => {
    const ids = [first];
    for (const word of text.split(/\s+/u)) {
      let wordIds = known.get(word);
      if (wordIds === undefined) {
        wordIds = encode(word).slice(1, -1);
        if (known.size >= MAX_WORDS) known.clear();
        known.set(word, wordIds);
      }
      ids.push(...wordIds);
    }
    ids.push(last);
    return ids;
  };
  const same = PROBES.every((probe) => encode(probe).join() === encodeByWords(probe).join());
  return same ? encodeByWords : encode;
}

/** What was read so far. */
export interface Output {
  add(part: string): void;
  /** A word, apart from what is before and behind it. */
  addWord(word: string, next: string): void;
  /** The last character; empty at the beginning. */
  last(): string;
  isInAddress(): boolean;
  text(): string;
}

export function createOutput(): Output {
  const parts: string[] = [];
  let last = "";
  /** The end of what was added, to see addresses that came in parts. */
  let tail = "";
  let inAddress = false;
  const add = (part: string) => {
    if (part === "") return;
    parts.push(part);
    last = part.charAt(part.length - 1);
    const space = Math.max(part.lastIndexOf(" "), part.lastIndexOf("\n"));
    const token = space === -1 ? tail + part : part.slice(space + 1);
    inAddress = (space === -1 && inAddress) || token.includes("://");
    tail = token.slice(-2);
  };
  return {
    add,
    addWord(word, next) {
      add(`${/[\p{L}\p{N})\]}]/u.test(last) ? " " : ""}${word}${/[\p{L}\p{N}\\]/u.test(next) ? " " : ""}`);
    },
    last: () => last,
    isInAddress: () => inAddress,
    text: () => parts.join(""),
  };
}

export function operand(text: string): string {
  const plain = text.trim();
  return /^(?:[√∂]?[\p{L}\p{N}\p{M}.]+|.|\(.*\))$/su.test(plain) ? plain : `(${plain})`;
}

/** `1/(2n)`, but `1/n²` and “dx/dt”. */
export function divisor(text: string): string {
  const plain = text.trim();
  const isOne =
    /^(?:[\p{N}.]+|[√∂]?\p{L}[\p{Lm}\p{No}\p{M}]*|d?\p{L}|[A-Za-z]{3,}|\p{L}[_^](?:\([^()]*\)|[\p{L}\p{N}]+)|\([^()]*\))$/u;
  return isOne.test(plain) ? plain : `(${plain})`;
}

/** A title and an abstract for made-up pages. */
export interface PageEntry {
  readonly title: string;
  readonly abstract: string;
}

const BANNER = "Get trending papers in your email inbox";

/** A page in the first layout: header, date, then title and abstract with empty lines between. */
export function spacedPage(entries: readonly PageEntry[]): string {
  const header = ["new", `${BANNER}!`, "Subscribe", "byAK and the research community", "Mar 11"];
  return [...header, ...entries.flatMap(({ title, abstract }) => [title, abstract])].join("\n\n");
}

/** A page in the second layout: the first title glued to `Subscribe`, no empty lines. */
export function densePage(entries: readonly PageEntry[]): string {
  const lines = entries.flatMap(({ title, abstract }) => [title, abstract]);
  return [`${BANNER} once a day!`, `${BANNER}!`, `Subscribe${lines[0] ?? ""}`, ...lines.slice(1)].join("\n");
}

/** A made-up abstract of several sentences about one subject, long enough to be told from a title. */
export function abstractAbout(subject: string, sentences = 4): string {
  const parts = [
    `We study ${subject} and show when it appears in trained networks.`,
    `Earlier work on ${subject} left open which part of the training causes it.`,
    `Our experiments with ${subject} cover 12 datasets and three architectures.`,
    `The results suggest that ${subject} depends on the learning rate.`,
    `We conclude that ${subject} can be predicted before training ends.`,
  ];
  return Array.from({ length: sentences }, (_, index) => parts[index % parts.length] ?? "").join(" ");
}

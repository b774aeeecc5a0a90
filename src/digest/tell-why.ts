import type { WhyHere, WhyQuiet } from "../domain/digest.ts";
import { FILES_SOURCE } from "../domain/ingest.ts";

/** How one language says why a paper is here, and why a digest is quiet. Numbers come in as they are to be shown. */
export interface WhyTexts {
  topic(topic: string): string;
  readonly asked: string;
  readonly taste: string;
  upvotes(count: string, isOne: boolean): string;
  readonly noAbstract: string;
  newFrom(source: string): string;
  /** What files are called where papers came from some: their names say nothing to a reader. */
  readonly files: string;
  readonly nothingNew: string;
  tooNarrow(papers: string, topics: string): string;
  sourceFailed(problems: string): string;
}

export const ENGLISH_WHY: WhyTexts = {
  topic: (topic) => `about ${topic}`,
  asked: "close to what this server asked about",
  taste: "like what people here asked and opened",
  upvotes: (count, isOne) => `${count} ${isOne ? "upvote" : "upvotes"}`,
  noAbstract: "no abstract yet",
  newFrom: (source) => `new from ${source}`,
  files: "files",
  nothingNew: "No new papers came in.",
  tooNarrow: (papers, topics) => `None of the ${papers} new papers is about ${topics}: wider topics would find more.`,
  sourceFailed: (problems) => `A source failed: ${problems}`,
};

/** Why a paper is here, in one line. */
export function tellWhyHere(
  reasons: readonly WhyHere[],
  texts: WhyTexts,
  number: (value: number) => string = String,
): string {
  return reasons.map((reason) => tellReason(reason, texts, number)).join(", ");
}

function tellReason(reason: WhyHere, texts: WhyTexts, number: (value: number) => string): string {
  switch (reason.kind) {
    case "topic":
      return texts.topic(reason.topic);
    case "asked":
      return texts.asked;
    case "taste":
      return texts.taste;
    case "upvotes":
      return texts.upvotes(number(reason.upvotes), reason.upvotes === 1);
    case "no-abstract":
      return texts.noAbstract;
    case "new":
      return texts.newFrom(nameSource(reason.source, texts));
  }
}

/** What a source of a digest's papers is called: a service by its name. */
export function nameSource(source: string, texts: WhyTexts): string {
  return source === FILES_SOURCE ? texts.files : source;
}

/** Why there is nothing to show, in sentences. */
export function tellWhyQuiet(
  { kind, topics, sourceProblems }: WhyQuiet,
  newPapers: number,
  texts: WhyTexts,
  number: (value: number) => string = String,
): string {
  return [
    kind === "nothing-new"
      ? texts.nothingNew
      : texts.tooNarrow(number(newPapers), topics.map((topic) => `“${topic}”`).join(", ")),
    ...(sourceProblems.length === 0 ? [] : [texts.sourceFailed(sourceProblems.join(" "))]),
  ].join(" ");
}

import { z } from "zod";
import { renderPassages } from "../answering/build-passages.ts";
import { askForArray, type SideTask } from "../answering/complete-chat.ts";
import { judgeSentences } from "../answering/judge-sentences.ts";
import type { CountTokens } from "../answering/read-reply.ts";
import { type VerifyDeps, verifySentence } from "../answering/verify-sentence.ts";
import type { DigestPaper, DigestTheme } from "../domain/digest.ts";
import type { Paper } from "../domain/paper.ts";
import { cleanLine } from "../util/clean-text.ts";
import { contentTerms } from "../util/terms.ts";

/** A language model that names themes and sums papers up. */
export interface ThemeWriter {
  readonly write: SideTask;
  /** Gives a second opinion on the sentences; null for none. */
  readonly judge: SideTask | null;
}

/** A theme as it is without a model, with the papers that it shows in full. */
export interface DraftTheme {
  readonly theme: DigestTheme;
  /** In the order of `theme.papers`. */
  readonly papers: readonly Paper[];
}

const NAME_CHARACTERS = 60;
const SENTENCE_CHARACTERS = 300;
/** More of an abstract is not shown to the model. */
const ABSTRACT_CHARACTERS = 3_000;

/**
 * Lets a model name a theme and say in a sentence what each of its papers brings. A name is taken where all its words
 * stand in the theme's papers; a sentence where the abstract supports it as an answer's sentences are, else the quoted
 * one stays. Where the model fails, the theme is as it was.
 */
export async function writeTheme(
  writer: ThemeWriter,
  verify: VerifyDeps,
  { theme, papers }: DraftTheme,
  countTokens: CountTokens,
  signal?: AbortSignal,
): Promise<DigestTheme> {
  const passages = papers
    .filter(({ abstract }) => abstract !== "")
    .map((paper, index) => ({ n: index + 1, paper, text: paper.abstract.slice(0, ABSTRACT_CHARACTERS) }));
  if (passages.length === 0) return theme;
  const expected = { schema: z.array(z.string()).length(passages.length + 1), what: "theme" };
  const papersShown = renderPassages(passages);
  const written = await askForArray(writer.write, { papers: papersShown }, expected, countTokens, signal);
  if (written === null) return theme;
  const [name = "", ...sentences] = written.map(cleanLine);
  const verified = [];
  for (const [index, text] of sentences.entries()) {
    const { support, evidence } = await verifySentence(verify, { text, markers: [index + 1] }, passages, signal);
    const quote = evidence[0]?.quote;
    if (text.length > SENTENCE_CHARACTERS || support !== "supported" || quote === undefined) continue;
    verified.push({ paperId: passages[index]?.paper.paperId, text, quotes: [quote] });
  }
  const labels =
    writer.judge === null || verified.length === 0
      ? null
      : await judgeSentences(writer.judge, verified, countTokens, signal);
  const accepted = new Map(
    verified
      .filter((_sentence, index) => labels === null || labels[index] === "supported")
      .map(({ paperId, text, quotes: [quote = ""] }) => [paperId, { sentence: text, quote }]),
  );
  return {
    ...theme,
    name: theme.kind === "group" && isNameOf(name, papers) ? name : theme.name,
    papers: theme.papers.map((paper): DigestPaper => ({ ...paper, ...accepted.get(paper.paperId) })),
  };
}

/** Whether a name is short, plain, and made of words that the papers have. */
function isNameOf(name: string, papers: readonly Paper[]): boolean {
  const terms = contentTerms(name);
  if (terms.length === 0 || name.length > NAME_CHARACTERS || !/^[\p{L}\p{N}][\p{L}\p{N} ,/&()'’–-]*$/u.test(name))
    return false;
  const known = new Set(papers.flatMap(({ title, abstract }) => contentTerms(`${title} ${abstract}`)));
  return terms.every((term) => known.has(term));
}

import { z } from "zod";
import { AppError } from "../domain/errors.ts";
import { normaliseTitle, type PaperId } from "../domain/paper.ts";
import type { TitledPaper } from "../ports/corpus-store.ts";
import type { ReadLines } from "./read-dataset.ts";

const relevantSchema = z.array(z.object({ title: z.string().min(1), grade: z.number().positive() }));

const goldLineSchema = z
  .object({
    id: z.union([z.string(), z.number()]).transform(String),
    type: z.string().min(1).default("question"),
    question: z.string().optional(),
    turns: z.array(z.string()).min(1).optional(),
    relevant: relevantSchema,
    must_say: z.array(z.union([z.string().transform((phrase) => [phrase]), z.array(z.string()).min(1)])).default([]),
  })
  .refine(({ question, turns }) => (question === undefined) !== (turns === undefined), "either a question or turns");

const relatedLineSchema = z.object({ title: z.string().min(1), relevant: relevantSchema });

/** A question with what a good answer to it rests on. */
export interface GoldQuestion {
  readonly id: string;
  readonly type: string;
  /** The question that is asked. */
  readonly question: string;
  /** What was asked before it, oldest first. */
  readonly after: readonly string[];
  /** Paper → grade. Empty: nothing in the corpus answers it. */
  readonly grades: ReadonlyMap<PaperId, number>;
  /** Phrases that the answer must show, each with alternatives that would do as well. */
  readonly mustSay: readonly (readonly string[])[];
}

/** A paper with the papers that are close to it. */
export interface GoldRelated {
  readonly paperId: PaperId;
  readonly grades: ReadonlyMap<PaperId, number>;
}

/**
 * Reads labelled questions, one JSON object a line. Throws `INPUT_INVALID` with file and line for a line of another
 * shape, or a title that the corpus does not have.
 */
export async function readGold(
  path: string,
  readLines: ReadLines,
  titles: readonly TitledPaper[],
): Promise<GoldQuestion[]> {
  const gradesOf = createGrader(titles);
  return readJsonLines(path, readLines, goldLineSchema, (line, where) => {
    const turns = line.turns ?? [line.question ?? ""];
    return {
      id: line.id,
      type: line.type,
      question: turns.at(-1) ?? "",
      after: turns.slice(0, -1),
      grades: gradesOf(line.relevant, where),
      mustSay: line.must_say,
    };
  });
}

/** Reads papers with their graded related papers. Throws as `readGold` does. */
export async function readGoldRelated(
  path: string,
  readLines: ReadLines,
  titles: readonly TitledPaper[],
): Promise<GoldRelated[]> {
  const gradesOf = createGrader(titles);
  return readJsonLines(path, readLines, relatedLineSchema, ({ title, relevant }, where) => {
    const [paperId] = [...gradesOf([{ title, grade: 1 }], where).keys()];
    if (paperId === undefined) throw new AppError("INPUT_INVALID", `${where}: the paper has no title.`);
    return { paperId, grades: gradesOf(relevant, where) };
  });
}

type Grade = (relevant: z.infer<typeof relevantSchema>, where: string) => Map<PaperId, number>;

function createGrader(titles: readonly TitledPaper[]): Grade {
  const byTitle = new Map(titles.map(({ title, paperId }) => [normaliseTitle(title), paperId]));
  return (relevant, where) => {
    const grades = new Map<PaperId, number>();
    for (const { title, grade } of relevant) {
      const paperId = byTitle.get(normaliseTitle(title));
      if (paperId === undefined) throw new AppError("INPUT_INVALID", `${where}: no paper is titled “${title}”.`);
      grades.set(paperId, grade);
    }
    return grades;
  };
}

async function readJsonLines<T, R>(
  path: string,
  readLines: ReadLines,
  schema: z.ZodType<T>,
  read: (line: T, where: string) => R,
): Promise<R[]> {
  const items: R[] = [];
  let number = 0;
  for await (const line of readLines(path)) {
    number += 1;
    if (line.trim() === "") continue;
    const where = `${path}:${number}`;
    const parsed = schema.safeParse(parseJson(line, where));
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      throw new AppError("INPUT_INVALID", `${where}: ${issue?.path.join(".") || "the line"}: ${issue?.message}.`);
    }
    items.push(read(parsed.data, where));
  }
  if (items.length === 0) throw new AppError("INPUT_INVALID", `${path} holds no lines: expected JSON objects.`);
  return items;
}

function parseJson(line: string, where: string): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    throw new AppError("INPUT_INVALID", `${where}: this is no JSON.`, { cause: error });
  }
}

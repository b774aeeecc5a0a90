import { z } from "zod";
import { AppError } from "../domain/errors.ts";

/** Lines of a text, without their ends; a port in one function. Throws `SOURCE_MISSING`. */
export type ReadLines = (path: string) => AsyncIterable<string>;

export interface Query {
  readonly id: string;
  readonly text: string;
  /** Paper id → grade, 1 or more. Never empty. */
  readonly grades: ReadonlyMap<string, number>;
}

const queryLineSchema = z.object({ _id: z.union([z.string(), z.number()]).transform(String), text: z.string() });

/** More queries than this are no evaluation of one small machine. */
const MAX_QUERIES = 100_000;

/**
 * The queries of a folder in the BEIR layout (Thakur and others, 2021), with their judgements: `queries.jsonl` and
 * `qrels.tsv` (query, paper, grade; a heading is allowed). Queries that nothing is relevant to are left out.
 * Throws `INPUT_INVALID` with file and line, `SOURCE_MISSING`.
 */
export async function readQueries(
  folder: string,
  readLines: ReadLines,
): Promise<{ readonly queries: readonly Query[]; readonly withoutGrades: number }> {
  const grades = await readGrades(`${folder}/qrels.tsv`, readLines);
  const queries: Query[] = [];
  let withoutGrades = 0;
  const path = `${folder}/queries.jsonl`;
  let number = 0;
  for await (const line of readLines(path)) {
    number += 1;
    if (line.trim() === "") continue;
    const parsed = queryLineSchema.safeParse(parseJson(line));
    if (!parsed.success) {
      throw new AppError(
        "INPUT_INVALID",
        `${path}:${number}: expected one JSON object per line with "_id" and "text".`,
      );
    }
    const { _id: id, text } = parsed.data;
    const judged = grades.get(id);
    if (judged === undefined) withoutGrades += 1;
    else queries.push({ id, text, grades: judged });
    if (queries.length > MAX_QUERIES) {
      throw new AppError("INPUT_INVALID", `${path} has more than ${MAX_QUERIES} judged queries: split it.`);
    }
  }
  if (queries.length === 0) {
    throw new AppError(
      "INPUT_INVALID",
      `No query of ${path} has a relevant paper in qrels.tsv: check that their ids agree.`,
    );
  }
  return { queries, withoutGrades };
}

async function readGrades(path: string, readLines: ReadLines): Promise<Map<string, Map<string, number>>> {
  const grades = new Map<string, Map<string, number>>();
  let number = 0;
  for await (const line of readLines(path)) {
    number += 1;
    if (line.trim() === "") continue;
    const fields = line.trim().split("\t");
    // TREC's own layout has a column that is always 0 between query and paper.
    const [query, paper, gradeText] = fields.length === 4 ? [fields[0], fields[2], fields[3]] : fields;
    const grade = Number(gradeText);
    if (number === 1 && Number.isNaN(grade)) continue;
    if (query === undefined || paper === undefined || !Number.isFinite(grade)) {
      throw new AppError("INPUT_INVALID", `${path}:${number}: expected query, paper and grade, with tabs between.`);
    }
    if (grade <= 0) continue;
    const judged = grades.get(query) ?? new Map<string, number>();
    judged.set(paper, grade);
    grades.set(query, judged);
  }
  return grades;
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

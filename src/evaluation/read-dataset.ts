import { z } from "zod";
import { AppError } from "../domain/errors.ts";

/** Lines of a text, without their ends; a port in one function. Throws `SOURCE_MISSING`. */
export type ReadLines = (path: string) => AsyncIterable<string>;

/** The splits that datasets in the BEIR layout come with. */
export const SPLITS = ["test", "dev", "train"] as const;
export type Split = (typeof SPLITS)[number];

/** The names in a folder; none where it is not there. */
export type ListNames = (folder: string) => Promise<readonly string[]>;

/** The files of a dataset; `split` is null where its judgements are one file for all queries. */
export interface DatasetPaths {
  readonly corpus: string;
  readonly queries: string;
  readonly qrels: string;
  readonly split: string | null;
}

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
 * Where the files of a folder in the BEIR layout (Thakur and others, 2021) are: `corpus.jsonl`, `queries.jsonl`, and the
 * judgements in `qrels/`, a file for each split, or in one file `qrels.tsv` beside the others. Without a split named,
 * `qrels/test.tsv` comes first. Capitals, and `.gz` at the end, make no difference. Throws `SOURCE_MISSING`.
 */
export async function findDataset(folder: string, split: Split | null, listNames: ListNames): Promise<DatasetPaths> {
  const inFolder = await listNames(folder);
  const [corpus, queries] = ["corpus.jsonl", "queries.jsonl"].map((name) => {
    const found = nameLike(inFolder, name);
    if (found !== undefined) return `${folder}/${found}`;
    throw new AppError(
      "SOURCE_MISSING",
      `There is no file ${folder}/${name}: a dataset has corpus.jsonl, queries.jsonl and qrels/test.tsv (or qrels.tsv).`,
    );
  });
  const qrelsFolder = `${folder}/${inFolder.find((name) => name.toLowerCase() === "qrels") ?? "qrels"}`;
  const splits = await listNames(qrelsFolder);
  const wanted = split ?? "test";
  const ofSplit = nameLike(splits, `${wanted}.tsv`);
  const flat = split === null ? nameLike(inFolder, "qrels.tsv") : undefined;
  const qrels =
    ofSplit !== undefined ? `${qrelsFolder}/${ofSplit}` : flat !== undefined ? `${folder}/${flat}` : undefined;
  if (corpus === undefined || queries === undefined || qrels === undefined) {
    const others = SPLITS.filter((name) => nameLike(splits, `${name}.tsv`) !== undefined);
    const hint =
      others.length > 0
        ? `its judgements are of ${others.join(" and ")}: name one with --split`
        : split !== null && nameLike(inFolder, "qrels.tsv") !== undefined
          ? "it has one file qrels.tsv for all queries: leave --split out"
          : "a dataset keeps its judgements in qrels/test.tsv, or in qrels.tsv";
    throw new AppError("SOURCE_MISSING", `There is no file ${qrelsFolder}/${wanted}.tsv in this dataset; ${hint}.`);
  }
  return { corpus, queries, qrels, split: ofSplit === undefined ? null : wanted };
}

function nameLike(names: readonly string[], wanted: string): string | undefined {
  return (
    names.find((name) => name === wanted) ??
    names.find((name) => name.toLowerCase() === wanted) ??
    names.find((name) => name.toLowerCase() === `${wanted}.gz`)
  );
}

/**
 * The queries of a dataset with their judgements (query, paper, grade; a heading is allowed). Queries that nothing is
 * relevant to are left out. Throws `INPUT_INVALID` with file and line, `SOURCE_MISSING`.
 */
export async function readQueries(
  { queries: path, qrels }: Pick<DatasetPaths, "queries" | "qrels">,
  readLines: ReadLines,
): Promise<{ readonly queries: readonly Query[]; readonly withoutGrades: number }> {
  const grades = await readGrades(qrels, readLines);
  const queries: Query[] = [];
  let withoutGrades = 0;
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
      `No query of ${path} has a relevant paper in ${qrels}: check that their ids agree.`,
    );
  }
  return { queries, withoutGrades };
}

async function readGrades(path: string, readLines: ReadLines): Promise<Map<string, Map<string, number>>> {
  const grades = new Map<string, Map<string, number>>();
  let number = 0;
  let isFirst = true;
  for await (const line of readLines(path)) {
    number += 1;
    const text = line.trim();
    if (text === "") continue;
    const fields = text.includes("\t") ? text.split("\t").map((field) => field.trim()) : (text.match(/\S+/gu) ?? []);
    // TREC's own layout has a column that is always 0 between query and paper.
    const [query, paper, gradeText] = fields.length === 4 ? [fields[0], fields[2], fields[3]] : fields;
    const grade = Number(gradeText);
    const mayBeHeading = isFirst;
    isFirst = false;
    if (mayBeHeading && Number.isNaN(grade)) continue;
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

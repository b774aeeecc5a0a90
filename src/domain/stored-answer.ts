import { z } from "zod";
import { type Answer, papersNamed } from "./answer.ts";
import type { PaperId } from "./paper.ts";
import type { OwnedRow } from "./visibility.ts";

const paperIdSchema = z.string().transform((id) => id as PaperId);

/** What is kept of an answer: enough for its sources, its follow-ups and the digest. */
export const answerRecordSchema = z.object({
  status: z.enum(["answered", "partial", "closest", "not_in_corpus"]),
  mode: z.enum(["generated", "extractive"]),
  model: z.string().nullable(),
  /** `support` is missing in answers that were kept before it was found out. */
  sentences: z.array(
    z.object({
      text: z.string(),
      citations: z.array(z.number().int()),
      support: z.enum(["supported", "partly", "not supported"]).optional(),
    }),
  ),
  /** What the language model wrote, for those who look into a complaint. */
  raw: z.string().optional(),
  /** Papers that the answer named, in order; missing in answers that were kept before it was noted. */
  shown: z.array(paperIdSchema).optional(),
  citations: z.array(
    z.object({
      n: z.number().int(),
      paperId: paperIdSchema,
      title: z.string(),
      url: z.string().nullable(),
      quote: z.string(),
    }),
  ),
});
export type AnswerRecord = z.infer<typeof answerRecordSchema>;

export interface StoredAnswer extends OwnedRow {
  readonly answerId: string;
  /** Answers with the same value are turns of one conversation: a thread's id, or the first answer's. */
  readonly conversationId: string;
  /** The message that shows it; null until it is sent. */
  readonly messageId: string | null;
  readonly question: string;
  readonly record: AnswerRecord;
  readonly createdAt: Date;
}

/** The part of an answer that is kept. */
export function recordOf(answer: Answer): AnswerRecord {
  return {
    status: answer.status,
    mode: answer.mode,
    model: answer.model,
    sentences: answer.sentences.map(({ text, citations, support }) => ({
      text,
      citations: [...citations],
      support,
    })),
    ...(answer.raw === undefined ? {} : { raw: answer.raw }),
    shown: papersNamed(answer),
    citations: answer.citations.map((citation) => ({ ...citation })),
  };
}

import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { indexBackup } from "../../src/adapters/lancedb/index-backup.ts";
import { createLanceCorpusStore } from "../../src/adapters/lancedb/lance-corpus-store.ts";
import { acquireWriterLock } from "../../src/adapters/sql/writer-lock.ts";
import { CHUNKER_VERSION } from "../../src/domain/chunk.ts";
import { TEXT_VERSION } from "../../src/domain/index-manifest.ts";
import type { Paper, PaperId } from "../../src/domain/paper.ts";
import { chunkPaper } from "../../src/indexing/chunk-paper.ts";
import { countVocabulary } from "../../src/indexing/count-vocabulary.ts";
import { rowOf } from "../../src/indexing/plan-index.ts";
import type { CorpusWriter, EmbeddedChunk } from "../../src/ports/corpus-store.ts";
import { createFakeClock } from "../support/fakes.ts";
import { createHashEmbedder, HASH_IDENTITY } from "../support/hash-embedder.ts";
import { abstractAbout } from "../support/pages.ts";

const identity = { embedder: HASH_IDENTITY, chunkerVersion: CHUNKER_VERSION, textVersion: TEXT_VERSION };
const embedder = createHashEmbedder();

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "footnote-index-backup-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const storeIn = (folder: string) =>
  createLanceCorpusStore({ folder, clock: createFakeClock(), lock: acquireWriterLock });

async function put(writer: CorpusWriter, id: string, subject: string): Promise<void> {
  const paper: Paper = {
    paperId: id as PaperId,
    title: `On ${subject}`,
    abstract: abstractAbout(subject, 5),
    url: null,
    published: null,
    arxivId: null,
    doi: null,
    authors: [],
    authorCount: null,
    upvotes: null,
    addedAt: "2026-03-01T00:00:00.000Z",
    sources: [{ path: "a.txt", line: 1 }],
  };
  const chunks: EmbeddedChunk[] = [];
  for (const chunk of await chunkPaper(paper, (texts) => embedder.countTokens(texts), { maxTokens: 40 })) {
    const [vector] = await embedder.embedDocuments([chunk.embeddingText]);
    const sentenceVectors = await embedder.embedDocuments(chunk.sentences.map((sentence) => sentence.embeddingText));
    if (vector !== undefined) chunks.push({ chunk, vector, sentenceVectors });
  }
  await writer.putPapers([rowOf(paper)], chunks);
}

const publish = async (writer: CorpusWriter) => {
  await writer.publish({ corpusHash: "hash", vocabulary: await countVocabulary(writer.scanTexts()) });
};
const titlesIn = async (folder: string) => {
  const reader = await storeIn(folder).openReader();
  const titles = (await reader.listTitles()).map(({ title }) => title).sort();
  await reader.close();
  return titles;
};

describe("the index as a part of a backup", () => {
  it("is the published state, while a writer has begun the next one; and it can be written again", async () => {
    const folder = join(root, "index");
    const part = indexBackup(folder, acquireWriterLock);
    await expect(part.copyTo(join(root, "none"))).resolves.toBe(false);
    const first = await storeIn(folder).openWriter(identity, { rebuild: false });
    await put(first, "p1", "grokking");
    await publish(first);
    await first.close();

    const writer = await storeIn(folder).openWriter(identity, { rebuild: false });
    await put(writer, "p2", "pruning");
    const copy = join(root, "copy");
    await expect(part.copyTo(copy)).resolves.toBe(true);
    await expect(part.isInUse()).resolves.toBe(true);
    await put(writer, "p3", "distillation");
    await publish(writer);
    await writer.close();
    await expect(part.isInUse()).resolves.toBe(false);

    await expect(part.check(copy)).resolves.toBe(1);
    expect(await titlesIn(copy)).toEqual(["On grokking"]);
    expect(await titlesIn(folder)).toHaveLength(3);
    expect(existsSync(join(copy, "writer.lock"))).toBe(false);
    // Into a place of its own, as a restore does: what is written there changes nothing of what was backed up.
    const restored = join(root, "restored");
    cpSync(copy, restored, { recursive: true });
    const again = await storeIn(restored).openWriter(identity, { rebuild: false });
    expect((await again.listWorking()).map(({ title }) => title)).toEqual(["On grokking"]);
    await put(again, "p4", "sharpness");
    await publish(again);
    await again.close();
    expect(await titlesIn(restored)).toEqual(["On grokking", "On sharpness"]);
  });

  it("is said to be damaged where files of the copy are", async () => {
    const folder = join(root, "index");
    const writer = await storeIn(folder).openWriter(identity, { rebuild: false });
    await put(writer, "p1", "grokking");
    await publish(writer);
    await writer.close();
    const copy = join(root, "copy");
    await indexBackup(folder, acquireWriterLock).copyTo(copy);
    const data = join(copy, "tables-1", "papers.lance", "data");
    for (const name of readdirSync(data)) {
      rmSync(join(data, name));
      writeFileSync(join(data, name), "rubbish");
    }
    await expect(indexBackup(folder, acquireWriterLock).check(copy)).rejects.toMatchObject({ code: "INDEX_DAMAGED" });
  });
});

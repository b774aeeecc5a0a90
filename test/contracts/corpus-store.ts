import { beforeEach, describe, expect, it } from "vitest";
import { CHUNKER_VERSION } from "../../src/domain/chunk.ts";
import { type IndexIdentity, TEXT_VERSION } from "../../src/domain/index-manifest.ts";
import type { Paper, PaperId } from "../../src/domain/paper.ts";
import { chunkPaper } from "../../src/indexing/chunk-paper.ts";
import { countVocabulary } from "../../src/indexing/count-vocabulary.ts";
import { rowOf } from "../../src/indexing/plan-index.ts";
import type { CorpusStore, CorpusWriter, EmbeddedChunk } from "../../src/ports/corpus-store.ts";
import { dotProduct } from "../../src/util/vectors.ts";
import { createHashEmbedder, HASH_IDENTITY } from "../support/hash-embedder.ts";
import { abstractAbout } from "../support/pages.ts";

const identity: IndexIdentity = { embedder: HASH_IDENTITY, chunkerVersion: CHUNKER_VERSION, textVersion: TEXT_VERSION };
const embedder = createHashEmbedder();

const paperAbout = (id: string, subject: string, over: Partial<Paper> = {}): Paper => ({
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
  ...over,
});

async function put(writer: CorpusWriter, papers: readonly Paper[]): Promise<void> {
  const chunks: EmbeddedChunk[] = [];
  for (const paper of papers) {
    for (const chunk of await chunkPaper(paper, (texts) => embedder.countTokens(texts), { maxTokens: 40 })) {
      const [vector] = await embedder.embedDocuments([chunk.embeddingText]);
      const sentenceVectors = await embedder.embedDocuments(chunk.sentences.map((sentence) => sentence.embeddingText));
      if (vector !== undefined) chunks.push({ chunk, vector, sentenceVectors });
    }
  }
  await writer.putPapers(papers.map(rowOf), chunks);
}

async function publish(writer: CorpusWriter): Promise<void> {
  await writer.publish({ corpusHash: "hash", vocabulary: await countVocabulary(writer.scanTexts()) });
}

/** What every corpus store must do; run on the real one and on the fake. */
export function describeCorpusStore(name: string, create: () => CorpusStore): void {
  describe(`${name} as a corpus store`, () => {
    let store: CorpusStore;
    const write = async (work: (writer: CorpusWriter) => Promise<void>, rebuild = false) => {
      const writer = await store.openWriter(identity, { rebuild });
      try {
        await work(writer);
      } finally {
        await writer.close();
      }
    };
    const idsOf = (papers: readonly { paperId: PaperId }[]) => papers.map((paper) => paper.paperId).sort();

    beforeEach(() => {
      store = create();
    });

    it("has no index before the first publication, and shows none of the writer's work", async () => {
      expect(await store.readManifest()).toBeNull();
      await expect(store.openReader()).rejects.toMatchObject({ code: "INDEX_MISSING" });
      await write((writer) => put(writer, [paperAbout("p1", "grokking")]));
      expect(await store.readManifest()).toBeNull();
    });

    it("had no index before the first publication, and had one after it", async () => {
      expect(await store.hadIndex()).toBe(false);
      await write((writer) => put(writer, [paperAbout("p1", "grokking")]));
      expect(await store.hadIndex()).toBe(false);
      await write(publish);
      expect(await store.hadIndex()).toBe(true);
      const reader = await store.openReader();
      await reader.verify();
      await reader.close();
    });

    it("finds papers by vector and by word, best first, once they are published", async () => {
      await write(async (writer) => {
        await put(writer, [paperAbout("p1", "grokking"), paperAbout("p2", "sharpness"), paperAbout("p3", "pruning")]);
        await publish(writer);
      });
      const reader = await store.openReader();
      const dense = await reader.searchDense(await embedder.embedQuery("sharpness"), 2);
      expect(dense.map((paper) => paper.paperId)[0]).toBe("p2");
      expect(dense).toHaveLength(2);
      expect((await reader.searchText("what about pruning?", 10)).map((paper) => paper.paperId)[0]).toBe("p3");
      expect(await reader.searchText("zeppelin", 10)).toEqual([]);
      expect(reader.manifest).toMatchObject({ papers: 3, indexVersion: 1, corpusHash: "hash" });
      expect((await reader.vocabulary()).papers).toBe(3);
      await reader.close();
    });

    it("matches word forms, as English stemming does", async () => {
      await write(async (writer) => {
        await put(writer, [paperAbout("p1", "generalising networks"), paperAbout("p2", "pruning")]);
        await publish(writer);
      });
      const reader = await store.openReader();
      expect((await reader.searchText("prune", 10)).map((paper) => paper.paperId)).toEqual(["p2"]);
    });

    it("returns papers as they were stored, in the order asked for", async () => {
      const full = paperAbout("p1", "x", {
        url: "https://a.example/1",
        published: "2024-01-02",
        authorCount: 3,
        upvotes: 7,
      });
      await write(async (writer) => {
        await put(writer, [full, paperAbout("p2", "y")]);
        await publish(writer);
      });
      const reader = await store.openReader();
      const papers = await reader.getPapers(["p2", "nobody", "p1"] as PaperId[]);
      expect(papers).toEqual([paperAbout("p2", "y"), full]);
      expect(await reader.getPapers([])).toEqual([]);
    });

    it("keeps a vector of every sentence, with its place in the abstract", async () => {
      const paper = paperAbout("p1", "grokking");
      await write(async (writer) => {
        await put(writer, [paper, paperAbout("p2", "untitled", { abstract: "" })]);
        await publish(writer);
      });
      const reader = await store.openReader();
      const chunks = await reader.getChunks([paper.paperId]);
      const sentences = chunks.toSorted((a, b) => a.position - b.position).flatMap((chunk) => chunk.sentences);
      expect(sentences.map(({ start, end }) => paper.abstract.slice(start, end)).join(" ")).toBe(paper.abstract);
      for (const { start, end, vector } of sentences) {
        const [expected] = await embedder.embedDocuments([`${paper.title}. ${paper.abstract.slice(start, end)}`]);
        expect(dotProduct(vector, expected ?? new Float32Array())).toBeCloseTo(1, 1);
      }
      expect((await reader.getChunks(["p2" as PaperId])).map((chunk) => chunk.sentences)).toEqual([[]]);
    });

    it("keeps all chunks of a paper and drops those of an earlier text", async () => {
      await write(async (writer) => {
        await put(writer, [paperAbout("p1", "first"), paperAbout("p2", "other")]);
        await put(writer, [paperAbout("p1", "second", { abstract: "One short sentence." })]);
        await publish(writer);
      });
      const reader = await store.openReader();
      expect((await reader.getChunks(["p1" as PaperId])).map((chunk) => chunk.text)).toEqual(["One short sentence."]);
      const others = (await reader.getChunks(["p2" as PaperId])).sort((a, b) => a.position - b.position);
      expect(others.map((chunk) => chunk.text).join(" ")).toBe(abstractAbout("other", 5));
    });

    it("treats ids and queries as data, whatever they hold", async () => {
      const odd = ["it's", "a' OR '1'='1", 'say "x"', "50%_\\", "новый;--"];
      await write(async (writer) => {
        await put(
          writer,
          odd.map((id, index) => paperAbout(id, `subject${index}`)),
        );
        await publish(writer);
      });
      const reader = await store.openReader();
      for (const id of odd) expect(idsOf(await reader.getPapers([id as PaperId]))).toEqual([id]);
      for (const query of ["' OR 1=1 --", "title:*", "a AND (b OR", '"unclosed', "subject1^5 +x -y", "~", "*"]) {
        await expect(reader.searchText(query, 5)).resolves.toBeInstanceOf(Array);
      }
      await write((writer) => writer.removePapers(["a' OR '1'='1" as PaperId]).then(() => publish(writer)));
      expect((await (await store.openReader()).listTitles()).length).toBe(odd.length - 1);
    });

    it("leaves an open reader on its state while a new one is published", async () => {
      await write(async (writer) => {
        await put(writer, [paperAbout("p1", "grokking")]);
        await publish(writer);
      });
      const before = await store.openReader();
      await write(async (writer) => {
        await put(writer, [paperAbout("p2", "grokking too")]);
        await writer.removePapers(["p1" as PaperId]);
        await publish(writer);
      });
      expect(idsOf(await before.listTitles())).toEqual(["p1"]);
      expect((await before.searchText("grokking", 5)).map((paper) => paper.paperId)).toEqual(["p1"]);
      const after = await store.openReader();
      expect(idsOf(await after.listTitles())).toEqual(["p2"]);
      expect(after.manifest.indexVersion).toBe(2);
    });

    it("tells the working state from the published one, and resumes it", async () => {
      await write(async (writer) => {
        await put(writer, [paperAbout("p1", "one")]);
        await publish(writer);
      });
      await write((writer) => put(writer, [paperAbout("p2", "two")]));
      await write(async (writer) => {
        expect(idsOf(await writer.listPublished())).toEqual(["p1"]);
        expect(idsOf(await writer.listWorking())).toEqual(["p1", "p2"]);
        expect(await writer.getPublished(["p1", "p2"] as PaperId[])).toEqual([paperAbout("p1", "one")]);
      });
    });

    it("refuses another embedder, unless it rebuilds, and then starts from nothing", async () => {
      await write(async (writer) => {
        await put(writer, [paperAbout("p1", "one")]);
        await publish(writer);
      });
      const other: IndexIdentity = { ...identity, embedder: { ...HASH_IDENTITY, model: "test/other" } };
      await expect(store.openWriter(other, { rebuild: false })).rejects.toMatchObject({
        code: "INDEX_MISMATCH",
        message: expect.stringMatching(/test\/hash, not test\/other.*index -- --rebuild/u),
      });
      const writer = await store.openWriter(other, { rebuild: true });
      expect(await writer.listWorking()).toEqual([]);
      expect(idsOf(await writer.listPublished())).toEqual(["p1"]);
      await put(writer, [paperAbout("p9", "nine")]);
      expect(idsOf(await (await store.openReader()).listTitles())).toEqual(["p1"]);
      await publish(writer);
      await writer.close();
      const reader = await store.openReader();
      expect(reader.manifest.identity.embedder.model).toBe("test/other");
      expect(idsOf(await reader.listTitles())).toEqual(["p9"]);
    });
  });
}

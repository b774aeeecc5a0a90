import { Binary, Field, FixedSizeList, Float32, Int32, Schema, Utf8 } from "apache-arrow";

export function papersSchema(): Schema {
  return new Schema([
    new Field("paperId", new Utf8(), false),
    new Field("title", new Utf8(), false),
    new Field("abstract", new Utf8(), false),
    // Title and abstract together: the text that the full-text index covers.
    new Field("searchText", new Utf8(), false),
    new Field("arxivId", new Utf8(), true),
    new Field("doi", new Utf8(), true),
    new Field("url", new Utf8(), true),
    new Field("published", new Utf8(), true),
    new Field("authors", new Utf8(), false),
    new Field("authorCount", new Int32(), true),
    new Field("upvotes", new Int32(), true),
    new Field("addedAt", new Utf8(), false),
    new Field("sources", new Utf8(), false),
    new Field("textHash", new Utf8(), false),
    new Field("contentHash", new Utf8(), false),
  ]);
}

export function chunksSchema(dimensions: number): Schema {
  return new Schema([
    new Field("chunkId", new Utf8(), false),
    new Field("paperId", new Utf8(), false),
    new Field("position", new Int32(), false),
    new Field("text", new Utf8(), false),
    new Field("startAt", new Int32(), false),
    new Field("endAt", new Int32(), false),
    new Field("tokenCount", new Int32(), false),
    // The vectors of the chunk's sentences, one after another (pack-vectors.ts).
    new Field("sentenceVectors", new Binary(), false),
    new Field("vector", new FixedSizeList(dimensions, new Field("item", new Float32(), true)), false),
  ]);
}

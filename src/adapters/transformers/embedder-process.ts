import { createRequire } from "node:module";
import { AutoModel, AutoTokenizer, env, Tensor } from "@xenova/transformers";
import { AppError } from "../../domain/errors.ts";
import type { EmbedderIdentity } from "../../domain/index-manifest.ts";
import type { EmbedderReply, EmbedderRequest, EmbedderResult, EmbedderSettings } from "./embedder-protocol.ts";
import { checkModelFiles, findModelFiles } from "./model-files.ts";
import { poolAndNormalise } from "./pool-and-normalise.ts";
import { createWordEncoder } from "./word-encoder.ts";

/**
 * The process that tokenizes and embeds. Both block whoever calls them, so they live here and never in the process
 * that answers Discord.
 */
interface LoadedModel {
  readonly identity: EmbedderIdentity;
  readonly encode: (text: string) => number[];
  readonly embed: (texts: readonly string[]) => Promise<Float32Array[]>;
}

let loading: Promise<LoadedModel> = Promise.reject(new Error("no model was named"));
loading.catch(() => {});
let queue: Promise<void> = Promise.resolve();

process.on("message", (request: EmbedderRequest) => {
  queue = queue.then(async () => {
    process.send?.(await reply(request));
  });
});
// The program has ended, in whatever way.
process.on("disconnect", () => process.exit());
// Ctrl-C goes to every process of the terminal, and a service's end to all of its processes; the program decides when
// this one ends: it may have to finish an answer first.
for (const name of ["SIGINT", "SIGTERM"] as const) process.on(name, () => {});

async function reply(request: EmbedderRequest): Promise<EmbedderReply> {
  try {
    if (request.kind === "load") loading = load(request.settings);
    return { id: request.id, result: await answer(await loading, request) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { id: request.id, failure: { message, code: error instanceof AppError ? error.code : null } };
  }
}

async function answer(model: LoadedModel, request: EmbedderRequest): Promise<EmbedderResult> {
  switch (request.kind) {
    case "load":
      return model.identity;
    case "count-tokens":
      // Without [CLS] and [SEP].
      return request.texts.map((text) => model.encode(text).length - 2);
    case "embed":
      return model.embed(request.texts);
  }
}

async function load(options: EmbedderSettings): Promise<LoadedModel> {
  env.localModelPath = options.modelsFolder;
  env.cacheDir = options.modelsFolder;
  env.allowRemoteModels = options.mayDownload;
  // The loader ends this process over a file that it may not read.
  await findModelFiles(options.modelsFolder, options.model, options.mayDownload);
  const [checked, tokenizer, network] = await Promise.all([
    checkModelFiles(options.modelsFolder, options.model, options.mayDownload),
    loadPart(options, () => AutoTokenizer.from_pretrained(options.model)),
    loadPart(options, () => AutoModel.from_pretrained(options.model, { quantized: true })),
  ]).catch(async (error: unknown) => {
    // A file that is missing or damaged is the better explanation than the loader's own complaint.
    await checkModelFiles(options.modelsFolder, options.model, options.mayDownload);
    throw error;
  });
  const weightsSha256 = checked ?? (await checkModelFiles(options.modelsFolder, options.model, false)) ?? "";

  const encode = createWordEncoder((text) => tokenizer.encode(text));
  const embed = async (texts: readonly string[]): Promise<Float32Array[]> => {
    const ids = texts.map((text) => cutTokens(encode(text), options.maxTokens));
    // Padded to the longest of this batch only: the library pads to the model's maximum once one is given,
    // which costs a short question 50 times its work.
    const sequence = Math.max(...ids.map((row) => row.length));
    const shape = [ids.length, sequence];
    const size = ids.length * sequence;
    const inputIds = new BigInt64Array(size);
    const attention = new BigInt64Array(size);
    ids.forEach((row, batchIndex) => {
      row.forEach((id, at) => {
        inputIds[batchIndex * sequence + at] = BigInt(id);
        attention[batchIndex * sequence + at] = 1n;
      });
    });
    const output = await network({
      input_ids: new Tensor("int64", inputIds, shape),
      attention_mask: new Tensor("int64", attention, shape),
      token_type_ids: new Tensor("int64", new BigInt64Array(size), shape),
    });
    const hidden: { readonly data: Float32Array; readonly dims: readonly number[] } = output.last_hidden_state;
    return poolAndNormalise(
      hidden.data,
      ids.map((row) => row.length),
      sequence,
      hidden.dims[2] ?? 0,
    );
  };

  const [probe] = await embed(["dimensions"]);
  return {
    identity: {
      model: options.model,
      weightsSha256,
      dimensions: probe?.length ?? 0,
      pooling: "mean",
      normalised: true,
      maxTokens: options.maxTokens,
      runtime: `@xenova/transformers ${libraryVersion()} int8`,
    },
    encode,
    embed,
  };
}

async function loadPart<T>(options: EmbedderSettings, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new AppError(
      "MODEL_FILE_DAMAGED",
      `The embedder ${options.model} in ${options.modelsFolder} can't be loaded: check FOOTNOTE_EMBEDDER, and that the folder holds the model's ONNX files.`,
      { cause: error },
    );
  }
}

/** Keeps the closing special token when a text is cut. */
function cutTokens(ids: number[], maxTokens: number): number[] {
  if (ids.length <= maxTokens) return ids;
  return [...ids.slice(0, maxTokens - 1), ...ids.slice(-1)];
}

function libraryVersion(): string {
  const found: unknown = createRequire(import.meta.url)("@xenova/transformers/package.json");
  if (typeof found === "object" && found !== null && "version" in found) return String(found.version);
  return "unknown";
}

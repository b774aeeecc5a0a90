import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { access, constants } from "node:fs/promises";
import { join } from "node:path";
import { AppError, isAccessDenied } from "../../domain/errors.ts";

/** What is known of a model beforehand. Others work too; their weights are then taken as they are. */
interface KnownModel {
  readonly weightsSha256: string;
  readonly tokenizerSha256: string;
}

const KNOWN_MODELS: ReadonlyMap<string, KnownModel> = new Map([
  [
    "footnote/minilm-l6-papers",
    {
      weightsSha256: "7282a554ec0726ecb43b554f59ef0be1ce2cc9e3e0f382b2d3ff24362ce40a94",
      tokenizerSha256: "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
    },
  ],
  [
    "Xenova/all-MiniLM-L6-v2",
    {
      weightsSha256: "80baa89c6a39812b710d6b13b3af6f322a2991548d4e8ea4d32daf62c31429f7",
      tokenizerSha256: "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
    },
  ],
]);

const WEIGHTS = join("onnx", "model_quantized.onnx");
const TOKENIZER = "tokenizer.json";

/**
 * Whether the files of a model are on disk and may be read. Throws `MODEL_FILE_MISSING` where one is not there and no
 * hub may be asked for it, `ACCESS_DENIED` where one may not be read.
 */
export async function findModelFiles(modelsFolder: string, model: string, mayDownload: boolean): Promise<boolean> {
  const folder = join(modelsFolder, ...model.split("/"));
  for (const name of [WEIGHTS, TOKENIZER, "config.json", "tokenizer_config.json"]) {
    const path = join(folder, name);
    const problem = await access(path, constants.R_OK).then(
      () => null,
      (error: unknown) => error,
    );
    if (problem === null) continue;
    if (isAccessDenied(problem)) {
      throw new AppError(
        "ACCESS_DENIED",
        `The embedder's file ${path} may not be read, permission is denied: give this user the right to read it.`,
        { cause: problem },
      );
    }
    if (mayDownload) return false;
    throw new AppError(
      "MODEL_FILE_MISSING",
      `The embedder's file ${path} is missing: restore it (“git checkout -- data/models”), or set FOOTNOTE_MODELS_DIR to the folder that holds ${model}.`,
    );
  }
  return true;
}

/**
 * Checks the files of a model on disk and returns the SHA-256 of its weights; null where they are yet to be downloaded.
 * Throws as `findModelFiles` does, and `MODEL_FILE_DAMAGED` for a file that differs from the known one.
 */
export async function checkModelFiles(
  modelsFolder: string,
  model: string,
  mayDownload: boolean,
): Promise<string | null> {
  if (!(await findModelFiles(modelsFolder, model, mayDownload))) return null;
  const folder = join(modelsFolder, ...model.split("/"));
  const known = KNOWN_MODELS.get(model);
  const [weights, tokenizer] = await Promise.all([
    sha256OfFile(join(folder, WEIGHTS)),
    sha256OfFile(join(folder, TOKENIZER)),
  ]);
  if (known !== undefined) {
    if (weights !== known.weightsSha256) throw modelDamaged(join(folder, WEIGHTS), known.weightsSha256, weights);
    if (tokenizer !== known.tokenizerSha256)
      throw modelDamaged(join(folder, TOKENIZER), known.tokenizerSha256, tokenizer);
  }
  return weights;
}

/** SHA-256 of a file, in hexadecimal. */
export async function sha256OfFile(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path, { highWaterMark: 1024 * 1024 })) hash.update(chunk as Uint8Array);
  return hash.digest("hex");
}

function modelDamaged(path: string, expected: string, found: string): AppError {
  return new AppError(
    "MODEL_FILE_DAMAGED",
    `The embedder's file ${path} is not the one that was released (SHA-256 ${found.slice(0, 12)}…, not ${expected.slice(0, 12)}…): restore it (“git checkout -- data/models”).`,
  );
}

import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { open, readdir, stat } from "node:fs/promises";
import { join, posix } from "node:path";
import { pipeline } from "node:stream/promises";
import { create, extract, list } from "tar";
import { z } from "zod";
import { AppError, isAccessDenied, isDiskFull, systemErrorCode } from "../../domain/errors.ts";

/** The first file of an archive: what else is in it. */
const CONTENTS = "backup.json";
const MOST_CONTENTS_BYTES = 64 * 1024 * 1024;

/** Names of our own alone: nothing leads out of the folder that an archive is unpacked into. */
const pathSchema = z.string().regex(/^(?:[\w-][\w.-]*\/)*[\w-][\w.-]*$/u);
const contentsSchema = z.object({
  format: z.literal(1),
  madeAt: z.string(),
  parts: z.array(z.object({ name: pathSchema, version: z.number().int().nullable() })),
  files: z.array(
    z.object({ path: pathSchema, bytes: z.number().int().min(0), sha256: z.string().regex(/^[\da-f]{64}$/u) }),
  ),
});
const formatSchema = z.object({ format: z.number() });
export type BackupContents = z.infer<typeof contentsSchema>;

/** Packs a folder into one compressed file, with a list of what is in it at the beginning. */
export async function packFolder(
  folder: string,
  target: string,
  about: Pick<BackupContents, "madeAt" | "parts">,
): Promise<void> {
  const files: BackupContents["files"] = [];
  for (const path of await filesIn(folder)) files.push({ path, ...(await fingerprint(join(folder, path))) });
  const contents: BackupContents = { format: 1, ...about, files };
  const file = await open(join(folder, CONTENTS), "wx");
  try {
    await file.writeFile(JSON.stringify(contents));
  } finally {
    await file.close();
  }
  const packed = create({ cwd: folder, gzip: true, portable: true, noDirRecurse: true }, [
    CONTENTS,
    ...files.map(({ path }) => path),
  ]);
  await pipeline(packed, createWriteStream(target, { flags: "wx", mode: 0o600 }));
  // On the disk before it takes the place of an earlier backup.
  const written = await open(target, "r+");
  try {
    await written.sync();
  } finally {
    await written.close();
  }
}

/**
 * Unpacks an archive into an empty folder, and compares every byte with the list at its beginning.
 * Throws `SOURCE_MISSING`, `ACCESS_DENIED`, `INPUT_INVALID`, `CONFIG_INVALID` for a later format.
 */
export async function unpackInto(archive: string, folder: string): Promise<BackupContents> {
  await checkReadable(archive);
  const contents = await readContents(archive);
  const expected = new Map(contents.files.map((file) => [file.path, file]));
  const seen = new Set<string>();
  let foreign: string | undefined;
  await whole(archive, () =>
    extract({
      file: archive,
      cwd: folder,
      strict: true,
      filter(path, entry) {
        if (path === CONTENTS) return false;
        const isFile = "type" in entry && entry.type === "File";
        const isExpected = isFile && expected.get(path)?.bytes === entry.size && !seen.has(path);
        if (isExpected) seen.add(path);
        else foreign ??= path;
        return isExpected;
      },
    }),
  );
  if (foreign !== undefined || seen.size !== expected.size) throw damaged(archive);
  for (const { path, bytes, sha256 } of contents.files) {
    const found = await fingerprint(join(folder, path));
    if (found.bytes !== bytes || found.sha256 !== sha256) throw damaged(archive);
  }
  return contents;
}

async function readContents(archive: string): Promise<BackupContents> {
  let text: string | undefined;
  let isFirst = true;
  await whole(archive, () =>
    list({
      file: archive,
      strict: true,
      onReadEntry(entry) {
        const wanted = isFirst && entry.path === CONTENTS && entry.size <= MOST_CONTENTS_BYTES;
        isFirst = false;
        if (!wanted) return entry.resume();
        const parts: Buffer[] = [];
        entry.on("data", (part: Buffer) => parts.push(part));
        entry.on("end", () => {
          text = Buffer.concat(parts).toString("utf8");
        });
      },
    }),
  );
  if (text === undefined) throw noBackup(archive);
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw noBackup(archive);
  }
  const format = formatSchema.safeParse(parsed);
  if (format.success && format.data.format > 1) {
    throw new AppError(
      "CONFIG_INVALID",
      `The backup ${archive} was made by a newer version of the program: update the program.`,
    );
  }
  const contents = contentsSchema.safeParse(parsed);
  if (!contents.success) throw noBackup(archive);
  return contents.data;
}

async function whole(archive: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    // A disk that is full, or may not be written, says nothing about the archive.
    if (error instanceof AppError || isDiskFull(error) || /^E[A-Z]+$/u.test(systemErrorCode(error) ?? "")) throw error;
    throw damaged(archive, error);
  }
}

async function checkReadable(archive: string): Promise<void> {
  try {
    const file = await open(archive, "r");
    try {
      if (!(await file.stat()).isFile()) throw noBackup(archive);
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof AppError) throw error;
    if (isAccessDenied(error)) {
      throw new AppError("ACCESS_DENIED", `The backup ${archive} may not be read: give this user the right to.`, {
        cause: error,
      });
    }
    throw new AppError("SOURCE_MISSING", `There is no backup ${archive}: name a file that “footnote backup” made.`, {
      cause: error,
    });
  }
}

export function damaged(archive: string, cause?: unknown): AppError {
  return new AppError("INPUT_INVALID", `The backup ${archive} is damaged: take another one; nothing was changed.`, {
    cause,
  });
}

function noBackup(archive: string): AppError {
  return new AppError("INPUT_INVALID", `The file ${archive} is no backup: name a file that “footnote backup” made.`);
}

/** Paths of all files below a folder, with slashes, in order. */
async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) =>
      posix.join(
        ...join(entry.parentPath, entry.name)
          .slice(folder.length + 1)
          .split(/[/\\]/u),
      ),
    )
    .sort();
}

async function fingerprint(path: string): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  return { bytes: (await stat(path)).size, sha256: hash.digest("hex") };
}

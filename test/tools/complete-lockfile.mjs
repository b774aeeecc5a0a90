/**
 * Completes package-lock.json after `npm install`: adds the entries of optional packages for other platforms, which a
 * registry that lacks them leaves out, and removes download addresses. Without them `npm ci` fails on the platform
 * that needs them, or everywhere.
 *
 *     node test/tools/complete-lockfile.mjs           # writes package-lock.json
 *     node test/tools/complete-lockfile.mjs --check   # exits with 1 and a list when something is missing
 */
import { readFileSync, writeFileSync } from "node:fs";

const file = new URL("../../package-lock.json", import.meta.url);
const OSES = ["darwin", "linux", "win32", "freebsd", "openbsd", "netbsd", "sunos", "aix", "android", "openharmony"];
const CPUS = ["x64", "arm64", "arm", "ia32", "riscv64", "ppc64", "ppc64le", "s390x", "loong64", "mips64el", "wasm32"];

/**
 * @param {{ packages: Record<string, Record<string, any>> }} lock
 * @returns {string[]} what was missing or had to go
 */
export function completeLock(lock) {
  const changes = [];
  for (const [path, entry] of Object.entries(lock.packages)) {
    if (typeof entry.resolved === "string" && /^https?:/u.test(entry.resolved)) {
      delete entry.resolved;
      changes.push(`${path}: download address`);
    }
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      // Only packages for one platform: the others may be left out on purpose, and take their own needs with them.
      const platform = platformOf(name);
      if (platform === null || findEntry(lock, path, name) !== null) continue;
      lock.packages[`node_modules/${name}`] = { version, optional: true, ...platform };
      changes.push(`node_modules/${name}: entry`);
    }
  }
  lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
  return changes;
}

/** Node's own look-up: in the package's folder, then in each folder above it. */
function findEntry(lock, path, name) {
  const folders = path
    .split("/node_modules/")
    .map((_, depth, parts) => parts.slice(0, depth + 1).join("/node_modules/"));
  const places = ["", ...folders].map((folder) =>
    folder === "" ? `node_modules/${name}` : `${folder}/node_modules/${name}`,
  );
  return places.find((place) => place in lock.packages) ?? null;
}

/** `@lancedb/lancedb-linux-arm64-musl` → its os, cpu and libc; null for a name that tells no platform. */
function platformOf(name) {
  const words = name.split(/[-/@.]/u);
  const os = OSES.find((word) => words.includes(word) || (word === "win32" && words.includes("windows")));
  const cpu =
    CPUS.find((word) => words.includes(word)) ?? (words.some((word) => /^arm/u.test(word)) ? "arm" : undefined);
  if (os === undefined || cpu === undefined) return null;
  const libc = words.some((word) => /^(?:linux)?musl/u.test(word))
    ? "musl"
    : words.some((word) => /^(?:gnu|glibc)/u.test(word))
      ? "glibc"
      : null;
  return { os: [os], cpu: [cpu], ...(os === "linux" && libc !== null ? { libc: [libc] } : {}) };
}

if (process.argv[1] !== undefined && import.meta.url === new URL(`file://${process.argv[1]}`).href) {
  const lock = JSON.parse(readFileSync(file, "utf8"));
  const changes = completeLock(lock);
  if (process.argv.includes("--check")) {
    for (const change of changes) process.stderr.write(`${change}\n`);
    process.exitCode = changes.length > 0 ? 1 : 0;
  } else {
    writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
    process.stdout.write(`${changes.length} changes\n`);
  }
}

/** What any process of Node.js needs of its surroundings, on each system. None of it is a secret. */
const SURROUNDINGS = [
  "PATH",
  "HOME",
  "USERPROFILE",
  "SystemRoot",
  "windir",
  "TMPDIR",
  "TEMP",
  "TMP",
  "LANG",
  "LC_ALL",
  "TZ",
  "LD_LIBRARY_PATH",
  "OMP_NUM_THREADS",
  "NODE_EXTRA_CA_CERTS",
  "SSL_CERT_FILE",
  "SSL_CERT_DIR",
] as const;

/**
 * The environment of a child process: its surroundings, and the variables that are named. Everything else stays here,
 * tokens and keys above all.
 */
export function childEnvironment(
  names: readonly string[] = [],
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Record<string, string> {
  const found: Record<string, string> = {};
  for (const name of [...SURROUNDINGS, ...names]) {
    const value = environment[name];
    // A variable of nothing is as good as none.
    if (value !== undefined && value !== "") found[name] = value;
  }
  return found;
}

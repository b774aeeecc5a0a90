/** The services that papers come from, as sources name them, with what people call them. */
const SERVICE_NAMES = { huggingface: "Hugging Face", arxiv: "arXiv" } as const;

/** What people call the service that a source names (`huggingface:2026-03-11`); null where it names a file. */
export function serviceName(source: string): string | null {
  const found = Object.entries(SERVICE_NAMES).find(([service]) => source.startsWith(`${service}:`));
  return found?.[1] ?? null;
}

/** What a source is called: the service, or the file's name. */
export function sourceName(source: string): string {
  return serviceName(source) ?? source.split("/").at(-1) ?? source;
}

/** One instruction of a Dockerfile, with the lines that it goes on over joined. */
export interface Instruction {
  readonly name: string;
  readonly rest: string;
}

/** A stage: what follows a FROM. */
export interface Stage {
  /** The name after AS; empty where there is none. */
  readonly name: string;
  readonly instructions: readonly Instruction[];
}

/** The stages of a Dockerfile. As much of the format as the project's own file uses. */
export function readDockerfile(text: string): Stage[] {
  const lines = text
    .split("\n")
    .filter((line) => !/^\s*(?:#|$)/u.test(line))
    .join("\n")
    .replace(/\\\n\s*/gu, "")
    .split("\n");
  const stages: { name: string; instructions: Instruction[] }[] = [];
  for (const line of lines) {
    const [, name = "", rest = ""] = /^(\w+)\s+(.*)$/u.exec(line.trim()) ?? [];
    if (name === "FROM") stages.push({ name: /\sAS\s+(\S+)/iu.exec(rest)?.[1] ?? "", instructions: [] });
    else stages.at(-1)?.instructions.push({ name, rest });
  }
  return stages;
}

/** What a COPY copies: from which stage (empty for the build's context), what, and where to. */
export function readCopy(rest: string): { readonly from: string; readonly sources: string[]; readonly to: string } {
  const words = rest.split(/\s+/u);
  const from = words.find((word) => word.startsWith("--from="))?.slice("--from=".length) ?? "";
  const paths = words.filter((word) => !word.startsWith("--"));
  return { from, sources: paths.slice(0, -1), to: paths.at(-1) ?? "" };
}

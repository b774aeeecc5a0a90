import type { Command } from "commander";

/** What each command is typically called with, by the words that lead to it. */
export const HELP_EXAMPLES: Readonly<Record<string, readonly string[]>> = {
  "": ['footnote ask "What explains grokking?"', "footnote search --help"],
  ask: [
    'footnote ask "What explains grokking?"',
    'footnote ask "and its authors?" --after "What explains grokking?"',
    "echo 'What explains grokking?' | footnote ask - --json",
  ],
  chat: ["footnote chat", "footnote chat --json < questions.txt"],
  search: [
    'footnote search "lottery tickets" --limit 5 --since 2024',
    "footnote search --batch queries.jsonl > results.jsonl",
  ],
  related: ['footnote related "Sharpness-Aware Minimization" --limit 3'],
  digest: ["footnote digest preview --since 7d"],
  "digest preview": [
    'footnote digest preview --since 7d --topics "diffusion models, robotics"',
    "footnote digest preview --week 2026-W47 --html digest.html",
  ],
  index: ["footnote index", "footnote index --source papers.jsonl references.bib", "footnote index --rebuild"],
  ingest: [
    "footnote ingest library.bib export.ris",
    "footnote ingest huggingface --trending",
    "footnote ingest arxiv --id 2201.02177",
  ],
  "ingest huggingface": ["footnote ingest huggingface --since 3d", "footnote ingest huggingface --week 2026-W11"],
  "ingest arxiv": [
    "footnote ingest arxiv --query 'cat:cs.LG AND abs:\"loss landscape\"' --since 7d",
    "footnote ingest arxiv --id 2201.02177 1706.03762",
  ],
  sources: ["footnote sources --limit 5"],
  stats: ["footnote stats --json"],
  evaluate: ["footnote evaluate retrieval --dataset scifact"],
  "evaluate retrieval": ["footnote evaluate retrieval --dataset scifact --run-file scifact.run"],
  "evaluate answers": ["footnote evaluate answers --gold questions.jsonl --json"],
  "evaluate sweep": ["footnote evaluate sweep --dataset scifact --plot sweep.svg"],
  backup: ["footnote backup footnote-2026-11-25.tar.gz", "footnote backup /backups/footnote.tar.gz --json"],
  restore: ["footnote restore footnote-2026-11-25.tar.gz --data-dir data"],
  doctor: ["footnote doctor"],
  completion: [
    "source <(footnote completion bash)",
    "source <(footnote completion zsh)",
    "footnote completion fish | source",
  ],
};

/** Adds the examples of a command, and of those below it, to their help. */
export function addHelpExamples(command: Command, path = ""): void {
  const examples = HELP_EXAMPLES[path] ?? [];
  if (examples.length > 0) {
    command.addHelpText("after", `\nExamples:\n${examples.map((example) => `  $ ${example}`).join("\n")}`);
  }
  for (const child of command.commands) {
    addHelpExamples(child, path === "" ? child.name() : `${path} ${child.name()}`);
  }
}

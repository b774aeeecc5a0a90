import { Command } from "commander";
import { askCommand } from "./commands/ask.ts";
import { backupCommand, restoreCommand } from "./commands/backup.ts";
import { chatCommand } from "./commands/chat.ts";
import { completionCommand } from "./commands/completion.ts";
import { digestCommand } from "./commands/digest.ts";
import { doctorCommand } from "./commands/doctor.ts";
import { evaluateCommand } from "./commands/evaluate.ts";
import { indexCommand } from "./commands/index.ts";
import { ingestCommand } from "./commands/ingest.ts";
import { relatedCommand } from "./commands/related.ts";
import { searchCommand } from "./commands/search.ts";
import { sourcesCommand } from "./commands/sources.ts";
import { statsCommand } from "./commands/stats.ts";
import type { CommandContext } from "./common-options.ts";
import { addHelpExamples } from "./help-examples.ts";

/**
 * The command line. Commands throw; whoever runs the program turns errors into one line and an exit code.
 *
 * @param json whether errors are told as JSON: wrong use is then not explained on stderr as well
 */
export function createProgram(context: CommandContext, version: string, json: boolean): Command {
  const program = new Command("footnote")
    .description(
      "Answers questions about research papers from their abstracts, and shows the sentence behind every citation.",
    )
    .version(version)
    .showHelpAfterError("(run with --help for the commands and options)");
  const commands = [
    askCommand,
    chatCommand,
    searchCommand,
    relatedCommand,
    digestCommand,
    indexCommand,
    ingestCommand,
    sourcesCommand,
    statsCommand,
    evaluateCommand,
    backupCommand,
    restoreCommand,
    doctorCommand,
    completionCommand,
  ];
  for (const create of commands) program.addCommand(create(context));
  addHelpExamples(program);
  for (const command of withSubcommands(program)) {
    command.exitOverride().configureOutput({
      writeOut: (text) => void context.terminal.out.write(text),
      writeErr: (text) => {
        if (!json) context.terminal.err.write(text);
      },
    });
  }
  return program;
}

function withSubcommands(command: Command): Command[] {
  return [command, ...command.commands.flatMap(withSubcommands)];
}

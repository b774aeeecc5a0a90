import { Argument, Command } from "commander";
import type { CommandContext } from "../common-options.ts";
import { completionScript, SHELLS, type Shell } from "../completion.ts";

export function completionCommand({ terminal }: CommandContext): Command {
  return new Command("completion")
    .description("print a script that completes commands and options in a shell")
    .addArgument(new Argument("<shell>", "which one").choices(SHELLS))
    .action((shell: Shell, _options: unknown, command: Command) => {
      terminal.out.write(completionScript(command.parent ?? command, shell));
    });
}

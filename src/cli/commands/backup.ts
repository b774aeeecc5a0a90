import { Command } from "commander";
import type { BackupReport } from "../../domain/backup-report.ts";
import { addCommonOptions, type CommandContext, type CommonOptions } from "../common-options.ts";
import { printJson, printLine } from "../terminal.ts";

/** `footnote backup FILE` */
export function backupCommand(context: CommandContext): Command {
  return addCommonOptions(new Command("backup"))
    .description("write the bot's state and the index into one file, while the bot runs")
    .argument("<file>", "the file to write; one that is there is replaced when the new one is complete")
    .action(async (file: string, options: CommonOptions) => {
      const report = await context.open(options).backUp(file, context.terminal.signal);
      tell(context, options, report, "Backed up");
    });
}

/** `footnote restore FILE` */
export function restoreCommand(context: CommandContext): Command {
  return addCommonOptions(new Command("restore"))
    .description("put a backup in the place of the bot's state and the index; stop the bot first")
    .argument("<file>", "a file that “footnote backup” made")
    .action(async (file: string, options: CommonOptions) => {
      const report = await context.open(options).restore(file, context.terminal.signal);
      tell(context, options, report, "Restored");
    });
}

function tell({ terminal }: CommandContext, options: CommonOptions, report: BackupReport, done: string): void {
  if (options.json === true) {
    printJson(terminal, report);
    return;
  }
  printLine(terminal, `${done}: ${report.file}, ${(report.bytes / 1e6).toFixed(1)} MB, made ${report.madeAt}`);
  for (const { name, version } of report.parts) {
    printLine(terminal, version === null ? `  ${name}: none` : `  ${name}: version ${version}`);
  }
}

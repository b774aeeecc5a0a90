import type { Command } from "commander";
import { describe, expect, it } from "vitest";
import { completionScript, SHELLS } from "../../src/cli/completion.ts";
import { HELP_EXAMPLES } from "../../src/cli/help-examples.ts";
import { createProgram } from "../../src/cli/program.ts";
import { widthOf } from "../../src/cli/terminal.ts";

const unused = () => {
  throw new Error("no command is run here");
};
const program = createProgram(
  {
    terminal: { in: process.stdin, out: process.stdout, err: process.stderr, signal: new AbortController().signal },
    open: unused,
    cacheDir: unused,
  },
  "1.0.0",
  false,
);
const commands = (command: Command, path = ""): [string, Command][] => [
  [path, command],
  ...command.commands.flatMap((each) => commands(each, `${path} ${each.name()}`.trim())),
];

describe("the program", () => {
  it("has examples for each command, and for no other", () => {
    expect(Object.keys(HELP_EXAMPLES).toSorted()).toEqual(
      commands(program)
        .map(([path]) => path)
        .toSorted(),
    );
  });

  it.each(Object.entries(HELP_EXAMPLES))("uses options that “%s” has in its examples", (path, examples) => {
    const command = commands(program).find(([each]) => each === path)?.[1];
    const known = new Set(
      [command, ...(command?.commands ?? [])].flatMap((each) => each?.options.map(({ long }) => long)),
    );
    const used = examples.flatMap((example) => [...example.matchAll(/ (--[a-z-]+)/gu)].map((match) => match[1]));
    for (const option of used) if (option !== "--help") expect(known).toContain(option);
  });

  it.each(SHELLS)("has every command, option and choice in the completion for %s", (shell) => {
    const script = completionScript(program, shell);
    for (const [, command] of commands(program)) {
      expect(script).toContain(command.name());
      for (const { long, argChoices } of command.options) {
        expect(script).toContain(shell === "fish" ? `-l ${long?.slice(2)}` : long);
        for (const choice of argChoices ?? []) expect(script).toContain(choice);
      }
    }
  });
});

describe("widthOf", () => {
  const pipe = { ...process.stdout, isTTY: false } as unknown as NodeJS.WriteStream;
  const terminal = { ...process.stdout, isTTY: true, columns: 70 } as unknown as NodeJS.WriteStream;
  it.each([
    ["a terminal", terminal, undefined, 70],
    ["a terminal before the variable", terminal, "50", 70],
    ["a pipe", pipe, undefined, null],
    ["a pipe whose reader has a width", pipe, "50", 50],
    ["a width that is none", pipe, "wide", null],
    ["no room at all", pipe, "3", null],
  ])("knows the width of %s", (_what, stream, columns, width) => expect(widthOf(stream, columns)).toBe(width));
});

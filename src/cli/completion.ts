import type { Argument, Command, Option } from "commander";

export const SHELLS = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof SHELLS)[number];

/** What can stand behind the words of one command. */
interface Level {
  /** The commands that lead there, without the program's name: "evaluate sweep". */
  readonly path: string;
  readonly words: readonly Word[];
  readonly options: readonly OptionWord[];
  /** Fixed values of its arguments. */
  readonly choices: readonly string[];
  readonly takesFiles: boolean;
}

interface Word {
  readonly text: string;
  readonly about: string;
}

interface OptionWord extends Word {
  readonly takesValue: boolean;
  readonly choices: readonly string[];
}

/** A script that completes the commands, options and fixed values of a program, made from the program itself. */
export function completionScript(program: Command, shell: Shell): string {
  const levels = levelsOf(program, "");
  const name = program.name();
  if (shell === "bash") return bashScript(name, levels);
  return shell === "zsh" ? zshScript(name, levels) : fishScript(name, levels);
}

function levelsOf(command: Command, path: string): Level[] {
  const visible = command.createHelp().visibleCommands(command);
  const level: Level = {
    path,
    words: visible.map((each) => ({ text: each.name(), about: each.description() })),
    options: command.createHelp().visibleOptions(command).flatMap(optionWords),
    choices: command.registeredArguments.flatMap(({ argChoices }: Argument) => argChoices ?? []),
    takesFiles: command.registeredArguments.some((argument) => /^file/u.test(argument.name())),
  };
  return [
    level,
    ...visible
      .filter((each) => each.name() !== "help")
      .flatMap((each) => levelsOf(each, path === "" ? each.name() : `${path} ${each.name()}`)),
  ];
}

function optionWords(option: Option): OptionWord[] {
  const takesValue = option.required || option.optional;
  return [option.long, option.short].flatMap((text) =>
    text === undefined || text === null
      ? []
      : [{ text, about: option.description, takesValue, choices: option.argChoices ?? [] }],
  );
}

/** The words before the cursor, without options and their values, name the level. Shared by bash and zsh. */
function findLevel(levels: readonly Level[], words: string, last: string): string {
  const withValue = [...new Set(levels.flatMap(({ options }) => options.filter((each) => each.takesValue)))];
  const known = levels.filter(({ path }) => path !== "").map(({ path }) => quoted(path));
  return `  local level="" word skip=""
  for word in ${words}; do
    if [[ -n $skip ]]; then skip=""; continue; fi
    case "$word" in
      ${[...new Set(withValue.map(({ text }) => text))].join("|") || "''"}) skip=1 ;;
      -*) ;;
      *)
        case "\${level:+$level }$word" in
          ${known.join("|")}) level="\${level:+$level }$word" ;;
        esac ;;
    esac
  done
  case "$level ${last}" in
${levels.flatMap(choiceCases).join("\n")}
  esac`;
}

function choiceCases({ path, options }: Level): string[] {
  return options.flatMap(({ text, takesValue, choices }) => {
    if (!takesValue) return [];
    const reply = choices.length === 0 ? "files=1" : `values=${quoted(choices.join(" "))}`;
    return [`    ${quoted(`${path} ${text}`)}) ${reply} ;;`];
  });
}

function levelCases(levels: readonly Level[]): string {
  return levels
    .map(({ path, words, options, choices, takesFiles }) => {
      const all = [...words.map(({ text }) => text), ...choices, ...options.map(({ text }) => text)].join(" ");
      return `      ${quoted(path)}) values=${quoted(all)}${takesFiles ? "; files=1" : ""} ;;`;
    })
    .join("\n");
}

function bashScript(name: string, levels: readonly Level[]): string {
  return `# Completion of ${name} for bash: source <(${name} completion bash)
_${name}() {
  local current="\${COMP_WORDS[COMP_CWORD]}" last="\${COMP_WORDS[COMP_CWORD-1]}" values="" files=""
  COMPREPLY=()
${findLevel(levels, `"\${COMP_WORDS[@]:1:COMP_CWORD-1}"`, "$last")}
  if [[ -z $values && -z $files ]]; then
    case "$level" in
${levelCases(levels)}
    esac
  fi
  if [[ -n $values ]]; then COMPREPLY=($(compgen -W "$values" -- "$current")); fi
  if [[ -n $files ]]; then
    local path
    compopt -o filenames 2>/dev/null
    while IFS= read -r path; do COMPREPLY+=("$path"); done < <(compgen -f -- "$current")
  fi
}
complete -F _${name} ${name}
`;
}

function zshScript(name: string, levels: readonly Level[]): string {
  return `#compdef ${name}
# Completion of ${name} for zsh: source <(${name} completion zsh), behind compinit
_${name}() {
  local current="\${words[CURRENT]}" last="\${words[CURRENT-1]}" values="" files=""
${findLevel(levels, `"\${(@)words[2,CURRENT-1]}"`, "$last")}
  if [[ -z $values && -z $files ]]; then
    case "$level" in
${levelCases(levels)}
    esac
  fi
  if [[ -n $values ]]; then compadd -- \${=values}; fi
  if [[ -n $files ]]; then _files; fi
}
compdef _${name} ${name}
`;
}

function fishScript(name: string, levels: readonly Level[]): string {
  const lines = levels.flatMap(({ path, words, options, choices, takesFiles }) => {
    const inner = words.map(({ text }) => text).filter((text) => text !== "help");
    const seen = path.split(" ").map((word) => `__fish_seen_subcommand_from ${word}`);
    const condition = [
      path === "" ? "__fish_use_subcommand" : seen.join("; and "),
      ...(path === "" || inner.length === 0 ? [] : [`not __fish_seen_subcommand_from ${inner.join(" ")}`]),
    ].join("; and ");
    const start = `complete -c ${name} -n ${quoted(condition)}`;
    return [
      ...words.map(({ text, about }) => `${start} -f -a ${quoted(text)} -d ${quoted(about)}`),
      ...(choices.length === 0 ? [] : [`${start} -f -a ${quoted(choices.join(" "))}`]),
      ...(takesFiles ? [`${start} -F`] : []),
      ...options.map(({ text, about, takesValue, choices: values }) => {
        const flag = text.startsWith("--") ? `-l ${text.slice(2)}` : `-s ${text.slice(1)}`;
        const value = values.length > 0 ? ` -x -a ${quoted(values.join(" "))}` : takesValue ? " -r" : "";
        return `${start} ${flag}${value} -d ${quoted(about)}`;
      }),
    ];
  });
  return `# Completion of ${name} for fish: ${name} completion fish | source
complete -c ${name} -f
${lines.join("\n")}
`;
}

/** A word between single quotation marks, as all three shells read it. */
function quoted(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "'\\''")}'`;
}

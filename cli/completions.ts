/**
 * Completions for shells, from the table of commands. The script that a shell loads asks us back.
 *
 * @module
 */
import tab from "@bomb.sh/tab/commander";
import { SHELLS } from "./commands.ts";
import { UserError } from "./errors.ts";
import type { Messages } from "./messages/messages.ts";
import { createProgram } from "./program.ts";

/** The script for `shell`: it calls `mcpdemo complete -- WORDS` whenever the user presses Tab. */
export function completionScript(shell: string, messages: Messages, version: string): string {
  if (!SHELLS.includes(shell)) throw new UserError("unknown_shell", { name: shell });
  if (shell === "bash") return BASH;
  return captured(() => tab(createProgram(messages, version)).setup("mcpdemo", "mcpdemo", shell));
}

/**
 * The library's own for bash needs the functions of the package bash-completion, which many systems lack,
 * and gives the line to `eval`: a Tab would run what is meant as a question. This one only needs bash 3.2, and
 * completes files if the program names nothing.
 */
const BASH = `# bash completion for mcpdemo
_mcpdemo() {
  local i word line words=()
  for ((i = 1; i <= COMP_CWORD; i++)); do
    word=\${COMP_WORDS[i]}
    # bash takes --era=2026 and http://host apart.
    if ((\${#words[@]})) && [[ \${word} == [=:]* || \${COMP_WORDS[i - 1]} == [=:] ]]; then
      words[\${#words[@]} - 1]+=\${word}
    else
      words+=("\${word}")
    fi
  done
  word=\${COMP_WORDS[COMP_CWORD]#=}
  COMPREPLY=()
  while IFS= read -r line; do
    line=\${line%%$'\\t'*}
    [[ \${line} != :* && \${line} == "\${word}"* ]] && COMPREPLY+=("\${line}")
  done < <(mcpdemo complete -- "\${words[@]}" 2>/dev/null)
}
complete -o default -F _mcpdemo mcpdemo
`;

/** What can follow `words`, the last of which is being typed. */
export function complete(words: readonly string[], messages: Messages, version: string): string {
  const program = createProgram(messages, version, { choices: true });
  const before = words.at(-2);
  const takesFile = program.commands.find((each) => each.name() === words[0])?.options
    .some(({ long, flags }) => long === before && flags.includes("<file>"));
  // Directive 0: what the shell itself completes, which is files.
  if (takesFile) return ":0\n";
  // The library adds the command that asks for completions; users do not type it.
  return captured(() => tab(program).parse([...words])).replace(/^complete\t.*\n/m, "");
}

/** The library writes to the console. */
function captured(write: () => void): string {
  const { log } = console;
  let text = "";
  console.log = (line: string) => text += `${line}\n`;
  try {
    write();
    return text;
  } finally {
    console.log = log;
  }
}

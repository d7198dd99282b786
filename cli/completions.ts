/** Completions for shells, from the table of commands. The script that a shell loads asks us back. */
import tab from "@bomb.sh/tab/commander";
import { SHELLS } from "./commands.ts";
import { UserError } from "./errors.ts";
import type { Messages } from "./messages/en.ts";
import { createProgram } from "./program.ts";

/** The script for `shell`: it calls `mcpdemo complete -- WORDS` whenever somebody presses Tab. */
export function completionScript(shell: string, messages: Messages, version: string): string {
  if (!SHELLS.includes(shell)) throw new UserError("unknown_shell", { name: shell });
  return captured(() => tab(createProgram(messages, version)).setup("mcpdemo", "mcpdemo", shell));
}

/** What can follow `words`, the last of which is being typed. */
export function complete(words: readonly string[], messages: Messages, version: string): string {
  const program = createProgram(messages, version);
  // The library adds the command that we are answering; nobody types it.
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

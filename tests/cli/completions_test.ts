/** Completions, requested as shells request them. */
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { runChild } from "../support/child.ts";
import { runCli } from "../support/run_cli.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

function has(shell: string): boolean {
  const folders = (Deno.env.get("PATH") ?? "").split(":");
  return Deno.build.os !== "windows" && folders.some((folder) => {
    try {
      return Deno.statSync(`${folder}/${shell}`).isFile;
    } catch {
      return false;
    }
  });
}

/** A `mcpdemo` on the shell's PATH, and the script that the shell loads. */
async function installed(shell: string): Promise<{ folder: string; script: string } & AsyncDisposable> {
  const folder = await Deno.makeTempDir();
  const run =
    `exec "${Deno.execPath()}" run --quiet --no-prompt -A --config "${ROOT}deno.product.json" "${ROOT}main.ts" "$@"`;
  await Deno.writeTextFile(`${folder}/mcpdemo`, `#!/bin/sh\n${run}\n`, { mode: 0o755 });
  const { status, stdout, stderr } = await runCli(["completions", shell]);
  assert.deepEqual([status, stderr], [0, ""]);
  await Deno.writeTextFile(`${folder}/script`, stdout);
  const dispose = () => Deno.remove(folder, { recursive: true });
  return { folder, script: `${folder}/script`, [Symbol.asyncDispose]: dispose };
}

/** The words of a line as bash splits them, and the expected proposals. */
const LINES: readonly [string, readonly string[], readonly string[]][] = [
  ["a command", ["to"], ["tools"]],
  ["a flag", ["ask", "--max"], ["--max-steps"]],
  ["a value", ["ask", "--era", ""], ["auto", "2024", "2025", "2026", "all"]],
  ["a value behind =", ["ask", "--era", "=", "202"], ["2024", "2025", "2026"]],
  ["a value behind = that has not begun", ["ask", "--lang", "="], ["en", "fr"]],
  ["a flag after an address", ["ask", "--server", "http", ":", "//h", "--max"], ["--max-steps"]],
  ["a question, which is not run", ["ask", "$(touch", "ran)", "`touch ran`", "what's", ""], []],
];

Deno.test({
  name: "bash proposes commands, flags and values, without the package bash-completion, and runs nothing",
  ignore: !has("bash"),
  async fn() {
    await using bash = await installed("bash");
    // Sourced twice, as in a nested shell.
    const setup =
      `set -u; cd "${bash.folder}"; PATH="${bash.folder}:$PATH"; . ./script; . ./script; complete -p mcpdemo`;
    const ask =
      'COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); COMPREPLY=(); _mcpdemo; printf "%s|" "${COMPREPLY[@]-}"; echo';
    const quoted = (word: string) => `'${word.replaceAll("'", `'\\''`)}'`;
    const asked = LINES.map(([, words]) => `COMP_WORDS=(mcpdemo ${words.map(quoted).join(" ")}); ${ask}`);
    const { status, stdout, stderr } = await runChild("bash", ["--norc", "-c", [setup, ...asked].join("\n")]);
    assert.deepEqual([status, stderr], [0, ""]);
    const [registered, ...lines] = stdout.trimEnd().split("\n");
    assert.equal(registered, "complete -o default -F _mcpdemo mcpdemo");
    LINES.forEach(([name, , expected], index) => {
      assert.deepEqual(lines[index]!.split("|").filter((each) => each !== ""), expected, name);
    });
    assert.deepEqual([...Deno.readDirSync(bash.folder)].map((each) => each.name).toSorted(), [
      "mcpdemo",
      "script",
    ]);
  },
});

for (const [shell, check] of [["zsh", "-n"], ["fish", "--no-execute"]] as const) {
  Deno.test({
    name: `${shell} can parse its completion script`,
    ignore: !has(shell),
    async fn() {
      await using loaded = await installed(shell);
      assert.deepEqual(await runChild(shell, [check, loaded.script]), { status: 0, stdout: "", stderr: "" });
    },
  });
}

Deno.test({
  name: "fish proposes values",
  ignore: !has("fish"),
  async fn() {
    await using fish = await installed("fish");
    const env = {
      PATH: `${fish.folder}:${Deno.env.get("PATH")}`,
      XDG_CONFIG_HOME: fish.folder,
      XDG_DATA_HOME: fish.folder,
    };
    const asking = `source ${fish.script}; complete --do-complete 'mcpdemo ask --era '`;
    const { stdout } = await runChild("fish", ["--no-config", "-c", asking], { env });
    assert.deepEqual(stdout.trim().split(/\s+/).toSorted(), ["2024", "2025", "2026", "all", "auto"]);
  },
});

Deno.test("an unknown shell is refused: exit status 2", async () => {
  const { status, stdout, stderr } = await runCli(["completions", "tcsh"]);
  assert.deepEqual([status, stdout], [2, ""]);
  assert.match(stderr, /^Error unknown_shell/);
});

/** Runs a program for a script: what it says is shown, and its failure is the script's. */

export interface RunOptions {
  /** The folder to run in; the current one by default. */
  readonly cwd?: string;
  /** Variables, besides the script's own. */
  readonly env?: Readonly<Record<string, string>>;
  /** Whether the program gets only the variables of `env`. */
  readonly clearEnv?: boolean;
}

/** Throws if the program fails. */
export async function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<void> {
  const { success, code } = await new Deno.Command(command, { args: [...args], ...options }).spawn().status;
  if (!success) throw new Error(`${command} ${args[0]} failed with ${code}.`);
}

/** The program's stdout, or `undefined` if it fails or is not installed. */
export async function outputOf(
  command: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<string | undefined> {
  try {
    const { success, stdout } = await new Deno.Command(command, {
      args: [...args],
      ...options,
      stderr: "null",
    }).output();
    return success ? new TextDecoder().decode(stdout).trim() : undefined;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

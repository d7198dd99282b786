/** A file that is kept between two runs, in the folder that the system has for that. */
import { dirname, join } from "node:path";
import { UserError } from "./errors.ts";
import type { Environment } from "./settings.ts";

/**
 * The path of mcpdemo's state file `name`; `undefined` if there is no state folder, for example for
 * a user without a home.
 */
/** The file at `path`, which need not exist. */
export function stateFilePath(
  name: string,
  environment: Environment,
  os: typeof Deno.build.os,
): string | undefined {
  const home = environment.HOME;
  const folder = os === "windows" ? environment.LOCALAPPDATA : environment.XDG_STATE_HOME ??
    (home && join(home, ...(os === "darwin" ? ["Library", "Application Support"] : [".local", "state"])));
  return folder && join(folder, "mcpdemo", name);
}

/** A file that mcpdemo keeps between runs. */
export interface StateFile {
  /** Its path. */
  readonly path: string;
  /** Its text; `undefined` if it does not exist, or if mcpdemo has no permission to read it. */
  read(): Promise<string | undefined>;
  /** Replaces the whole file atomically; other users cannot read it. */
  write(text: string): Promise<void>;
}

/** The file at `path`, which need not exist. */
export function stateFile(path: string): StateFile {
  return {
    path,
    async read() {
      try {
        return await Deno.readTextFile(path);
      } catch (error) {
        // A user without a home may have /dev/null for one.
        const { NotFound, NotADirectory, NotCapable } = Deno.errors;
        if ([NotFound, NotADirectory, NotCapable].some((kind) => error instanceof kind)) return undefined;
        throw new UserError("approvals_unreadable", { path }, { cause: error });
      }
    },
    async write(text) {
      await Deno.mkdir(dirname(path), { recursive: true, mode: 0o700 });
      const written = `${path}.${crypto.randomUUID()}`;
      try {
        await Deno.writeTextFile(written, text, { mode: 0o600, createNew: true });
        await Deno.rename(written, path);
      } catch (error) {
        await Deno.remove(written).catch(() => {});
        throw error;
      }
    },
  };
}

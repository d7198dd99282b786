/**
 * The environment: the process's own, and beneath it the `.env` of the current folder.
 *
 * @module
 */
import { parseEnvFile } from "./env_file.ts";
import { UserError } from "./errors.ts";
import type { Environment } from "./settings.ts";

/**
 * Reads `.env` without ever overwriting what the process already has. A missing file is fine.
 *
 * An empty variable counts as unset, except for a key: an empty key is a mistake to report, not "no key".
 */
export async function readEnvironment(own: Environment, path = ".env"): Promise<Environment> {
  let text: string;
  try {
    text = await Deno.readTextFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return withoutEmpty(own);
    throw new UserError("env_file_unreadable", { path }, { cause: error });
  }
  // UTF-16, as some Windows tools write it, would be read as an empty file.
  if (text.includes("\0")) throw new UserError("env_file_unreadable", { path });
  return withoutEmpty({ ...parseEnvFile(text), ...own });
}

/** Keeps loopback off proxies: they could not reach it, and must not see its keys. */
export function keepLoopbackOffProxies(environment: Environment): void {
  const named = environment.NO_PROXY ?? environment.no_proxy;
  Deno.env.set("NO_PROXY", [...(named ? [named] : []), "localhost", "127.0.0.1", "::1"].join(","));
}

function withoutEmpty(environment: Environment): Environment {
  return Object.fromEntries(
    Object.entries(environment).filter(([name, value]) => value !== "" || name === "MCP_SERVER_AUTH_KEY"),
  );
}

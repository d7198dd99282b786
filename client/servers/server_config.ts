/**
 * The MCP servers of a run: their URLs, and the headers to send to each.
 *
 * @module
 */
import { z } from "zod";
import { authorizationHeader } from "../../auth/with_key.ts";
import { keyProblem } from "../../auth/keys.ts";
import { keyError, UserError } from "../../cli/errors.ts";
import type { Environment } from "../../cli/settings.ts";
import { oneLine } from "../../cli/printable.ts";

/** A server to connect to. */
export interface ServerTarget {
  /** Unique in a run. */
  readonly name: string;
  /** A base URL or an endpoint. */
  readonly url: URL;
  /** Sent with every request to the server's origin, and to no other origin. */
  readonly headers: Readonly<Record<string, string>>;
  /** The configuration file that names it. */
  readonly config?: string;
}

/**
 * A server by its URL, with a bearer key.
 *
 * @throws a {@linkcode UserError} when the key cannot be sent in a header
 */
export function serverTarget(url: URL, key: string | undefined): ServerTarget {
  const problem = key === undefined ? undefined : keyProblem(key);
  if (problem) throw keyError(problem);
  return {
    name: url.host,
    url,
    headers: key === undefined ? {} : { authorization: authorizationHeader(key) },
  };
}

/** What a configuration file names. */
export interface ConfigFile {
  /** The HTTP servers. */
  readonly targets: readonly ServerTarget[];
  /** The names of the entries that are not HTTP servers. */
  readonly skipped: readonly string[];
}

const CONFIG = z.object({
  mcpServers: z.record(
    z.string(),
    z.looseObject({
      url: z.string().optional(),
      headers: z.record(z.string(), z.string()).optional(),
    }),
  ),
});

/**
 * Reads a configuration in the form that MCP hosts share: `mcpServers`, by name, with `url` and `headers`.
 * `${NAME}`, `${env:NAME}` and `${NAME:-default}` are replaced by variables of the environment.
 *
 * @param path the path of the file, for the errors
 * @throws a {@linkcode UserError} when the file has another form, or an unset variable without a default
 */
export function readConfig(text: string, path: string, environment: Environment): ConfigFile {
  const { mcpServers } = parse(text, path);
  const targets: ServerTarget[] = [];
  const skipped: string[] = [];
  const filled = (value: string) => {
    // Editors ask their user for such a value, as VS Code does for ${input:key}. Sent literally, it
    // would be wrong.
    const [input] = value.match(/\$\{(?!env:)[A-Za-z]\w*:(?!-)[^}]*\}/) ?? [];
    if (input) {
      throw new UserError("config_unreadable", { path, reason: "server_input", name: oneLine(input) });
    }
    return value.replace(
      /\$\{(?:env:)?([A-Za-z_]\w*)(?::-([^}]*))?\}/g,
      (_, name: string, fallback?: string) => {
        const found = environment[name] ?? fallback;
        if (found === undefined) throw new UserError("config_variable", { path, name });
        return found;
      },
    );
  };
  for (const [name, entry] of Object.entries(mcpServers)) {
    if (entry.url === undefined) {
      skipped.push(name);
      continue;
    }
    const url = URL.parse(filled(entry.url));
    if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password) {
      throw new UserError("config_unreadable", { path, reason: "server_url", name: oneLine(name) });
    }
    const headers = Object.fromEntries(
      Object.entries(entry.headers ?? {}).map(([header, value]) => [header.toLowerCase(), filled(value)]),
    );
    targets.push({ name, url, headers: checkedHeaders(headers, name, path), config: path });
  }
  if (targets.length === 0) {
    throw new UserError("config_unreadable", { path, reason: "no_server" });
  }
  return { targets, skipped };
}

function parse(text: string, path: string): z.infer<typeof CONFIG> {
  let value: unknown;
  try {
    // Some Windows editors begin a file with a byte order mark.
    value = JSON.parse(text.replace(/^\ufeff/, ""));
  } catch {
    // The parser's message would quote a piece of the file, which may contain a key.
    throw new UserError("config_unreadable", { path, reason: "not_json" });
  }
  const read = CONFIG.safeParse(value);
  if (read.success) return read.data;
  const place = oneLine(read.error.issues[0]!.path.join(".")) || "the root";
  throw new UserError("config_unreadable", { path, reason: "wrong_form", place });
}

function checkedHeaders(headers: Record<string, string>, name: string, path: string): Record<string, string> {
  try {
    new Headers(headers);
    return headers;
  } catch {
    throw new UserError("config_unreadable", { path, reason: "server_header", name: oneLine(name) });
  }
}

/** Makes names unique with `#2`, `#3` and so on: two URLs on one host may differ only in their paths. */
export function withUniqueServerNames(targets: readonly ServerTarget[]): ServerTarget[] {
  const taken = new Set<string>();
  return targets.map((target) => {
    let name = target.name;
    for (let count = 2; taken.has(name); count++) name = `${target.name}#${count}`;
    taken.add(name);
    return { ...target, name };
  });
}

/**
 * From the settings of a command to the MCP servers of its run, connected.
 *
 * @module
 */
import { networkReason } from "../../cli/error_text.ts";
import { UserError } from "../../cli/errors.ts";
import type { Environment, ModelSettings, ServerSettings } from "../../cli/settings.ts";
import { oneLine } from "../../cli/printable.ts";
import { type FetchesContext, openFetches } from "../recording/fetches.ts";
import type { Fetches } from "../recording/record_fetches.ts";
import type { Show } from "../run_event.ts";
import { type ConnectedServers, connectServers, type ConnectServersContext } from "./connect_servers.ts";
import { DEFAULT_SERVER } from "./default_server.ts";
import { readConfig, type ServerTarget, serverTarget, withUniqueServerNames } from "./server_config.ts";

/** The settings of every command that connects to servers. */
export type ServersSettings = ServerSettings & Partial<Pick<ModelSettings, "apiUrl" | "apiKey">>;

/** What {@linkcode openServers} needs from the process. */
export interface OpenServersContext extends ConnectServersContext, FetchesContext {
  /** Fills the variables of a configuration file. */
  readonly environment: Environment;
  /** The text of a file. */
  readonly readFile: (path: string) => Promise<string>;
}

/** The servers of a run, and the fetches that are recorded together. */
export interface OpenedServers extends ConnectedServers {
  /** The one for the servers is in use; the one for the model is for the rest of the run. */
  readonly fetches: Fetches;
}

/**
 * Finds the servers that the settings name, and connects to them.
 *
 * @param signal ends every connection
 * @throws a {@linkcode UserError} when the configuration is wrong or a server cannot be connected to
 */
export async function openServers(
  settings: ServersSettings,
  context: OpenServersContext,
  show: Show,
  signal: AbortSignal,
): Promise<OpenedServers> {
  const targets = await findTargets(settings, context, show);
  const { apiUrl, apiKey, debug, debugWire } = settings;
  const secrets = [settings.authKey ?? "", ...targets.flatMap(secretsOf)];
  context.output.conceal?.([settings.authKey, ...targets.flatMap(credentialsOf)]);
  const lookup = targets.length === 0 ? { lookedFor: DEFAULT_SERVER.origin } : {};
  const fetches = await openFetches({ apiUrl, apiKey, debug, debugWire, ...lookup }, context, secrets);
  const connected = await connectServers(context, { targets, settings, fetch: fetches.mcp, show, signal });
  return Object.assign(connected, { fetches });
}

/** What opens a server: the keys in its headers and its address, but no header that may be an ordinary word. */
export function credentialsOf({ url, headers }: ServerTarget): string[] {
  const secret = Object.entries(headers).filter(([name]) => SECRET_NAME.test(name));
  const queries = [...url.searchParams].filter(([name]) => SECRET_NAME.test(name));
  const values = [...secret, ...queries].flatMap(([, value]) => [value, value.replace(/^\S+\s+/, "")]);
  return values;
}

/** The names of headers and of parts of a query that hold a secret. */
export const SECRET_NAME = /authorization|key|token|secret|password|credential|cookie|signature/i;

/** Each header value as sent, and the key in it: a server may repeat either. */
function secretsOf({ headers }: ServerTarget): string[] {
  return Object.values(headers).flatMap((value) => [value, value.replace(/^\S+\s+/, "")]);
}

/**
 * The servers named by a URL, then those of the configuration file.
 *
 * @throws a {@linkcode UserError} when the configuration or the key is wrong
 */
export async function findTargets(
  { servers, authKey, config }: ServerSettings,
  { readFile, environment, messages }: Pick<OpenServersContext, "readFile" | "environment" | "messages">,
  show: Show,
): Promise<ServerTarget[]> {
  // The key is checked even if it is for the server on the default port.
  if (authKey !== undefined) serverTarget(new URL("http://localhost"), authKey);
  const named = servers.map((url) => serverTarget(url, authKey));
  if (config === undefined) return withUniqueServerNames(named);
  const text = await readFile(config).catch((error) => {
    throw new UserError("config_unreadable", { path: config, detail: oneLine(networkReason(error)) });
  });
  const { targets, skipped } = readConfig(text, config, environment);
  for (const name of skipped) {
    show({ type: "note", code: "serverSkipped", text: messages.notes.serverSkipped(oneLine(name)) });
  }
  return withUniqueServerNames([...named, ...targets]);
}

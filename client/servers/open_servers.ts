/** From the settings to the servers of a run, connected. */
import { UserError } from "../../cli/errors.ts";
import { networkReason } from "../../cli/error_text.ts";
import type { ModelSettings, ServerSettings } from "../../cli/settings.ts";
import { oneLine } from "../../cli/printable.ts";
import type { ClientContext } from "../commands/context.ts";
import { type ConnectedServers, connectServers } from "./connect_servers.ts";
import type { Show } from "../run/run_event.ts";
import { readConfig, type ServerTarget, serverTarget, withUniqueServerNames } from "./server_config.ts";
import { type Fetches, openFetches } from "../recording/fetches.ts";

export type ServersSettings = ServerSettings & Partial<Pick<ModelSettings, "apiUrl" | "apiKey">>;

export interface OpenedServers extends ConnectedServers {
  readonly fetches: Fetches;
}

/** @param signal ends everything */
export async function openServers(
  settings: ServersSettings,
  context: ClientContext,
  show: Show,
  signal: AbortSignal,
): Promise<OpenedServers> {
  const targets = await findTargets(settings, context, show);
  // A header as it is sent, and the key in it: a server may repeat either.
  const sent = targets.flatMap(({ headers }) => Object.values(headers));
  const secrets = [settings.authKey ?? "", ...sent, ...sent.map((value) => value.replace(/^\S+\s+/, ""))];
  const { apiUrl, apiKey, debug, debugWire } = settings;
  const fetches = await openFetches({ apiUrl, apiKey, debug, debugWire }, context, secrets);
  const connected = await connectServers(context, { targets, settings, fetches, show, signal });
  return Object.assign(connected, { fetches });
}

/** Those named by address, then those of the configuration. */
async function findTargets(
  { servers, authKey, config }: ServerSettings,
  { readFile, environment, messages }: ClientContext,
  show: Show,
): Promise<ServerTarget[]> {
  // The key is checked even where it is the default server's.
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

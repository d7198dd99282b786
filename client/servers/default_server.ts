/** The server on the default port, or one that is started for this run alone. */
import { UserError } from "../../cli/errors.ts";
import type {
  ConnectedServer,
  ConnectServer,
  ConnectServersContext,
  ConnectServersOptions,
} from "./connect_servers.ts";
import { serverTarget } from "./server_config.ts";

const DEFAULT_SERVER = new URL("http://localhost:8000");

/** An unknown program on the default port gets this long to show that it speaks MCP. */
const DEFAULT_SERVER_MS = 2_000;

/** Fails where an MCP server is there and does not serve us: to answer from another one would hide it. */
export async function connectDefaultServer(
  context: ConnectServersContext,
  { settings: { authKey: key, debug, debugWire }, show, signal }: ConnectServersOptions,
  connectServer: ConnectServer,
  opened: AsyncDisposableStack,
): Promise<ConnectedServer> {
  if (debug || debugWire) {
    const text = context.messages.notes.looksForServer(DEFAULT_SERVER.origin);
    show({ type: "note", code: "looksForServer", text });
  }
  const deadline = new AbortController();
  const timer = setTimeout(
    () => deadline.abort(new UserError("mcp_silent", { url: DEFAULT_SERVER.href })),
    DEFAULT_SERVER_MS,
  );
  try {
    const target = serverTarget(DEFAULT_SERVER, key);
    const server = await connectServer(target, AbortSignal.any([signal, deadline.signal]));
    opened.defer(() => server.session.close());
    return server;
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof UserError) || isMcpServerThere(error)) throw error;
  } finally {
    clearTimeout(timer);
  }
  const randomKey = crypto.randomUUID();
  const embedded = await context.startEmbedded(randomKey);
  opened.defer(() => embedded.stop());
  const target = { ...serverTarget(embedded.url, randomKey), name: "embedded" };
  const server = await connectServer(target, signal, { isEmbedded: true });
  opened.defer(() => server.session.close());
  return server;
}

/** Whether a failure comes from an MCP server all the same. */
function isMcpServerThere({ code, data }: UserError): boolean {
  switch (code) {
    case "mcp_unreachable":
    case "mcp_silent":
    case "not_an_mcp_server":
    case "mcp_sends_too_much":
      return false;
    case "mcp_key_missing":
    case "mcp_key_refused":
      return data.scheme === "bearer";
    default:
      return true;
  }
}

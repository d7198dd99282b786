/**
 * The server of a run that names none: the one on the default port, or one that is started for this run only.
 *
 * @module
 */
import { UserError } from "../../cli/errors.ts";
import type { Messages } from "../../cli/messages/messages.ts";
import { abortAfter } from "../../lib/time.ts";
import type { Show } from "../run_event.ts";
import type { ConnectedServer, ConnectServer } from "./connect_server.ts";
import { serverTarget } from "./server_config.ts";

/** Where a run that names no server looks for one. */
export const DEFAULT_SERVER: URL = new URL("http://localhost:8000");

/** Milliseconds for an unknown program on the default port to show that it speaks MCP. */
const DEFAULT_SERVER_MS = 2_000;

/** A server in this process. */
export interface EmbeddedServer {
  /** Its base URL. */
  readonly url: URL;
  /** Stops it. */
  stop(): Promise<void>;
}

/** What {@linkcode connectDefaultServer} needs from the process. */
export interface DefaultServerContext {
  /** The texts of the notes. */
  readonly messages: Messages;
  /**
   * Starts a server that takes the bearer key `key`. `main.ts` passes it in, since `client/` must not import
   * `server/`.
   */
  readonly startEmbedded: (key: string) => Promise<EmbeddedServer>;
}

/** How to look for the server, and where to show it. */
export interface DefaultServerOptions {
  /** The bearer key for a server on the default port. */
  readonly authKey: string | undefined;
  /** Whether notes say that a server is looked for, and that one is started. */
  readonly isNoted: boolean;
  /** Shows the note. */
  readonly show: Show;
  /** Ends everything. */
  readonly signal: AbortSignal;
  /** Connects to a server. */
  readonly connectServer: ConnectServer;
}

/**
 * Connects to an MCP server on the default port, or to an embedded one if none is there.
 *
 * @param opened closes the connection, and stops the embedded server, when it is disposed
 * @throws a {@linkcode UserError} when an MCP server is there that refuses us: answering from another server
 * would hide that
 */
export async function connectDefaultServer(
  { messages: { notes }, startEmbedded }: DefaultServerContext,
  { authKey, isNoted, show, signal, connectServer }: DefaultServerOptions,
  opened: AsyncDisposableStack,
): Promise<ConnectedServer> {
  if (isNoted) {
    show({ type: "note", code: "looksForServer", text: notes.looksForServer(DEFAULT_SERVER.origin) });
  }
  const silent = () => new UserError("mcp_silent", { url: DEFAULT_SERVER.href });
  try {
    using limit = abortAfter(DEFAULT_SERVER_MS, silent, signal);
    const server = await connectServer(serverTarget(DEFAULT_SERVER, authKey), limit.signal);
    opened.defer(() => server.session.close());
    return server;
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof UserError) || isFromMcpServer(error)) throw error;
  }
  const randomKey = crypto.randomUUID();
  const embedded = await startEmbedded(randomKey);
  opened.defer(() => embedded.stop());
  if (isNoted) {
    show({ type: "note", code: "startsEmbedded", text: notes.startsEmbedded(embedded.url.origin) });
  }
  const target = { ...serverTarget(embedded.url, randomKey), name: "embedded" };
  const server = await connectServer(target, signal, { isEmbedded: true });
  opened.defer(() => server.session.close());
  return server;
}

/** Whether a failure shows that an MCP server is there. */
function isFromMcpServer({ code, data }: UserError): boolean {
  switch (code) {
    case "mcp_unreachable":
    case "mcp_silent":
    case "not_an_mcp_server":
    case "mcp_sends_too_much":
      return false;
    case "mcp_key_missing":
    case "mcp_key_refused":
    case "mcp_forbidden":
      return data.scheme === "bearer";
    default:
      return true;
  }
}

/**
 * A connection to an MCP server.
 *
 * @module
 */
import type { Client } from "@modelcontextprotocol/client";
import type { EraChoice } from "../../cli/settings.ts";

/** A group of MCP revisions that share a transport: HTTP+SSE (2024), sessions (2025), stateless (2026). */
export type Era = Exclude<EraChoice, "auto">;

/** A connection after a successful handshake. */
export interface Connection {
  /** The client of the MCP SDK, connected. */
  readonly client: Client;
  /** The era in which the handshake succeeded. */
  readonly era: Era;
  /** The negotiated revision, for instance `2025-11-25`. */
  readonly revision: string;
  /** Whether the server has opened a session, which it may forget. */
  readonly hasSession: boolean;
  /** The endpoint that answered. */
  readonly url: URL;
  /** Ends the session, if there is one, and closes the connection. */
  close(): Promise<void>;
  /** Closes the connection without ending the session: it is lost already. */
  drop(): Promise<void>;
}

/**
 * The interface that the three eras implement.
 *
 * @module
 */
import type { McpServer } from "@modelcontextprotocol/server";
import type { Principal } from "../../auth/keys.ts";
import type { Limits } from "../limits.ts";
import type { JsonBody } from "../read_json.ts";
import type { Sessions } from "../sessions.ts";

/** Serves the requests of one era, which have passed the checks that all eras share. */
export interface Era {
  /**
   * Answers a request.
   *
   * @param body the parsed body of a POST; `undefined` for every other method
   */
  handle(
    request: Request,
    body: JsonBody | undefined,
    principal: Principal,
  ): Response | Promise<Response>;
  /** Ends everything that the era holds open besides its sessions. */
  close?(): Promise<void>;
}

/** What an era with sessions needs. */
export interface SessionEraOptions {
  /** The store of its sessions. */
  readonly sessions: Sessions;
  /** Limits on streams and batches. */
  readonly limits: Limits;
  /** Makes the SDK's server for a session. */
  readonly newServer: () => McpServer;
  /** Makes a session id; it must be unguessable. */
  readonly randomId: () => string;
}

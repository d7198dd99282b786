/**
 * The shape that the three eras share.
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
   * @param body what a POST holds; `undefined` for every other method
   */
  handle(
    request: Request,
    body: JsonBody | undefined,
    principal: Principal,
  ): Response | Promise<Response>;
  /** Ends what the era holds open besides its sessions. */
  close?(): Promise<void>;
}

/** What an era with sessions needs. */
export interface SessionEraOptions {
  /** Where its sessions are kept. */
  readonly sessions: Sessions;
  /** Bounds on streams and batches. */
  readonly limits: Limits;
  /** Makes the SDK's server of a session. */
  readonly newServer: () => McpServer;
  /** Makes a session id; it must be unguessable. */
  readonly randomId: () => string;
}

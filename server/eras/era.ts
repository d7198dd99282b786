/**
 * The interface that the three eras implement.
 *
 * @module
 */
import type { McpServer } from "@modelcontextprotocol/server";
import type { Principal, ToolAccess } from "../../auth/keys.ts";
import type { Audit } from "../audit.ts";
import type { QuickAnswer } from "../endpoint.ts";
import type { Head } from "../../lib/head.ts";
import type { FastLane } from "../fast_lane/fast_lane.ts";
import type { Limits } from "../limits.ts";
import type { JsonBody } from "../read_json.ts";
import type { Replicas } from "../replicas/replicas.ts";
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
  /**
   * Answers a POST at once, if it asks for something that is ready and in the plainest form; `undefined` leaves it
   * to `handle`. The answer is the same as there.
   */
  quick(head: Head, body: JsonBody, principal: Principal): QuickAnswer | undefined;
  /** Ends the streams of a key that are not of a session. */
  endStreams?(keyId: string): void;
  /** Ends everything that the era holds open besides its sessions. */
  close?(): Promise<void>;
}

/** What an era with sessions needs. */
export interface SessionEraOptions {
  /** The store of its sessions. */
  readonly sessions: Sessions;
  /** Answers plain calls, if there is one. */
  readonly fastLane: FastLane | undefined;
  /** Limits on streams and batches. */
  readonly limits: Limits;
  /** Makes the SDK's server for a session of a client with these rights. */
  readonly newServer: (access: ToolAccess | undefined) => McpServer;
  /** Receives the calls that are over. */
  readonly audit?: Audit | undefined;
  /** The other replicas, if there may be some. */
  readonly replicas?: Replicas | undefined;
  /** Makes a session id; it must be unguessable. */
  readonly randomId: () => string;
}

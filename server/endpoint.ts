/**
 * The types that the steps of a request's path share.
 *
 * @module
 */
import type { Principal } from "../auth/keys.ts";
import type { JsonBody } from "./read_json.ts";

/** The other end of the connection. */
export interface Peer {
  /** Its IP address, if the runtime reports it. */
  readonly address?: string;
}

/**
 * Checks a request before anything else: returns the refusal, or `undefined` to accept it. Never
 * throws.
 */
export type Guard = (request: Request, peer: Peer) => Response | undefined;

/** Receives what the server learns about a request while answering it. */
export interface Observer {
  /** Called once the key of the request has been accepted. */
  onPrincipal(principal: Principal): void;
  /** Called once the body has been read, even if it is refused. */
  onBody(body: JsonBody): void;
}

/** Answers the requests to one path after their key has been accepted. */
export type Endpoint = (
  request: Request,
  principal: Principal,
  observer: Observer,
) => Response | Promise<Response>;

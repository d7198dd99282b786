/**
 * The types that the steps of a request's path share.
 *
 * @module
 */
import type { Principal } from "../auth/keys.ts";
import type { Head } from "../lib/head.ts";
import type { JsonBody } from "./read_json.ts";

/** The other end of the connection, as `Deno.serve` reports it. */
export interface Peer {
  /** Its IP address, if the runtime knows it; to ask for it takes a while. */
  readonly remoteAddr?: { readonly hostname: string };
  /** Settles when the answer has been sent, or its reader has left. */
  readonly completed?: Promise<void>;
}

/**
 * Checks a request before anything else: returns the refusal, or `undefined` to accept it. Never
 * throws.
 */
export type Guard = (head: Head, peer: Peer) => Response | undefined;

/** Receives what the server learns about a request while answering it. */
export interface Observer {
  /** The head of the request, which is faster to look at than the request, if that is recorded. */
  readonly head: Head;
  /** Called once the key of the request has been accepted. */
  onPrincipal(principal: Principal): void;
  /** Called once the body has been read, also if it is refused; not needed before a quick answer. */
  onBody(body: JsonBody): void;
  /**
   * Called once, with the answer that is about to be sent; returns the one to send in its place.
   *
   * @param quick what it was made from, if it was quick
   */
  onAnswer(response: Response, quick?: QuickAnswer): Response | Promise<Response>;
}

/** An answer that was there as soon as the body had been read. It becomes a `Response` later. */
export interface QuickAnswer {
  /** The body of the request, which the observer has not been shown. */
  readonly body: JsonBody;
  /** Of HTTP. */
  readonly status: number;
  /** Its headers, without those that CORS adds: the same object each time, which is copied. */
  readonly headers: Headers;
  /** Its body. */
  readonly text: string;
  /** What follows from the request, on another stream: called when the answer has been observed. */
  readonly next?: () => void;
}

/** What is answered to a request. */
export type Answer = Response | QuickAnswer;

/** Answers the requests to one path, whose key has been accepted. */
export type Endpoint = (
  request: Request,
  principal: Principal,
  observer: Observer,
) => Answer | Promise<Answer>;

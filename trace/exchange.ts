/**
 * One recorded HTTP exchange, of either wire: MCP or chat completions.
 *
 * @module
 */

/** Who answers an exchange. */
export type Peer = "mcp_server" | "model";

/** What was sent. Keys are redacted before it is recorded. */
export interface RecordedRequest {
  /** 1, 2, … in the order in which the requests started. */
  readonly id: number;
  /** Who it went to. */
  readonly peer: Peer;
  /** HTTP method. */
  readonly method: string;
  /** The URL. */
  readonly url: string;
  /** Header names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The body as text, `""` where there was none; cut at {@linkcode MAX_BODY}. */
  readonly body: string;
}

/** What happened, as it happened. `ms` counts from the start of the request. */
export type TraceEvent =
  | { readonly kind: "request"; readonly request: RecordedRequest }
  | {
    readonly kind: "response";
    readonly request: RecordedRequest;
    readonly ms: number;
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
  }
  /** One server-sent event of the response. */
  | {
    readonly kind: "event";
    readonly request: RecordedRequest;
    readonly ms: number;
    readonly event: string;
    readonly data: string;
  }
  /** The response is over; `body` is that of a response that was no event stream. */
  | { readonly kind: "end"; readonly request: RecordedRequest; readonly ms: number; readonly body: string }
  | {
    readonly kind: "failure";
    readonly request: RecordedRequest;
    readonly ms: number;
    readonly message: string;
  };

/** Takes what is recorded. It must not throw. */
export type TraceSink = (event: TraceEvent) => void;

/** Recorded bodies are cut at this many characters. */
export const MAX_BODY: number = 64 * 1024;

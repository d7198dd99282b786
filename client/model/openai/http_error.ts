/**
 * How a request to a model endpoint fails.
 *
 * @module
 */

/** What an endpoint says about an error (OpenAI's API, error object), as far as it does. */
export interface ErrorFields {
  /** Its words. */
  readonly message: string;
  /** Its code for the error. */
  readonly code?: unknown;
  /** Its kind of error. */
  readonly type?: unknown;
  /** The parameter of the request that the error is about. */
  readonly param?: unknown;
  /** For how many milliseconds it asks to wait. */
  readonly pauseMs?: number;
}

/** The endpoint has answered with an error. */
export class ApiError extends Error {
  /** Of the endpoint. */
  readonly code: unknown;
  /** Of the endpoint. */
  readonly type: unknown;
  /** Of the endpoint. */
  readonly param: unknown;
  /** Of the endpoint. */
  readonly pauseMs: number | undefined;

  /** An answer with this HTTP status and these headers; the message begins with the status. */
  constructor(readonly status: number, readonly headers: Headers, fields: ErrorFields) {
    super(`${status} ${fields.message}`.trim());
    this.name = "ApiError";
    this.code = fields.code;
    this.type = fields.type;
    this.param = fields.param;
    this.pauseMs = fields.pauseMs;
  }
}

/** No answer came; `cause` is what `fetch` threw. */
export class ConnectionError extends Error {
  /** An error with that cause. */
  constructor(cause: unknown) {
    super("the connection failed", { cause });
    this.name = "ConnectionError";
  }
}

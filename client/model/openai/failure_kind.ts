/**
 * What kind of failure an endpoint's error is. Pure.
 *
 * The words decide before the status, since endpoints use 400, 429 and 500 for many things.
 *
 * @module
 */
import type { ErrorCode, Reason } from "../../../cli/errors.ts";
import { ApiError } from "./http_error.ts";

/** An error as an endpoint reports it. */
export interface ReportedError {
  /** The HTTP status, or the code of an error within a 200. */
  readonly status?: number | undefined;
  /** The endpoint's code and type for the error, joined by a space. */
  readonly names: string;
  /** The endpoint's words. */
  readonly message: string;
  /** For how many milliseconds it asks to wait. */
  readonly pauseMs?: number | undefined;
}

/** `error` as an endpoint reported it, or `undefined` if it is not one's answer. */
export function reportedBy(error: unknown): ReportedError | undefined {
  if (!(error instanceof EndpointError || error instanceof ApiError)) return undefined;
  const { code, type, status, message, pauseMs } = error as unknown as
    & Record<"code" | "type", unknown>
    & ReportedError;
  return {
    status: status ?? (typeof code === "number" ? code : undefined),
    names: `${nameOf(code)} ${nameOf(type)}`,
    message,
    pauseMs,
  };
}

/** A code or a type as a text; an object has none, and may not even become one. */
function nameOf(given: unknown): string {
  return typeof given === "string" || typeof given === "number" ? String(given) : "";
}

/** An answer that reports an error although its HTTP status does not. */
export class EndpointError extends Error {
  /**
   * An error with the message of the endpoint.
   *
   * @param status the status that the answer should have had, if the answer says so
   * @param code the endpoint's code for the error, if it has one
   * @param reason the reason, if the message is not the endpoint's own
   */
  constructor(
    message: string,
    readonly status?: number,
    readonly code?: unknown,
    readonly reason?: Reason,
  ) {
    super(message);
  }

  /** An answer that is wrong for a reason that we name. */
  static because(reason: Reason): EndpointError {
    return new EndpointError(reason, undefined, undefined, reason);
  }
}

/** Kinds by what endpoints say, the first that matches. */
const WORDS: readonly (readonly [code: ErrorCode, words: RegExp])[] = [
  ["model_tools_off", /--jinja|enable-auto-tool-choice|tool-call-parser/],
  // As Ollama, OpenRouter, LiteLLM and others say it.
  [
    "model_without_tools",
    /\b(does(n't| not) support|unsupported|unrecognized)\b[^.]*\b(tools?|functions?)\b|\b(tools?|tool (use|calling)|function calling)\b[^.]* (is|are) not (supported|available)|no endpoints found that support tool/i,
  ],
  [
    "model_context_exceeded",
    /context_length_exceeded|exceed_context_size|(maximum|available) context (length|size)|context (window|length|size)\b[^.]*\bexceed|exceed\w*\b[^.]*\bcontext (window|length|size)|loaded with context length|prompt is too long|input is too long/i,
  ],
  [
    "model_quota",
    /insufficient_quota|exceeded your current quota|insufficient (balance|credits?|funds)|billing_hard_limit|credit balance is too low/i,
  ],
  ["model_filtered", /\bcontent_filter\b|content management policy/i],
  ["model_not_found", /\bmodel_not_found\b|invalid model name|\bmodel\b[^.]*\b(not found|does not exist)/i],
  [
    "model_key_refused",
    /\bno (api[ _-]?)?key\b|(invalid|missing|incorrect|expired|revoked|unknown|disabled)\b.{0,20}\b(api[ _-]?)?(key|token|credentials?)\b|api[ _-]?key\b.{0,20}\b(not|invalid|expired)|invalid_api_key|^(\d+ )?(authentication error|unauthenticated)/i,
  ],
];

const STATUSES: Readonly<Record<number, ErrorCode>> = {
  401: "model_key_refused",
  402: "model_quota",
  403: "model_forbidden",
  404: "model_not_found",
  413: "model_context_exceeded",
  429: "model_rate_limited",
};

/** The code for an error; what only the words say counts for refusals (4xx), and within a 200. */
export function kindOf({ status, names, message, pauseMs }: ReportedError): ErrorCode {
  const said = `${message} ${names}`;
  const isOurs = status === undefined || status < 500;
  const byWords = WORDS.find(([code, words]) => (isOurs || ALWAYS.has(code)) && words.test(said))?.[0];
  // The quota of a minute, which Google words like one that is used up.
  if (byWords === "model_quota" && pauseMs !== undefined) return "model_rate_limited";
  if (byWords !== undefined) return byWords;
  // A page is not the endpoint's own: a server in front of it limits the size of a request.
  if (status === 413 && /\bweb_page\b/.test(names)) return "model_failing";
  return STATUSES[status ?? 0] ?? "model_failing";
}

/** What some endpoints report with a 5xx, although trying again does not help. */
const ALWAYS: ReadonlySet<ErrorCode> = new Set([
  "model_tools_off",
  "model_without_tools",
  "model_context_exceeded",
  "model_quota",
]);

/** Whether the same request may succeed in a moment: 429 and 5xx, unless the words say that it will not. */
export function isPassing(error: ReportedError): boolean {
  const code = kindOf(error);
  return code === "model_rate_limited" || code === "model_failing" && (error.status ?? 0) >= 500;
}

/**
 * Why a request got no answer: what the runtime reports, in terms that a user can act on.
 *
 * @module
 */
import type { ErrorData, Reason } from "../cli/errors.ts";
import { errorText, networkReason } from "../cli/error_text.ts";
import { oneLine } from "../cli/printable.ts";

/** By the runtime's words (rustls, hyper and the system's), the most specific first. */
const REASONS: readonly (readonly [RegExp, Reason])[] = [
  [/InvalidContentType/, "not_tls"],
  [/CaUsedAsEndEntity|SelfSigned/, "self_signed_certificate"],
  [/UnknownIssuer|UnknownCA|UnknownCa/, "unknown_authority"],
  [/NotValidForName/, "other_name_certificate"],
  [/invalid peer certificate: Expired/, "expired_certificate"],
  [/NotValidYet/, "early_certificate"],
  [/CertificateRequired|certificate required/, "client_certificate"],
  [/invalid HTTP version parsed/, "not_http"],
  [/Requests to port \d+ are blocked/, "blocked_port"],
  [/dns error/, "unknown_host"],
  [
    /invalid (gzip|deflate|brotli)|corrupt (gzip|deflate)|invalid block type|brotli error/i,
    "broken_encoding",
  ],
  [
    /unexpected (end of file|EOF)|message completed|message length|end of file before|reset by peer/i,
    "broke_off",
  ],
];

/** What a failed `fetch` says about the network, for an error: a reason if there are words for it. */
export function networkFinding(error: unknown): ErrorData {
  const text = errorText(error);
  const [, reason] = REASONS.find(([pattern]) => pattern.test(text)) ?? [];
  const detail = oneLine(networkReason(error));
  return reason === undefined ? { detail } : { reason };
}

/** Whether the connection itself failed: no request was sent. */
export function isConnectFailure(error: unknown): boolean {
  return /client error \(Connect\)|Requests to port \d+ are blocked/.test(errorText(error));
}

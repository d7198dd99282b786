/**
 * What was seen of one era of a server.
 *
 * @module
 */
import type { UserError } from "../../cli/errors.ts";
import type { Era } from "../connection/connection.ts";
import type { Answer } from "./request.ts";
import type { Rules } from "./rules.ts";

/** A stream that a server opened. */
export interface StreamSeen {
  /** Whether it is the answer to a request, after which it ends: a proxy that waits for the end lets it pass. */
  readonly hasEnd: boolean;
  /** Milliseconds from its headers to its first event; `undefined` if none came. */
  readonly firstEventMs: number | undefined;
  /** Its `Content-Encoding`. */
  readonly encoding: string | null;
}

/** What was seen of one era. */
export type EraSeen =
  & {
    readonly era: Era;
    /** The address that was asked. */
    readonly url: URL;
    /** The rules that were tried. */
    readonly rules: Rules;
    /** The streams that were opened. */
    readonly streams: readonly StreamSeen[];
    /** What was wrong with the session. */
    readonly session?: { readonly lostAfter: number } | { readonly error: UserError };
  }
  & (
    | { readonly kind: "spoken"; readonly revision: string }
    /** `answer` is that to the first request. */
    | { readonly kind: "absent"; readonly answer: Answer }
    /** No answer in time, or a stream on which nothing comes. */
    | { readonly kind: "silent" }
  );

/** The stream of an answer, if it is one. */
export function streamOf({ headers, firstEventMs }: Answer, hasEnd: boolean): StreamSeen {
  return { hasEnd, firstEventMs, encoding: headers.get("content-encoding") };
}

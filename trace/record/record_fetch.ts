/**
 * Records the requests and responses of a `fetch`.
 *
 * @module
 */
import type { Fetch } from "../../lib/fetch.ts";
import type { Peer } from "../exchange.ts";
import { passThrough } from "./pass_through.ts";
import type { Recorder } from "./recorder.ts";
import { entriesOf } from "./redact.ts";

/**
 * Wraps a `fetch` to `peer`. The response passes through unchanged and without delay; only a copy
 * of its text is recorded.
 *
 * The response passes through unchanged and as it comes; only a copy of its text is kept.
 */
export function recordFetch(recorder: Recorder, fetch: Fetch, peer: Peer, client = "mcpdemo"): Fetch {
  return async (input, init) => {
    const asked = input instanceof Request ? input : undefined;
    const recording = recorder.begin({
      peer,
      client,
      method: init?.method ?? asked?.method ?? "GET",
      url: asked?.url ?? String(input),
      headers: entriesOf(new Headers(init?.headers ?? asked?.headers)),
      body: typeof init?.body === "string" ? init.body : "",
    });
    // An exchange that we aborted ourselves has not failed.
    const fail = (error: unknown) => init?.signal?.aborted ? recording.end(true) : recording.fail(error);
    let response: Response;
    try {
      response = await fetch(input, init);
    } catch (error) {
      fail(error);
      throw error;
    }
    recording.response(response.status, response.headers);
    return passThrough(response, {
      onChunk: (chunk) => recording.chunk(chunk),
      onEnd: recording.end,
      onError: fail,
    });
  };
}

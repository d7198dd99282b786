/**
 * Records the server's requests and answers, from outside of the request's path.
 *
 * @module
 */
import type { Principal } from "../auth/keys.ts";
import { isEventStream } from "../lib/media_type.ts";
import { passThrough } from "../trace/record/pass_through.ts";
import type { Recorder, Recording } from "../trace/record/recorder.ts";
import { createClientNames } from "./client_names.ts";
import type { Observer } from "./endpoint.ts";
import type { JsonBody } from "./read_json.ts";

/** Answers a request as `answer` does, and records both. */
export type RecordRequest = (
  request: Request,
  answer: (observer: Observer) => Promise<Response>,
) => Promise<Response>;

/**
 * Records requests, including refused ones. An exchange begins when its body has been read, or when
 * the request is answered without reading it.
 */
export function recordRequests(recorder: Recorder): RecordRequest {
  const nameClient = createClientNames();
  return async (request, answer) => {
    const naming = nameClient(request);
    let principal: Principal | undefined;
    let recording: Recording | undefined;
    const begin = (body?: JsonBody) => {
      if (recording) return recording;
      const { method, url, headers } = request;
      const client = naming.nameOf(body?.value, principal);
      const { text = "", value } = body ?? {};
      return recording = recorder.begin({
        peer: "mcp_server",
        client,
        method,
        url,
        headers,
        body: text,
        parsed: value,
      });
    };
    const response = await answer({
      onPrincipal: (accepted) => principal = accepted,
      onBody: begin,
    });
    naming.answered(response.headers);
    begin().response(response.status, response.headers);
    return await watched(response, begin());
  };
}

/**
 * The same response, with its body recorded as it is sent. All bodies except event streams are
 * available as a whole.
 */
async function watched(response: Response, recording: Recording): Promise<Response> {
  if (isEventStream(response.headers)) {
    return passThrough(response, {
      onChunk: recording.chunk,
      onEnd: recording.end,
      onError: recording.fail,
    });
  }
  const bytes = response.body && new Uint8Array(await response.arrayBuffer());
  if (bytes) recording.chunk(bytes);
  recording.end();
  return new Response(bytes, response);
}

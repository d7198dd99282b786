/**
 * Records what the server is asked and what it answers, from outside of the way of a request.
 *
 * @module
 */
import type { Principal } from "../auth/keys.ts";
import { isEventStream } from "../lib/media_type.ts";
import { MAX_READ } from "../trace/record/bounded.ts";
import { outlineOf } from "../trace/record/outline.ts";
import { passThrough } from "../trace/record/pass_through.ts";
import type { RecordedRequest, Recorder, Recording } from "../trace/record/recorder.ts";
import { entriesOf } from "../trace/record/redact.ts";
import { createClientNames } from "./client_names.ts";
import type { Observer } from "./endpoint.ts";
import type { JsonBody } from "./read_json.ts";

/**
 * Records requests, also those that are refused. An exchange begins when its body has been read, or when it
 * is answered without.
 */
export function recordRequests(recorder: Recorder): (request: Request) => Observer {
  const nameClient = createClientNames();
  return (request) => {
    const naming = nameClient(request);
    let principal: Principal | undefined;
    let recording: Recording | undefined;
    const begin = (body?: JsonBody) => {
      if (recording) return recording;
      return recording = recorder.begin({
        peer: "mcp_server",
        client: naming.nameOf(body?.value, principal),
        method: request.method,
        url: request.url,
        headers: entriesOf(request.headers),
        ...beginningOf(body),
      });
    };
    return {
      onPrincipal: (accepted) => void (principal = accepted),
      onBody: begin,
      onAnswer(response, json) {
        naming.answered(response.headers);
        begin().response(response.status, response.headers);
        if (json === undefined) return watched(response, begin());
        begin().chunk(json);
        begin().end();
        return response;
      },
    };
  };
}

/** As much of a body as is shown. The copy lets go of the rest. */
function beginningOf(body: JsonBody | undefined): Pick<RecordedRequest, "body" | "cut"> {
  if (!body) return { body: "" };
  const { bytes, value } = body;
  if (bytes.length <= MAX_READ) return { body: bytes };
  return { body: bytes.slice(0, MAX_READ), cut: { bytes: bytes.length, outline: outlineOf(value) } };
}

/** The same answer, its body recorded as it is sent. All but event streams are there as a whole. */
async function watched(response: Response, recording: Recording): Promise<Response> {
  if (isEventStream(response.headers)) {
    return passThrough(response, {
      onChunk: (chunk) => recording.chunk(chunk),
      onEnd: recording.end,
      onError: recording.fail,
    });
  }
  const bytes = response.body && new Uint8Array(await response.arrayBuffer());
  if (bytes) recording.chunk(bytes);
  recording.end();
  return new Response(bytes, response);
}

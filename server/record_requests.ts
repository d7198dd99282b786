/**
 * Records the server's requests and answers, from outside of the request's path.
 *
 * @module
 */
import type { Principal } from "../auth/keys.ts";
import { isEventStream } from "../lib/media_type.ts";
import { ownCopy } from "../lib/own_copy.ts";
import { MAX_READ } from "../trace/record/bounded.ts";
import { outlineOf } from "../trace/record/outline.ts";
import { passThrough } from "../trace/record/pass_through.ts";
import { type DeferredRecorder, headerText } from "../trace/record/deferred.ts";
import type { RecordedRequest, Recording } from "../trace/record/recorder.ts";
import { entriesOf } from "../trace/record/redact.ts";
import { createClientNames } from "./client_names.ts";
import type { Observer, QuickAnswer } from "./endpoint.ts";
import type { JsonBody } from "./read_json.ts";

/**
 * Records requests, including refused ones. An exchange begins when its body has been read, or when
 * the request is answered without reading it.
 */
export function recordRequests(
  recorder: Pick<DeferredRecorder, "begin" | "add">,
): (request: Request) => Observer {
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
      onBody: (body) => void begin(body),
      onAnswer(response, quick) {
        if (quick && !recording) {
          const isCrossOrigin = request.headers.has("origin");
          recorder.add({
            client: naming.nameOf(quick.body.value, principal),
            method: request.method,
            url: request.url,
            headers: textOf(request.headers),
            ...beginningOf(quick.body),
            status: response.status,
            responseHeaders: isCrossOrigin ? textOf(response.headers) : quickHeaders(quick),
            text: quick.text,
          });
          return response;
        }
        naming.answered(response.headers);
        begin().response(response.status, response.headers);
        return watched(response, begin());
      },
    };
  };
}

const textOf = (headers: Headers) => headerText(entriesOf(headers));

/** To read the headers of a response takes a while, and most quick answers have the same. */
const texts = new WeakMap<object, string>();

function quickHeaders({ headers }: QuickAnswer): string {
  const text = texts.get(headers) ?? textOf(new Headers(headers));
  texts.set(headers, text);
  return text;
}

/** As much of a body as is shown. The copy lets go of the rest. */
function beginningOf(body: JsonBody | undefined): Pick<RecordedRequest, "body" | "cut"> {
  if (!body) return { body: "" };
  const { text, size, value } = body;
  if (text.length <= MAX_READ) return { body: text };
  return { body: ownCopy(text.slice(0, MAX_READ)), cut: { bytes: size, outline: outlineOf(value) } };
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

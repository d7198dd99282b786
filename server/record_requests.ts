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
import { passThrough, type Watcher } from "../trace/record/pass_through.ts";
import { type DeferredRecorder, headersIn, headerText } from "../trace/record/deferred.ts";
import type { RecordedRequest, Recording } from "../trace/record/recorder.ts";
import { entriesOf } from "../trace/record/redact.ts";
import type { ClientNames } from "./client_names.ts";
import type { Observer, QuickAnswer } from "./endpoint.ts";
import { watchSent } from "./event_stream.ts";
import { readHead } from "../lib/head.ts";
import type { JsonBody } from "./read_json.ts";

/**
 * Records requests, including refused ones. An exchange begins when its body has been read, or when
 * the request is answered without reading it.
 */
export function recordRequests(
  recorder: Pick<DeferredRecorder, "begin" | "add">,
  names: ClientNames,
): (request: Request) => Observer {
  return (request) => {
    const head = readHead(request);
    let principal: Principal | undefined;
    let value: unknown;
    let recording: Recording | undefined;
    const begin = (body?: JsonBody) => {
      if (recording) return recording;
      value = body?.value;
      return recording = recorder.begin({
        peer: "mcp_server",
        client: names.nameOf(head, value, principal),
        method: head.method,
        url: head.url,
        headers: headersIn(head.text),
        ...beginningOf(body),
      });
    };
    return {
      head,
      onPrincipal: (accepted) => void (principal = accepted),
      onBody: (body) => void begin(body),
      onAnswer(response, quick) {
        if (quick && !recording) {
          const isCrossOrigin = head.headers.get("origin") !== null;
          recorder.add({
            principal,
            client: quick.body.text.length > MAX_READ
              ? names.nameOf(head, quick.body.value, principal)
              : undefined,
            method: head.method,
            url: head.url,
            headers: head.text,
            ...beginningOf(quick.body),
            status: quick.status,
            responseHeaders: isCrossOrigin ? textOf(response.headers) : quickHeaders(quick),
            text: quick.text,
          });
          return response;
        }
        begin();
        names.opened(response.headers, value);
        begin().response(response.status, response.headers);
        return watched(response, begin());
      },
    };
  };
}

const textOf = (headers: Headers) => headerText(entriesOf(headers));

/** Most quick answers have the same headers. */
const texts = new WeakMap<object, string>();

function quickHeaders({ headers }: QuickAnswer): string {
  const text = texts.get(headers) ?? textOf(headers);
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
    const watcher: Watcher = {
      onChunk: (chunk) => recording.chunk(chunk),
      onEnd: recording.end,
      onError: recording.fail,
    };
    return watchSent(response.body, watcher) ? response : passThrough(response, watcher);
  }
  const bytes = response.body && new Uint8Array(await response.arrayBuffer());
  if (bytes) recording.chunk(bytes);
  recording.end();
  return new Response(bytes, response);
}

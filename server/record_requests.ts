/** Records what the server is asked and what it answers. */
import type { Context } from "hono";
import { passThrough } from "../trace/record/pass_through.ts";
import type { Recorder, Recording } from "../trace/record/recorder.ts";
import type { AppEnv } from "./app_env.ts";
import { createClientNames } from "./client_names.ts";
import { isEventStream } from "../lib/media_type.ts";

/**
 * Middleware, the outermost: what is refused is recorded too. An exchange begins when its body has been
 * read, or when it is answered without.
 *
 * @param isRecorded whether a request is recorded at all
 */
export function recordRequests(recorder: Recorder, isRecorded: (request: Request) => boolean) {
  const nameClient = createClientNames();
  return async (c: Context<AppEnv>, next: () => Promise<void>) => {
    const { raw } = c.req;
    if (!isRecorded(raw)) return await next();
    const naming = nameClient(raw);
    let recording: Recording | undefined;
    const begin = (bytes: Uint8Array = new Uint8Array()) => {
      const body = new TextDecoder().decode(bytes);
      const client = naming.nameOf(body, c.get("principal"));
      const { method, url, headers } = raw;
      return recording ??= recorder.begin({ peer: "mcp_server", client, method, url, headers, body });
    };
    c.set("onBody", begin);
    await next();
    const { status, headers } = c.res;
    naming.answered(headers);
    begin().response(status, headers);
    const answer = await watched(c.res, begin());
    // Else hono would copy the headers of the one to the other.
    c.res = undefined;
    c.res = answer;
  };
}

/** The same answer, its body recorded as it goes. All but event streams is there as a whole. */
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

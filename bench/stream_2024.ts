/** A session of MCP 2024-11-05 over plain `fetch` (`basic/transports`, HTTP with SSE). */
import { createParser } from "eventsource-parser";
import { bodyOf, CLIENT_INFO, isAnswerTo, post, TOOL } from "./answer.ts";
import type { Caller } from "./caller.ts";

const INITIALIZE = { protocolVersion: "2024-11-05", capabilities: {}, clientInfo: CLIENT_INFO };

/** An open event stream of HTTP+SSE; disposing it closes it. */
export interface Stream extends AsyncDisposable {
  /** Where to post, as its first event says. */
  readonly endpoint: string;
  /** The data of the next event. */
  next(): Promise<string>;
}

/** Opens `GET /sse`. Throws if the first event does not name the address to post to. */
export async function openStream(server: string, signal: AbortSignal): Promise<Stream> {
  const response = await fetch(`${server}/sse`, { headers: { "Accept": "text/event-stream" }, signal });
  if (response.status !== 200) await bodyOf(response, 200);
  const queue: { readonly event?: string | undefined; readonly data: string }[] = [];
  const parser = createParser({ onEvent: (event) => queue.push(event) });
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  const nextEvent = async () => {
    while (queue.length === 0) {
      const { done, value } = await reader.read();
      if (done) throw new Error(`${server}/sse ended.`);
      parser.feed(value);
    }
    return queue.shift()!;
  };
  const { event, data } = await nextEvent();
  if (event !== "endpoint") throw new Error(`${server}/sse began with ${event}: ${data}`);
  return {
    endpoint: new URL(data, server).href,
    next: async () => (await nextEvent()).data,
    [Symbol.asyncDispose]: () => reader.cancel(),
  };
}

/** A session with sequential calls: the stream's next event is the answer. */
export async function openStreamCaller(server: string, signal: AbortSignal): Promise<Caller> {
  const stream = await openStream(server, signal);
  const send = async (message: Readonly<Record<string, unknown>>) => {
    await bodyOf(await post(stream.endpoint, message, {}, signal), 202);
  };
  await send({ id: 0, method: "initialize", params: INITIALIZE });
  await stream.next();
  await send({ method: "notifications/initialized" });
  return {
    async call(id) {
      await send({ id, method: "tools/call", params: { name: TOOL, arguments: {} } });
      const text = await stream.next();
      if (!isAnswerTo(id, text)) throw new Error(`${server} did not answer call ${id}: ${text}`);
    },
    [Symbol.asyncDispose]: () => stream[Symbol.asyncDispose](),
  };
}

/**
 * Load for HTTP+SSE (2024), whose answers arrive on a stream that wrk cannot read. Each connection is a stream
 * and a socket for its POSTs, written by hand on TCP: `fetch` would cost more than the servers that it measures.
 */
import { CLIENT_INFO, JSON_HEADERS } from "../answer.ts";
import { callMessage, REVISION } from "./calls.ts";
import type { Load, LoadOptions } from "./load.ts";

const encoder = new TextEncoder();
const BUFFER_BYTES = 64 * 1024;

/** Calls over HTTP+SSE. Rejects if a stream ends. */
export async function loadByStreams(
  url: string,
  { connections, seconds }: LoadOptions,
  signal: AbortSignal,
): Promise<Load> {
  await using opened = new AsyncDisposableStack();
  const streams = await Promise.all(
    Array.from({ length: connections }, async () => opened.use(await openStream(url, signal))),
  );
  const latencies: number[] = [];
  const started = performance.now();
  const end = started + seconds * 1000;
  await Promise.all(streams.map(async (stream) => {
    for (let id = 1; performance.now() < end; id++) {
      const called = performance.now();
      const answer = await stream.ask(id, callMessage("2024", id));
      if (!answer.includes('"unix_seconds"')) throw new Error(`It answered ${answer.slice(0, 200)}`);
      latencies.push(performance.now() - called);
    }
  }));
  const took = (performance.now() - started) / 1000;
  latencies.sort((a, b) => a - b);
  const at = (share: number) => latencies[Math.floor(share * (latencies.length - 1))]!;
  return {
    perSecond: latencies.length / took,
    p50: at(0.5),
    p99: at(0.99),
    calls: latencies.length,
    failed: 0,
  };
}

interface Stream extends AsyncDisposable {
  /** Posts a request, waits for its acknowledgement, and resolves with its answer on the stream. */
  ask(id: number, message: object): Promise<string>;
}

async function openStream(url: string, signal: AbortSignal): Promise<Stream> {
  const { host } = new URL(url);
  const events = await connect(url, signal);
  await events.write(`GET /sse HTTP/1.1\r\nHost: ${host}\r\nAccept: text/event-stream\r\n\r\n`);
  const first = await events.readUntil((text) => /^data: ?(\S+)\r?\n/m.exec(text)?.[1]);
  const { pathname, search } = new URL(first, `${url}/sse`);
  const posts = await connect(url, signal);
  const headers = Object.entries(JSON_HEADERS).map(([name, value]) => `${name}: ${value}\r\n`).join("");
  const head = `POST ${pathname}${search} HTTP/1.1\r\nHost: ${host}\r\n${headers}`;
  const post = async (message: object) => {
    const body = JSON.stringify(message);
    await posts.write(`${head}Content-Length: ${encoder.encode(body).length}\r\n\r\n${body}`);
    const status = await posts.readUntil(statusOf);
    if (status !== "202") throw new Error(`It answered a POST with HTTP ${status}.`);
  };
  const ask = async (id: number, message: object) => {
    const answer = events.readUntil((text) => answerTo(id, text));
    await post(message);
    return await answer;
  };
  const params = { protocolVersion: REVISION["2024"], capabilities: {}, clientInfo: CLIENT_INFO };
  await ask(0, { jsonrpc: "2.0", id: 0, method: "initialize", params });
  await post({ jsonrpc: "2.0", method: "notifications/initialized" });
  return {
    ask,
    [Symbol.asyncDispose]() {
      events.close();
      posts.close();
      return Promise.resolve();
    },
  };
}

/** The status of a response that has arrived whole. */
export function statusOf(text: string): string | undefined {
  const end = text.indexOf("\r\n\r\n");
  if (end < 0) return undefined;
  const head = text.slice(0, end);
  const length = /^content-length: *(\d+)/im.exec(head)?.[1];
  const isWhole = length === undefined
    ? !/^transfer-encoding: *chunked/im.test(head) || text.endsWith("\r\n0\r\n\r\n")
    : text.length >= end + 4 + Number(length);
  return isWhole ? head.split(" ", 2)[1] : undefined;
}

/** The event with the answer to a call, once it has arrived whole. */
export function answerTo(id: number, text: string): string | undefined {
  const at = text.search(new RegExp(`"id": ?${id}[,}]`));
  return at >= 0 && /\r?\n\r?\n/.test(text.slice(at)) ? text : undefined;
}

interface Socket {
  write(text: string): Promise<void>;
  /** Reads until `find` finds something in what has arrived, and forgets what has arrived. */
  readUntil(find: (text: string) => string | undefined): Promise<string>;
  close(): void;
}

async function connect(url: string, signal: AbortSignal): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const connection = await Deno.connect({ hostname, port: Number(port), signal });
  connection.setNoDelay();
  const buffer = new Uint8Array(BUFFER_BYTES);
  const decoder = new TextDecoder();
  return {
    async write(text) {
      const bytes = encoder.encode(text);
      for (let sent = 0; sent < bytes.length;) sent += await connection.write(bytes.subarray(sent));
    },
    async readUntil(find) {
      let text = "";
      while (true) {
        signal.throwIfAborted();
        const count = await connection.read(buffer);
        if (count === null) {
          throw new Error(`It closed a connection after ${JSON.stringify(text.slice(-200))}.`);
        }
        text += decoder.decode(buffer.subarray(0, count));
        const found = find(text);
        if (found !== undefined) return found;
      }
    },
    close: () => connection.close(),
  };
}

/** An MCP server on bare sockets: its answers are bytes, so that their framing can be as odd as their content. */
import { type Message, sane } from "./fake_mcp_server.ts";

/** How the end of a body is said. */
export type Framing =
  /** By the right `Content-Length`. */
  | "length"
  /** In chunks (RFC 9112 §7.1). */
  | "chunked"
  /** By the end of the connection. */
  | "close"
  /** By a `Content-Length` that is larger than the body, after which the connection ends. */
  | "long"
  /** By a `Content-Length` that is smaller than the body. */
  | "short"
  /** In chunks, of which the last is missing. */
  | "cut";

/** An answer, byte by byte. */
export interface RawReply {
  readonly status: number;
  /** Without those of the framing. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  readonly framing: Framing;
  /** Bytes of a piece in which the body is written. */
  readonly piece: number;
}

export interface RawServer extends AsyncDisposable {
  readonly url: string;
  /** The methods of the requests received. */
  readonly asked: readonly (string | undefined)[];
}

const encoder = new TextEncoder();

/**
 * A server of `era` that conforms, except in what `odd` answers.
 *
 * @param odd takes the message and the text of a sound answer to it
 */
export function startRawServer(
  era: "2024" | "2025" | "2026",
  odd: (message: Message, sound: string) => Promise<RawReply | undefined>,
): RawServer {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const asked: (string | undefined)[] = [];
  const open = new Set<Deno.TcpConn>();
  /** HTTP+SSE: what has been opened by GET. */
  let stream: Deno.TcpConn | undefined;

  async function answer(connection: Deno.TcpConn): Promise<void> {
    const request = await readRequest(connection);
    if (!request) return;
    const { method, path, body } = request;
    const message: Message = body ? JSON.parse(body) : {};
    if (method === "POST") asked.push(message.method);
    if (era === "2024") return await answerOnStream(connection, method, path, message);
    const response = sane(era, new Request(`http://h${path}`, { method }), message);
    const sound = await response.text();
    const reply = method === "POST" ? await odd(message, sound) : undefined;
    await write(connection, reply ?? plain(response.status, Object.fromEntries(response.headers), sound));
  }

  async function answerOnStream(connection: Deno.TcpConn, method: string, path: string, message: Message) {
    if (method === "GET" && path === "/sse") {
      stream = connection;
      const head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n";
      return await writeAll(connection, encoder.encode(`${head}event: endpoint\ndata: /messages\n\n`));
    }
    if (path !== "/messages") return await write(connection, plain(404, {}, ""));
    const isRequest = message.id !== undefined && message.method !== undefined;
    const sound = isRequest ? await sane("2025", new Request("http://h/", { method }), message).text() : "";
    const reply = isRequest ? await odd(message, sound) : undefined;
    if (reply && !/event-stream/.test(reply.headers["content-type"] ?? "")) {
      await write(connection, reply);
      if (stream) close(stream);
      return;
    }
    await write(connection, plain(202, {}, ""));
    const events = reply?.body ?? encoder.encode(sound ? `data: ${sound}\n\n` : "");
    if (stream) await writePieces(stream, events, reply?.piece ?? events.length);
    // A stream that ends is the only sign of an event that cannot be read.
    if (reply && stream) close(stream);
  }

  function close(connection: Deno.TcpConn): void {
    open.delete(connection);
    try {
      connection.close();
    } catch {
      // It is closed.
    }
  }

  const accepting = (async () => {
    for await (const connection of listener) {
      open.add(connection);
      answer(connection).catch(() => {}).finally(() => connection === stream || close(connection));
    }
  })();
  const { port } = listener.addr as Deno.NetAddr;
  return {
    url: `http://127.0.0.1:${port}/`,
    asked,
    async [Symbol.asyncDispose]() {
      listener.close();
      for (const connection of [...open]) close(connection);
      await accepting.catch(() => {});
    },
  };
}

const plain = (status: number, headers: Record<string, string>, text: string): RawReply => ({
  status,
  headers,
  body: encoder.encode(text),
  framing: "length",
  piece: Infinity,
});

async function write(connection: Deno.TcpConn, reply: RawReply): Promise<void> {
  const { status, headers, body, framing, piece } = reply;
  const isEmpty = status === 204 || status === 304;
  const length =
    { length: 0, short: -Math.ceil(body.length / 2), long: 7, chunked: 0, cut: 0, close: 0 }[framing];
  const isChunked = framing === "chunked" || framing === "cut";
  const lines = [
    ...Object.entries(headers).filter(([name]) => name !== "content-length").map((each) => each.join(": ")),
    "Connection: close",
    ...(isEmpty || framing === "close"
      ? []
      : [isChunked ? "Transfer-Encoding: chunked" : `Content-Length: ${body.length + length}`]),
  ];
  await writeAll(connection, encoder.encode(`HTTP/1.1 ${status} X\r\n${lines.join("\r\n")}\r\n\r\n`));
  if (isEmpty) return;
  if (!isChunked) return await writePieces(connection, body, piece);
  for (let at = 0; at < body.length; at += piece) {
    const part = body.subarray(at, at + piece);
    await writeAll(connection, encoder.encode(`${part.length.toString(16)}\r\n`));
    await writeAll(connection, part);
    await writeAll(connection, encoder.encode("\r\n"));
  }
  if (framing === "chunked") await writeAll(connection, encoder.encode("0\r\n\r\n"));
}

async function writePieces(connection: Deno.TcpConn, bytes: Uint8Array, piece: number): Promise<void> {
  for (let at = 0; at < bytes.length; at += piece) {
    await writeAll(connection, bytes.subarray(at, at + piece));
    // The reader gets the pieces as they are, most of the time.
    await new Promise((resolve) => setImmediate(resolve));
  }
}

async function writeAll(connection: Deno.TcpConn, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length;) at += await connection.write(bytes.subarray(at));
}

async function readRequest(connection: Deno.TcpConn) {
  const buffer = new Uint8Array(64 * 1024);
  const decoder = new TextDecoder("latin1");
  let text = "";
  while (true) {
    const end = text.indexOf("\r\n\r\n");
    if (end >= 0) {
      const length = Number(text.match(/^content-length: (\d+)/im)?.[1] ?? 0);
      if (text.length >= end + 4 + length) {
        const [method = "", path = ""] = text.split(" ", 2);
        return { method, path, body: text.slice(end + 4) };
      }
    }
    const read = await connection.read(buffer);
    if (read === null) return undefined;
    text += decoder.decode(buffer.subarray(0, read), { stream: true });
  }
}

/**
 * An HTTP proxy that tunnels (`CONNECT`, RFC 9110 §9.3.6): every host name leads to one port of
 * this machine.
 */

export interface Proxy extends AsyncDisposable {
  readonly url: string;
  /** The request lines so far. */
  readonly asked: readonly string[];
}

export function startProxy(port: number): Proxy {
  const asked: string[] = [];
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const tunnels: Promise<unknown>[] = [];
  const accepting = (async () => {
    for await (const connection of listener) tunnels.push(tunnel(connection, port, asked).catch(() => {}));
  })();
  return {
    url: `http://127.0.0.1:${(listener.addr as Deno.NetAddr).port}`,
    asked,
    async [Symbol.asyncDispose]() {
      listener.close();
      await accepting;
      await Promise.all(tunnels);
    },
  };
}

async function tunnel(connection: Deno.TcpConn, port: number, asked: string[]): Promise<void> {
  const buffer = new Uint8Array(8 * 1024);
  const length = await connection.read(buffer) ?? 0;
  asked.push(new TextDecoder().decode(buffer.subarray(0, length)).split("\r\n", 1)[0]!);
  const target = await Deno.connect({ hostname: "127.0.0.1", port });
  await connection.write(new TextEncoder().encode("HTTP/1.1 200 Connection established\r\n\r\n"));
  await Promise.allSettled([
    connection.readable.pipeTo(target.writable),
    target.readable.pipeTo(connection.writable),
  ]);
}

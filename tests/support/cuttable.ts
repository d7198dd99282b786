/** A way to a server through TCP that can be cut in the middle, as a crash or a network cuts it. */

export interface Cuttable extends AsyncDisposable {
  readonly url: URL;
  /** Breaks off every connection that is open. New ones wait until `isBack` resolves. */
  cut(isBack?: Promise<unknown>): void;
  /** Resolves when the server has sent something more. */
  answered(): Promise<void>;
}

/** @param port of the server, on this machine */
export function startCuttable(port: number): Cuttable {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const open = new Set<Deno.TcpConn>();
  const passing: Promise<unknown>[] = [];
  let next = Promise.withResolvers<void>();
  const noticed = () =>
    new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
      transform(bytes, controller) {
        controller.enqueue(bytes);
        next.resolve();
        next = Promise.withResolvers();
      },
    });
  let back: Promise<unknown> | undefined;
  const cut = (isBack?: Promise<unknown>) => {
    back = isBack;
    for (const connection of open) connection.close();
    open.clear();
  };
  const pass = async (client: Deno.TcpConn) => {
    open.add(client);
    await back;
    const server = await Deno.connect({ hostname: "127.0.0.1", port });
    open.add(server);
    await Promise.allSettled([
      client.readable.pipeTo(server.writable),
      server.readable.pipeThrough(noticed()).pipeTo(client.writable),
    ]);
    open.delete(client);
    open.delete(server);
  };
  const accepting = (async () => {
    for await (const client of listener) passing.push(pass(client).catch(() => {}));
  })();
  return {
    url: new URL(`http://127.0.0.1:${(listener.addr as Deno.NetAddr).port}`),
    cut,
    answered: () => next.promise,
    async [Symbol.asyncDispose]() {
      listener.close();
      await accepting;
      cut();
      await Promise.all(passing);
    },
  };
}

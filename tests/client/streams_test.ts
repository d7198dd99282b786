/** Streams that are interrupted and resumed, and unsolicited messages from a server. */
import assert from "node:assert/strict";
import { connect } from "../../client/connection/connect.ts";
import { createSession } from "../../client/connection/session.ts";
import {
  answered,
  complete,
  event,
  type Handler,
  nothing,
  openStream,
  result,
  said,
  sane,
  startFakeServer,
  stream,
  toolNamed,
} from "../support/fake_mcp_server.ts";
import { runAsk } from "../support/run_ask.ts";
import { calls, startScriptedModel, text } from "../support/scripted_model.ts";

/** If the server says so, the body breaks off at its end, like that of a lost connection. */
const breaking: typeof fetch = async (input, init) => {
  const response = await fetch(input, init);
  if (!response.headers.has("x-breaks")) return response;
  const flush = (controller: TransformStreamDefaultController) => controller.error(new TypeError("reset"));
  const body = response.body!.pipeThrough(new TransformStream({ flush }));
  return new Response(body, { status: response.status, headers: response.headers });
};

/** Runs a question for which the model calls `one` and then answers. */
async function askOnce(handler: Handler, { era = "2025", wait = (_ms: number) => Promise.resolve() } = {}) {
  await using server = startFakeServer(handler);
  await using model = startScriptedModel([calls(["one", {}]), text("done")]);
  const outcome = await runAsk("call it", {
    flags: { servers: [server.url], era: [era] },
    environment: { API_URL: model.url, API_KEY: "k" },
    wait,
    fetch: breaking,
  });
  const told = model.asked[1]?.messages.at(-1)?.content;
  return { ...outcome, told, asked: server.asked, tools: model.asked.map(({ tools }) => tools) };
}

for (const how of ["ends", "breaks"] as const) {
  Deno.test(`the stream of a call that ${how} after an event with an id is resumed after \`retry:\``, async () => {
    const resumed: (string | null)[] = [];
    const waited: number[] = [];
    let callId: string | number | undefined;
    const { told, status, asked } = await askOnce((request, message) => {
      const { id, method } = message;
      if (method === "tools/call") {
        callId = id;
        const cut = stream(`retry: 1234\n${event("", "e1")}`);
        if (how === "breaks") cut.headers.set("x-breaks", "yes");
        return cut;
      }
      const last = request.headers.get("last-event-id");
      if (request.method === "GET" && last !== null) {
        resumed.push(last, request.headers.get("mcp-session-id"));
        return stream(event(result(callId, said("resumed")), "e2"));
      }
      return sane("2025", request, message);
    }, { wait: (ms) => Promise.resolve(void waited.push(ms)) });
    assert.equal(status, 0);
    assert.equal(told, "resumed");
    assert.deepEqual(resumed, ["e1", "s1"]);
    assert.deepEqual(waited, [1234]);
    assert.equal(asked.filter((each) => each === "POST /mcp tools/call").length, 1);
  });
}

Deno.test("a failed resumption is retried with growing delays, and in the end the outcome is reported unknown", async () => {
  const waited: number[] = [];
  const { told, status } = await askOnce((request, message) => {
    if (message.method === "tools/call") return stream(event("", "e1"));
    if (request.headers.has("last-event-id")) return nothing(500);
    return sane("2025", request, message);
  }, { wait: (ms) => Promise.resolve(void waited.push(ms)) });
  assert.equal(status, 0);
  assert.match(String(told), /^Error: outcome unknown: .*stream ended/);
  assert.deepEqual(waited, [1_000, 1_500, 2_250, 3_375]);
});

for (const era of ["2025", "2026"] as const) {
  Deno.test(`${era}: if the stream of a call ends without an answer and without an id, the outcome is unknown`, async () => {
    const { told, status } = await askOnce(
      (request, message) =>
        message.method === "tools/call" ? stream(": nothing\n\n") : sane(era, request, message),
      { era },
    );
    assert.equal(status, 0);
    assert.match(String(told), /^Error: outcome unknown: /);
  });
}

for (const era of ["2025", "2026"] as const) {
  Deno.test(`${era}: without a terminal, each progress notification of a call is a line`, async () => {
    const { stderr, told } = await askOnce((request, message) => {
      if (message.method !== "tools/call") return sane(era, request, message);
      const progressToken = message.params?._meta?.progressToken;
      const tell = (progress: number, message: string) =>
        event({
          jsonrpc: "2.0",
          method: "notifications/progress",
          params: { progressToken, progress, total: 2, message },
        });
      return stream(tell(1, "half\x1b[2J") + tell(2, "all") + event(result(message.id, said("fine"))));
    }, { era });
    assert.equal(told, "fine");
    assert.match(stderr, /^one: 1\/2 half\[2J\none: 2\/2 all$/m);
  });
}

Deno.test("2025: after tools change during a call, the client lists them again before the next question", async () => {
  let isChanged = false;
  const { tools, stderr } = await askOnce((request, message) => {
    if (message.method === "tools/list") {
      return answered(message.id, complete({ tools: [toolNamed(isChanged ? "two" : "one")] }));
    }
    if (message.method !== "tools/call") return sane("2025", request, message);
    isChanged = true;
    const changed = event({ jsonrpc: "2.0", method: "notifications/tools/list_changed" });
    return stream(changed.repeat(3) + event(result(message.id, said("fine"))));
  });
  assert.deepEqual(tools.map((each) => each?.[0]?.function.name), ["one", "two"]);
  assert.equal(stderr.match(/The tools of http.* have changed/g)?.length, 1);
});

Deno.test("2026: the client hears of changed tools on subscriptions/listen, and reopens it when it ends", async () => {
  const streams: ReturnType<typeof openStream>[] = [];
  const filters: unknown[] = [];
  let names = ["one"];
  await using server = startFakeServer((request, message) => {
    const { id, method, params } = message;
    if (method === "tools/list") {
      return answered(
        id,
        complete({ tools: names.map((name) => toolNamed(name)) }),
      );
    }
    if (method !== "subscriptions/listen") return sane("2026", request, message);
    filters.push(params?.notifications);
    const listening = openStream();
    streams.push(listening);
    const _meta = { "io.modelcontextprotocol/subscriptionId": id };
    const notify = (name: string, more = {}) =>
      listening.send(event({ jsonrpc: "2.0", method: `notifications/${name}`, params: { ...more, _meta } }));
    notify("subscriptions/acknowledged", { notifications: { toolsListChanged: true } });
    names = [...names, `changed${streams.length}`];
    notify("tools/list_changed");
    return listening.response;
  });
  const signal = new AbortController().signal;
  const wait = () => Promise.resolve();
  const options = {
    server: new URL(server.url),
    era: "2026" as const,
    fetch,
    clientInfo: { name: "test", version: "1" },
    signal,
    isKeySent: true,
    handshakeTimeoutMs: 10_000,
    onExceeded() {},
    wait,
  };
  let heard = Promise.withResolvers<void>();
  const ignored = () => {};
  const session = createSession({
    connection: await connect(options),
    isKeySent: false,
    reconnect: () => connect(options),
    wait,
    signal,
    notes: { lost: ignored, renewed: ignored, repeated: ignored, toolsChanged: () => heard.resolve() },
  });
  await using _closed = { [Symbol.asyncDispose]: session.close };
  const listed = async () => (await session.listTools()).map(({ name }) => name);
  await session.listTools();
  await heard.promise;
  assert.deepEqual(await listed(), ["one", "changed1"]);
  heard = Promise.withResolvers<void>();
  streams[0]!.end();
  // No event marks that the client has noticed the end: it shows in its next request.
  while (streams.length === 1) {
    await session.listTools();
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
  await heard.promise;
  assert.deepEqual(await listed(), ["one", "changed1", "changed2"]);
  assert.deepEqual(filters, [{ toolsListChanged: true }, { toolsListChanged: true }]);
});

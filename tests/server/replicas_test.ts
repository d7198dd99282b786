/** `serve --redis`: several servers behind one address, in each era, on a real Redis. */
import assert from "node:assert/strict";
import { Client, SSEClientTransport, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { z } from "zod";
import { defineTool } from "../../features/tools/tool.ts";
import { TOOLS } from "../../features/tools/mod.ts";
import { LIMITS } from "../../server/limits.ts";
import { joinReplicas } from "../../server/replicas/replicas.ts";
import { eventsOf, INITIALIZED, messageOf, modern, openSession, post, rpc } from "../support/mcp_requests.ts";
import { type HeldClock, holdClock } from "../support/held_clock.ts";
import { testOnRedis as test, type TestRedis } from "../support/redis.ts";
import {
  KEY,
  startServer,
  type TestServer,
  type TestServerOptions,
  withTestKey,
} from "../support/start_server.ts";

interface Replica extends TestServer {
  readonly notes: readonly string[];
  /** Resolves when the next note has been written. */
  said(): Promise<string>;
}

async function startReplica(
  redis: TestRedis,
  { prefix = "test", ...options }: TestServerOptions & { readonly prefix?: string } = {},
): Promise<Replica> {
  const notes: string[] = [];
  let next = Promise.withResolvers<string>();
  const note = (text: string) => {
    notes.push(text);
    next.resolve(text);
    next = Promise.withResolvers<string>();
  };
  const replicas = await joinReplicas({
    url: redis.url,
    prefix,
    limits: options.limits ?? LIMITS,
    newStateKey: crypto.getRandomValues(new Uint8Array(32)),
    randomId: () => crypto.randomUUID(),
    onAway: (reason) => note(`away: ${reason}`),
    onReturn: () => note("back"),
    onRefusal: (words) => note(`refused: ${words}`),
  });
  return Object.assign(startServer({ replicas, ...options }), { notes, said: () => next.promise });
}

const call = (name: string, args: Record<string, unknown> = {}, id = 1) =>
  rpc("tools/call", { name, arguments: args }, id);

test("2025: a session goes on with any replica, and ends on all", async (redis) => {
  await using a = await startReplica(redis);
  await using b = await startReplica(redis);
  const session = await openSession(a);
  const answer = await messageOf(await post(b, "/mcp", call("get_current_time"), session));
  assert.match(JSON.stringify(answer.result), /2026-07-28/);
  const ended = await fetch(a.at("/mcp"), { method: "DELETE", headers: withTestKey(session) });
  assert.equal(ended.status, 200);
  await ended.body?.cancel();
  for (const each of [a, b]) {
    const refused = await post(each, "/mcp", call("get_current_time"), session);
    assert.equal(refused.status, 404);
    await refused.body?.cancel();
  }
});

/** A balancer without affinity: each request goes to the next server. */
function inTurn(servers: readonly TestServer[]): typeof fetch {
  let count = 0;
  return (input, init) => {
    const { pathname, search } = new URL(input instanceof Request ? input.url : input);
    return fetch(servers[count++ % servers.length]!.at(pathname + search), init);
  };
}

const ERAS = ["2024", "2025", "2026"] as const;

async function connectInTurn(era: typeof ERAS[number], servers: readonly TestServer[]): Promise<Client> {
  const client = new Client({ name: "story", version: "1" }, {
    capabilities: { elicitation: { form: {} } },
    versionNegotiation: { mode: era === "2026" ? { pin: "2026-07-28" } : "legacy" },
  });
  client.setRequestHandler("elicitation/create", () => ({
    action: "accept",
    content: { date: "2026-08-03", duration_minutes: 60 },
  }));
  const options = { fetch: inTurn(servers), requestInit: { headers: withTestKey() } };
  await client.connect(
    era === "2024"
      ? new SSEClientTransport(servers[0]!.at("/sse"), options)
      : new StreamableHTTPClientTransport(servers[0]!.at("/mcp"), options),
  );
  return client;
}

for (const era of ERAS) {
  test(`${era}: calls, progress and forms work with three replicas in turn`, async (redis) => {
    await using a = await startReplica(redis);
    await using b = await startReplica(redis);
    await using c = await startReplica(redis);
    const client = await connectInTurn(era, [a, b, c]);
    try {
      const calls = Array.from(
        { length: 20 },
        () => client.callTool({ name: "get_current_time", arguments: {} }),
      );
      for (const { isError } of await Promise.all(calls)) assert.ok(!isError);
      const steps: number[] = [];
      const counted = await client.callTool({ name: "countdown", arguments: { seconds: 2 } }, {
        onprogress: ({ progress }) => void steps.push(progress),
      });
      assert.match(JSON.stringify(counted.content), /is over/);
      assert.ok(steps.length > 0);
      for (let round = 0; round < 3; round++) {
        const plan = await client.callTool({
          name: "plan_meeting",
          arguments: { timezones: ["Europe/Paris"] },
        });
        assert.match(JSON.stringify(plan.structuredContent), /2026-08-03T11:00:00Z/);
      }
      for (const each of [a, b, c]) assert.ok(each.log.some(({ rpcMethod }) => rpcMethod === "tools/call"));
    } finally {
      await client.close();
    }
  });
}

const LEGACY = ["2024", "2025"] as const;
for (const era of LEGACY) {
  test(`${era}: a session of one key does not exist for another, on any replica`, async (redis) => {
    const keys = [KEY, "other"];
    await using a = await startReplica(redis, { keys });
    await using b = await startReplica(redis, { keys });
    const foreign = { Authorization: "Bearer other" };
    if (era === "2024") {
      await using events = eventsOf(await fetch(a.at("/sse"), { headers: withTestKey() }));
      const { data: path } = await events.next();
      const refused = await post(b, `/${path}`, rpc("ping"), foreign);
      assert.deepEqual([refused.status, (await refused.json()).error.code], [404, -32001]);
      const accepted = await post(b, `/${path}`, rpc("ping"));
      assert.equal(accepted.status, 202);
      await accepted.body?.cancel();
      assert.deepEqual(JSON.parse((await events.next()).data).result, {});
    } else {
      const session = await openSession(a);
      const refused = await post(b, "/mcp", rpc("ping"), { ...session, ...foreign });
      assert.deepEqual([refused.status, (await refused.json()).error.code], [404, -32001]);
    }
  });
}

test("2024: a message that another replica refuses gets that refusal, also after its stream has ended", async (redis) => {
  await using a = await startReplica(redis);
  await using b = await startReplica(redis);
  const stream = eventsOf(await fetch(a.at("/sse"), { headers: withTestKey() }));
  const { data: path } = await stream.next();
  const batch = await post(b, `/${path}`, `[${rpc("ping")}]`);
  assert.equal(batch.status, 400);
  assert.match(await batch.text(), /not one JSON-RPC 2.0 message/);
  const long = await post(b, `/${path}`, rpc("ping").replace('"id":1', '"id":123456789012345678901'));
  assert.equal(long.status, 202);
  await long.body?.cancel();
  assert.match((await stream.next()).data, /"id":123456789012345678901[,}]/);
  await stream[Symbol.asyncDispose]();
  while (true) {
    const gone = await post(b, `/${path}`, rpc("ping"));
    await gone.body?.cancel();
    if (gone.status === 404) break;
    assert.equal(gone.status, 202);
  }
});

test("2025: a replica that was not there goes on with sessions of one that has gone", async (redis) => {
  const a = await startReplica(redis);
  const session = await openSession(a, "2025-11-25");
  await a.stop(1_000);
  await using b = await startReplica(redis);
  const answer = await messageOf(await post(b, "/mcp", call("get_current_time"), session));
  assert.match(JSON.stringify(answer.result), /2026-07-28/);
});

test("2025: one stream of notifications, whichever replica has it; a closed one can be opened elsewhere", async (redis) => {
  await using a = await startReplica(redis);
  await using b = await startReplica(redis);
  const session = await openSession(a);
  const headers = withTestKey({ ...session, Accept: "text/event-stream" });
  const first = await fetch(b.at("/mcp"), { headers });
  assert.equal(first.status, 200);
  for (const each of [a, b]) {
    const second = await fetch(each.at("/mcp"), { headers });
    assert.equal(second.status, 409);
    await second.body?.cancel();
  }
  await first.body!.cancel();
  while (true) {
    const again = await fetch(a.at("/mcp"), { headers });
    await again.body?.cancel();
    if (again.status === 200) break;
    assert.equal(again.status, 409);
  }
});

test("2025: a resource watched through one replica is announced once, on a stream of another, and not after it is unwatched", async (redis) => {
  const clocks: HeldClock[] = [];
  const clocked = () => {
    const clock = holdClock();
    clocks.push(clock);
    return { now: clock.now, sleep: clock.sleep };
  };
  const minute = async () => {
    for (const clock of clocks) await clock.next();
  };
  await using a = await startReplica(redis, clocked());
  await using b = await startReplica(redis, clocked());
  await using c = await startReplica(redis, clocked());
  const session = await openSession(a, "2025-11-25");
  const watch = (method: string, uri: string, id: number) =>
    post(c, "/mcp", rpc(method, { uri }, id), session);
  await messageOf(await watch("resources/subscribe", "time://now/Europe/Paris", 1));
  await using stream = eventsOf(
    await fetch(b.at("/mcp"), { headers: withTestKey({ ...session, Accept: "text/event-stream" }) }),
  );
  await messageOf(await watch("resources/subscribe", "time://now/Asia/Tokyo", 2));
  // It has reached the other copies when a later message from the same replica has.
  await messageOf(await post(b, "/mcp", rpc("ping", {}, 3), session));
  const uris = async (count: number) => {
    const found: string[] = [];
    for (let each = 0; each < count; each++) found.push(JSON.parse((await stream.next()).data).params.uri);
    return found.sort();
  };
  await minute();
  assert.deepEqual(await uris(2), ["time://now/Asia/Tokyo", "time://now/Europe/Paris"]);
  await messageOf(await watch("resources/unsubscribe", "time://now/Asia/Tokyo", 4));
  await messageOf(await post(b, "/mcp", rpc("ping", {}, 5), session));
  await minute();
  await minute();
  assert.deepEqual(await uris(2), ["time://now/Europe/Paris", "time://now/Europe/Paris"]);
});

test("2025: a notification that was missed comes once, on another replica, when the one with the stream has gone", async (redis) => {
  const [onA, onB] = [holdClock(), holdClock()];
  await using a = await startReplica(redis, { now: onA.now, sleep: onA.sleep });
  await using b = await startReplica(redis, { now: onB.now, sleep: onB.sleep });
  const session = await openSession(a, "2025-11-25");
  const subscribe = rpc("resources/subscribe", { uri: "time://now/Asia/Tokyo" }, 1);
  await messageOf(await post(a, "/mcp", subscribe, session));
  const headers = withTestKey({ ...session, Accept: "text/event-stream" });
  await using stream = eventsOf(await fetch(b.at("/mcp"), { headers }));
  const minute = async () => {
    await onA.next();
    await onB.next();
  };
  await minute();
  const { id } = await stream.next();
  await minute();
  await stream.next();
  b.options.replicas!.close();
  const resumed = await fetch(a.at("/mcp"), { headers: { ...headers, "Last-Event-ID": id! } });
  await using rest = eventsOf(resumed);
  const missed = await rest.next();
  assert.equal(JSON.parse(missed.data).params.uri, "time://now/Asia/Tokyo");
  await onA.next();
  const next = await rest.next();
  // The second is made on this replica, and nothing came between.
  assert.notEqual(missed.id!.split("-")[0], next.id!.split("-")[0]);
  await onA.next();
  assert.equal((await rest.next()).id!.split("-")[0], next.id!.split("-")[0]);
});

/** A tool that waits until it is let go, and says that it has begun. */
function gate() {
  let begun = Promise.withResolvers<void>();
  const end = Promise.withResolvers<void>();
  const tool = defineTool({
    name: "gate",
    title: "Gate",
    description: "Waits until it is let go.",
    inputSchema: z.object({}),
    outputSchema: z.object({}),
    annotations: { readOnlyHint: true },
    async run(_args, { signal }) {
      begun.resolve();
      await Promise.race([
        end.promise,
        new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason))),
      ]);
      return { text: "let go", structured: {} };
    },
  });
  return {
    tools: [...TOOLS, tool],
    letGo: end.resolve,
    async begun() {
      await begun.promise;
      begun = Promise.withResolvers();
    },
  };
}

test("2025: a broken stream is resumed on another replica, while its call goes on where it began", async (redis) => {
  const { tools, letGo, begun } = gate();
  await using a = await startReplica(redis, { tools });
  await using b = await startReplica(redis, { tools });
  const session = await openSession(a, "2025-11-25");
  const broken = eventsOf(await post(a, "/mcp", call("gate", {}, 7), session));
  const { id } = await broken.next();
  await begun();
  await broken[Symbol.asyncDispose]();
  const headers = withTestKey({ ...session, Accept: "text/event-stream", "Last-Event-ID": id! });
  await using resumed = eventsOf(await fetch(b.at("/mcp"), { headers }));
  letGo();
  const answer = JSON.parse((await resumed.next()).data);
  assert.deepEqual([answer.id, answer.result.content[0].text], [7, "let go"]);
  assert.ok(await resumed.ended());
});

test("2025: an answer that was stored can be fetched after its replica has gone; a call that was cut off is an error", async (redis) => {
  const { tools, begun } = gate();
  const a = await startReplica(redis, { tools });
  await using b = await startReplica(redis, { tools });
  const session = await openSession(a, "2025-11-25");
  const answered = eventsOf(await post(a, "/mcp", call("get_current_time", {}, 6), session));
  const { id: answeredId } = await answered.next();
  await answered[Symbol.asyncDispose]();
  const cut = eventsOf(await post(a, "/mcp", call("gate", {}, 7), session));
  const { id: cutId } = await cut.next();
  await begun();
  // As kill -9 would: nothing is said to anyone.
  a.options.replicas!.close();
  const resume = async (id: string) => {
    const headers = withTestKey({ ...session, Accept: "text/event-stream", "Last-Event-ID": id });
    await using events = eventsOf(await fetch(b.at("/mcp"), { headers }));
    const message = JSON.parse((await events.next()).data);
    assert.ok(await events.ended());
    return message;
  };
  const kept = await resume(answeredId!);
  assert.equal(kept.id, 6);
  assert.match(JSON.stringify(kept.result), /2026-07-28/);
  const lost = await resume(cutId!);
  assert.equal(lost.id, 7);
  assert.match(lost.error.message, /ended before the call was over/);
  await cut[Symbol.asyncDispose]();
  await a.stop(0);
});

const CANCELLED = JSON.stringify({
  jsonrpc: "2.0",
  method: "notifications/cancelled",
  params: { requestId: 7 },
});

test("2025: a reader that never reads a relayed stream is cut off, and the call goes on without it", async (redis) => {
  const pieces = 400;
  const begun = Promise.withResolvers<void>();
  const go = Promise.withResolvers<void>();
  const flood = defineTool({
    name: "flood",
    title: "Flood",
    description: "Reports progress without end.",
    inputSchema: z.object({}),
    outputSchema: z.object({}),
    annotations: { readOnlyHint: true },
    async run(_args, { progress }) {
      begun.resolve();
      await go.promise;
      for (let piece = 1; piece <= pieces; piece++) await progress(piece, pieces, "x".repeat(10_000));
      return { text: "over", structured: {} };
    },
  });
  const options = {
    tools: [...TOOLS, flood],
    limits: { ...LIMITS, queuedBytes: 64 * 1024 },
    isRecorded: false,
  };
  await using a = await startReplica(redis, options);
  await using b = await startReplica(redis, options);
  const session = await openSession(a, "2025-11-25");
  const params = { name: "flood", arguments: {}, _meta: { progressToken: 1 } };
  const broken = eventsOf(await post(a, "/mcp", rpc("tools/call", params, 7), session));
  const { id } = await broken.next();
  await begun.promise;
  await broken[Symbol.asyncDispose]();
  const headers = withTestKey({ ...session, Accept: "text/event-stream", "Last-Event-ID": id! });
  const unread = await fetch(b.at("/mcp"), { headers });
  go.resolve();
  // The answer is there for who asks again: the call was not held up.
  while (!(await a.options.replicas!.sessions.events(session["Mcp-Session-Id"]!)).some(isAnswer));
  let bytes = 0;
  const outcome = await (async () => {
    for await (const chunk of unread.body!) bytes += chunk.length;
  })().then(() => "ended", () => "cut off");
  assert.equal(outcome, "cut off");
  assert.ok(bytes < pieces * 10_000, `${bytes} bytes came`);
});

const isAnswer = ({ json }: { readonly json?: string }) => json?.includes('"text":"over"') ?? false;

test("2025: a call is cancelled through any replica", async (redis) => {
  const { tools, begun } = gate();
  await using a = await startReplica(redis, { tools });
  await using b = await startReplica(redis, { tools });
  const session = await openSession(a);
  const running = await post(a, "/mcp", call("gate", {}, 7), session);
  await begun();
  const cancelled = await post(
    b,
    "/mcp",
    CANCELLED,
    session,
  );
  assert.equal(cancelled.status, 202);
  await cancelled.body?.cancel();
  assert.match(JSON.stringify((await messageOf(running)).error), /cancelled/);
});

test("a key that is revoked on one replica loses its sessions on all", async (redis) => {
  await using a = await startReplica(redis);
  await using b = await startReplica(redis);
  const session = await openSession(a);
  await messageOf(await post(b, "/mcp", rpc("ping"), session));
  a.endClient(a.options.keys[0]!.id);
  while (true) {
    const answer = await post(b, "/mcp", rpc("ping"), session);
    await answer.body?.cancel();
    if (answer.status === 404) break;
    assert.equal(answer.status, 200);
  }
});

test("two groups with different prefixes do not meet", async (redis) => {
  await using a = await startReplica(redis, { prefix: "one" });
  await using b = await startReplica(redis, { prefix: "two" });
  const session = await openSession(a);
  const answer = await post(b, "/mcp", rpc("ping"), session);
  assert.equal(answer.status, 404);
  await answer.body?.cancel();
});

test("2026: a form that one replica sent is answered on another; with another group's key it is refused", async (redis) => {
  await using a = await startReplica(redis);
  await using b = await startReplica(redis);
  await using other = await startReplica(redis, { prefix: "other" });
  const plan = (more: Record<string, unknown> = {}) => {
    const request = modern("tools/call", {
      name: "plan_meeting",
      arguments: { timezones: ["Europe/Paris"] },
      ...more,
    });
    const form = '"io.modelcontextprotocol/clientCapabilities":{"elicitation":{"form":{}}}';
    return {
      ...request,
      body: request.body.replace('"io.modelcontextprotocol/clientCapabilities":{}', form),
    };
  };
  const first = (await messageOf(await fetch(a.at("/mcp"), plan()))).result as { requestState: string };
  const inputResponses = {
    form: { action: "accept", content: { date: "2026-08-03", duration_minutes: 60 } },
  };
  const second = plan({ requestState: first.requestState, inputResponses });
  assert.match(JSON.stringify(await messageOf(await fetch(b.at("/mcp"), second))), /2026-08-03T11:00:00Z/);
  assert.match(JSON.stringify(await messageOf(await fetch(other.at("/mcp"), second))), /-32602/);
});

test("while Redis is away, sessions get 503 and 2026 is served; afterwards everything goes on by itself", async (redis) => {
  await using a = await startReplica(redis);
  await using b = await startReplica(redis);
  const session = await openSession(a);
  const away = [a.said(), b.said()];
  redis.signal("SIGSTOP");
  assert.match((await Promise.all(away)).join(" "), /away: .*away: /);
  for (const each of [a, b]) {
    const refused = await post(each, "/mcp", rpc("ping", {}, 5), session);
    assert.deepEqual([refused.status, refused.headers.get("retry-after")], [503, "1"]);
    const { id, error } = await refused.json();
    assert.equal(id, 5);
    assert.match(error.message, /Redis/);
    const health = await (await fetch(each.at("/healthz"))).json();
    assert.deepEqual(health, { status: "degraded", redis: "away" });
    const answer = await messageOf(
      await fetch(each.at("/mcp"), modern("tools/call", { name: "get_current_time" })),
    );
    assert.match(JSON.stringify(answer.result), /2026-07-28/);
  }
  const back = [a.said(), b.said()];
  redis.signal("SIGCONT");
  assert.deepEqual(await Promise.all(back), ["back", "back"]);
  for (const each of [a, b]) {
    assert.deepEqual(await messageOf(await post(each, "/mcp", rpc("ping", {}, 6), session)), {
      jsonrpc: "2.0",
      id: 6,
      result: {},
    });
    assert.deepEqual(await (await fetch(each.at("/healthz"))).json(), { status: "ok", redis: "up" });
  }
});

test("a Redis that came back empty has no sessions, and new ones work", async (redis) => {
  await using a = await startReplica(redis);
  const session = await openSession(a);
  const away = a.said();
  await redis.stop();
  assert.match(await away, /away/);
  const back = a.said();
  await redis.start();
  assert.equal(await back, "back");
  const gone = await post(a, "/mcp", rpc("ping"), session);
  assert.equal(gone.status, 404);
  await gone.body?.cancel();
  const fresh = await openSession(a);
  assert.deepEqual((await messageOf(await post(a, "/mcp", rpc("ping"), fresh))).result, {});
});

test("an initialized notification that arrives elsewhere, and a batch over two replicas", async (redis) => {
  await using a = await startReplica(redis);
  await using b = await startReplica(redis);
  const session = await openSession(a, "2025-03-26");
  const again = await post(b, "/mcp", INITIALIZED, session);
  assert.equal(again.status, 202);
  await again.body?.cancel();
  const batch = await post(b, "/mcp", `[${rpc("ping", {}, 1)},${INITIALIZED}]`, session);
  assert.deepEqual((await messageOf(batch)).id, 1);
});

test("an id that is the name of something else in Redis is an unknown session", async (redis) => {
  await using a = await startReplica(redis);
  const session = await openSession(a);
  for (const id of [`${session["Mcp-Session-Id"]}:events`, "*", "a b", "x".repeat(5_000), "é"]) {
    const headers = { ...session, "Mcp-Session-Id": encodeURI(id) === id ? id : "%C3%A9" };
    const answer = await post(a, "/mcp", rpc("ping"), headers);
    assert.equal(answer.status, 404, id);
    await answer.body?.cancel();
  }
  assert.deepEqual(a.notes, []);
});

test("a Redis that is full: new sessions get 503, the operator reads why once, and 2026 is served", async (redis) => {
  await using a = await startReplica(redis);
  await new Deno.Command("redis-cli", { args: ["-p", String(redis.port), "CONFIG", "SET", "maxmemory", "1"] })
    .output();
  for (let round = 0; round < 3; round++) {
    const refused = await post(a, "/mcp", rpc("initialize", INITIALIZE));
    assert.equal(refused.status, 503);
    assert.match((await refused.json()).error.message, /Redis.* is in trouble/);
  }
  assert.equal(a.notes.length, 1);
  assert.match(a.notes[0]!, /^refused: .*OOM/);
  const answer = await messageOf(
    await fetch(a.at("/mcp"), modern("tools/call", { name: "get_current_time" })),
  );
  assert.ok(answer.result);
});

const INITIALIZE = {
  protocolVersion: "2025-11-25",
  capabilities: {},
  clientInfo: { name: "story", version: "1" },
};

/** `serve --redis` as its user runs it: processes behind a balancer, which die and are replaced under load. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import {
  eventsOf,
  initialize,
  INITIALIZED,
  JSON_HEADERS,
  messageOf,
  modern,
  rpc,
} from "../support/mcp_requests.ts";
import { freePorts, startBalancer, whyNoBalancer } from "../support/balancer.ts";
import { startRedis, testOnRedis, type TestRedis } from "../support/redis.ts";
import { type CliProcess, runCli, startCli } from "../support/run_cli.ts";
import { KEY, withTestKey } from "../support/start_server.ts";

const TLS = join(import.meta.dirname!, "../support/tls");

const missing = await whyNoBalancer();

function test(name: string, story: (redis: TestRedis) => Promise<void>) {
  testOnRedis(name, story, missing);
}

async function startReplica(redis: TestRedis, port: number, ...more: readonly string[]): Promise<CliProcess> {
  const cli = startCli(
    [
      "serve",
      "--auth-key",
      KEY,
      "--host",
      "127.0.0.1",
      "--port",
      String(port),
      "--redis",
      redis.url.href,
      ...more,
    ],
  );
  await cli.said(/listens on/);
  return cli;
}

interface Load {
  /** How many calls were answered so far. */
  readonly answered: number;
  /** Ends it; the failures, as text. */
  stop(): Promise<readonly string[]>;
}

/** Calls without a pause, in sessions of 2025 and without, each answer compared with its call. */
function startLoad(url: string): Load {
  let isOver = false;
  let answered = 0;
  let count = 0;
  const failures: string[] = [];
  const send = async (body: string, headers: Record<string, string>) => {
    const response = await fetch(`${url}/mcp`, {
      method: "POST",
      headers: withTestKey({ ...JSON_HEADERS, ...headers }),
      body,
    });
    return { response, text: await response.text() };
  };
  const inSession = async () => {
    const revision = "2025-11-25";
    const { response } = await send(initialize(revision), {});
    const session = {
      "Mcp-Session-Id": response.headers.get("mcp-session-id")!,
      "MCP-Protocol-Version": revision,
    };
    await send(INITIALIZED, session);
    return (body: string) => send(body, session);
  };
  const without = () =>
    Promise.resolve(async (body: string) => {
      const { headers, body: whole } = modern("tools/call", JSON.parse(body).params);
      return await send(whole.replace('"id":1', `"id":${JSON.parse(body).id}`), headers);
    });
  const work = async (open: typeof inSession) => {
    const call = await open();
    while (!isOver) {
      const id = ++count;
      const timezone = id % 2 === 0 ? "Asia/Tokyo" : "Europe/Paris";
      try {
        const { response, text } = await call(
          rpc("tools/call", { name: "get_current_time", arguments: { timezone } }, id),
        );
        const isRight = response.ok && text.includes(`"id":${id}`) && text.includes(timezone);
        if (isRight) answered++;
        else failures.push(`${response.status} ${text.slice(0, 200)}`);
      } catch (error) {
        failures.push(String(error));
      }
    }
  };
  const workers = [inSession, inSession, without, without].map(work);
  return {
    get answered() {
      return answered;
    },
    async stop() {
      isOver = true;
      await Promise.all(workers);
      return failures;
    },
  };
}

async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await setTimeout(10);
}

test("a rolling restart of three replicas loses no call, in 2025 and in 2026", async (redis) => {
  const ports = freePorts(3);
  const replicas = await Promise.all(ports.map((port) => startReplica(redis, port, "--drain", "1")));
  await using balancer = await startBalancer(ports);
  const load = startLoad(balancer.url);
  try {
    for (const [index, port] of ports.entries()) {
      const before = load.answered;
      await until(() => load.answered > before + 100);
      replicas[index]!.kill("SIGTERM");
      const { status, stderr } = await replicas[index]!.ended;
      assert.equal(status, 0);
      assert.match(stderr, /Draining: .* 1 s/);
      replicas[index] = await startReplica(redis, port, "--drain", "1");
    }
    const before = load.answered;
    await until(() => load.answered > before + 100);
    assert.deepEqual(await load.stop(), []);
  } finally {
    await load.stop();
    for (const each of replicas) await each[Symbol.asyncDispose]();
  }
});

test("kill -9 of one replica under load: only calls in flight on it fail, and the sessions go on", async (redis) => {
  const ports = freePorts(3);
  const replicas = await Promise.all(ports.map((port) => startReplica(redis, port)));
  await using balancer = await startBalancer(ports);
  const load = startLoad(balancer.url);
  try {
    await until(() => load.answered > 200);
    replicas[1]!.kill("SIGKILL");
    await replicas[1]!.ended;
    const before = load.answered;
    await until(() => load.answered > before + 500);
    const failures = await load.stop();
    // Each of the four clients has one call in flight.
    assert.ok(failures.length <= 4, failures.join("\n"));
    for (const failure of failures) assert.match(failure, /^50[23] |error|closed|reset/i);
  } finally {
    await load.stop();
    for (const each of replicas) await each[Symbol.asyncDispose]();
  }
});

test("2024: a replica that has stopped answering is named within a second, and goes on afterwards", async (redis) => {
  const [first, second] = freePorts(2) as [number, number];
  await using a = await startReplica(redis, first);
  await using _b = await startReplica(redis, second);
  await using events = eventsOf(await fetch(`http://127.0.0.1:${first}/sse`, { headers: withTestKey() }));
  const { data: path } = await events.next();
  const send = () =>
    fetch(`http://127.0.0.1:${second}/${path}`, {
      method: "POST",
      headers: withTestKey(JSON_HEADERS),
      body: rpc("ping"),
    });
  a.kill("SIGSTOP");
  const refused = await send();
  assert.equal(refused.status, 503);
  assert.match(await refused.text(), /The server that has this session does not answer/);
  a.kill("SIGCONT");
  // The first message was on its way to it, and is answered now.
  assert.deepEqual(JSON.parse((await events.next()).data).result, {});
  const accepted = await send();
  assert.equal(accepted.status, 202);
  await accepted.body?.cancel();
  assert.deepEqual(JSON.parse((await events.next()).data).result, {});
});

test("a Redis with a password: it is used, and it is in no output; a wrong one is named by Redis itself", async () => {
  const password = "pass-word-of-redis";
  await using redis = await startRedis("--requirepass", password);
  const withPassword = (given: string) => `redis://:${given}@127.0.0.1:${redis.port}`;
  for (const [given, expected] of [["wrong-pass-word", /WRONGPASS/], ["", /NOAUTH/]] as const) {
    const { status, stderr } = await runCli([
      "serve",
      "--no-auth",
      "--port",
      "0",
      "--redis",
      withPassword(given),
    ]);
    assert.equal(status, 2);
    assert.match(stderr, /redis_unreachable/);
    assert.match(stderr, expected);
    if (given) assert.ok(!stderr.includes(given), stderr);
  }
  await using cli = startCli(["serve", "--no-auth", "--port", "0"], {
    environment: { MCP_REDIS_URL: withPassword(password) },
  });
  const [, port] = await cli.said(/listens on http:\/\/127\.0\.0\.1:(\d+)/);
  const { headers, body } = modern("tools/list");
  const { result } = await messageOf(
    await fetch(`http://127.0.0.1:${port}/mcp`, { method: "POST", headers, body }),
  );
  assert.ok(result);
  cli.kill("SIGTERM");
  const { stderr } = await cli.ended;
  assert.ok(!stderr.includes(password), stderr);
});

test("a Redis that takes no writes is refused at the start, in its own words", async () => {
  await using redis = await startRedis("--maxmemory", "1");
  const { status, stderr } = await runCli(["serve", "--no-auth", "--port", "0", "--redis", redis.url.href]);
  assert.equal(status, 2);
  assert.match(stderr, /redis_unreachable/);
  assert.match(stderr, /OOM/);
  assert.doesNotMatch(stderr, /refuses a command/);
});

test("a Redis that speaks TLS alone is reached with rediss://, if its authority is trusted", async () => {
  const [port] = freePorts(1);
  await using _redis = await startRedis(
    ...["--tls-port", String(port), "--tls-auth-clients", "no"],
    ...["--tls-cert-file", join(TLS, "server.pem"), "--tls-key-file", join(TLS, "server.key")],
  );
  const args = ["serve", "--no-auth", "--port", "0", "--redis", `rediss://localhost:${port}`];
  const { status, stderr } = await runCli(args);
  assert.equal(status, 2);
  assert.match(stderr, /redis_unreachable/);
  await using cli = startCli(args, { environment: { DENO_CERT: join(TLS, "ca.pem") } });
  await cli.said(/shared with other replicas through Redis at localhost/);
});

test("what is not Redis, and a Redis without TLS that is asked for it, are named so", async (redis) => {
  await using other = serveText("<html>not Redis</html>");
  for (
    const [url, expected] of [
      [`redis://127.0.0.1:${other.port}`, /what answers there is not Redis\./],
      [`rediss://127.0.0.1:${redis.port}`, /no answer to TLS within 0\.8 s\./],
    ] as const
  ) {
    const { status, stderr } = await runCli(["serve", "--no-auth", "--port", "0", "--redis", url]);
    assert.equal(status, 2);
    assert.match(stderr, expected);
  }
});

/** A server that answers anything with a text, and leaves the closing to the client. */
function serveText(text: string) {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const answer = async (connection: Deno.Conn) => {
    await connection.read(new Uint8Array(1024));
    await connection.write(new TextEncoder().encode(text));
    while (await connection.read(new Uint8Array(1024)) !== null);
    connection.close();
  };
  const answering = (async () => {
    const all: Promise<void>[] = [];
    for await (const connection of listener) all.push(answer(connection).catch(() => connection.close()));
    await Promise.all(all);
  })();
  return {
    port: listener.addr.port,
    async [Symbol.asyncDispose]() {
      listener.close();
      await answering;
    },
  };
}

test("a password in the URL that is encoded badly is refused, and not shown", async () => {
  const { status, stderr } = await runCli(["serve", "--no-auth", "--redis", "redis://:100%pass@127.0.0.1"]);
  assert.equal(status, 2);
  assert.match(stderr, /bad_value/);
  assert.ok(!stderr.includes("pass@") && !stderr.includes("100%"), stderr);
});

test("--redis: what cannot be together, and what is no URL of Redis, is named", async (redis) => {
  const together = await runCli(["serve", "--no-auth", "--workers", "2", "--redis", redis.url.href]);
  assert.equal(together.status, 2);
  assert.match(together.stderr, /workers_unavailable/);
  const bad = await runCli(["serve", "--no-auth", "--redis", "http://user:secret@127.0.0.1"]);
  assert.equal(bad.status, 2);
  assert.match(bad.stderr, /rediss?:\/\//);
  assert.ok(!bad.stderr.includes("secret"), bad.stderr);
  const [port] = freePorts(1);
  const nobody = await runCli(["serve", "--no-auth", "--port", "0", "--redis", `redis://127.0.0.1:${port}`]);
  assert.equal(nobody.status, 2);
  assert.match(nobody.stderr, /redis_unreachable/);
});

/** What `ask` and `models` say about a model endpoint, and which requests they send to it. */
import assert from "node:assert/strict";
import { runAsk } from "../support/run_ask.ts";
import { freePort } from "../support/child.ts";
import { startQuirkServer } from "../support/quirk_server.ts";
import { runCli } from "../support/run_cli.ts";
import { startScriptedModel, text } from "../support/scripted_model.ts";
import { KEY, startServer } from "../support/start_server.ts";

const QUESTION = "What time is it in Tokyo and London?";

/** An endpoint that lists `answer`, and the `Authorization` headers that it received. */
function startList(answer: () => Response) {
  const asked: (readonly [string, string | null])[] = [];
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, (request) => {
    asked.push([`${request.method} ${new URL(request.url).pathname}`, request.headers.get("authorization")]);
    return answer();
  });
  return {
    asked,
    url: `http://127.0.0.1:${server.addr.port}/v1`,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}
const listing = (...ids: string[]) => () =>
  Response.json({ object: "list", data: ids.map((id) => ({ id })) });

Deno.test("models lists the endpoint's models and marks the one that ask would use", async () => {
  await using endpoint = startList(listing("zebra:7b", "alpha:1b", "evil\x1b[31m"));
  const environment = { API_URL: endpoint.url, API_KEY: "sk-some-key-1234", DEFAULT_MODEL: "alpha:1b" };
  const { status, stdout, stderr } = await runCli(["models"], { environment });
  assert.deepEqual([status, stdout], [0, "* alpha:1b\n  evil[31m\n  zebra:7b\n"], stderr);
  assert.match(stderr, /--model or DEFAULT_MODEL/);
  assert.deepEqual(endpoint.asked, [["GET /v1/models", "Bearer sk-some-key-1234"]]);
});

Deno.test("models --json prints one object, even if the list lacks the model that ask would use", async () => {
  await using endpoint = startList(listing("alpha:1b"));
  const { status, stdout } = await runCli(["models", "--json"], { environment: { API_URL: endpoint.url } });
  assert.equal(status, 0);
  assert.deepEqual(JSON.parse(stdout), { url: endpoint.url, models: [{ id: "alpha:1b", isDefault: false }] });
  assert.deepEqual(endpoint.asked, [["GET /v1/models", null]]);
});

Deno.test("models --json marks the model that ask would use", async () => {
  await using endpoint = startList(listing("zebra:7b", "alpha:1b"));
  const { stdout } = await runCli(["models", "--json", "--model", "zebra:7b"], {
    environment: { API_URL: endpoint.url },
  });
  const models = [{ id: "alpha:1b", isDefault: false }, { id: "zebra:7b", isDefault: true }];
  assert.deepEqual(JSON.parse(stdout).models, models);
});

Deno.test("models without an endpoint lists the offline model", async () => {
  const { status, stdout } = await runCli(["models"]);
  assert.deepEqual([status, stdout], [0, "* mcpdemo-offline\n"]);
});

const FAILURES: Readonly<Record<string, readonly [() => Response, number, string]>> = {
  "has no list": [() => new Response("Not Found", { status: 404 }), 7, "models_not_listed"],
  "answers with a page": [
    () => new Response("<h1>Hi</h1>", { headers: { "Content-Type": "text/html" } }),
    7,
    "model_wrong_address",
  ],
  "answers with an untyped page": [
    () => new Response(new TextEncoder().encode("\ufeff\n<html>Hi")),
    7,
    "model_wrong_address",
  ],
  "answers 204": [() => new Response(null, { status: 204 }), 7, "model_wrong_address"],
  "answers with nothing": [() => new Response("\n "), 7, "model_wrong_address"],
  "answers as an MCP server": [
    () => Response.json({ jsonrpc: "2.0", id: null, result: {} }),
    7,
    "model_wrong_address",
  ],
  "answers with half a list": [() => new Response('{"data":[{"id'), 7, "model_failing"],
  "answers with something else": [() => Response.json({ data: 5 }), 7, "models_not_listed"],
  "redirects to another origin": [
    () => new Response(null, { status: 302, headers: { location: "https://models.example/v1/models" } }),
    6,
    "model_redirects",
  ],
  "redirects in a circle": [
    () => new Response(null, { status: 307, headers: { location: "/v1/models" } }),
    7,
    "model_failing",
  ],
  "refuses the key": [
    () => Response.json({ error: { message: "no" } }, { status: 401 }),
    6,
    "model_key_refused",
  ],
  "fails": [() => Response.json({ error: { message: "no" } }, { status: 500 }), 7, "model_failing"],
};
for (const [name, [answer, status, code]] of Object.entries(FAILURES)) {
  Deno.test(`models of an endpoint that ${name}: exit status ${status}`, async () => {
    await using endpoint = startList(answer);
    const outcome = await runCli(["models"], { environment: { API_URL: endpoint.url, API_KEY: "k" } });
    assert.deepEqual([outcome.status, outcome.stdout], [status, ""], outcome.stderr);
    assert.match(outcome.stderr, new RegExp(`^Error ${code} `));
  });
}

Deno.test("models of an unreachable endpoint: exit status 6", async () => {
  const { status, stderr } = await runCli(["models", "--lang", "fr"], {
    environment: { API_URL: `http://127.0.0.1:${freePort()}/v1` },
  });
  assert.equal(status, 6);
  assert.match(stderr, /^Erreur model_unreachable .*Connection refused/);
});

/**
 * Redirects this machine's usual model ports to `target`, or to nothing; returns the requests sent
 * there.
 */
function localPorts(targets: Readonly<Record<string, string>>) {
  const asked: (readonly [url: string, method: string, headers: Headers])[] = [];
  const mapped: typeof fetch = (input, init) => {
    const request = new Request(input, init);
    const url = new URL(request.url);
    if (!["11434", "1234", "8080", "8000"].includes(url.port)) return fetch(input, init);
    if (url.pathname === "/v1/models") asked.push([url.href, request.method, request.headers]);
    const target = targets[url.port];
    if (target === undefined) {
      throw new TypeError("client error (Connect): tcp connect error: Connection refused");
    }
    return fetch(new URL(url.pathname, target), init);
  };
  return { asked, fetch: mapped };
}

Deno.test("ask suggests the flags for a model found on this machine, and requests only its list", async () => {
  await using ollama = startList(listing("llama3.2:3b"));
  const ports = localPorts({ "11434": ollama.url });
  const { status, stdout, stderr } = await runAsk("what time is it", { fetch: ports.fetch });
  assert.equal(status, 0);
  assert.match(stdout, /^It is /);
  assert.match(
    stderr,
    /Ollama .*: mcpdemo ask --api-url http:\/\/localhost:11434\/v1 --model llama3\.2:3b …/,
  );
  assert.deepEqual(ollama.asked, [["GET /v1/models", null]]);
  assert.deepEqual(ports.asked.map(([url, method]) => `${method} ${url}`), [
    "GET http://localhost:11434/v1/models",
    "GET http://localhost:1234/v1/models",
    "GET http://localhost:8080/v1/models",
    "GET http://localhost:8000/v1/models",
  ]);
  for (const [, , headers] of ports.asked) {
    assert.deepEqual([...headers.keys()].filter((name) => /auth|key|cookie/.test(name)), []);
  }
});

Deno.test("the name of a model on this machine cannot inject a command into the suggested line", async () => {
  await using ollama = startList(listing("x'; rm -rf ~ #\x1b[2J"));
  const { stderr } = await runAsk("what time is it", { fetch: localPorts({ "11434": ollama.url }).fetch });
  assert.ok(stderr.includes("--model 'x; rm -rf ~ #[2J' …"), stderr);
});

const UNASKED: Readonly<
  Record<string, { flags?: Record<string, boolean>; environment?: Record<string, string> }>
> = {
  "with --json": { flags: { json: true } },
  "with --json-stream": { flags: { jsonStream: true } },
  "where an endpoint is named": { environment: { API_URL: "http://127.0.0.1:9/v1" } },
};
for (const [name, options] of Object.entries(UNASKED)) {
  Deno.test(`no local port is probed ${name}`, async () => {
    const ports = localPorts({});
    await runAsk("what time is it", { ...options, fetch: ports.fetch });
    assert.deepEqual(ports.asked, []);
  });
}

Deno.test("the port of the run's own MCP server is not probed", async () => {
  const ports = localPorts({});
  await runAsk("what time is it", { flags: { servers: ["http://localhost:8000"] }, fetch: ports.fetch });
  assert.deepEqual(ports.asked.map(([url]) => new URL(url).port), ["11434", "1234", "8080"]);
});

Deno.test("a port that does not answer does not delay the answer", async () => {
  const held = Promise.withResolvers<Response>();
  const ports = localPorts({});
  const answered = await runAsk("what time is it", {
    fetch: (input, init) => {
      const url = new URL(input instanceof Request ? input.url : input);
      if (url.pathname !== "/v1/models") return ports.fetch(input, init);
      init?.signal?.addEventListener("abort", () => held.reject(init.signal?.reason));
      return held.promise;
    },
  });
  assert.match(answered.stdout, /^It is /);
  await assert.rejects(held.promise, "the look ends with the run");
});

const thinking = { plan: <T>(plan: T) => ({ ...plan, reasoning: "Let me look it up." }) };

Deno.test("reasoning is shown with --reasoning, never in the answer", async () => {
  await using server = startServer();
  await using endpoint = startQuirkServer(thinking);
  const ask = (flags: Record<string, boolean>) =>
    runAsk(QUESTION, {
      flags: { servers: [server.url.href], authKey: [KEY], ...flags },
      environment: { API_URL: endpoint.url },
    });
  const [plain, shown, json] = [await ask({}), await ask({ reasoning: true }), await ask({ json: true })];
  const answer = "The tools say: 21:05 and 13:05.";
  assert.deepEqual([plain.stdout, shown.stdout], [`${answer}\n`, `${answer}\n`]);
  assert.doesNotMatch(plain.stderr, /look it up/);
  assert.match(shown.stderr, /^Let me look it up\.$/m);
  const { answer: inJson, reasoning } = JSON.parse(json.stdout);
  assert.deepEqual([inJson, reasoning], [answer, "Let me look it up.\nLet me look it up."]);
});

Deno.test("--usage shows tokens, rounds and times, even if the endpoint does not count tokens", async () => {
  await using server = startServer();
  let clock = 0;
  const ask = async (stream: boolean, completion?: (body: object) => Record<string, unknown>) => {
    await using endpoint = startQuirkServer(completion ? { completion } : {});
    return await runAsk(QUESTION, {
      flags: { servers: [server.url.href], authKey: [KEY], usage: true, stream },
      environment: { API_URL: endpoint.url },
      now: () => clock++,
    });
  };
  const usage = { prompt_tokens: 700, completion_tokens: 20, total_tokens: 720 };
  assert.match(
    (await ask(false, (body) => ({ ...body, usage }))).stderr,
    /^Usage: 1400 tokens read, 40 written; model asked 2 times, \d+ ms in all, [1-9]\d* ms in tools; first word after \d+ ms$/m,
  );
  assert.match((await ask(true)).stderr, /^Usage: tokens not reported; model asked 2 times, /m);
});

Deno.test("usage is requested for a streamed reply, but not for a whole one", async () => {
  await using server = startServer();
  for (const stream of [true, false]) {
    await using model = startScriptedModel([text("noon")]);
    const flags = { servers: [server.url.href], authKey: [KEY], stream };
    await runAsk("hi", { flags, environment: { API_URL: model.url } });
    const { stream_options } = model.asked[0] as unknown as { stream_options?: unknown };
    assert.deepEqual(stream_options, stream ? { include_usage: true } : undefined);
  }
});

Deno.test("--debug says what is rewritten for the model, and why", async () => {
  const { stderr } = await runAsk("what time is it", { flags: { debug: true } });
  assert.match(
    stderr,
    /changes the schema of get_current_time, .*: without \$schema, which some endpoints refuse\.$/m,
  );
  assert.doesNotMatch((await runAsk("what time is it")).stderr, /changes the schema/);
});

Deno.test("a long silence before the first token is not a failure", async () => {
  await using server = startServer();
  const asked = Promise.withResolvers<void>();
  const answer = Promise.withResolvers<undefined>();
  await using endpoint = startQuirkServer({
    refuse: () => {
      asked.resolve();
      return answer.promise;
    },
  });
  const outcome = runAsk(QUESTION, {
    flags: { servers: [server.url.href], authKey: [KEY] },
    environment: { API_URL: endpoint.url },
  });
  await asked.promise;
  answer.resolve(undefined);
  assert.equal((await outcome).stdout, "The tools say: 21:05 and 13:05.\n");
});

Deno.test("--timeout ends an endless silence: exit status 10", async () => {
  await using server = startServer();
  const answer = Promise.withResolvers<undefined>();
  await using endpoint = startQuirkServer({ refuse: () => answer.promise });
  const { status, error } = await runAsk(QUESTION, {
    flags: { servers: [server.url.href], authKey: [KEY], timeout: ["1"] },
    environment: { API_URL: endpoint.url },
  });
  answer.resolve(undefined);
  assert.deepEqual([status, error?.code], [10, "timeout"]);
});

Deno.test("an endpoint that hangs up without an answer is retried, then reported unreachable: exit status 6", async () => {
  await using server = startServer();
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  let connections = 0;
  const accepting = (async () => {
    for await (const connection of listener) {
      await connection.read(new Uint8Array(64 * 1024)).catch(() => {});
      connection.close();
      connections++;
    }
  })();
  const waited: number[] = [];
  const { status, error, stderr } = await runAsk(QUESTION, {
    flags: { servers: [server.url.href], authKey: [KEY] },
    environment: { API_URL: `http://127.0.0.1:${(listener.addr as Deno.NetAddr).port}/v1` },
    wait: (ms) => Promise.resolve(void waited.push(ms)),
  });
  listener.close();
  await accepting;
  assert.deepEqual([status, error?.code], [6, "model_unreachable"]);
  assert.ok(connections >= 3 && waited.length === 2, `${connections} connections, ${waited.length} pauses`);
  assert.equal(stderr.match(/endpoint did not answer.*; mcpdemo waits/g)?.length, 2);
});

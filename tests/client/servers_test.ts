/** Several servers in one run, given by flags and by a configuration file. */
import assert from "node:assert/strict";
import { messagesIn } from "../../cli/language.ts";
import { freePort } from "../support/child.ts";
import {
  answered,
  complete,
  type FakeServer,
  said,
  sane,
  startFakeServer,
  toolNamed,
} from "../support/fake_mcp_server.ts";
import { runAsk } from "../support/run_ask.ts";
import { runCli } from "../support/run_cli.ts";
import { calls, startScriptedModel, text } from "../support/scripted_model.ts";
import { KEY, startServer } from "../support/start_server.ts";

/** A server whose tools answer with its own name; `keys` collects the headers that it received. */
function serverOf(
  name: string,
  tools: readonly string[],
): FakeServer & { readonly keys: Set<string | null> } {
  const keys = new Set<string | null>();
  const server = startFakeServer((request, message) => {
    keys.add(request.headers.get("authorization"));
    if (message.method === "tools/list") {
      return answered(message.id, complete({ tools: tools.map((each) => toolNamed(each)) }));
    }
    if (message.method !== "tools/call") return sane("2026", request, message);
    return answered(message.id, said(`${message.params?.name} of ${name}`));
  });
  return { ...server, keys };
}

/** A temporary configuration file. */
async function configOf(mcpServers: unknown): Promise<{ readonly path: string } & AsyncDisposable> {
  const path = await Deno.makeTempFile({ suffix: ".json" });
  await Deno.writeTextFile(path, JSON.stringify({ mcpServers }));
  return { path, [Symbol.asyncDispose]: () => Deno.remove(path) };
}

const prefixOf = ({ url }: FakeServer) => new URL(url).host.replace(/[.:]/g, "_");

Deno.test("two servers from flags: tools of the same name get prefixes, and each call goes to its own server", async () => {
  await using one = serverOf("one", ["find", "read"]);
  await using two = serverOf("two", ["find", "write"]);
  const names = [`${prefixOf(one)}_find`, "read", `${prefixOf(two)}_find`, "write"];
  await using model = startScriptedModel([calls(...names.map((name) => [name, {}] as const)), text("done")]);
  const { status, stderr } = await runAsk("go", {
    flags: { servers: [one.url, two.url] },
    environment: { API_URL: model.url },
  });
  assert.equal(status, 0, stderr);
  assert.deepEqual(model.asked[0]?.tools?.map((tool) => tool.function.name), names);
  const results = model.asked[1]!.messages.filter(({ role }) => role === "tool").map(({ content }) =>
    content
  );
  assert.deepEqual(results, ["find of one", "read of one", "find of two", "write of two"]);
  assert.equal(stderr.match(/^MCP server: fake 1 at /gm)?.length, 2);
  // A line names each renamed tool once.
  assert.doesNotMatch(stderr, /^For the model/m);
});

Deno.test("servers from flags and a configuration: each server receives its own key, and programs are skipped", async () => {
  await using one = serverOf("one", ["find"]);
  await using two = serverOf("two", ["find"]);
  await using config = await configOf({
    notes: { url: `${two.url}mcp`, headers: { Authorization: "Bearer ${NOTES_KEY:-none}" } },
    files: { command: "npx", args: ["files"] },
  });
  await using model = startScriptedModel([calls(["notes_find", {}]), text("done")]);
  const { status, stderr } = await runAsk("go", {
    flags: { servers: [one.url], authKey: ["key-of-one"], config: [config.path] },
    environment: { API_URL: model.url, NOTES_KEY: "key-of-two" },
  });
  assert.equal(status, 0, stderr);
  assert.equal(model.asked[1]?.messages.at(-1)?.content, "find of two");
  assert.deepEqual([[...one.keys], [...two.keys]], [["Bearer key-of-one"], ["Bearer key-of-two"]]);
  assert.match(stderr, /^Skipped: "files" has no http\(s\) url/m);
});

Deno.test("--debug shows no key of a configuration, even if the server repeats it", async () => {
  const server = startFakeServer((request, message) =>
    message.method === "tools/call"
      ? answered(message.id, said(`you sent ${request.headers.get("x-token")} and abc-secret-2`))
      : sane("2026", request, message)
  );
  await using _ = server;
  await using config = await configOf({
    s: {
      url: server.url,
      headers: { "X-Token": "Token abc-secret-1", Authorization: "Bearer abc-secret-2" },
    },
  });
  await using model = startScriptedModel([calls(["one", {}]), text("done")]);
  const { stderr } = await runAsk("go", {
    flags: { config: [config.path], debug: true },
    environment: { API_URL: model.url },
  });
  assert.match(stderr, /you sent/);
  assert.doesNotMatch(stderr, /abc-secret/);
});

Deno.test("if one of two servers cannot be reached, its tools are missing, and a line names it", async () => {
  await using server = serverOf("good", ["one"]);
  await using model = startScriptedModel([calls(["one", {}]), text("done")]);
  const port = freePort();
  const { status, stderr } = await runAsk("call it", {
    flags: { servers: [`http://127.0.0.1:${port}`, server.url] },
    environment: { API_URL: model.url, API_KEY: "k" },
  });
  assert.equal(status, 0, stderr);
  assert.match(stderr, new RegExp(`goes on without the tools of .*: .*127\\.0\\.0\\.1:${port}`));
  assert.equal(model.asked[1]?.messages.at(-1)?.content, "one of good");
});

Deno.test("if one of two servers cannot list its tools, they are missing, and a line names it once", async () => {
  await using server = serverOf("good", ["one"]);
  await using broken = startFakeServer((request, message) =>
    message.method === "tools/list"
      ? new Response("no database", { status: 500 })
      : sane("2026", request, message)
  );
  await using model = startScriptedModel([calls(["one", {}]), text("done")]);
  const { status, stderr } = await runAsk("call it", {
    flags: { servers: [broken.url, server.url] },
    environment: { API_URL: model.url, API_KEY: "k" },
  });
  assert.equal(status, 0, stderr);
  assert.equal(stderr.match(/HTTP 500 Internal Server Error: no database/g)?.length, 1, stderr);
  assert.equal(model.asked[1]?.messages.at(-1)?.content, "one of good");
});

Deno.test("if neither of two servers can be reached, the run fails with the error of the first", async () => {
  const [one, two] = [freePort(), freePort()];
  const { status, error } = await runAsk("what time is it", {
    flags: { servers: [one, two].map((port) => `http://127.0.0.1:${port}`) },
  });
  assert.deepEqual([status, error?.code], [3, "mcp_unreachable"]);
  assert.match(String(error?.data.url), new RegExp(String(one)));
});

Deno.test("the client closes its session with a server whose other one is left out", async () => {
  await using server = startServer();
  const { status } = await runAsk("what time is it in Tokyo", {
    flags: { servers: [server.url.href, `http://127.0.0.1:${freePort()}`], authKey: [KEY], era: ["2025"] },
  });
  assert.equal(status, 0);
  assert.ok(server.log.some(({ method, status }) => method === "DELETE" && status < 300));
});

Deno.test("an MCP server on the default port that wants a key gives an error, and no other server answers instead", async () => {
  await using server = startServer();
  const asked: string[] = [];
  const { status, error } = await runAsk("what time is it", {
    fetch(input, init) {
      const url = new URL(input instanceof Request ? input.url : input);
      asked.push(url.origin);
      return fetch(new URL(url.pathname, server.url), init);
    },
    startEmbedded: () => assert.fail("An embedded server would hide it."),
    environment: { API_URL: "http://127.0.0.1:9/v1" },
  });
  assert.deepEqual([status, error?.code], [4, "mcp_key_missing"]);
  assert.deepEqual([...new Set(asked)], ["http://localhost:8000"]);
});

const CONFIGS: readonly [string, unknown, string, RegExp][] = [
  [
    "a variable that is not set",
    { s: { url: "http://${NOT_SET_ANYWHERE}/" } },
    "config_variable",
    /NOT_SET_ANYWHERE/,
  ],
  ["programs alone", { s: { command: "npx" } }, "config_unreadable", /no_server/],
  ["a list", [], "config_unreadable", /mcpServers/],
];

for (const [name, servers, code, said] of CONFIGS) {
  Deno.test(`a configuration with ${name}: exit status 2`, async () => {
    await using config = await configOf(servers);
    const { status, error } = await runAsk("go", { flags: { config: [config.path] } });
    assert.deepEqual([status, error?.code], [2, code]);
    assert.match(JSON.stringify(error?.data), said);
  });
}

Deno.test("a missing configuration file: exit status 2, and the error names it", async () => {
  const { status, stdout, stderr } = await runCli(["tools", "--config", "/not/there.json"]);
  assert.deepEqual([status, stdout], [2, ""]);
  assert.match(stderr, /^Error config_unreadable .*\/not\/there\.json/m);
});

for (
  const [headers, code] of [[{}, "mcp_key_missing"], [
    { Authorization: "Bearer wrong" },
    "mcp_key_refused",
  ]] as const
) {
  Deno.test(`${code} from a server of a configuration: the fix names the file`, async () => {
    await using server = startServer();
    const config = JSON.stringify({ mcpServers: { demo: { url: server.at("/mcp").href, headers } } });
    const { error } = await runAsk("hi", {
      flags: { config: ["mcp.json"] },
      readFile: () => Promise.resolve(config),
    });
    assert.deepEqual([error?.code, error?.exitStatus, error?.data.config], [code, 4, "mcp.json"]);
    assert.ok(error && messagesIn("en").errors[code](error.data).fix.includes("mcp.json"));
  });
}

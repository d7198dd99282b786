import assert from "node:assert/strict";
import fc from "fast-check";
import { UserError } from "../../cli/errors.ts";
import { readConfig, serverTarget, withUniqueServerNames } from "./server_config.ts";

const read = (mcpServers: unknown, environment: Record<string, string> = {}) =>
  readConfig(JSON.stringify({ mcpServers }), "mcp.json", environment);

function refused(text: string, environment: Record<string, string> = {}): UserError {
  try {
    readConfig(text, "mcp.json", environment);
  } catch (error) {
    assert.ok(error instanceof UserError, String(error));
    assert.deepEqual([error.exitStatus, error.data.path], [2, "mcp.json"]);
    return error;
  }
  assert.fail(`accepted: ${text}`);
}

Deno.test("a configuration in the hosts' common format: servers by url, with headers; programs are skipped", () => {
  const { targets, skipped } = read({
    time: {
      type: "http",
      url: "https://time.example/mcp",
      headers: { Authorization: "Bearer ${KEY}", "X-A": "b" },
    },
    files: { command: "npx", args: ["-y", "files"], env: { A: "${NOT_SET}" } },
    old: { url: "http://localhost:1/sse" },
  }, { KEY: "k$&1" });
  assert.deepEqual(targets.map(({ name, url, headers }) => [name, url.href, headers]), [
    ["time", "https://time.example/mcp", { authorization: "Bearer k$&1", "x-a": "b" }],
    ["old", "http://localhost:1/sse", {}],
  ]);
  assert.deepEqual(skipped, ["files"]);
});

Deno.test("variables fill urls and headers, with a default if there is one", () => {
  const url = "http://${HOST:-localhost}:${PORT}/${A:-}x${B:-a:-b}";
  const { targets: [target] } = read({ s: { url, headers: { h: "$HOST ${} $${PORT}" } } }, {
    PORT: "81",
    A: "y",
  });
  assert.equal(target?.url.href, "http://localhost:81/yxa:-b");
  assert.equal(target?.headers.h, "$HOST ${} $81");
});

Deno.test("an error about an unset variable names it, and quotes nothing else of the file", () => {
  const { code, data } = refused(
    '{"mcpServers":{"s":{"url":"http://h","headers":{"a":"secret ${NO_KEY}"}}}}',
  );
  assert.deepEqual([code, data], ["config_variable", { path: "mcp.json", name: "NO_KEY" }]);
});

const ODD: readonly [string, string][] = [
  ["no JSON", '{"mcpServers": {"s": "a-secret-key'],
  ["nothing", ""],
  ["null", "null"],
  ["a list", "[]"],
  ["no mcpServers", "{}"],
  ["a list of servers", '{"mcpServers":[{"url":"http://h"}]}'],
  ["no servers", '{"mcpServers":{}}'],
  ["programs alone", '{"mcpServers":{"s":{"command":"npx"}}}'],
  ["a server that is a text", '{"mcpServers":{"s":"http://h"}}'],
  ["a url that is a number", '{"mcpServers":{"s":{"url":1}}}'],
  ["a url that is none", '{"mcpServers":{"s":{"url":"localhost:8000"}}}'],
  ["a file's url", '{"mcpServers":{"s":{"url":"file:///etc/passwd"}}}'],
  ["a password in the url", '{"mcpServers":{"s":{"url":"http://me:a-secret-key@h"}}}'],
  ["headers that are a list", '{"mcpServers":{"s":{"url":"http://h","headers":["a"]}}}'],
  ["a header that is a number", '{"mcpServers":{"s":{"url":"http://h","headers":{"a":1}}}}'],
  ["a header of two lines", '{"mcpServers":{"s":{"url":"http://h","headers":{"a":"a-secret-key\\nb: c"}}}}'],
  ["a header with a name that none has", '{"mcpServers":{"s":{"url":"http://h","headers":{"a b":"c"}}}}'],
];

for (const [name, text] of ODD) {
  Deno.test(`a configuration with ${name} is refused, and shows no key`, () => {
    const error = refused(text);
    assert.equal(error.code, "config_unreadable");
    assert.doesNotMatch(JSON.stringify(error.data), /a-secret-key/);
  });
}

Deno.test("an editor's ${env:NAME} is a variable, and ${input:…} is refused", () => {
  const config = (value: string) => `{"mcpServers":{"s":{"url":"http://h","headers":{"a":"${value}"}}}}`;
  const [target] = readConfig(config("Bearer ${env:KEY} ${env:NONE:-x}"), "p", { KEY: "k" }).targets;
  assert.equal(target?.headers.a, "Bearer k x");
  assert.equal(refused(config("${env:NO_KEY}")).code, "config_variable");
  for (const input of ["${input:api-key}", "${command:x.y}"]) {
    const { code, data } = refused(config(`Bearer ${input}`));
    assert.deepEqual([code, data], [
      "config_unreadable",
      { path: "mcp.json", reason: "server_input", name: input },
    ]);
  }
});

Deno.test("a byte order mark before the JSON is ignored", () => {
  assert.equal(readConfig('\ufeff{"mcpServers":{"s":{"url":"http://h"}}}', "p", {}).targets.length, 1);
});

Deno.test("any JSON is either read or refused", () => {
  fc.assert(fc.property(fc.json(), fc.dictionary(fc.string(), fc.jsonValue()), (text, servers) => {
    for (const each of [text, JSON.stringify({ mcpServers: servers })]) {
      try {
        readConfig(each, "p", {});
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
      }
    }
  }));
});

Deno.test("a server by its address is named by its host, and its key is checked", () => {
  const url = new URL("http://127.0.0.1:8000/mcp?key=x");
  assert.deepEqual(serverTarget(url, "k"), {
    name: "127.0.0.1:8000",
    url,
    headers: { authorization: "Bearer k" },
  });
  assert.deepEqual(serverTarget(url, undefined).headers, {});
  for (const [key, code] of [["", "key_empty"], ["a\nb", "key_unsendable"]] as const) {
    assert.throws(() => serverTarget(url, key), (error) => error instanceof UserError && error.code === code);
  }
});

Deno.test("names of servers are unique, and the first keeps its own", () => {
  const named = (names: readonly string[]) =>
    withUniqueServerNames(names.map((name) => ({ name, url: new URL("http://h"), headers: {} }))).map((
      { name },
    ) => name);
  assert.deepEqual(named(["a", "b", "a", "a"]), ["a", "b", "a#2", "a#3"]);
  fc.assert(fc.property(fc.array(fc.constantFrom("a", "a#2", "a#3", "a#2#2")), (names) => {
    assert.equal(new Set(named(names)).size, names.length);
  }));
});

/** Keys of a file: their rights in each era, and what happens to clients when the file changes. */
import { PERMISSIONS, UNSTABLE } from "../../scripts/permissions.ts";
import assert from "node:assert/strict";
import { join } from "node:path";
import { createFileKeys } from "../../server/keys/file_keys.ts";
import type { StoredKey } from "../../server/keys/key_file.ts";
import { hashOfKey, makeKey } from "../../server/keys/key_text.ts";
import type { CallRecord } from "../../server/audit.ts";
import { eventsOf, initialize, JSON_HEADERS, messageOf, modern, rpc } from "../support/mcp_requests.ts";
import { runCli, startCli } from "../support/run_cli.ts";
import { startServer, type TestServer } from "../support/start_server.ts";

/** The program with the permissions of the product, which may read and write files. */
const program = [
  Deno.execPath(),
  "run",
  "--quiet",
  ...UNSTABLE,
  ...PERMISSIONS,
  join(import.meta.dirname!, "../../main.ts"),
];

const ERAS = ["2024", "2025", "2026"] as const;
const random = (count: number) => crypto.getRandomValues(new Uint8Array(count));

function stored(name: string, more: Partial<StoredKey> = {}) {
  const { id, text } = makeKey(random);
  const key: StoredKey = { id, name, sha256: hashOfKey(text), created: "2026-07-28T00:00:00Z", ...more };
  return { text, key };
}

/** A server with these keys, and what its audit received. */
function serverWith(...keys: readonly StoredKey[]) {
  const keyRing = createFileKeys([], () => Date.parse("2026-07-28T12:00:00Z"));
  keyRing.replace(keys);
  keyRing.ended();
  const calls: CallRecord[] = [];
  const refused: number[] = [];
  const audit = {
    call: (record: CallRecord) => void calls.push(record),
    refused: (status: number) => void refused.push(status),
  };
  return { server: startServer({ keys: [], keyRing, audit }), keyRing, calls, refused };
}

function client(server: TestServer, key: string, era: string, command: readonly string[]) {
  const environment = { MCP_SERVER_AUTH_KEY: key };
  return runCli([...command, "--server", server.url.href, "--era", era], { environment });
}

for (const era of ERAS) {
  Deno.test(`${era}: a key for some tools lists only these, and cannot call another`, async () => {
    const bob = stored("bob", { tools: ["get_current_time"] });
    const alice = stored("alice");
    const { server } = serverWith(bob.key, alice.key);
    await using _server = server;
    // First the client that sees everything: its list must not be another's.
    const all = JSON.parse((await client(server, alice.text, era, ["tools", "--json"])).stdout);
    assert.equal(all.tools.length, 4);
    const { tools } = JSON.parse((await client(server, bob.text, era, ["tools", "--json"])).stdout);
    assert.deepEqual(tools.map(({ name }: { name: string }) => name), ["get_current_time"]);
    assert.equal((await client(server, bob.text, era, ["call", "get_current_time"])).status, 0);
    const refused = await client(server, bob.text, era, ["call", "countdown", "seconds=1"]);
    assert.match(refused.stderr, /Error no_such_tool/);
  });

  Deno.test(`${era}: without the scope tools:call a call is refused; without tools:read nothing is listed`, async () => {
    const reader = stored("reader", { scopes: ["tools:read"] });
    const caller = stored("caller", { scopes: ["tools:call"] });
    const { server, calls } = serverWith(reader.key, caller.key);
    await using _server = server;
    const listed = await client(server, reader.text, era, ["tools", "--json"]);
    assert.equal(JSON.parse(listed.stdout).tools.length, 4);
    const refused = await client(server, reader.text, era, ["call", "get_current_time"]);
    assert.equal(refused.status, 5);
    assert.match(refused.stderr, /This key may list tools, but not call them/);
    const nothing = await client(server, caller.text, era, ["tools", "--json"]);
    assert.deepEqual(JSON.parse(nothing.stdout).tools, []);
    assert.deepEqual(calls.map(({ keyId, status }) => [keyId, status]), [["reader", "tool_error"]]);
  });

  Deno.test(`${era}: each call is audited, with the key's name, whether it took the fast lane or not`, async () => {
    const alice = stored("alice");
    const { server, calls, refused } = serverWith(alice.key);
    await using _server = server;
    await client(server, alice.text, era, ["call", "get_current_time"]);
    await client(server, alice.text, era, ["call", "countdown", "seconds=1"]);
    await client(server, makeKey(random).text, era, ["call", "countdown", "seconds=1"]);
    assert.deepEqual(calls.map(({ keyId, tool, args, status }) => [keyId, tool, args, status]), [
      ["alice", "get_current_time", {}, "ok"],
      ["alice", "countdown", { seconds: 1 }, "ok"],
    ]);
    assert.ok(refused.length > 0 && refused.every((status) => status === 403));
  });
}

const CALL = { name: "countdown", arguments: { seconds: 60 } };

Deno.test("the fast lane's answers to a key without limits are not given to one with limits, and the reverse", async () => {
  const [alice, bob] = [stored("alice"), stored("bob", { tools: ["countdown"] })];
  const { server } = serverWith(alice.key, bob.key);
  await using _server = server;
  const list = async (key: string) => {
    const request = modern("tools/list");
    const headers = { ...request.headers, Authorization: `Bearer ${key}` };
    const { result } = await messageOf(await fetch(server.at("/mcp"), { ...request, headers }));
    const { tools, cacheScope } = result as { tools: { name: string }[]; cacheScope: string };
    return [tools.length, cacheScope];
  };
  for (const key of [bob, alice, bob, alice, bob]) {
    assert.deepEqual(await list(key.text), key === bob ? [1, "private"] : [4, "public"]);
  }
});

Deno.test("a revoked, an expired and a wrong key get 403; only who has the key learns what became of it", async () => {
  const revoked = stored("a", { revoked: "2026-07-28T00:00:00Z" });
  const expired = stored("b", { expires: "2026-07-28T12:00:00Z" });
  const { server } = serverWith(revoked.key, expired.key);
  await using _server = server;
  const sayings = {
    [revoked.text]: /revoked/,
    [expired.text]: /expired/,
    [makeKey(random).text]: /not one of/,
  };
  for (const [key, saying] of Object.entries(sayings)) {
    for (const [path, method] of [["/mcp", "POST"], ["/sse", "GET"], ["/messages/", "POST"]] as const) {
      const response = await fetch(server.at(path), { method, headers: { Authorization: `Bearer ${key}` } });
      assert.equal(response.status, 403);
      assert.equal(response.headers.get("www-authenticate"), 'Bearer realm="mcpdemo"');
      const { error, message } = await response.json();
      assert.equal(error, "key_mismatch");
      assert.match(message, saying);
    }
  }
});

async function statusOf(answer: Promise<Response>): Promise<number> {
  const response = await answer;
  await response.body?.cancel();
  return response.status;
}

/** A request with a key, for a server of which a process knows only the address. */
function asker(url: string, key: string) {
  return (path: string, init: RequestInit = {}) =>
    fetch(new URL(path, url), {
      ...init,
      headers: { ...JSON_HEADERS, ...init.headers as Record<string, string>, Authorization: `Bearer ${key}` },
    });
}

async function withServe(
  story: (world: {
    readonly folder: string;
    readonly url: string;
    readonly serve: ReturnType<typeof startCli>;
    keys(...args: string[]): Promise<string>;
  }) => Promise<void>,
  ...flags: string[]
) {
  const folder = await Deno.makeTempDir({ prefix: "mcpdemo-keys-" });
  try {
    const file = join(folder, "keys.json");
    const keys = async (...args: string[]) => {
      const { status, stdout, stderr } = await runCli(["keys", ...args, "--keys-file", file], { program });
      assert.equal(status, 0, stderr);
      return stdout.trim();
    };
    await keys("new", "--name", "first");
    await using serve = startCli(["serve", "--port", "0", "--keys-file", file, ...flags], {
      program,
      cwd: folder,
    });
    const [, port] = await serve.said(/listens on \S+:(\d+)/);
    await story({ folder, serve, keys, url: `http://127.0.0.1:${port}` });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("revoke ends a key's session, its streams and its call while the server runs; another key's stay", async () => {
  await withServe(async ({ url, serve, keys }) => {
    const [alice, bob] = [await keys("new", "--name", "alice"), await keys("new", "--name", "bob")];
    await serve.said(/3 keys in it/);
    const [asAlice, asBob] = [asker(url, alice), asker(url, bob)];
    const opened = await asAlice("/mcp", { method: "POST", body: initialize("2025-06-18") });
    const session = {
      "Mcp-Session-Id": opened.headers.get("mcp-session-id")!,
      "MCP-Protocol-Version": "2025-06-18",
    };
    await messageOf(opened);
    const sse = await asAlice("/sse");
    const bobs = await asBob("/sse");
    const running = await asAlice("/mcp", modern("tools/call", CALL));
    const listening = await asAlice(
      "/mcp",
      modern("subscriptions/listen", { notifications: { toolsListChanged: true } }),
    );
    assert.equal(listening.headers.get("content-type"), "text/event-stream");
    await keys("revoke", "alice");
    await serve.said(/The key "alice" has ended/);
    for (const response of [sse, running, listening]) await response.text();
    const late = await asAlice("/mcp", { method: "POST", headers: session, body: rpc("ping") });
    assert.equal(late.status, 403);
    await late.body?.cancel();
    await using events = eventsOf(bobs);
    assert.equal((await events.next()).event, "endpoint");
    assert.equal(await statusOf(asBob("/mcp", modern("tools/list"))), 200);
  });
});

Deno.test("a rotated key keeps its session: the new key goes on with it, and so does the old one for a while", async () => {
  await withServe(async ({ url, serve, keys }) => {
    const old = await keys("new", "--name", "alice");
    await serve.said(/2 keys in it/);
    const opened = await asker(url, old)("/mcp", { method: "POST", body: initialize("2025-06-18") });
    const headers = {
      "Mcp-Session-Id": opened.headers.get("mcp-session-id")!,
      "MCP-Protocol-Version": "2025-06-18",
    };
    await messageOf(opened);
    const fresh = await keys("rotate", "alice", "--overlap", "1h");
    await serve.said(/3 keys in it/);
    for (const key of [fresh, old]) {
      const response = await asker(url, key)("/mcp", { method: "POST", headers, body: rpc("ping") });
      assert.deepEqual((await messageOf(response)).result, {});
    }
    await keys("rotate", "alice", "--overlap", "0s");
    await serve.said(/4 keys in it/);
    assert.equal(
      await statusOf(asker(url, old)("/mcp", { method: "POST", headers, body: rpc("ping") })),
      403,
    );
  });
});

Deno.test("a broken keys file keeps the keys, says so once, and a repaired one counts again", async () => {
  await withServe(async ({ url, serve, keys, folder }) => {
    const alice = await keys("new", "--name", "alice");
    await serve.said(/2 keys in it/);
    const file = join(folder, "keys.json");
    const good = await Deno.readTextFile(file);
    await Deno.writeTextFile(file, good.slice(0, 100));
    await serve.said(/The keys file \S+ is not valid: .*\. The keys stay as they were\./);
    assert.equal(await statusOf(asker(url, alice)("/mcp", modern("tools/list"))), 200);
    await Deno.writeTextFile(file, good.replace('"alice"', '"alicia"'));
    await serve.said(/The key "alice" has ended/);
    await Deno.remove(file);
    await serve.said(/cannot read the keys file \S+: it does not exist/);
    assert.equal(await statusOf(asker(url, alice)("/mcp", modern("tools/list"))), 200);
    serve.kill("SIGHUP");
    assert.equal(await statusOf(asker(url, alice)("/mcp", modern("tools/list"))), 200);
  });
});

Deno.test("the audit file has a line for each call and each refused key, and never a key", async () => {
  await withServe(
    async ({ url, serve, keys, folder }) => {
      const alice = await keys("new", "--name", "alice");
      await serve.said(/2 keys in it/);
      await messageOf(
        await asker(url, alice)("/mcp", modern("tools/call", { name: "get_current_time", arguments: {} })),
      );
      await messageOf(
        await asker(url, alice)("/mcp", modern("tools/call", { name: "nothing_here", arguments: {} })),
      );
      assert.equal(await statusOf(asker(url, "wrong_key_of_mine")("/mcp")), 403);
      serve.kill("SIGTERM");
      assert.equal((await serve.ended).status, 0);
      const text = await Deno.readTextFile(join(folder, "audit.jsonl"));
      const lines = text.trim().split("\n").map((line) => JSON.parse(line));
      assert.deepEqual(lines.map(({ event, key, tool, status, http }) => [event, key, tool, status, http]), [
        ["call", "alice", "get_current_time", "ok", undefined],
        ["call", "alice", "nothing_here", "error", undefined],
        ["refused", undefined, undefined, undefined, 403],
      ]);
      for (const secret of [alice, "wrong_key_of_mine"]) assert.ok(!text.includes(secret));
      if (Deno.build.os !== "windows") {
        assert.equal((await Deno.stat(join(folder, "audit.jsonl"))).mode! & 0o777, 0o600);
      }
    },
    "--audit",
    "audit.jsonl",
  );
});

Deno.test("a keys file, a file of keys or an audit file that cannot be used is an error at the start", async () => {
  const folder = await Deno.makeTempDir({ prefix: "mcpdemo-keys-" });
  try {
    const empty = join(folder, "empty.txt");
    await Deno.writeTextFile(empty, "# nobody yet\n\n");
    const cases: readonly (readonly [readonly string[], RegExp])[] = [
      [
        ["--keys-file", join(folder, "none.json")],
        /Error keys_file_unreadable \(exit status 2\): .*it does not exist/,
      ],
      [["--auth-key-file", join(folder, "none.txt")], /Error keys_file_unreadable/],
      [["--auth-key-file", empty], /Error keys_file_broken .*it holds no key/],
      [["--auth-key", "k", "--audit", join(folder, "no/folder.jsonl")], /Error audit_unwritable/],
    ];
    for (const [flags, expected] of cases) {
      const { status, stderr } = await runCli(["serve", "--port", "0", ...flags], { program });
      assert.equal(status, 2);
      assert.match(stderr, expected);
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("the keys in --auth-key-file are accepted, and hidden where a peer repeats them", async () => {
  const folder = await Deno.makeTempDir({ prefix: "mcpdemo-keys-" });
  try {
    const file = join(folder, "secret");
    await Deno.writeTextFile(file, "# of the team\nma_cle_secrete\r\n\nautre_cle_secrete\n");
    await using serve = startCli(["serve", "--port", "0", "--auth-key-file", file, "--debug=wire"], {
      program,
    });
    const [, port] = await serve.said(/listens on \S+:(\d+)/);
    await serve.said(/2 keys/);
    for (const key of ["ma_cle_secrete", "autre_cle_secrete"]) {
      const ask = asker(`http://127.0.0.1:${port}`, key);
      const call = modern("tools/call", { name: key, arguments: {} });
      assert.equal(await statusOf(ask("/mcp", call)), 200);
    }
    serve.kill("SIGTERM");
    const { stderr } = await serve.ended;
    assert.ok(!stderr.includes("cle_secrete"), stderr);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("a session of one name is not found with the key of another", async () => {
  const [alice, bob] = [stored("alice"), stored("bob")];
  const { server } = serverWith(alice.key, bob.key);
  await using _server = server;
  const asAlice = asker(server.url.href, alice.text);
  const opened = await asAlice("/mcp", { method: "POST", body: initialize("2025-06-18") });
  const headers = {
    "Mcp-Session-Id": opened.headers.get("mcp-session-id")!,
    "MCP-Protocol-Version": "2025-06-18",
  };
  await messageOf(opened);
  const foreign = await asker(server.url.href, bob.text)("/mcp", {
    method: "POST",
    headers,
    body: rpc("ping"),
  });
  assert.equal(foreign.status, 404);
  assert.equal((await foreign.json()).error.message, "Session not found");
});

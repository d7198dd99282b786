import assert from "node:assert/strict";
import { createClientNames } from "./client_names.ts";

const KEY = { keyId: "key-1" };

function request(path = "/mcp", headers: Record<string, string> = {}): Request {
  return new Request(`http://localhost:8000${path}`, { headers });
}

function initialize(name: unknown) {
  return { method: "initialize", params: { clientInfo: { name } } };
}

Deno.test("a client of 2025 keeps the name that it sent when its session began", () => {
  const nameClient = createClientNames();
  const first = nameClient(request());
  assert.equal(first.nameOf(initialize("inspector"), KEY), "inspector");
  first.answered(new Headers({ "mcp-session-id": "s" }));
  assert.equal(nameClient(request("/mcp", { "mcp-session-id": "s" })).nameOf({}, KEY), "inspector");
  assert.equal(nameClient(request("/mcp", { "mcp-session-id": "t" })).nameOf({}, KEY), "key-1");
});

Deno.test("a client of 2024 keeps its name too, although its session is in the URL", () => {
  const nameClient = createClientNames();
  const path = "/messages/?session_id=s";
  assert.equal(nameClient(request(path)).nameOf(initialize("old"), KEY), "old");
  assert.equal(nameClient(request(path)).nameOf({}, KEY), "old");
});

Deno.test("a client of 2026 is called by the name in its current request", () => {
  const _meta = { "io.modelcontextprotocol/clientInfo": { name: "new" } };
  const body = { method: "tools/list", params: { _meta } };
  assert.equal(createClientNames()(request()).nameOf(body, KEY), "new");
});

Deno.test("a client without a name is called by its key's id, or ? without a key", () => {
  const { nameOf } = createClientNames()(request());
  for (
    const body of [undefined, null, "{", [], initialize(""), initialize(7), { params: { clientInfo: null } }]
  ) {
    assert.equal(nameOf(body, KEY), "key-1");
  }
  assert.equal(nameOf(undefined, { keyId: "anonymous" }), "?");
  assert.equal(nameOf(undefined, undefined), "?");
  assert.equal(nameOf(initialize("x".repeat(1_000)), KEY).length, 80);
});

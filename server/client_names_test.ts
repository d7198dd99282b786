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
  const { nameOf, opened } = createClientNames();
  assert.equal(nameOf(request(), initialize("inspector"), KEY), "inspector");
  opened(new Headers({ "mcp-session-id": "s" }), initialize("inspector"));
  assert.equal(nameOf(request("/mcp", { "mcp-session-id": "s" }), {}, KEY), "inspector");
  assert.equal(nameOf(request("/mcp", { "mcp-session-id": "t" }), {}, KEY), "key-1");
});

Deno.test("a client of 2024 keeps its name too, although its session is in the URL", () => {
  const { nameOf } = createClientNames();
  const path = "/messages/?session_id=s";
  assert.equal(nameOf(request(path), initialize("old"), KEY), "old");
  assert.equal(nameOf(request(path), {}, KEY), "old");
});

Deno.test("a client of 2026 is called by the name in its current request", () => {
  const _meta = { "io.modelcontextprotocol/clientInfo": { name: "new" } };
  const body = { method: "tools/list", params: { _meta } };
  assert.equal(createClientNames().nameOf(request(), body, KEY), "new");
});

Deno.test("a client without a name is called by its key's id, or ? without a key", () => {
  const { nameOf } = createClientNames();
  for (
    const body of [undefined, null, "{", [], initialize(""), initialize(7), { params: { clientInfo: null } }]
  ) {
    assert.equal(nameOf(request(), body, KEY), "key-1");
  }
  assert.equal(nameOf(request(), undefined, { keyId: "anonymous" }), "?");
  assert.equal(nameOf(request(), undefined, undefined), "?");
  assert.equal(nameOf(request(), initialize("x".repeat(1_000)), KEY).length, 80);
});

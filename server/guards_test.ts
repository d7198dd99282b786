import assert from "node:assert/strict";
import { hostGuard, isLoopbackOrigin } from "./guards.ts";

Deno.test("a loopback origin is a loopback name or address, compared whole, on any port", () => {
  const loopback = ["http://localhost", "http://localhost:3000", "https://127.0.0.1:8443", "http://[::1]:1"];
  const others = [
    "null",
    "http://localhost.evil",
    "http://127.0.0.1.nip.io",
    "file://",
    "http://localhost/x",
    "ftp://localhost",
  ];
  for (const origin of loopback) assert.ok(isLoopbackOrigin(origin), origin);
  for (const origin of others) assert.ok(!isLoopbackOrigin(origin), origin);
});

Deno.test("a request from another machine may have any Host, unless --allow-host is given", () => {
  const status = (allowed: string[], host: string) => {
    const request = new Request("http://localhost/", { headers: { host } });
    return hostGuard(allowed)(request, { remoteAddr: { hostname: "172.17.0.1" } })?.status;
  };
  assert.equal(status([], "mcp.internal:8000"), undefined);
  assert.equal(status(["mcp.example"], "mcp.internal:8000"), 403);
  assert.equal(status(["mcp.example"], "MCP.example:8000"), undefined);
});

import assert from "node:assert/strict";
import { isLoopbackAddress, isLoopbackHost } from "./loopback.ts";

Deno.test("hosts of this machine, and names that only begin as one", () => {
  for (const host of ["localhost", "127.0.0.1", "127.1", "127.8.8.8", "::1", "[::1]", "::ffff:127.0.0.1"]) {
    assert.ok(isLoopbackHost(host), host);
  }
  for (
    const host of ["127.evil.test", "127.0.0.1.evil.test", "128.0.0.1", "::2", "localhost.evil.test", ""]
  ) {
    assert.ok(!isLoopbackHost(host), host);
  }
});

Deno.test("loopback addresses are 127.0.0.0/8 and ::1, including IPv4-mapped ones", () => {
  for (const address of ["127.0.0.1", "127.8.9.1", "::1", "::ffff:127.0.0.1"]) {
    assert.ok(isLoopbackAddress(address));
  }
  for (const address of ["10.0.0.1", "::", "128.0.0.1", "::ffff:10.0.0.1"]) {
    assert.ok(!isLoopbackAddress(address));
  }
});

import assert from "node:assert/strict";
import { loadOf, luaOf } from "./wrk.ts";

const REPORT = `Running 3s test @ http://127.0.0.1:34567
  1 threads and 32 connections
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency     1.20ms    0.4ms  12.03ms   91.00%
Requests/sec:  26472.13
Transfer/sec:      9.51MB
{"requests":79416,"micros":3000000,"p50":1160,"p99":2286,"failed":3,"unexpected":0}
`;

Deno.test("a rate and latencies are read from the line below wrk's report", () => {
  assert.deepEqual(loadOf(REPORT), { perSecond: 26472, p50: 1.16, p99: 2.286, calls: 79416, failed: 3 });
});

Deno.test("a report without the line, or without an answer, is an error that says why", () => {
  assert.throws(() => loadOf("unable to connect to 127.0.0.1:1 Connection refused\n"), /Connection refused/);
  assert.throws(() => loadOf(REPORT.replace("79416", "0")), /no answer/);
  assert.throws(() => loadOf(REPORT.replace('"unexpected":0', '"unexpected":7')), /7 of 79416 answers/);
});

const CALL = { url: "http://127.0.0.1:8000", connections: 32, seconds: 1, sessions: [], padding: 0 };

Deno.test("a call of 2026 names its method and tool, and has a place for its id", () => {
  const lua = luaOf({ ...CALL, era: "2026" });
  assert.match(lua, /POST \/mcp HTTP\/1\.1\\r\\nHost: 127\.0\.0\.1:8000\\r\\n/);
  assert.match(lua, /Mcp-Method: tools\/call\\r\\nMcp-Name: get_current_time\\r\\n/);
  assert.match(
    lua,
    /before = "\{\\"jsonrpc\\":\\"2\.0\\",\\"id\\":", after = ",\\"method\\":\\"tools\/call\\",/,
  );
  assert.doesNotMatch(lua, /PADDING/);
});

Deno.test("calls of 2025 go to each session, and padding is a further argument", () => {
  const lua = luaOf({ ...CALL, era: "2025", sessions: ["one", "two"], padding: 1024 });
  assert.equal(lua.match(/POST \/mcp/g)?.length, 2);
  assert.match(lua, /Mcp-Session-Id: one.*Mcp-Session-Id: two/);
  assert.match(lua, /\\"padding\\":\\"PADDING\\".*padding = 1024, expected = "" \}/);
});

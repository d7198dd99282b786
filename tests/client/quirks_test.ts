/** `ask` with model endpoints as they exist in practice, one quirk each, streamed and not. */
import assert from "node:assert/strict";
import { explainError } from "../../cli/explain_error.ts";
import { en } from "../../cli/messages/en.ts";
import { API_KEY, type Expected, QUIRKS, RIGHT } from "../support/quirks.ts";
import type { Quirk } from "../../client/model/quirks/quirk.ts";
import { startQuirkServer } from "../support/quirk_server.ts";
import { runAsk } from "../support/run_ask.ts";
import { KEY, startServer, type TestServer } from "../support/start_server.ts";

for (const [name, [quirk, expected = {}]] of Object.entries(QUIRKS)) {
  for (const stream of [true, false]) {
    Deno.test(`an endpoint with ${name}, ${stream ? "streamed" : "whole"}`, async () => {
      await using server = startServer();
      await check(quirk, expected, server, stream);
    });
  }
}

async function check(quirk: Quirk, given: Expected, server: TestServer, stream: boolean): Promise<void> {
  const { streamed, error: wholeError, ...common } = given;
  const expected: Expected = stream && streamed
    ? { ...common, ...streamed }
    : { ...common, ...(wholeError ? { error: wholeError } : {}) };
  await using endpoint = startQuirkServer(quirk);
  const outcome = await runAsk("What time is it in Tokyo and London?", {
    flags: { servers: [server.url.href], authKey: [KEY], stream, ...expected.flags },
    environment: { API_URL: endpoint.url, API_KEY },
  });
  const { error, stdout, stderr, status } = outcome;
  const [code, exitStatus] = expected.error ?? [undefined, expected.status ?? 0];
  assert.deepEqual([error?.code, status], [code, exitStatus], `${error?.data.detail}\n${stderr}`);
  const wanted = expected.stdout ?? (code === undefined ? RIGHT : "");
  if (typeof wanted === "string") assert.equal(stdout, wanted);
  else assert.match(stdout, wanted);
  if (expected.stderr) assert.match(stderr, expected.stderr);
  if (expected.detail) assert.match(error ? explainError(error, en).title : "", expected.detail);
  const { requests = 2 } = expected;
  const count = typeof requests === "number" ? requests : requests[stream ? "streamed" : "whole"];
  assert.equal(endpoint.asked.length, count, stderr);
  assert.ok(!JSON.stringify([error?.data, stdout, stderr]).includes(API_KEY), "the key was shown");
  const ran = server.log.filter(({ rpcMethod }) => rpcMethod === "tools/call").length;
  assert.ok(stdout === RIGHT ? ran === 2 : ran <= 2, `${ran} calls of tools`);
}

import assert from "node:assert/strict";
import { UserError } from "../../cli/errors.ts";
import { en } from "../../cli/messages/en.ts";
import { health } from "./health.ts";

/** Runs `health` against what `answer` answers: its exit status, or its error. */
async function check(answer: (url: string) => Promise<Response>, signal = new AbortController().signal) {
  const asked: string[] = [];
  let said = "";
  const status = await health({ server: new URL("http://localhost:8000/mcp"), language: undefined }, {
    messages: en,
    output: { answer: (text) => said += text, note: () => {}, style: (_, text) => text },
    fetch: (input) => {
      asked.push(String(input));
      return answer(String(input));
    },
    signal,
  }).catch((error: unknown) => {
    if (error instanceof UserError) return error.code;
    throw error;
  });
  return { status, said, asked };
}

Deno.test("a server that answers /healthz is up", async () => {
  const { status, said, asked } = await check(() => Promise.resolve(Response.json({ status: "ok" })));
  assert.deepEqual([status, asked], [0, ["http://localhost:8000/healthz"]]);
  assert.match(said, /http:\/\/localhost:8000/);
});

Deno.test("a closed port, another kind of server, a redirect and silence do not count as up", async () => {
  const nothing = await check(() => Promise.reject(new TypeError("connection refused")));
  assert.deepEqual([nothing.status, nothing.said], ["mcp_unreachable", ""]);
  const page = await check(() =>
    Promise.resolve(new Response("<p>", { headers: { "content-type": "text/html" } }))
  );
  assert.deepEqual([page.status, page.said], ["not_an_mcp_server", ""]);
  for (const code of [404, 503, 302]) {
    const other = await check(() => Promise.resolve(new Response(null, { status: code })));
    assert.deepEqual([other.status, other.said], ["not_an_mcp_server", ""]);
  }
  const silent = AbortSignal.abort(new DOMException("Signal timed out.", "TimeoutError"));
  assert.equal((await check(() => Promise.reject(silent.reason), silent)).status, "mcp_silent");
  const left = AbortSignal.abort(new UserError("interrupted"));
  assert.equal((await check(() => Promise.reject(left.reason), left)).status, "interrupted");
});

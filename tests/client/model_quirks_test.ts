/** `mcpdemo model --quirk`: what `ask` makes of each, streamed and whole; and the command as a process. */
import assert from "node:assert/strict";
import { QUIRK_NAMES, type QuirkName } from "../../cli/quirk_names.ts";
import { createQuirkEndpoint } from "../../client/model/quirks/endpoint.ts";
import { NAMED_QUIRKS } from "../../client/model/quirks/named.ts";
import { runAsk } from "../support/run_ask.ts";
import { runCli, startCli } from "../support/run_cli.ts";
import { serveQuirk } from "../support/serve_quirk.ts";
import { KEY, startServer } from "../support/start_server.ts";

/** The code of the error, or the answer and the exit status. */
type Outcome = string | { readonly answer: RegExp; readonly status?: number; readonly note?: RegExp };

const RIGHT: Outcome = { answer: /^It is 14:05/ };

/** For both forms of a reply, or for each. */
const OUTCOMES: Readonly<
  Record<QuirkName, Outcome | { readonly streamed: Outcome; readonly whole: Outcome }>
> = {
  "wrong-key": "model_key_refused",
  "no-access": "model_forbidden",
  "no-model": "model_not_found",
  "quota": "model_quota",
  "rate-limited": RIGHT,
  "overloaded": "model_failing",
  "html-error": "model_failing",
  "redirect": "model_redirects",
  "error-in-200": "model_failing",
  "context-full": "model_context_exceeded",
  "no-tools": "model_without_tools",
  "drops-tools": { answer: /^I cannot know/, note: /fewer than the tools need/ },
  "slow": "timeout",
  "cut-stream": { streamed: { answer: /^It is n/, status: 7, note: /broke off/ }, whole: "model_failing" },
  "no-end": { streamed: "model_broke_off", whole: RIGHT },
  "no-done": RIGHT,
  "error-in-stream": {
    streamed: "model_failing",
    whole: { answer: /^It is n/ },
  },
  "comments": RIGHT,
  "never-streamed": RIGHT,
  "no-content-type": RIGHT,
  "empty": "model_failing",
  "refusal": "model_refused",
  "filtered": { answer: /^It is$/m, status: 7, note: /content filter/ },
  "length": { answer: /^It is n/, status: 7, note: /cut off/ },
  "loop": "max_steps",
  "call-as-text": "model_call_as_text",
  "unknown-tool": { answer: /no tool/ },
  "broken-arguments": { answer: /not valid JSON/ },
  "object-arguments": RIGHT,
  "double-arguments": RIGHT,
  "no-arguments": RIGHT,
  "no-index": RIGHT,
  "no-ids": RIGHT,
  "legacy-call": "model_call_unsupported",
  "stop-with-calls": RIGHT,
  "no-finish": RIGHT,
  "thinking-in-text": RIGHT,
  "content-in-parts": RIGHT,
};

for (const name of QUIRK_NAMES) {
  for (const form of ["streamed", "whole"] as const) {
    Deno.test(`the quirk ${name}, ${form}: ask says what happened`, async () => {
      await using server = startServer();
      await using endpoint = serveQuirk(name);
      const outcome = await runAsk("What time is it?", {
        flags: {
          servers: [server.url.href],
          authKey: [KEY],
          stream: form === "streamed",
          ...(name === "slow" ? { timeout: ["1"] } : {}),
        },
        environment: { API_URL: endpoint.url, API_KEY: "a-key-of-this-test" },
      });
      const given = OUTCOMES[name];
      const expected = typeof given === "object" && "whole" in given ? given[form] : given;
      const shown = `${outcome.error?.code} ${outcome.status}\n${outcome.stdout}\n${outcome.stderr}`;
      if (typeof expected === "string") return assert.equal(outcome.error?.code, expected, shown);
      assert.equal(outcome.error, undefined, shown);
      assert.match(outcome.stdout, expected.answer, shown);
      assert.equal(outcome.status, expected.status ?? 0, shown);
      if (expected.note) assert.match(outcome.stderr, expected.note);
    });
  }
}

const QUESTION = { role: "user", content: "What time is it?" };
const TOOL = {
  type: "function",
  function: { name: "get_current_time", parameters: { type: "object", properties: {} } },
};
const CALLED = {
  role: "assistant",
  content: null,
  tool_calls: [{
    id: "call00001",
    type: "function",
    function: { name: "get_current_time", arguments: "{}" },
  }],
};
const RESULT = { role: "tool", tool_call_id: "call00001", content: "It is 14:05." };

/** What an endpoint sends, asked for a call and for an answer, streamed and whole. */
async function replies(names: readonly QuirkName[]): Promise<string[]> {
  const endpoint = createQuirkEndpoint(names.map((name) => NAMED_QUIRKS[name]));
  const all: string[] = [];
  for (const messages of [[QUESTION], [QUESTION, CALLED, RESULT]]) {
    for (const stream of [true, false]) {
      const body = JSON.stringify({ model: "any", messages, tools: [TOOL], stream });
      const response = await endpoint(
        new Request("http://localhost/v1/chat/completions", { method: "POST", body }),
      );
      const text = await response.text().catch(String);
      all.push(`${response.status} ${response.headers.get("content-type")} ${text}`);
    }
  }
  return all;
}

for (const name of QUIRK_NAMES.filter((name) => name !== "slow")) {
  Deno.test(`the quirk ${name} is really staged: the replies are not those of a plain endpoint`, async () => {
    assert.notDeepEqual(await replies([name]), await replies([]));
  });
}

Deno.test("a body without end is refused, and not kept", async () => {
  const endpoint = createQuirkEndpoint([]);
  let sent = 0;
  const piece = new Uint8Array(1024 * 1024);
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      sent++;
      controller.enqueue(piece);
    },
  });
  const response = await endpoint(
    new Request("http://localhost/v1/chat/completions", { method: "POST", body }),
  );
  assert.equal(response.status, 413);
  assert.ok(sent < 24, `${sent} MiB were taken`);
});

Deno.test("two quirks are staged together", async () => {
  await using server = startServer();
  await using endpoint = serveQuirk("object-arguments", "no-ids", "thinking-in-text", "no-done");
  const { stdout, status } = await runAsk("What time is it?", {
    flags: { servers: [server.url.href], authKey: [KEY], reasoning: true },
    environment: { API_URL: endpoint.url, API_KEY: "a-key-of-this-test" },
  });
  assert.equal(status, 0);
  assert.match(stdout, /^It is 14:05/);
});

Deno.test("model serves the offline model to any client, says what it stages, and stops when it is asked to", async () => {
  await using served = startCli(["model", "--port", "0", "--quirk", "no-index,no-done"]);
  const [, url] = await served.said(/listens at (http:\S+),/);
  await served.said(/no-index: leaves out the index of its calls/);
  const models = await (await fetch(`${url}/models`)).json();
  assert.deepEqual(models.data.map(({ id }: { id: string }) => id), ["mcpdemo-offline"]);
  const body = JSON.stringify({ model: "any", messages: [{ role: "user", content: "hello" }] });
  const completion = await (await fetch(`${url}/chat/completions`, { method: "POST", body })).json();
  assert.equal(completion.choices[0].message.role, "assistant");
  const broken = await fetch(`${url}/chat/completions`, { method: "POST", body: "{" });
  assert.equal(broken.status, 400);
  await broken.body?.cancel();
  const elsewhere = await fetch(new URL("/v1/embeddings", url), { method: "POST", body });
  assert.equal(elsewhere.status, 404);
  await elsewhere.body?.cancel();
  await served.said(/POST \/v1\/embeddings 404/);
  served.kill("SIGTERM");
  assert.equal((await served.ended).status, 0);
});

Deno.test("model --quirk list names them all; an unknown one, and a taken port, are errors", async () => {
  const { status, stdout } = await runCli(["model", "--quirk", "list"]);
  assert.equal(status, 0);
  assert.deepEqual(stdout.trim().split("\n").map((line) => line.split(" ")[0]), [...QUIRK_NAMES]);
  const unknown = await runCli(["model", "--quirk", "no-indx"]);
  assert.equal(unknown.status, 2);
  assert.match(unknown.stderr, /Error unknown_quirk .*\n.*did you mean "no-index"/);
  await using server = startServer();
  const taken = await runCli(["model", "--port", server.url.port]);
  assert.match(taken.stderr, /Error port_taken/);
});

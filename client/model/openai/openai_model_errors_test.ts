/** How failures of a model endpoint reach the person. */
import assert from "node:assert/strict";
import { en } from "../../../cli/messages/en.ts";
import { type ErrorCode, UserError } from "../../../cli/errors.ts";
import { explainError } from "../../../cli/explain_error.ts";
import { errorText } from "../../../cli/error_text.ts";
import type { Fetch } from "../../../lib/fetch.ts";
import { createOpenAiModel } from "./openai_model.ts";
import { QUIET } from "./testing.ts";

const KEY = "sk-very-secret-key";
const never = new AbortController().signal;

function ask(fetch: Fetch, stream = false, signal = never, onText: (text: string) => void = () => {}) {
  const model = createOpenAiModel({
    ...QUIET,
    apiUrl: "http://model.test/v1",
    apiKey: KEY,
    model: "m1",
    fetch,
    stream,
    randomId: () => "random001",
  });
  return model({
    messages: [{ role: "user", content: "hi" }],
    tools: [],
    onText,
    onReasoning: () => {},
    signal,
  });
}

async function failureOf(answer: Promise<unknown>): Promise<UserError> {
  try {
    await answer;
  } catch (error) {
    assert.ok(error instanceof UserError, `not for a person: ${errorText(error)}`);
    return error;
  }
  assert.fail("it should have failed");
}

const stream = (...lines: string[]) =>
  new Response(ReadableStream.from(lines).pipeThrough(new TextEncoderStream()), {
    headers: { "content-type": "text/event-stream" },
  });
const json = (status: number, body: unknown) => Response.json(body, { status });
const SAID = { error: { message: `Something about ${KEY} and more`, type: "x" } };
const PIECE = 'data: {"choices":[{"index":0,"delta":{"content":"It"}}]}\n\n';

const STATUSES: [number, ErrorCode][] = [
  [400, "model_failing"],
  [401, "model_key_refused"],
  [403, "model_forbidden"],
  [404, "model_not_found"],
  [422, "model_failing"],
  [429, "model_rate_limited"],
  [500, "model_failing"],
  [503, "model_failing"],
];

for (const [status, code] of STATUSES) {
  for (const streams of [false, true]) {
    Deno.test(`HTTP ${status} ${streams ? "to a stream " : ""}is ${code}, in the endpoint's words`, async () => {
      const error = await failureOf(ask(() => Promise.resolve(json(status, SAID)), streams));
      assert.equal(error.code, code);
      assert.equal(error.data.url, "http://model.test/v1");
      assert.match(error.data.detail ?? "", /Something about \*\*\* and more/);
    });
  }
}

Deno.test("A 404 names the model", async () => {
  const error = await failureOf(ask(() => Promise.resolve(json(404, SAID))));
  assert.equal(error.data.model, "m1");
});

const FAILING: Record<string, [boolean, () => Response, RegExp]> = {
  "an error in a 200": [false, () => json(200, { ...SAID, choices: [] }), /Something about \*\*\* and more/],
  "an error that is a text, in a 200": [false, () => json(200, { error: `No ${KEY}` }), /"?No \*\*\*/],
  "an error in the first chunk": [
    true,
    () => stream(`data: ${JSON.stringify(SAID)}\n\n`),
    /about \*\*\* and/,
  ],
  "an error in mid-stream": [
    true,
    () => stream(PIECE, `data: ${JSON.stringify({ ...SAID, choices: [] })}\n\n`, "data: [DONE]\n\n"),
    /about \*\*\* and/,
  ],
  "an error as an event of that name": [
    true,
    () => stream(PIECE, `event: error\ndata: ${JSON.stringify(SAID)}\n\n`),
    /about \*\*\* and/,
  ],
  "a 200 without choices": [false, () => json(200, { object: "x" }), /no choice/],
  "a 200 with an empty list of choices": [false, () => json(200, { choices: [] }), /its answer is empty/],
  "a 200 with broken JSON": [
    false,
    () => new Response("{", { headers: { "content-type": "application/json" } }),
    /JSON/,
  ],
  "a stream without a chunk": [true, () => stream("data: [DONE]\n\n"), /its answer is empty/],
  "a stream that ends at once": [true, () => stream(""), /its answer is empty/],
  "a stream with broken JSON": [true, () => stream(PIECE, "data: {oops\n\n"), /malformed/],
};

for (const [name, [streams, answer, detail]] of Object.entries(FAILING)) {
  Deno.test(`An endpoint that answers with ${name} is failing, and its words do not hold the key`, async () => {
    const error = await failureOf(ask(() => Promise.resolve(answer()), streams));
    assert.equal(error.code, "model_failing");
    assert.doesNotMatch(Object.values(error.data).join(), new RegExp(KEY));
    assert.match(explainError(error, en).title, detail);
  });
}

for (const streams of [false, true]) {
  Deno.test(`A 200 with HTML${streams ? " instead of a stream" : ""} comes from the wrong address`, async () => {
    const page = new Response("<h1>Hello</h1>", { headers: { "content-type": "text/html" } });
    const error = await failureOf(ask(() => Promise.resolve(page), streams));
    assert.equal(error.code, "model_wrong_address");
    assert.match(explainError(error, en).title, /a web page/);
  });
}

Deno.test("A stream that breaks off is a reply that is not whole", async () => {
  const broken = new ReadableStream<Uint8Array<ArrayBuffer>>({
    start: (controller) => controller.enqueue(new TextEncoder().encode(PIECE)),
    pull: (controller) => controller.error(new TypeError("error reading a body from connection")),
  });
  const { text, isCut, interruption } = await ask(() => Promise.resolve(new Response(broken)), true);
  assert.deepEqual([text, isCut, interruption?.why], ["It", true, "brokeOff"]);
  assert.match(interruption?.words ?? "", /reading a body/);
});

Deno.test("What the endpoint says reaches the error on one line, without controls", async () => {
  const answer = json(400, { error: { message: "one\n\u001b[31mtwo" } });
  const error = await failureOf(ask(() => Promise.resolve(answer)));
  assert.equal(error.data.detail, "400 one [31mtwo");
});

Deno.test("An endpoint that cannot be reached is asked three times, then unreachable", async () => {
  let asked = 0;
  const error = await failureOf(ask(() => {
    asked++;
    const reason = "client error (Connect): tcp connect error: Connection refused (os error 111)";
    throw new TypeError(`error sending request for url (http://model.test/v1/chat/completions): ${reason}`);
  }));
  assert.equal(error.code, "model_unreachable");
  assert.equal(error.data.detail, "tcp connect error: Connection refused");
  assert.equal(asked, 3);
});

Deno.test("A 429 and a 503 are tried again after their Retry-After", async () => {
  const answers = [
    new Response(null, { status: 429, headers: { "retry-after": "0" } }),
    new Response(null, { status: 503, headers: { "retry-after": "0" } }),
    Response.json({ choices: [{ message: { content: "fine" }, finish_reason: "stop" }] }),
  ];
  assert.equal((await ask(() => Promise.resolve(answers.shift()!))).text, "fine");
});

Deno.test("An error for the user that the fetch throws is thrown as it is", async () => {
  const refused = new UserError("redirect_refused", { url: "a", location: "b" });
  assert.equal(await failureOf(ask(() => Promise.reject(refused))), refused);
});

for (const streams of [false, true]) {
  const what = streams ? "a stream" : "a whole answer";
  Deno.test(`A signal that is aborted before ${what} comes ends the question with its reason`, async () => {
    const controller = new AbortController();
    const reason = new UserError("timeout", { seconds: "1" });
    const answer = ask(
      (_input, init) => {
        controller.abort(reason);
        return Promise.reject(init?.signal?.reason);
      },
      streams,
      controller.signal,
    );
    assert.equal(await failureOf(answer), reason);
  });
}

Deno.test("A signal that is aborted in mid-stream ends the question with its reason, not with half an answer", async () => {
  const controller = new AbortController();
  const reason = new UserError("timeout", { seconds: "1" });
  const fetch: Fetch = (_input, init) => {
    const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
      start(stream) {
        stream.enqueue(new TextEncoder().encode(PIECE));
        init?.signal?.addEventListener("abort", () => stream.error(init.signal?.reason));
      },
    });
    return Promise.resolve(new Response(body));
  };
  const answer = ask(fetch, true, controller.signal, () => controller.abort(reason));
  assert.equal(await failureOf(answer), reason);
});

const WITHIN_200: readonly (readonly [unknown, ErrorCode])[] = [
  [{ code: 429, message: "slow down" }, "model_rate_limited"],
  [{ code: 401, message: "no" }, "model_key_refused"],
  [{ code: 404, message: "No endpoints found that support tool use" }, "model_without_tools"],
  [{ code: "x", message: "no" }, "model_failing"],
];
for (const [error, code] of WITHIN_200) {
  for (const streams of [false, true]) {
    Deno.test(`The error ${JSON.stringify(error)} within a 200, ${streams ? "streamed" : "whole"}: ${code}`, async () => {
      const answer = () => streams ? stream(`data: ${JSON.stringify({ error })}\n\n`) : json(200, { error });
      assert.equal((await failureOf(ask(() => Promise.resolve(answer()), streams))).code, code);
    });
  }
}

const WITHOUT_TOOLS: readonly (readonly [number, string, ErrorCode])[] = [
  [400, "registry.ollama.ai/library/gemma:2b does not support tools", "model_without_tools"],
  [400, "Unrecognized request argument supplied: tools", "model_without_tools"],
  [400, "groq does not support parameters: ['tools'], for model=x", "model_without_tools"],
  [400, "Function calling is not supported with this model", "model_without_tools"],
  [400, "tool_choice is not supported", "model_failing"],
  [400, "parallel_tool_calls does not support this", "model_failing"],
  [500, "tools param requires --jinja flag", "model_tools_off"],
];
for (const [status, message, code] of WITHOUT_TOOLS) {
  Deno.test(`"${message}" is ${code}`, async () => {
    const error = await failureOf(ask(() => Promise.resolve(json(status, { error: { message } }))));
    assert.equal(error.code, code);
    assert.match(error.data.detail ?? "", /[a-z]/);
  });
}

import assert from "node:assert/strict";
import type { ModelCall, ModelMessage, ModelTool, Turn } from "../model.ts";
import { createOpenAiModel, type OpenAiOptions } from "./openai_model.ts";
import { QUIET } from "./testing.ts";

const TOOLS: ModelTool[] = [{ name: "time", description: "Tells the time", parameters: { type: "object" } }];
const signal = new AbortController().signal;

interface Asked {
  readonly turn: Turn;
  readonly texts: readonly string[];
  readonly request: Request;
  readonly body: Record<string, unknown>;
}

/** Asks a model whose endpoint answers with `response`. */
async function ask(
  response: Response,
  options: Partial<OpenAiOptions> = {},
  question: { messages?: ModelMessage[]; tools?: ModelTool[] } = {},
): Promise<Asked> {
  const texts: string[] = [];
  const requests: Request[] = [];
  let made = 0;
  const model = createOpenAiModel({
    ...QUIET,
    apiUrl: "http://model.test/v1",
    apiKey: "sk-secret",
    model: "m1",
    stream: response.headers.get("content-type") === "text/event-stream",
    randomId: () => `random00${++made}`,
    fetch: (input, init) => {
      requests.push(new Request(input, init));
      return Promise.resolve(response);
    },
    ...options,
  });
  const turn = await model({
    messages: [{ role: "user", content: "hi" }],
    tools: TOOLS,
    onText: (text) => void texts.push(text),
    onReasoning: () => {},
    signal,
    ...question,
  });
  assert.equal(requests.length, 1);
  const request = requests[0]!;
  return { turn, texts, request, body: await request.clone().json() };
}

const STREAM = { headers: { "content-type": "text/event-stream" } };
const events = (...lines: unknown[]) =>
  new Response(
    ReadableStream.from(
      lines.map((line) => typeof line === "string" ? line : `data: ${JSON.stringify(line)}\n\n`),
    )
      .pipeThrough(new TextEncoderStream()),
    STREAM,
  );
const chunk = (delta: unknown, finish_reason: string | null = null) => ({
  choices: [{ index: 0, delta, finish_reason }],
});
const whole = (message: unknown, finish_reason = "stop") =>
  Response.json({ id: "x", object: "chat.completion", choices: [{ index: 0, message, finish_reason }] });
const called = (id: string | undefined, name: string, args: unknown, index?: number) => ({
  ...(index === undefined ? {} : { index }),
  ...(id === undefined ? {} : { id }),
  type: "function",
  function: { name, arguments: args },
});
const DONE = "data: [DONE]\n\n";
const brief = ({ calls }: Turn) => calls.map(({ id, name, arguments: args }) => [id, name, args]);

Deno.test("A streamed text arrives piece by piece", async () => {
  const { turn, texts } = await ask(events(
    chunk({ role: "assistant", content: "" }),
    chunk({ content: "It is" }),
    chunk({ content: " noon." }),
    chunk({}, "stop"),
    DONE,
  ));
  assert.deepEqual(turn, { text: "It is noon.", calls: [], isCut: false });
  assert.deepEqual(texts, ["It is", " noon."]);
});

Deno.test("A text that has arrived is passed on before the next piece comes", async () => {
  const { readable, writable } = new TransformStream<string, string>();
  const writer = writable.getWriter();
  const first = Promise.withResolvers<string>();
  const model = createOpenAiModel({
    ...QUIET,
    apiUrl: "http://model.test/v1",
    apiKey: undefined,
    model: "m1",
    stream: true,
    randomId: () => "",
    fetch: () => Promise.resolve(new Response(readable.pipeThrough(new TextEncoderStream()), STREAM)),
  });
  const turn = model({ messages: [], tools: [], onText: first.resolve, onReasoning: () => {}, signal });
  await writer.write(`data: ${JSON.stringify(chunk({ content: "early" }))}\n\n`);
  assert.equal(await first.promise, "early");
  await writer.write(DONE);
  await writer.close();
  assert.equal((await turn).text, "early");
});

Deno.test("A whole text arrives at once", async () => {
  const { turn, texts } = await ask(whole({ role: "assistant", content: "It is noon.", tool_calls: [] }));
  assert.deepEqual(turn, { text: "It is noon.", calls: [], isCut: false });
  assert.deepEqual(texts, ["It is noon."]);
});

const TWO_CALLS: unknown[] = [["a", "time", { ok: { tz: "UTC" } }], ["b", "time", { ok: {} }]];
const ANSWERS: Record<string, [() => Response, unknown[]]> = {
  "two streamed calls": [() =>
    events(
      chunk({ tool_calls: [called("a", "time", "", 0)] }),
      chunk({ tool_calls: [{ index: 0, function: { arguments: '{"tz":' } }] }),
      chunk({ tool_calls: [{ index: 0, function: { arguments: '"UTC"}' } }, called("b", "time", "{}", 1)] }),
      chunk({}, "tool_calls"),
      DONE,
    ), TWO_CALLS],
  "two whole calls": [
    () =>
      whole({ content: null, tool_calls: [called("a", "time", '{"tz":"UTC"}'), called("b", "time", "")] }),
    TWO_CALLS,
  ],
  'calls with finish_reason "stop"': [
    () => events(chunk({ tool_calls: [called("a", "time", "{}", 0)] }), chunk({}, "stop"), DONE),
    [["a", "time", { ok: {} }]],
  ],
  "calls without [DONE]": [
    () => events(chunk({ tool_calls: [called("a", "time", "{}", 0)] }), chunk({}, "tool_calls")),
    [["a", "time", { ok: {} }]],
  ],
  "calls without finish_reason": [
    () => events(chunk({ tool_calls: [called("a", "time", "{}", 0)] }), DONE),
    [["a", "time", { ok: {} }]],
  ],
  "SSE comments, and chunks with empty choices, usage and backend": [() =>
    events(
      ": OPENROUTER PROCESSING\n\n",
      { choices: [], usage: null, backend: { name: "vllm" } },
      chunk({ tool_calls: [called("a", "time", "{}", 0)] }),
      ": OPENROUTER PROCESSING\n\n",
      chunk({}, "tool_calls"),
      { choices: [], usage: { total_tokens: 3 } },
      { usage: { total_tokens: 3 } },
      { choices: null },
      DONE,
    ), [["a", "time", { ok: {} }]]],
  "missing ids as 9 letters or digits, each its own": [
    () => whole({ tool_calls: [called("", "time", "{}"), called(undefined, "echo", "{}")] }),
    [["random001", "time", { ok: {} }], ["random002", "echo", { ok: {} }]],
  ],
  "an id that two streamed calls share once, then a made-up one": [
    () => events(chunk({ tool_calls: [called("x", "time", "{}", 0), called("x", "echo", "{}", 1)] }), DONE),
    [["x", "time", { ok: {} }], ["random001", "echo", { ok: {} }]],
  ],
  "whole calls that share one id as two calls": [
    () => whole({ tool_calls: [called("x", "time", '{"a":1}'), called("x", "echo", '{"b":2}')] }),
    [["x", "time", { ok: { a: 1 } }], ["random001", "echo", { ok: { b: 2 } }]],
  ],
  "whole calls without ids and arguments as two calls": [
    () => whole({ tool_calls: [called("", "time", ""), called("", "echo", '{"b":2}')] }),
    [["random001", "time", { ok: {} }], ["random002", "echo", { ok: { b: 2 } }]],
  ],
  'arguments as an object, null, "null" and blank': [() =>
    whole({
      tool_calls: [
        called("a", "w", { tz: "UTC" }),
        called("b", "x", null),
        called("c", "y", "null"),
        called("d", "z", " \n"),
      ],
    }), [["a", "w", { ok: { tz: "UTC" } }], ["b", "x", { ok: {} }], ["c", "y", { ok: {} }], [
    "d",
    "z",
    { ok: {} },
  ]]],
  "no call if the name is missing": [
    () => whole({ content: "x", tool_calls: [called("a", "", "{}")] }),
    [],
  ],
};

for (const [name, [answer, expected]] of Object.entries(ANSWERS)) {
  Deno.test(`The model reads ${name}`, async () => {
    assert.deepEqual(brief((await ask(answer())).turn), expected);
  });
}

Deno.test("Calls without [DONE] and without finish_reason are not made: the stream broke off", async () => {
  const answer = ask(events(chunk({ tool_calls: [called("a", "time", "{}", 0)] })));
  await assert.rejects(answer, { code: "model_broke_off" });
});

const problemOf = ({ calls }: Turn) =>
  calls.map((call) => "problem" in call.arguments && call.arguments.problem);

for (const args of ['{"tz": "U', "tz=UTC", '{"a":1}{"b":2}', "[1]", '"UTC"', "5"]) {
  Deno.test(`The arguments ${args} are a problem, and are kept as they were written`, async () => {
    const { turn } = await ask(whole({ tool_calls: [called("a", "time", args)] }, "tool_calls"));
    assert.match(String(problemOf(turn)[0]), /^the arguments are not (valid JSON: .|a JSON object$)/);
    assert.equal(turn.calls[0]?.written, args);
  });
}

for (const args of ["", '{"tz":', '{"tz":"UTC"}']) {
  Deno.test(`The last call of a reply cut at its length is not run, with arguments ${args || '""'}`, async () => {
    const tool_calls = [called("a", "time", "{}", 0), called("b", "time", args, 1)];
    const { turn } = await ask(events(chunk({ tool_calls }), chunk({}, "length"), DONE));
    const problems = problemOf(turn);
    assert.equal(problems[0], false);
    assert.match(String(problems[1]), /cut at its length limit/);
  });
}

Deno.test("A request has the model, the messages, the tools with tool_choice auto, and the key as a bearer token", async () => {
  const { request, body } = await ask(whole({ content: "x" }));
  assert.equal(request.url, "http://model.test/v1/chat/completions");
  assert.equal(request.headers.get("authorization"), "Bearer sk-secret");
  assert.deepEqual(body, {
    model: "m1",
    messages: [{ role: "user", content: "hi" }],
    tools: [{ type: "function", function: TOOLS[0] }],
    tool_choice: "auto",
    stream: false,
  });
});

Deno.test("Without a key no Authorization header is sent", async () => {
  const { request } = await ask(whole({ content: "x" }), { apiKey: undefined });
  assert.equal(request.headers.has("authorization"), false);
});

Deno.test("Tools are left out if there are none", async () => {
  const { body } = await ask(events(chunk({ content: "x" }), DONE), {}, { tools: [] });
  assert.equal("tools" in body, false);
  assert.equal(body.stream, true);
});

Deno.test("The history is sent with readable arguments, and only the text beside calls may be empty", async () => {
  const calls: ModelCall[] = [
    { id: "a", name: "time", arguments: { ok: { tz: "UTC" } }, written: '{"tz": "UTC"}' },
    { id: "b", name: "time", arguments: { problem: "no JSON" }, written: "{oops" },
  ];
  const { body } = await ask(whole({ content: "x" }), {}, {
    messages: [
      { role: "user", content: "hi" },
      { role: "assistant", content: "", calls },
      { role: "tool", callId: "a", content: "noon" },
      { role: "tool", callId: "b", content: "" },
      { role: "assistant", content: "It is noon.", calls: [] },
    ],
  });
  const wired = (id: string, args: string) => ({
    id,
    type: "function",
    function: { name: "time", arguments: args },
  });
  assert.deepEqual(body.messages, [
    { role: "user", content: "hi" },
    { role: "assistant", content: "", tool_calls: [wired("a", '{"tz":"UTC"}'), wired("b", "{}")] },
    { role: "tool", tool_call_id: "a", content: "noon" },
    { role: "tool", tool_call_id: "b", content: "(nothing)" },
    { role: "assistant", content: "It is noon." },
  ]);
});

Deno.test("What an endpoint refuses is left out, said once, and stays out for the run", async () => {
  const bodies: Record<string, unknown>[] = [];
  const refused: string[] = [];
  const model = createOpenAiModel({
    ...QUIET,
    apiUrl: "http://model.test/v1",
    apiKey: undefined,
    model: "m1",
    stream: true,
    maxTokens: 8_192,
    randomId: () => "",
    onRefused: (part) => refused.push(part),
    fetch: (_input, init) => {
      const body = JSON.parse(String(init?.body));
      bodies.push(body);
      const part = ["max_tokens", "stream_options"].find((name) => name in body);
      return Promise.resolve(
        part
          ? Response.json({ error: { message: `Unsupported parameter: '${part}'` } }, { status: 400 })
          : events(chunk({ content: "x" }), DONE),
      );
    },
  });
  const question = { messages: [], tools: [], onText: () => {}, onReasoning: () => {}, signal };
  await model(question);
  await model(question);
  assert.deepEqual(refused, ["max_tokens", "stream_options"]);
  assert.deepEqual(bodies.map((body) => Object.keys(body).slice(2).join()), [
    "max_tokens,stream_options,stream",
    "stream_options,stream",
    "stream",
    "stream",
  ]);
});

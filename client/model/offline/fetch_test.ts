import assert from "node:assert/strict";
import fc from "fast-check";
import { accumulate, type Delta, EMPTY_REPLY, type Reply } from "../stream/accumulate.ts";
import { OFFLINE_MODEL, OFFLINE_URL, offlineFetch } from "./fetch.ts";

const COMPLETIONS = `${OFFLINE_URL}/chat/completions`;
const post = (body: unknown) =>
  offlineFetch(new Request(COMPLETIONS, { method: "POST", body: JSON.stringify(body) }));

const TIME = {
  type: "function",
  function: {
    name: "get_current_time",
    description: "Tells the current time",
    parameters: { type: "object", properties: { timezone: { type: "string" } } },
  },
};
const user = (content: unknown) => ({ role: "user", content });

async function wholeReply(body: object): Promise<Reply> {
  const response = await post(body);
  assert.equal(response.status, 200);
  const { choices } = await response.json();
  return accumulate(EMPTY_REPLY, choices[0].message, choices[0].finish_reason);
}

async function streamedReply(body: object): Promise<{ reply: Reply; deltas: Delta[] }> {
  const response = await post({ ...body, stream: true });
  assert.equal(response.headers.get("content-type"), "text/event-stream");
  const events = (await response.text()).split("\n\n");
  assert.deepEqual(events.slice(-2), ["data: [DONE]", ""]);
  const chunks = events.slice(0, -2).map((event) => JSON.parse(event.replace(/^data: /, "")));
  const reply = chunks.reduce<Reply>(
    (reply, { choices: [{ delta, finish_reason }] }) => accumulate(reply, delta, finish_reason),
    EMPTY_REPLY,
  );
  return { reply, deltas: chunks.map(({ choices }) => choices[0].delta) };
}

Deno.test("GET /v1/models lists the one model", async () => {
  const response = await offlineFetch(new Request(`${OFFLINE_URL}/models`));
  assert.equal(response.status, 200);
  const { object, data } = await response.json();
  assert.equal(object, "list");
  assert.deepEqual(data.map(({ id }: { id: string }) => id), [OFFLINE_MODEL]);
});

for (
  const [method, path] of [
    ["GET", "/chat/completions"],
    ["POST", "/models"],
    ["POST", "/completions"],
    ["GET", "/"],
  ]
) {
  Deno.test(`${method} ${path} is a 404 in the manner of OpenAI`, async () => {
    const response = await offlineFetch(new Request(OFFLINE_URL + path, { method: method! }));
    assert.equal(response.status, 404);
    const { error } = await response.json();
    assert.match(error.message, /Unknown request URL/);
    assert.equal(error.type, "invalid_request_error");
  });
}

for (const body of ["", "{", "null", "[]", "1", '"x"', "{}", '{"messages":"hi"}', '{"messages":{}}']) {
  Deno.test(`The body ${body || '""'} is a 400 with a reason`, async () => {
    const response = await offlineFetch(new Request(COMPLETIONS, { method: "POST", body }));
    assert.equal(response.status, 400);
    assert.match((await response.json()).error.message, /not valid JSON|'messages' must be an array/);
  });
}

Deno.test("A call comes whole, with an id of 9 letters or digits and JSON arguments", async () => {
  const response = await post({ messages: [user("What time is it in Tokyo?")], tools: [TIME] });
  const body = await response.json();
  assert.equal(body.object, "chat.completion");
  assert.equal(body.model, OFFLINE_MODEL);
  const { message, finish_reason } = body.choices[0];
  assert.equal(finish_reason, "tool_calls");
  assert.equal(message.content, null);
  assert.equal(message.tool_calls.length, 1);
  assert.match(message.tool_calls[0].id, /^[A-Za-z0-9]{9}$/);
  assert.deepEqual(message.tool_calls[0].function, {
    name: "get_current_time",
    arguments: '{"timezone":"Asia/Tokyo"}',
  });
});

Deno.test("A text comes in words, so that it can be seen to be streamed", async () => {
  const { deltas } = await streamedReply({ messages: [user("hello")] });
  assert.ok(deltas.filter(({ content }) => content).length > 5);
});

Deno.test("The ids of the calls of a conversation differ", async () => {
  const first = [user("Time in Tokyo and Paris?")];
  const second = [...first, { role: "assistant", content: "Well." }, user("Time in Tokyo and Paris?")];
  const replies = await Promise.all(
    [first, second].map((messages) => wholeReply({ messages, tools: [TIME] })),
  );
  const ids = replies.flatMap(({ calls }) => calls.map(({ id }) => id));
  assert.equal(ids.length, 4);
  assert.equal(new Set(ids).size, 4);
});

Deno.test("Streamed and whole, any conversation gives the same reply", async () => {
  const question = fc.oneof(
    fc.string(),
    fc.constantFrom(
      "What time is it?",
      "Time in Tokyo, Paris and New York?",
      "Quelle heure est-il à Londres ?",
      "bonjour",
    ),
  );
  const answered = fc.record({ content: fc.string({ unit: "grapheme" }), known: fc.boolean() });
  const call = { id: "call00100", type: "function", function: { name: "get_current_time", arguments: "{}" } };
  const conversation = fc.tuple(question, fc.option(answered), fc.boolean());
  await fc.assert(fc.asyncProperty(conversation, async ([content, result, hasTools]) => {
    const messages = [
      user(content),
      ...(result === null ? [] : [
        { role: "assistant", content: null, tool_calls: [call] },
        { role: "tool", tool_call_id: result.known ? call.id : "unknown", content: result.content },
      ]),
    ];
    const body = { messages, ...(hasTools ? { tools: [TIME] } : {}) };
    const [whole, streamed] = await Promise.all([wholeReply(body), streamedReply(body)]);
    const brief = ({ text, calls, finishReason }: Reply) => ({
      text,
      finishReason,
      calls: calls.map(({ id, name, arguments: args }) => [id, name, args]),
    });
    assert.deepEqual(brief(streamed.reply), brief(whole));
  }));
});

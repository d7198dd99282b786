/**
 * Whatever a model endpoint answers, `ask` ends with an answer that is whole, or with an error in its own words: never
 * with those of a parser or a stack, and never with exit status 0 without a whole answer.
 */
import assert from "node:assert/strict";
import fc from "fast-check";
import { explainError } from "../../cli/explain_error.ts";
import { en } from "../../cli/messages/en.ts";
import { fr } from "../../cli/messages/fr.ts";
import { createOpenAiModel } from "../../client/model/openai/openai_model.ts";
import { listModels } from "../../client/model/openai/list_models.ts";
import { QUIET } from "../../client/model/openai/testing.ts";
import type { Turn } from "../../client/model/model.ts";
import { UserError } from "../../cli/errors.ts";

/** What a bug, a parser or a validator would say. */
const RAW =
  /is not a function|cannot read prop|undefined|is not iterable|not an object|unexpected (token|end)|in JSON at|\bat (position|file:|async )|\.ts:\d|call stack|TypeError|RangeError|SyntaxError|ZodError|invalid_type|\[object /i;

const TEXT = "It is noon.";
const CALL = {
  index: 0,
  id: "call_1",
  type: "function",
  function: { name: "time", arguments: '{"zone":"UTC"}' },
};
const USAGE = { prompt_tokens: 900, completion_tokens: 9, total_tokens: 909 };

const chunkOf = (delta: object, finish_reason: string | null = null) => ({
  id: "c",
  choices: [{ index: 0, delta, finish_reason }],
});
const SOUND = {
  wholeText: {
    id: "c",
    choices: [{ message: { role: "assistant", content: TEXT }, finish_reason: "stop" }],
    usage: USAGE,
  },
  wholeCall: { choices: [{ message: { content: null, tool_calls: [CALL] }, finish_reason: "tool_calls" }] },
  textChunk: chunkOf({ role: "assistant", content: TEXT }),
  callChunk: chunkOf({ tool_calls: [CALL] }),
  lastChunk: chunkOf({}, "stop"),
  usageChunk: { choices: [], usage: USAGE },
  detail: { detail: [{ loc: ["body", 0], msg: "Field required" }] },
  error: { error: { message: "It is broken", type: "server_error", code: "broken", param: null } },
  jsonRpc: { jsonrpc: "2.0", id: null, error: { code: -32600, message: "no" } },
  list: { object: "list", data: [{ id: "m" }, { id: "n" }] },
};

const odd = fc.oneof(
  fc.constantFrom<unknown>(null, true, 0, -1, 1e308, "", "x", [], {}, [null], [[]], { toString: null }, {
    length: 3,
  }),
  fc.jsonValue({ maxDepth: 2 }),
  fc.constant("DEEP"),
);

/** A sound value with odd ones in up to three places of it. */
const spoiled = fc.tuple(
  fc.constantFrom<unknown>(...Object.values(SOUND)),
  fc.array(fc.tuple(fc.nat(), odd), { maxLength: 3 }),
).map(([sound, changes]) => changes.reduce((value, [place, odd]) => withOdd(value, place, odd), sound));

/** `value` with `odd` in the place of one of the values in it. */
function withOdd(value: unknown, place: number, odd: unknown): unknown {
  const count = countOf(value);
  let left = place % count;
  const visit = (each: unknown): unknown => {
    if (left-- === 0) return odd;
    if (Array.isArray(each)) return each.map(visit);
    if (typeof each !== "object" || each === null) return each;
    return Object.fromEntries(Object.entries(each).map(([key, child]) => [key, visit(child)]));
  };
  return visit(value);
}

function countOf(value: unknown): number {
  if (typeof value !== "object" || value === null) return 1;
  return Object.values(value).reduce<number>((sum, child) => sum + countOf(child), 1);
}

/** As JSON, with something deep in the place of the word for it. */
function toJson(value: unknown): string {
  return JSON.stringify(value).replaceAll('"DEEP"', "[".repeat(20_000) + "]".repeat(20_000));
}

const lineEnd = fc.constantFrom("\n", "\r\n", "\r");
const event = fc.oneof(
  spoiled.map((value) => `data: ${toJson(value)}`),
  spoiled.map((value) => `event: error\ndata: ${toJson(value)}`),
  fc.constantFrom(
    "data: [DONE]",
    "data:[DONE]",
    "data: ping",
    ": comment",
    "data:",
    "garbage",
    "data: {broken",
  ),
);
const stream = fc.tuple(fc.array(event, { maxLength: 6 }), lineEnd).map(([events, end]) =>
  events.map((each) => `${each}\n\n`).join("").replaceAll("\n", end)
);
const page = fc.constantFrom(
  "<!doctype html><title>Hi</title>",
  "\ufeff<html>",
  "<?xml version='1.0'?><a/>",
  "Not Found",
);
const body = fc.tuple(
  fc.oneof(
    spoiled.map(toJson),
    stream,
    page,
    fc.string(),
    fc.constantFrom("", " ", "\n"),
  ),
  fc.oneof(fc.constant(1), fc.constant(1), fc.double({ min: 0, max: 1, noNaN: true })),
).map(([text, share]) => text.slice(0, Math.ceil(text.length * share)));

const answer = fc.record({
  status: fc.oneof(
    { weight: 3, arbitrary: fc.constant(200) },
    fc.constantFrom(201, 202, 204, 300, 302, 304, 307, 400, 401, 402, 403, 404, 413, 422, 429, 500, 503, 599),
  ),
  type: fc.constantFrom("application/json", "text/event-stream", "text/html", "text/plain", ""),
  location: fc.constantFrom(
    "",
    "",
    "/v1/chat/completions",
    "https://other.example/v1/chat/completions",
    "http://[",
  ),
  body,
  /** The lengths of the pieces in which the body comes. */
  cuts: fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 }),
  hangsUp: fc.constantFrom(false, false, true),
});
type Answer = typeof answer extends fc.Arbitrary<infer T> ? T : never;

function respond({ status, type, location, body, cuts, hangsUp }: Answer): Response {
  const headers = { ...(type ? { "content-type": type } : {}), ...(location ? { location } : {}) };
  if ([204, 304].includes(status)) return new Response(null, { status, headers });
  const bytes = new TextEncoder().encode(body);
  let [at, index] = [0, 0];
  const pieces = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull(controller) {
      if (at >= bytes.length) {
        return hangsUp ? controller.error(new TypeError("connection reset")) : controller.close();
      }
      const length = cuts[index++ % cuts.length]!;
      controller.enqueue(bytes.slice(at, at += length));
    },
  });
  const response = new Response(pieces, { status, headers });
  if (!type) response.headers.delete("content-type");
  return response;
}

const signal = new AbortController().signal;
const TOOLS = [{ name: "time", description: "The time", parameters: { type: "object" } }];

async function ask(given: Answer, stream: boolean): Promise<Turn> {
  const model = createOpenAiModel({
    ...QUIET,
    apiUrl: "http://models.test/v1",
    apiKey: "a-key-of-this-test",
    model: "m",
    stream,
    randomId: () => "abcdefghi",
    fetch: () => Promise.resolve(respond(given)),
  });
  return await model({
    messages: [{ role: "user", content: "What time is it?" }],
    tools: TOOLS,
    onText() {},
    onReasoning() {},
    signal,
  });
}

function assertUserError(error: unknown): void {
  assert.ok(error instanceof UserError, `not for a user: ${error instanceof Error ? error.stack : error}`);
  assert.notEqual(error.code, "internal");
  assert.ok(error.exitStatus > 0);
  for (const messages of [en, fr]) {
    const { title, fix } = explainError(error, messages);
    // What the endpoint wrote itself may be anything.
    assert.doesNotMatch(title.replace(/It is broken.*|It says:.*/s, ""), RAW);
    assert.ok(fix);
    assert.ok(title.length < 1_000, title);
  }
}

/** Whether an answer's end is marked in its body, or it is a whole completion. */
function hasEnd({ body }: Answer): boolean {
  return /finish_reason"\s*:\s*(?!null|""|false|0\b)|\[DONE\]/i.test(body) ||
    /^\s*\{[^]*"message"/.test(body);
}

for (const isStreamed of [true, false]) {
  Deno.test(`any answer to a question is an answer or an error in our words, ${isStreamed ? "streamed" : "whole"}`, async () => {
    await fc.assert(
      fc.asyncProperty(answer, async (given) => {
        let turn: Turn;
        try {
          turn = await ask(given, isStreamed);
        } catch (error) {
          return assertUserError(error);
        }
        assert.ok(given.status < 300, "an answer of a refusal");
        assert.ok(turn.text !== "" || turn.calls.length > 0, "an answer without anything in it");
        assert.equal(typeof turn.text, "string");
        if (!turn.isCut) assert.ok(hasEnd(given), "a whole answer without its end");
      }),
      { numRuns: 3_000 },
    );
  });
}

Deno.test("any answer to the list of models is a list of names or an error in our words", async () => {
  await fc.assert(
    fc.asyncProperty(answer, async (given) => {
      const endpoint = {
        apiUrl: "http://models.test/v1",
        apiKey: undefined,
        fetch: () => Promise.resolve(respond(given)),
      };
      try {
        const names = await listModels(endpoint, signal);
        assert.ok(names.every((name) => typeof name === "string"));
      } catch (error) {
        assertUserError(error);
      }
    }),
    { numRuns: 2_000 },
  );
});

Deno.test("a sound stream is the same answer, however it is framed", async () => {
  const sound = [SOUND.textChunk, SOUND.lastChunk, SOUND.usageChunk].map((each) =>
    `data: ${JSON.stringify(each)}`
  );
  await fc.assert(
    fc.asyncProperty(
      answer,
      lineEnd,
      fc.array(fc.constantFrom(": c", "data: ping", "event: x", "id: 1"), { maxLength: 4 }),
      async (given, end, noise) => {
        const text = [...noise, ...sound, ...noise, "data: [DONE]", "data: {broken"].map((each) =>
          `${each}${end}${end}`
        ).join("");
        const turn = await ask({
          ...given,
          status: 200,
          type: "text/event-stream",
          body: text,
          hangsUp: given.hangsUp,
        }, true);
        assert.deepEqual([turn.text, turn.isCut, turn.usage?.promptTokens], [TEXT, false, 900]);
      },
    ),
  );
});

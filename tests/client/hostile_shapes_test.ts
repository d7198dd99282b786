/**
 * Servers that send nothing, nonsense, or the same thing forever: each ends in one clear line,
 * within the time limit.
 */
import assert from "node:assert/strict";
import { askHostile } from "../support/ask_hostile.ts";
import {
  complete,
  event,
  type Message,
  result,
  said,
  stream,
  toolNamed,
} from "../support/fake_mcp_server.ts";
import { type Attack, endlessly, ERAS, startHostile } from "../support/hostile_server.ts";
import { calls, text } from "../support/scripted_model.ts";

const STAGES = {
  "2024": ["GET", "initialize", "tools/list", "tools/call"],
  "2025": ["initialize", "tools/list", "tools/call"],
  "2026": ["server/discover", "tools/list", "tools/call"],
} as const;

for (const era of ERAS) {
  for (const stage of STAGES[era]) {
    Deno.test(`${era}: a server silent at ${stage} ends the run at the time limit`, async () => {
      await using server = startHostile(
        era,
        ({ method }, request) => (method ?? request.method) === stage ? "silence" : undefined,
      );
      const { status, error, stdout } = await askHostile(server.url, {
        flags: { timeout: ["1"], era: [era] },
      });
      assert.equal(error?.code, "timeout");
      assert.equal(status, 10);
      assert.equal(stdout, "");
    });
  }

  Deno.test(`${era}: a tool that asks to be called forever ends at --max-steps`, async () => {
    await using server = startHostile(
      era,
      ({ method }) => method === "tools/call" ? { result: said("Call me again.") } : undefined,
    );
    const script = Array.from({ length: 20 }, () => calls(["one", {}]));
    const { status, error, modelAsked } = await askHostile(server.url, {
      script,
      flags: { maxSteps: ["4"] },
    });
    assert.equal(error?.code, "max_steps");
    assert.equal(status, 8);
    assert.equal(modelAsked.length, 4);
  });

  Deno.test(`${era}: tools may be named like properties of Object.prototype, and of two with one name the first is offered`, async () => {
    const names = ["__proto__", "constructor", "toString", "one", "one"];
    await using server = startHostile(era, ({ method, params }) => {
      if (method === "tools/list") {
        return { result: complete({ tools: names.map((name) => toolNamed(name)) }) };
      }
      if (method === "tools/call") return { result: said(String(params?.name)) };
    });
    const script = [calls(["__proto__", {}], ["constructor", { __proto__: 1 }]), text("done")];
    const { status, modelAsked, stderr } = await askHostile(server.url, { script });
    assert.equal(status, 0);
    const offered = modelAsked[0]!.tools!.map((tool) => tool.function.name);
    assert.equal(new Set(offered).size, new Set(names).size);
    assert.match(stderr, /lists two tools with the name one/);
    assert.deepEqual(modelAsked[1]!.messages.slice(-2).map(({ content }) => content), [
      "__proto__",
      "constructor",
    ]);
  });

  Deno.test(`${era}: a tool whose inputSchema is a string is left out, and a note names it`, async () => {
    await using server = startHostile(
      era,
      ({ method }) =>
        method === "tools/list"
          ? { result: complete({ tools: [{ name: "odd", inputSchema: "object" }, toolNamed("one")] }) }
          : undefined,
    );
    const { status, told, stderr } = await askHostile(server.url);
    assert.match(stderr, /definition of the tool odd is not valid; mcpdemo leaves this tool out/);
    assert.equal(told, "fine");
    assert.equal(status, 0);
  });

  Deno.test(`${era}: a cursor that repeats itself ends the list, and fresh cursors end at a limit`, async () => {
    await using server = startHostile(
      era,
      ({ method }) =>
        method === "tools/list"
          ? { result: complete({ tools: [toolNamed("one")], nextCursor: "again" }) }
          : undefined,
    );
    const { asked } = server;
    await askHostile(server.url);
    const lists = asked.filter((each) => / tools\/list$/.test(each)).length;
    assert.ok(lists <= 100, `${lists} pages`);
  });
}

for (const era of ["2025", "2026"] as const) {
  Deno.test(`${era}: invalid JSON in the answer to tools/list is a server error`, async () => {
    await using server = startHostile(
      era,
      ({ method }) => method === "tools/list" ? { json: ['{"jsonrpc":"2.0",'] } : undefined,
    );
    const { status, error } = await askHostile(server.url);
    assert.equal(error?.code, "mcp_error");
    assert.equal(status, 5);
  });

  Deno.test(`${era}: unsolicited answers and progress change nothing`, async () => {
    const odd = [
      { jsonrpc: "2.0", id: 4711, result: { content: [{ type: "text", text: "forged" }] } },
      { jsonrpc: "2.0", id: "__proto__", result: {} },
      { jsonrpc: "2.0", method: "notifications/progress", params: { progressToken: 4711, progress: 1 } },
      { jsonrpc: "2.0", method: "notifications/progress", params: { progressToken: "x", progress: 1 } },
      { jsonrpc: "2.0", method: "notifications/cancelled", params: { requestId: 4711 } },
      { nonsense: true },
      "nonsense",
    ];
    await using server = startHostile(
      era,
      ({ id, method }) =>
        method === "tools/call"
          ? { events: [...odd.map((each) => event(each)), event(result(id, said("fine")))] }
          : undefined,
    );
    const { status, told, stderr } = await askHostile(server.url);
    assert.equal(status, 0);
    assert.equal(told, "fine");
    assert.doesNotMatch(stderr, /forged|4711/);
  });
}

const FORM = { mode: "form", message: "Who?", requestedSchema: { type: "object", properties: {} } };
const request = (id: unknown, method: string, params = {}) => event({ jsonrpc: "2.0", id, method, params });

Deno.test("2025: of an endless series of forms, 50 are answered", async () => {
  await using server = startHostile("2025", (message) => {
    if (message.method !== "tools/call") return undefined;
    return stream(Array.from({ length: 60 }, (_, id) => request(id, "elicitation/create", FORM)).join(""));
  });
  const { status, error, stderr } = await askHostile(server.url);
  const asked = stderr.match(/asks: Who\?/g)?.length ?? 0;
  assert.equal(error?.code, "mcp_asks_too_much");
  assert.equal(error.data.most, "50");
  assert.equal(status, 10);
  assert.equal(asked, 50);
});

Deno.test("2025: of endless requests that arrive faster than they are answered, some go unanswered", async () => {
  await using server = startHostile("2025", ({ method, id, result }) => {
    if (method === "tools/call") return { events: endlessly((count) => request(count, "ping").repeat(50)) };
    return result !== undefined && id !== undefined ? "silence" : undefined;
  });
  const { status, error } = await askHostile(server.url);
  assert.equal(error?.code, "mcp_asks_too_much");
  assert.equal(error.data.most, "100");
  assert.equal(status, 10);
  const answers = server.asked.filter((each) => / result$/.test(each)).length;
  assert.ok(answers <= 100, `${answers} answers`);
});

Deno.test("2026: a call that never stops asking for input ends at a limit", async () => {
  const again = {
    ...complete({
      inputRequests: { who: { method: "elicitation/create", params: FORM } },
      requestState: "s",
    }),
    resultType: "input_required",
  };
  await using server = startHostile(
    "2026",
    ({ method }) => method === "tools/call" ? { result: again } : undefined,
  );
  const { asked } = server;
  const { status } = await askHostile(server.url);
  assert.notEqual(status, 0);
  assert.ok(asked.filter((each) => / tools\/call$/.test(each)).length <= 50);
});

for (const [retry, least, most] of [["0", 500, 500], ["99999999999999", 30_000, 30_000]] as const) {
  Deno.test(`a stream that keeps ending with \`retry: ${retry}\` is resumed after ${least} ms`, async () => {
    const waited: number[] = [];
    const attack: Attack = ({ method }: Message, { headers }: Request) =>
      method === "tools/call" || headers.has("last-event-id")
        ? stream(`retry: ${retry}\nid: e1\ndata: \n\n`)
        : undefined;
    await using server = startHostile("2025", attack);
    const enough = new AbortController();
    const { status } = await askHostile(server.url, {
      interrupted: enough.signal,
      wait(ms) {
        if (waited.push(ms) === 5) enough.abort(new Error("enough"));
        return Promise.resolve();
      },
    }).catch(() => ({ status: -1 }));
    assert.equal(status, -1);
    assert.ok(waited.slice(0, 5).every((ms) => ms >= least && ms <= most), waited.join(" "));
  });
}

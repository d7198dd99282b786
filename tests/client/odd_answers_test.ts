/**
 * Servers whose answers differ from the specification: the client reads what it can, and a note
 * names the rest.
 */
import assert from "node:assert/strict";
import { explainError } from "../../cli/explain_error.ts";
import { en } from "../../cli/messages/en.ts";
import { askHostile, type HostileOutcome } from "../support/ask_hostile.ts";
import { complete, type Message, toolNamed } from "../support/fake_mcp_server.ts";
import { ERAS, type HostileEra, type Reply, startHostile } from "../support/hostile_server.ts";
import { runCli } from "../support/run_cli.ts";
import { calls, text } from "../support/scripted_model.ts";

const STREAMABLE = ["2025", "2026"] as const;
const block = (value: unknown) => ({ content: [value] });
const json = (value: unknown) => ({ json: [JSON.stringify(value)] });
const hello = { type: "text", text: "hello" };

async function ask(
  era: HostileEra,
  method: string,
  reply: (message: Message) => Reply,
): Promise<HostileOutcome> {
  await using server = startHostile(era, (message) => message.method === method ? reply(message) : undefined);
  return await askHostile(server.url, { flags: { timeout: ["15"], era: [era] } });
}

/** Results, and what the model receives for each. */
const RESULTS: Record<string, [unknown, RegExp | string, RegExp?]> = {
  "annotations: null": [block({ ...hello, annotations: null }), "hello"],
  "_meta: null": [{ ...block(hello), _meta: null }, "hello"],
  "_meta: null in a block": [block({ ...hello, _meta: null }), "hello"],
  "isError: null": [{ ...block(hello), isError: null }, "hello"],
  "structuredContent: null": [{ ...block(hello), structuredContent: null }, "hello"],
  "a priority beyond 1": [block({ ...hello, annotations: { priority: 7 } }), "hello", /block of type text/],
  "an image without mimeType": [block({ type: "image", data: "AA==" }), /^\[image/, /block of type image/],
  "a resource link without a name": [
    block({ type: "resource_link", uri: "file:///a" }),
    "[resource file:///a]",
    /block of type resource_link/,
  ],
  "a resource with a mimeType of null": [
    block({ type: "resource", resource: { uri: "file:///a", text: "in it", mimeType: null } }),
    "in it",
    /block of type resource/,
  ],
  "an unknown block with a text": [block({ type: "markdown", text: "*a*" }), "*a*", /block of type markdown/],
  "an unknown block": [block({ type: "chart", points: [1] }), /"points":\[1\]/, /block of type chart/],
  "a string as block": [block("plain"), "plain", /block of type string/],
  "null as block": [{ content: [null, hello] }, "hello"],
  "a text that is a number": [block({ type: "text", text: 5 }), /5/, /block of type text/],
  "content that is a string": [{ content: "plain" }, "plain", /block of type string/],
  "content that is one block": [{ content: hello }, "hello"],
  "toolResult of 2024-10-07": [{ toolResult: "old" }, "old"],
  "content: null beside structuredContent": [{ content: null, structuredContent: { a: 1 } }, '{"a":1}'],
  "structuredContent alone": [{ structuredContent: { a: 1 } }, '{"a":1}'],
  "an array as structuredContent": [{ content: [], structuredContent: [1, 2] }, "[1,2]"],
  "an array as structuredContent beside content": [{ content: [hello], structuredContent: [1] }, "hello"],
  "an empty content": [{ content: [] }, "(nothing)"],
  "nothing": [{}, /^Error: The tool ran, but .* neither content nor/, /neither content/],
  "content: null": [{ content: null }, /^Error: The tool ran, but/, /neither content/],
};

for (const era of ERAS) {
  for (const [name, [value, told, note]] of Object.entries(RESULTS)) {
    Deno.test(`${era}: the model receives a result with ${name}`, async () => {
      const outcome = await ask(era, "tools/call", () => ({ result: complete(value as object) }));
      if (typeof told === "string") assert.equal(outcome.told, told);
      else assert.match(String(outcome.told), told);
      if (note) assert.match(outcome.stderr, note);
      assert.equal(outcome.status, 0, outcome.stderr);
    });
  }
}

for (const era of ERAS) {
  Deno.test(`${era}: the client reads a result without structured content, although the tool has an output schema`, async () => {
    await using server = startHostile(era, ({ method }) => {
      const tool = { ...toolNamed("one"), outputSchema: { type: "object" } };
      if (method === "tools/list") return { result: complete({ tools: [tool] }) };
      if (method === "tools/call") return { result: complete(block(hello)) };
    });
    const { told } = await askHostile(server.url, { flags: { era: [era] } });
    assert.equal(told, "hello");
  });

  Deno.test(`${era}: call exits with 5 if the result is empty`, async () => {
    await using server = startHostile(
      era,
      ({ method }) => method === "tools/call" ? { result: complete({}) } : undefined,
    );
    const { status, stdout, stderr } = await runCli(["call", "--server", server.url, "--era", era, "one"]);
    assert.deepEqual([status, stdout], [5, ""]);
    assert.match(stderr, /^Error tool_error .*neither content nor structured content/m);
  });

  Deno.test(`${era}: call notes a missing argument that the schema requires`, async () => {
    await using server = startHostile(era, ({ method }) => {
      const inputSchema = { type: "object", properties: { a: {}, b: {} }, required: ["a", "b"] };
      if (method === "tools/list") return { result: complete({ tools: [{ name: "one", inputSchema }] }) };
    });
    const { status, stderr } = await runCli(["call", "--server", server.url, "--era", era, "one", "a=1"]);
    assert.equal(status, 0);
    assert.match(stderr, /requires the argument "b"/);
    assert.doesNotMatch(stderr, /"a"/);
  });

  Deno.test(`${era}: each of two concurrent calls gets its own answer, and a stray answer is ignored`, async () => {
    let called = 0;
    await using server = startHostile(era, ({ id, method }) => {
      if (method !== "tools/call") return;
      const said = `answer ${++called}`;
      const answer = {
        jsonrpc: "2.0",
        id: called === 1 ? "other" : id,
        result: complete(block({ ...hello, text: said })),
      };
      return json(answer);
    });
    const script = [calls(["one", {}], ["one", {}]), text("done")];
    const { modelAsked, status } = await askHostile(server.url, { script, flags: { era: [era] } });
    assert.equal(status, 0);
    const told = modelAsked[1]!.messages.slice(-2).map(({ content }) => String(content)).sort();
    assert.match(told[0]!, /^Error: outcome unknown: .*with the id "other"/);
    assert.equal(told[1], "answer 2");
  });
}

const sane = toolNamed("one");
/**
 * Definitions listed next to a valid tool, the note about each, and whether the model is offered
 * the tool.
 */
const TOOLS: Record<string, [unknown, RegExp | undefined, boolean]> = {
  "description: null": [{ ...sane, name: "odd", description: null }, undefined, true],
  "a hint of null": [{ ...sane, name: "odd", annotations: { readOnlyHint: null } }, undefined, true],
  "a hint that is a string": [
    { ...sane, name: "odd", annotations: { readOnlyHint: "yes" } },
    /a part of the definition of the tool odd/,
    true,
  ],
  "required: null": [
    { ...sane, name: "odd", inputSchema: { type: "object", required: null } },
    undefined,
    true,
  ],
  "outputSchema: null": [{ ...sane, name: "odd", outputSchema: null }, undefined, true],
  "no type in its schema": [{ name: "odd", inputSchema: { properties: {} } }, undefined, true],
  "type: null in its schema": [{ name: "odd", inputSchema: { type: null } }, undefined, true],
  "no inputSchema": [{ name: "odd" }, /tool odd has no inputSchema/, true],
  "inputSchema: null": [{ name: "odd", inputSchema: null }, /tool odd has no inputSchema/, true],
  "icons of another form": [
    { ...sane, name: "odd", icons: "x.png" },
    /part of the definition of the tool odd/,
    true,
  ],
  "a schema of type string": [
    { name: "odd", inputSchema: { type: "string" } },
    /tool odd is not valid/,
    false,
  ],
  "no name": [{ inputSchema: { type: "object" } }, /tool \{"inputSchema/, false],
  "null in its place": [null, /tool null is not valid/, false],
};

for (const era of ERAS) {
  for (const [name, [tool, note, isOffered]] of Object.entries(TOOLS)) {
    Deno.test(`${era}: a tool with ${name} does not affect the others`, async () => {
      const outcome = await ask(era, "tools/list", () => ({ result: complete({ tools: [tool, sane] }) }));
      assert.equal(outcome.status, 0, outcome.stderr);
      assert.equal(outcome.told, "fine");
      const offered = outcome.modelAsked[0]!.tools!.map((each) => each.function.name);
      assert.deepEqual(offered, isOffered ? ["odd", "one"] : ["one"]);
      if (note) assert.match(outcome.stderr, note);
      else assert.doesNotMatch(outcome.stderr, /deviates/);
    });
  }

  Deno.test(`${era}: nextCursor: null ends the list`, async () => {
    const outcome = await ask(
      era,
      "tools/list",
      () => ({ result: complete({ tools: [sane], nextCursor: null }) }),
    );
    assert.deepEqual([outcome.status, outcome.told], [0, "fine"]);
  });

  Deno.test(`${era}: a cycle of cursors ends the list, with a note`, async () => {
    let lists = 0;
    const outcome = await ask(era, "tools/list", () => {
      lists++;
      return { result: complete({ tools: [toolNamed(`t${lists}`)], nextCursor: lists % 2 ? "a" : "b" }) };
    });
    assert.match(outcome.stderr, /refers to a page that was already read/);
    assert.equal(outcome.modelAsked[0]?.tools?.length, 3);
  });

  for (const tools of [null, "one", 1, {}]) {
    Deno.test(`${era}: tools: ${JSON.stringify(tools)} is an empty list, with a note`, async () => {
      await using server = startHostile(
        era,
        ({ method }) => method === "tools/list" ? { result: complete({ tools }) } : undefined,
      );
      const outcome = await askHostile(server.url, { script: [text("no tools")], flags: { era: [era] } });
      assert.equal(outcome.status, 0);
      assert.match(outcome.stderr, /list of tools is absent or is not an array/);
    });
  }
}

/** JSON-RPC errors of other shapes, and the text that the model receives. */
const ERRORS: Record<string, [unknown, string]> = {
  "a string": ["no such city", "no such city"],
  "a code that is a string": [{ code: "E42", message: "no such city" }, "E42: no such city"],
  "a code that is a number in a string": [{ code: "-32602", message: "no such city" }, "no such city"],
  "no code": [{ message: "no such city" }, "no such city"],
  "no message": [{ code: -32602 }, "the server gave no message"],
  "no message but data": [{ code: -32602, data: "no such city" }, "no such city"],
  "data: null": [{ code: -32602, message: "no such city", data: null }, "no such city"],
};

for (const era of ERAS) {
  for (const [name, [error, words]] of Object.entries(ERRORS)) {
    Deno.test(`${era}: the model receives the message of a JSON-RPC error with ${name}`, async () => {
      const { told } = await ask(era, "tools/call", ({ id }) => json({ jsonrpc: "2.0", id, error }));
      assert.equal(told, `Error: ${words}`);
    });
  }

  Deno.test(`${era}: a JSON-RPC error with id null is the answer to the call`, async () => {
    const error = { code: -32602, message: "no such city" };
    const { told } = await ask(era, "tools/call", () => json({ jsonrpc: "2.0", id: null, error }));
    assert.equal(told, "Error: no such city");
  });

  Deno.test(`${era}: an answer with another id gives an error that names it`, async () => {
    const { told } = await ask(
      era,
      "tools/call",
      () => json({ jsonrpc: "2.0", id: 999, result: { content: [] } }),
    );
    assert.match(String(told), /^Error: outcome unknown: .*answered with the id 999 in place of \d+/);
  });

  Deno.test(`${era}: an answer with the id as a string is accepted`, async () => {
    const { told } = await ask(
      era,
      "tools/call",
      ({ id }) => json({ jsonrpc: "2.0", id: String(id), result: complete(block(hello)) }),
    );
    assert.equal(told, "hello");
  });
}

const RPC = JSON.stringify({ jsonrpc: "2.0", id: null, error: { code: -32602, message: "no such city" } });

/** HTTP statuses in answer to a call, and what the model receives. */
const STATUSES: Record<string, [() => Response, RegExp]> = {
  "400 with JSON-RPC": [
    () => new Response(RPC, { status: 400 }),
    /^Error: HTTP 400 Bad Request: no such city$/,
  ],
  "422 with JSON-RPC": [() => new Response(RPC, { status: 422 }), /^Error: HTTP 422 .*: no such city$/],
  "500 with HTML": [
    () => new Response("<html><head><title>Oops &</title></head><body>x</body></html>", { status: 500 }),
    /^Error: HTTP 500 Internal Server Error: Oops &$/,
  ],
  "500 with other JSON": [
    () => Response.json({ error: { message: "database locked" } }, { status: 500 }),
    /^Error: HTTP 500 Internal Server Error: database locked$/,
  ],
  "500 without a body": [
    () => new Response(null, { status: 500 }),
    /^Error: HTTP 500 Internal Server Error$/,
  ],
  "429 with Retry-After": [
    () => new Response("slow down", { status: 429, headers: { "retry-after": "30" } }),
    /^Error: HTTP 429 Too Many Requests: slow down; it may be tried again after 30 s$/,
  ],
  "502": [
    () => new Response("bad gateway", { status: 502 }),
    /^Error: outcome unknown: .*HTTP 502 Bad Gateway/,
  ],
};

for (const era of ERAS) {
  for (const [name, [response, told]] of Object.entries(STATUSES)) {
    Deno.test(`${era}: a call answered with ${name} gives the model the status and the text`, async () => {
      const outcome = await ask(era, "tools/call", response);
      assert.match(String(outcome.told), told, outcome.stderr);
    });
  }

  Deno.test(`${era}: a call answered with 403 ends the run as a refusal before it, with the text`, async () => {
    const { error, status } = await ask(
      era,
      "tools/call",
      () => new Response("not for you", { status: 403 }),
    );
    assert.deepEqual([error?.code, status], ["mcp_forbidden", 4]);
    assert.match(explainError(error!, en).title, /forbids access \(403\).* It says: not for you/);
  });
}

for (const era of STREAMABLE) {
  for (const status of [202, 204]) {
    Deno.test(`${era}: ${status} to a call is reported immediately as a missing answer`, async () => {
      const { told } = await ask(era, "tools/call", () => new Response(null, { status }));
      assert.match(String(told), new RegExp(`^Error: outcome unknown: .*HTTP ${status} .*without an answer`));
    });
  }

  for (const method of ["tools/list", "tools/call"]) {
    const answer = ({ id }: Message) =>
      JSON.stringify({
        jsonrpc: "2.0",
        id,
        result: complete(method === "tools/list" ? { tools: [sane] } : block({ type: "text", text: "fine" })),
      });
    const typed = (body: BodyInit, type?: string) => {
      const response = new Response(body, type ? { headers: { "content-type": type } } : {});
      if (!type) response.headers.delete("content-type");
      return response;
    };
    const bytes = (value: string) => new TextEncoder().encode(value);
    const events = "text/event-stream";
    const BODIES: Record<string, [(message: Message) => Response, RegExp?]> = {
      "JSON without a type": [(m) => typed(bytes(answer(m))), /sends JSON with the content type -/],
      "JSON as text/plain": [
        (m) => typed(answer(m), "text/plain"),
        /sends JSON with the content type text\/plain/,
      ],
      "JSON with a byte order mark": [(m) => typed("\ufeff" + answer(m), "application/json")],
      "an event stream as application/json": [
        (m) => typed(`event: message\ndata: ${answer(m)}\n\n`, "application/json"),
        /event stream with the content type application\/json/,
      ],
      "carriage returns alone": [(m) => typed(`event: message\rdata: ${answer(m)}\r\r`, events)],
      "a byte order mark": [(m) => typed(`\ufeffdata: ${answer(m)}\n\n`, events)],
      "comments": [(m) => typed(`: hi\n\n:\ndata: ${answer(m)}\n: between\n\n`, events)],
      "an event that is left open": [(m) => typed(`data: ${answer(m)}\n`, events)],
      "a line that is left open": [(m) => typed(`data: ${answer(m)}`, events)],
      "data on two lines": [(m) => typed(`data: ${answer(m).replace(",", ",\ndata: ")}\n\n`, events)],
    };
    for (const [name, [body, note]] of Object.entries(BODIES)) {
      Deno.test(`${era}: the client reads ${method} answered with ${name}`, async () => {
        const { told, status, stderr } = await ask(era, method, body);
        assert.equal(told, "fine", stderr);
        assert.equal(status, 0);
        if (note) assert.match(stderr, note);
        else assert.doesNotMatch(stderr, /deviates/);
      });
    }
  }
}

/**
 * Integers that exceed the precision of a JavaScript number keep all their digits throughout the
 * client.
 */
import assert from "node:assert/strict";
import { parseExact } from "../../lib/exact_json.ts";
import { askHostile } from "../support/ask_hostile.ts";
import { complete, event, type Message, result, toolNamed } from "../support/fake_mcp_server.ts";
import { ERAS, type HostileEra, startHostile } from "../support/hostile_server.ts";
import { runCli } from "../support/run_cli.ts";
import { calls, text } from "../support/scripted_model.ts";

const LONG = "9007199254740993";
const NEGATIVE = "-12345678901234567890123";

/**
 * A server that returns `json` as the result of each call; `sent` collects the bodies that it
 * received.
 */
function serverOf(era: HostileEra, json: string, tool: object = toolNamed("one")) {
  const sent: string[] = [];
  const server = startHostile(era, ({ id, method }: Message) => {
    if (method === "tools/list") return { result: complete({ tools: [tool] }) };
    if (method === "tools/call") {
      return { json: [`{"jsonrpc":"2.0","id":${JSON.stringify(id)},"result":${json}}`] };
    }
  });
  const recording: typeof fetch = (input, init) => {
    if (typeof init?.body === "string") sent.push(init.body);
    return fetch(input, init);
  };
  return { server, sent, recording };
}

const RESULT =
  `{"resultType":"complete","content":[],"structuredContent":{"id":${LONG},"n":[${NEGATIVE}],"s":"${LONG}"}}`;
const AS_TEXT = `{"id":${LONG},"n":[${NEGATIVE}],"s":"${LONG}"}`;

for (const era of ERAS) {
  Deno.test(`${era}: integers in a result reach the model with all their digits, and the model's integers reach the server`, async () => {
    const { server, sent, recording } = serverOf(era, RESULT);
    await using _ = server;
    const { told, status, stderr } = await askHostile(server.url, {
      script: [calls(["one", parseExact(`{"id":${LONG}}`)]), text("done")],
      fetch: recording,
      flags: { era: [era], jsonStream: true, yes: true },
    });
    assert.equal(status, 0, stderr);
    assert.equal(told, AS_TEXT);
    assert.ok(sent.some((body) => body.includes(`"arguments":{"id":${LONG}}`)), sent.join("\n"));
  });

  Deno.test(`${era}: call sends and prints integers with all their digits`, async () => {
    const { server } = serverOf(era, RESULT);
    await using _ = server;
    for (const word of [`a:=${LONG}`, `b:={"c":${NEGATIVE}}`]) {
      const { stdout, status } = await runCli([
        "call",
        "--server",
        server.url,
        "--era",
        era,
        "--json",
        "one",
        word,
      ]);
      assert.equal(status, 0);
      assert.match(stdout, new RegExp(`"id": ${LONG},`));
      assert.ok(stdout.includes(word.includes("c") ? `"c": ${NEGATIVE}` : `"a": ${LONG}`), stdout);
    }
  });
}

for (const era of ERAS) {
  Deno.test(`${era}: integers in a schema reach the model and the user with all their digits`, async () => {
    const inputSchema = {
      type: "object",
      properties: { id: { type: "integer", maximum: parseExact(LONG) } },
    };
    const { server } = serverOf(era, RESULT, { name: "one", inputSchema });
    await using _ = server;
    const { modelAsked } = await askHostile(server.url, { flags: { era: [era], yes: true } });
    assert.equal(modelAsked.length, 2);
    const { stdout } = await runCli(["tools", "--server", server.url, "--era", era, "--schema", "one"]);
    assert.match(stdout, new RegExp(`"maximum": ${LONG}\n`));
  });
}

Deno.test("2025: a server request with a long integer as its id is answered with that id", async () => {
  const asks = {
    method: "elicitation/create",
    params: { message: "?", requestedSchema: { type: "object", properties: {} } },
  };
  const sent: string[] = [];
  const recording: typeof fetch = (input, init) => {
    if (typeof init?.body === "string") sent.push(init.body);
    return fetch(input, init);
  };
  await using asking = startHostile("2025", ({ id, method }) => {
    if (method !== "tools/call") return;
    const request = `data: {"jsonrpc":"2.0","id":${LONG},"method":"${asks.method}","params":${
      JSON.stringify(asks.params)
    }}\n\n`;
    return { events: [request, event(result(id, complete({ content: [] })))] };
  });
  await askHostile(asking.url, { fetch: recording, flags: { yes: true } });
  assert.ok(sent.some((body) => body.includes(`"id":${LONG}`) && body.includes("result")), sent.join("\n"));
});

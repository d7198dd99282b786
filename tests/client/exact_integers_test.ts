/** Integers that a number cannot hold keep their digits on every way through the client. */
import assert from "node:assert/strict";
import { parseExact } from "../../lib/exact_json.ts";
import { askHostile } from "../support/ask_hostile.ts";
import { complete, type Message, toolNamed } from "../support/fake_mcp_server.ts";
import { ERAS, type HostileEra, startHostile } from "../support/hostile_server.ts";
import { runCli } from "../support/run_cli.ts";
import { calls, text } from "../support/scripted_model.ts";

const LONG = "9007199254740993";
const NEGATIVE = "-12345678901234567890123";

/** A server that returns `json` as the result of each call; `sent` are the bodies that it was sent. */
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
  Deno.test(`${era}: integers of a result reach the model with all their digits, and those of the model the server`, async () => {
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

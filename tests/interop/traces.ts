/**
 * Checks the files of a trace with third-party tools: a HAR schema, Mermaid's own parser, bash and
 * curl.
 */
import assert from "node:assert/strict";
import { join } from "node:path";
import { answerOf } from "../../trace/steps/answer_step.ts";
import type { Exchange } from "../../trace/exchange.ts";
import { render } from "../../trace/files/format.ts";
import { npmTools, traceJudges } from "../support/npm_tools.ts";
import { KEY, startServer } from "../support/start_server.ts";
import { recordStory } from "../support/trace_story.ts";

const ERAS = ["2024", "2025", "2026"];
const OPTIONS = { language: "fr", version: "0.0.0-test" } as const;

const HAR_JUDGE = `
import { createRequire } from "node:module";
const require = createRequire(process.argv[1]);
const ajv = new (require("ajv").default)({ strict: false, validateSchema: false });
require("ajv-formats").default(ajv);
ajv.addMetaSchema(require("ajv/dist/refs/json-schema-draft-06.json"));
for (const schema of Object.values(require("har-schema"))) ajv.addSchema(schema);
const validate = ajv.getSchema("har.json#");
validate(JSON.parse(await new Response(process.stdin).text()));
console.log(JSON.stringify(validate.errors));
`;

const MERMAID_JUDGE = `
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
const { default: mermaid } = await import(pathToFileURL(createRequire(process.argv[1]).resolve("mermaid")));
const { diagramType } = await mermaid.parse(await new Response(process.stdin).text());
console.log(JSON.stringify(diagramType));
`;

async function run(
  command: string,
  args: readonly string[],
  stdin: string,
  env: Record<string, string> = {},
): Promise<string> {
  const child = new Deno.Command(command, {
    args: [...args],
    env,
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  })
    .spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(stdin));
  await writer.close();
  const { code, stdout, stderr } = await child.output();
  assert.equal(code, 0, new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout);
}

async function judge(script: string, text: string): Promise<unknown> {
  const { node } = await npmTools();
  const base = join(await traceJudges(), "judge.js");
  return JSON.parse(await run(node, ["--input-type=module", "-e", script, base], text));
}

/** Every character that Mermaid or a shell could interpret. */
const NASTY = "a;b #c \"d\" 'e' `f` $(touch /tmp/mcpdemo-owned) {g} %%h end note: <i> --> \\n\n} ; rm";

function nasty(exchange: Exchange): Exchange {
  return {
    ...exchange,
    // The request is refused as in the recording, and the script continues to its end.
    status: 400,
    requestBody: JSON.stringify({
      jsonrpc: "2.0",
      id: 1,
      method: "tools/call",
      params: { name: NASTY, arguments: { NASTY } },
    }),
    client: NASTY,
    responseBody: JSON.stringify({
      jsonrpc: "2.0",
      id: 1,
      result: { content: [{ type: "text", text: NASTY }] },
    }),
    requestHeaders: {
      ...exchange.requestHeaders,
      "x-nasty": NASTY.replaceAll("\n", " "),
      "@/etc/passwd": "x",
    },
  };
}

for (const era of ERAS) {
  Deno.test(`${era}: a .har file is valid against the HAR schema`, async () => {
    const exchanges = await recordStory(era);
    assert.equal(await judge(HAR_JUDGE, render(exchanges, "har", OPTIONS)), null);
    assert.equal(await judge(HAR_JUDGE, render(exchanges.map(nasty), "har", OPTIONS)), null);
  });

  Deno.test(`${era}: Mermaid parses a .mmd file`, async () => {
    const exchanges = await recordStory(era);
    assert.equal(await judge(MERMAID_JUDGE, render(exchanges, "mmd", OPTIONS)), "sequence");
    assert.equal(await judge(MERMAID_JUDGE, render(exchanges.map(nasty), "mmd", OPTIONS)), "sequence");
  });

  Deno.test(`${era}: running a .sh file with bash and curl gives the recorded answers`, async () => {
    const exchanges = await recordStory(era);
    await using server = startServer();
    const env = { MCP_SERVER_AUTH_KEY: KEY, MCP_SERVER_URL: server.url.origin };
    const stdout = await run("bash", ["-s"], render(exchanges, "sh", OPTIONS), env);
    const got = stdout.split("\n").map((line) => line.replace(/^data: ?/, "")).filter((line) =>
      line.startsWith("{")
    );
    assert.deepEqual(got.map(resultOf), recordedAnswers(exchanges).map(resultOf));
    assert.ok(got.length >= 3, stdout);
  });
}

Deno.test("nothing from a record reaches the shell unquoted", async () => {
  const exchanges = (await recordStory("2026")).map(nasty);
  await using server = startServer();
  await Deno.remove("/tmp/mcpdemo-owned").catch(() => {});
  const env = { MCP_SERVER_AUTH_KEY: KEY, MCP_SERVER_URL: server.url.origin };
  await run("bash", ["-s"], render(exchanges, "sh", OPTIONS), env);
  await assert.rejects(Deno.stat("/tmp/mcpdemo-owned"));
});

Deno.test("the HAR check itself works: it rejects a HAR without a time", async () => {
  const text = render(await recordStory("2026"), "har", OPTIONS).replaceAll('"startedDateTime"', '"started"');
  assert.notEqual(await judge(HAR_JUDGE, text), null);
});

/** In HTTP+SSE the answers arrived on the stream. */
function recordedAnswers(exchanges: readonly Exchange[]): string[] {
  const mcp = exchanges.filter(({ peer }) => peer === "mcp_server");
  const events = mcp.flatMap(({ events }) => events);
  return mcp.flatMap((exchange) => {
    const onStream = events.find(({ answers }) => answers === exchange.id);
    const answer = onStream?.data ?? answerOf(exchange);
    return answer.startsWith("{") ? [answer] : [];
  });
}

function resultOf(message: string): unknown {
  return JSON.parse(message).result;
}

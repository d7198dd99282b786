/**
 * The client under test: our own connect code, driven by what each scenario of the suite asks for.
 *
 * The suite runs it with the URL of its server as the argument and the scenario in the environment.
 */
import type { Connection } from "../../client/connect.ts";
import { connect } from "../../client/connect.ts";
import { callTool, listTools } from "../../client/call_tool.ts";

type Arguments = Readonly<Record<string, unknown>>;

/** What a scenario passes on, besides its own name. */
interface Context {
  readonly toolCalls?: readonly { readonly name: string; readonly arguments: Record<string, unknown> }[];
}

const signal = AbortSignal.timeout(25_000);

/** What to call with which arguments, where a scenario names a tool. */
const ARGUMENTS: Readonly<Record<string, Arguments>> = {
  add_numbers: { a: 5, b: 3 },
};

async function run(connection: Connection, scenario: string, context: Context): Promise<void> {
  const tools = await listTools(connection, signal);
  if (scenario === "json-schema-2020-12-preservation") {
    const schema = tools.find(({ name }) => name === "json_schema_2020_12_tool")?.inputSchema;
    await callTool(connection, "json_schema_echo", { schema }, signal);
    return;
  }
  const calls = context.toolCalls ??
    tools.map(({ name }) => ({ name, arguments: { ...ARGUMENTS[name] } }));
  for (const { name, arguments: args } of calls) {
    console.error(`${name}: ${await callTool(connection, name, args, signal)}`);
  }
  if (scenario === "http-standard-headers") await readAll(connection);
}

/** Each resource and each prompt once: their names go into headers too. */
async function readAll({ client }: Connection): Promise<void> {
  for (const { uri } of (await client.listResources()).resources) await client.readResource({ uri });
  for (const { name } of (await client.listPrompts()).prompts) await client.getPrompt({ name });
}

const server = new URL(Deno.args.at(-1)!);
const scenario = Deno.env.get("MCP_CONFORMANCE_SCENARIO") ?? "";
const context: Context = JSON.parse(Deno.env.get("MCP_CONFORMANCE_CONTEXT") ?? "{}");

const connection = await connect({
  server,
  era: "auto",
  fetch,
  clientInfo: { name: "mcpdemo-conformance", version: "1.0.0" },
  signal,
  handshakeMs: 10_000,
});
console.error(`${scenario}: connected to ${connection.url.href}, ${connection.revision}`);
try {
  await run(connection, scenario, context);
} finally {
  await connection.close();
}

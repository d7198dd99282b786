/**
 * The client under test: our own connect code, driven by what each scenario of the suite asks for.
 *
 * The suite runs it with the URL of its server as the argument and the scenario in the environment.
 */
import { reach, type Reached } from "../support/connect_client.ts";

/** The context of a scenario, besides its name. */
interface Context {
  readonly toolCalls?: readonly { readonly name: string; readonly arguments: Record<string, unknown> }[];
}

/** The arguments for the tool call, if a scenario checks them. */
const ARGUMENTS: Readonly<Record<string, Record<string, unknown>>> = {
  add_numbers: { a: 5, b: 3 },
};

async function run(reached: Reached, scenario: string, context: Context): Promise<void> {
  const { client } = reached.connection;
  const { tools } = await client.listTools();
  if (scenario === "json-schema-2020-12-preservation") {
    const schema = tools.find(({ name }) => name === "json_schema_2020_12_tool")?.inputSchema;
    await reached.call("json_schema_echo", { schema });
    return;
  }
  const calls = context.toolCalls ?? tools.map(({ name }) => ({ name, arguments: ARGUMENTS[name] ?? {} }));
  for (const { name, arguments: args } of calls) console.error(`${name}: ${await reached.call(name, args)}`);
  if (scenario === "http-standard-headers") await readAll(reached);
}

/** Reads each resource and each prompt once, since their names are also sent in headers. */
async function readAll({ connection: { client } }: Reached): Promise<void> {
  for (const { uri } of (await client.listResources()).resources) await client.readResource({ uri });
  for (const { name } of (await client.listPrompts()).prompts) await client.getPrompt({ name });
}

const scenario = Deno.env.get("MCP_CONFORMANCE_SCENARIO") ?? "";
const context: Context = JSON.parse(Deno.env.get("MCP_CONFORMANCE_CONTEXT") ?? "{}");

await using reached = await reach(new URL(Deno.args.at(-1)!), 25_000);
console.error(`${scenario}: ${reached.connection.url.href}, ${reached.connection.revision}`);
await run(reached, scenario, context);

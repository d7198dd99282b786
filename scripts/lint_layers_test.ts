import assert from "node:assert/strict";
import plugin, { layerProblem } from "./lint_layers.ts";

const ALLOWED: readonly [string, string][] = [
  ["main.ts", "./server/serve.ts"],
  ["main.ts", "./client/ask.ts"],
  ["server/app.ts", "./guards.ts"],
  ["server/app.ts", "../auth/keys.ts"],
  ["server/app.ts", "../cli/errors.ts"],
  ["server/app.ts", "../features/tools/mod.ts"],
  ["server/app.ts", "../trace/exchange.ts"],
  ["server/eras/stateless_2026.ts", "../app.ts"],
  ["server/eras/stateless_2026.ts", "../../features/tools/tool.ts"],
  ["client/ask.ts", "../auth/with_key.ts"],
  ["client/model/openai.ts", "../../trace/redact.ts"],
  ["trace/record_fetch.ts", "../auth/with_key.ts"],
  ["trace/timeline.ts", "../cli/output.ts"],
  ["features/tools/mod.ts", "../time_zone.ts"],
  ["cli/messages/en.ts", "../errors.ts"],
  ["auth/keys.ts", "node:crypto"],
  ["features/tools/tool.ts", "zod"],
  ["server/app.ts", "@modelcontextprotocol/server"],
  ["cli/settings.ts", "../lib/suggest.ts"],
  ["client/run_event.ts", "./connection/connection.ts"],
  ["client/connection/connect.ts", "../limits/max_bytes.ts"],
  ["client/connection/connect.ts", "../../lib/time.ts"],
  ["client/limits/form_limits.ts", "../elicitation/elicit.ts"],
  ["client/model/openai/client.ts", "../../limits/read_text.ts"],
  ["client/model/openai/client.ts", "../offline/fetch.ts"],
  ["client/servers/connect_server.ts", "../run_event.ts"],
  ["client/run/run.ts", "../servers/open_servers.ts"],
  ["client/commands/ask.ts", "../run/run.ts"],
  ["client/connection/connect_test.ts", "../output/show.ts"],
  ["tests/client/ask_test.ts", "../../server/app.ts"],
  ["scripts/lint_layers.ts", "../main.ts"],
  ["client/ask_test.ts", "../server/app.ts"],
];

for (const [from, specifier] of ALLOWED) {
  Deno.test(`${from} may import ${specifier}`, () => assert.equal(layerProblem(from, specifier), undefined));
}

const REFUSED: readonly [string, string, string][] = [
  ["server/app.ts", "../client/commands/ask.ts", "server/ must not import from client."],
  ["client/ask.ts", "../server/app.ts", "client/ must not import from server."],
  ["client/model/openai.ts", "../../server/app.ts", "client/ must not import from server."],
  ["client/model/openai.ts", "../../features/tools/mod.ts", "client/ must not import from features."],
  ["auth/keys.ts", "../server/app.ts", "auth/ must not import from server."],
  ["auth/keys.ts", "../trace/record/redact.ts", "auth/ must not import from trace."],
  ["cli/program.ts", "../client/commands/ask.ts", "cli/ must not import from client."],
  ["cli/messages/en.ts", "../../auth/keys.ts", "cli/ must not import from auth."],
  ["features/tools/mod.ts", "../../server/app.ts", "features/ must not import from server."],
  ["features/tools/mod.ts", "../../cli/errors.ts", "features/ must not import from cli."],
  ["trace/record_fetch.ts", "../features/time_zone.ts", "trace/ must not import from features."],
  ["trace/record_fetch.ts", "./../server/app.ts", "trace/ must not import from server."],
  ["server/app.ts", "../main.ts", "server/ must not import from the root."],
  ["server/app.ts", "../tests/support/mcp_requests.ts", "server/ must not import from tests."],
  ["lib/time.ts", "../cli/errors.ts", "lib/ must not import from cli."],
  ["lib/time.ts", "../trace/exchange.ts", "lib/ must not import from trace."],
  [
    "client/connection/connect.ts",
    "../output/show.ts",
    "client/connection/ must not import from client/output.",
  ],
  [
    "client/connection/session.ts",
    "../run/tool_result.ts",
    "client/connection/ must not import from client/run.",
  ],
  [
    "client/limits/limits.ts",
    "../connection/connect.ts",
    "client/limits/ must not import from client/connection.",
  ],
  [
    "client/model/endpoint.ts",
    "../commands/models.ts",
    "client/model/ must not import from client/commands.",
  ],
  [
    "client/recording/fetches.ts",
    "../commands/context.ts",
    "client/recording/ must not import from client/commands.",
  ],
  ["client/run/run.ts", "../commands/context.ts", "client/run/ must not import from client/commands."],
  ["client/run/run.ts", "../output/show.ts", "client/run/ must not import from client/output."],
  ["client/run_event.ts", "./run/run.ts", "client/run_event.ts must not import from client/run."],
  [
    "client/connection/connect.ts",
    "../run_event.ts",
    "client/connection/ must not import from client/run_event.ts.",
  ],
  ["client/connection/connect.ts", "../new/room.ts", "client/connection/ must not import from client/new."],
  ["server/latest.ts", "../client/commands/ask.ts", "server/ must not import from client."],
];

for (const [from, specifier, problem] of REFUSED) {
  Deno.test(`${from} must not import ${specifier}`, () => {
    assert.equal(layerProblem(from, specifier), problem);
  });
}

const FORMS: readonly [string, string][] = [
  ["an import", 'import { a } from "../client/a.ts";'],
  ["an import of a type", 'import type { A } from "../client/a.ts";'],
  ["an import for its effects", 'import "../client/a.ts";'],
  ["an export of names", 'export { a } from "../client/a.ts";'],
  ["an export of everything", 'export * from "../client/a.ts";'],
  ["an import when needed", 'await import("../client/a.ts");'],
  ["an import when needed, in backquotes", "await import(`../client/a.ts`);"],
  ["an import within a type", 'export type A = import("../client/a.ts").A;'],
];

for (const [name, source] of FORMS) {
  Deno.test(`the rule sees ${name}`, () => {
    const file = new URL("../server/sample.ts", import.meta.url).pathname;
    const found = Deno.lint.runPlugin(plugin, file, source);
    assert.deepEqual(found.map(({ message }) => message), ["server/ must not import from client."]);
  });
}

Deno.test("every folder of the client is in the table", async () => {
  for await (const { name, isDirectory } of Deno.readDir(new URL("../client", import.meta.url))) {
    // A room that is not in the table may import anything.
    const problem = layerProblem(
      `client/${name}/${isDirectory ? "a.ts" : ""}`,
      "./../../client/nowhere/b.ts",
    );
    assert.ok(problem, name);
  }
});

Deno.test("the rule says nothing about imports that are allowed", () => {
  const file = new URL("../server/sample.ts", import.meta.url).pathname;
  const source = 'import { a } from "../auth/a.ts";\nexport const b = a;\nexport * from "./c.ts";';
  assert.deepEqual(Deno.lint.runPlugin(plugin, file, source), []);
});

import assert from "node:assert/strict";
import config from "../deno.json" with { type: "json" };
import { PERMISSIONS, UNSTABLE, VARIABLES } from "./permissions.ts";

/** Folders whose code ends up in the binary. */
const FOLDERS = ["auth", "cli", "client", "features", "server", "trace"];

async function* sources(folder: URL): AsyncGenerator<URL> {
  for await (const entry of Deno.readDir(folder)) {
    const url = new URL(entry.name + (entry.isDirectory ? "/" : ""), folder);
    if (entry.isDirectory) yield* sources(url);
    else if (/(?<!_test)\.ts$/.test(entry.name)) yield url;
  }
}

Deno.test("every variable that the program names is one that the binary may read", async () => {
  const root = new URL("../", import.meta.url);
  const files = [new URL("main.ts", root)];
  for (const folder of FOLDERS) files.push(...await Array.fromAsync(sources(new URL(`${folder}/`, root))));
  const named = new Set<string>();
  for (const file of files) {
    const text = await Deno.readTextFile(file);
    const uses = text.matchAll(/\b(?:environment|env)(?:\.(?:get|set|has)\("|\.|\[")(\w+_\w+|[A-Z]{2,})\b/g);
    for (const [, name] of uses) named.add(name!);
  }
  assert.ok(named.has("NO_PROXY"));
  assert.deepEqual([...named].filter((name) => !VARIABLES.includes(name)), []);
});

Deno.test("keys and addresses reach the binary, and the variables of its libraries do not", () => {
  for (const name of ["API_KEY", "MCP_SERVER_URL", "LC_ALL", "NO_PROXY"]) assert.ok(VARIABLES.includes(name));
  for (const name of ["OPENAI_LOG", "NODE_DEBUG", "PATH"]) assert.ok(!VARIABLES.includes(name));
});

Deno.test("the binary may start no process, load no library, and never asks", () => {
  for (const flag of ["--deny-run", "--deny-ffi", "--deny-import", "--no-prompt"]) {
    assert.ok(PERMISSIONS.includes(flag));
  }
  assert.ok(!PERMISSIONS.some((flag) => /^(-A|--allow-(all|run|ffi|sys|import))/.test(flag)));
});

Deno.test("the binary has the runtime behaviour of deno.json", () => {
  assert.deepEqual(UNSTABLE, config.unstable.map((name) => `--unstable-${name}`));
});

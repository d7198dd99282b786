/** Which permissions each command drops before it does anything else. */
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { runChild } from "../support/child.ts";

const MAIN = fileURLToPath(new URL("../../main.ts", import.meta.url));
const NOBODY = ["--server", "http://127.0.0.1:1"];

/** The permissions that the program revokes when it is run with `args`. */
async function givenUp(args: readonly string[]): Promise<readonly string[]> {
  const folder = await Deno.makeTempDir({ prefix: "mcpdemo-permissions-" });
  try {
    const spy = `${folder}/spy.ts`;
    await Deno.writeTextFile(
      spy,
      `const revoke = Deno.permissions.revokeSync.bind(Deno.permissions);
       Deno.permissions.revokeSync = (descriptor) => {
         console.error("revokes " + descriptor.name);
         return revoke(descriptor);
       };`,
    );
    const { stderr } = await runChild(Deno.execPath(), [
      ...["run", "--quiet", "--no-prompt", "--allow-net", "--allow-env", "--allow-read", "--allow-write"],
      ...["--preload", spy, MAIN, ...args],
    ], { cwd: folder, env: { XDG_STATE_HOME: folder } });
    return [...stderr.matchAll(/^revokes (\w+)$/gm)].map(([, name]) => name!);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const CASES: readonly [string, readonly string[], readonly string[]][] = [
  ["tools", ["tools", ...NOBODY], ["read", "write"]],
  ["call", ["call", ...NOBODY, "get_current_time"], ["read", "write"]],
  ["health", ["health", ...NOBODY], ["read", "write"]],
  ["serve", ["serve", "--timezone", "Nowhere/At_All"], ["read", "write"]],
  ["tools with a configuration", ["tools", "--config", "servers.json"], ["write"]],
  ["doctor, which reads what was approved,", ["doctor", ...NOBODY], ["write"]],
  ["ask, which keeps what was approved,", ["ask", ...NOBODY, "what time is it"], []],
];
for (const [name, args, expected] of CASES) {
  Deno.test(`${name} drops ${expected.join(" and ") || "nothing"}`, async () => {
    assert.deepEqual(await givenUp(args), expected);
  });
}

import assert from "node:assert/strict";
import { runChild } from "../tests/support/child.ts";

/** What a process with every file permission may still do after `keepOnly(needed)`. */
async function leftAfter(needed: readonly string[]): Promise<unknown> {
  const script = `
    import { keepOnly } from ${JSON.stringify(import.meta.resolve("./permissions.ts"))};
    keepOnly(${JSON.stringify(needed)});
    const state = (name) => Deno.permissions.querySync({ name }).state;
    console.log(JSON.stringify([state("read"), state("write"), state("net")]));`;
  const file = await Deno.makeTempFile({ suffix: ".ts" });
  try {
    await Deno.writeTextFile(file, script);
    const { stdout } = await runChild(Deno.execPath(), [
      ...["run", "--quiet", "--no-prompt", "--no-config"],
      ...["--allow-read", "--allow-write", "--allow-net", file],
    ]);
    return JSON.parse(stdout);
  } finally {
    await Deno.remove(file);
  }
}

Deno.test("a command without file arguments can neither read nor write any file", async () => {
  assert.deepEqual(await leftAfter([]), ["prompt", "prompt", "granted"]);
});

Deno.test("a command keeps the permissions that it needs, and no others", async () => {
  assert.deepEqual(await leftAfter(["write"]), ["prompt", "granted", "granted"]);
});

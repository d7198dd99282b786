import assert from "node:assert/strict";
import config from "../deno.json" with { type: "json" };
import product from "../deno.product.json" with { type: "json" };
import { PERMISSIONS, UNSTABLE } from "./permissions.ts";

Deno.test("the binary may start no process, load no library, fetch no code, and never asks", () => {
  for (const flag of ["--deny-run", "--deny-ffi", "--deny-import", "--no-prompt"]) {
    assert.ok(PERMISSIONS.includes(flag));
  }
  assert.ok(!PERMISSIONS.some((flag) => /^(-A|--allow-(all|run|ffi|sys|import))/.test(flag)));
});

Deno.test("the binary has the runtime behaviour of deno.json", () => {
  assert.deepEqual(UNSTABLE, config.unstable.map((name) => `--unstable-${name}`));
  assert.deepEqual(product.unstable, config.unstable);
});

Deno.test("the container has the permissions of the binary, and the memory of deno task serve", async () => {
  const dockerfile = await Deno.readTextFile(new URL("../Dockerfile", import.meta.url));
  const entry = JSON.parse(dockerfile.match(/^ENTRYPOINT (.*)$/m)![1]!) as string[];
  const flags = entry.filter((word) => word.startsWith("--"));
  const [memory] = config.tasks.serve.command.match(/--v8-flags=\S+/)!;
  assert.deepEqual(flags, ["--quiet", "--cached-only", ...UNSTABLE, ...PERMISSIONS, memory]);
});

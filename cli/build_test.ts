import assert from "node:assert/strict";
import { verboseVersion } from "./build.ts";
import { en } from "./messages/en.ts";
import { fr } from "./messages/fr.ts";

Deno.test("the verbose version names the runtime and the system, and no commit unless it was built", () => {
  const lines = verboseVersion("1.2.3", en.help).split("\n");
  assert.equal(lines[0], "mcpdemo 1.2.3");
  assert.equal(lines[1], `runtime: Deno ${Deno.version.deno}, V8 ${Deno.version.v8}`);
  assert.equal(lines[2], `system: ${Deno.build.target}`);
  assert.deepEqual(lines.slice(3), [""]);
});

Deno.test("the verbose version is in French", () => {
  assert.match(verboseVersion("1.2.3", fr.help), /^moteur : Deno /m);
});

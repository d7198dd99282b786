import assert from "node:assert/strict";
import { pathToFileURL } from "node:url";
import { partsOf } from "./profile.ts";

const ROOT = `${import.meta.dirname}/../..`;
const URLS = [
  ["(idle)", ""],
  ["(program)", ""],
  ["(garbage collector)", ""],
  ["respond", "ext:deno_http/00_serve.ts"],
  [
    "parse",
    "file:///home/me/.cache/deno/npm/registry.npmjs.org/@modelcontextprotocol/server/2.4.0/dist/index.mjs",
  ],
  ["handle", pathToFileURL(`${ROOT}/server/app.ts`).href],
  ["answer", pathToFileURL(`${ROOT}/server/fast_lane/fast_lane.ts`).href],
] as const;
const nodes = URLS.map(([functionName, url], id) => ({ id, callFrame: { functionName, url } }));

Deno.test("a profile is divided among rooms, packages, Deno and native code, without idle time", () => {
  const samples = [0, 1, 2, 3, 4, 5, 6];
  const parts = partsOf({ nodes, samples, timeDeltas: [1000, 30, 10, 18, 15, 5, 22] }, 1);
  assert.deepEqual(parts, [
    { part: "native code", share: 0.3 },
    { part: "server/fast_lane/", share: 0.22 },
    { part: "Deno", share: 0.18 },
    { part: "@modelcontextprotocol/server", share: 0.15 },
    { part: "garbage collection", share: 0.1 },
    { part: "server/", share: 0.05 },
  ]);
});

Deno.test("what ran before the last seconds, at the start, does not count", () => {
  const parts = partsOf({ nodes, samples: [2, 2, 1, 1], timeDeltas: [1e6, 1e6, 5e5, 5e5] }, 1);
  assert.deepEqual(parts, [{ part: "native code", share: 1 }]);
});

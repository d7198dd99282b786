/** The server as `serve` builds it, in open mode, but with sessions that are soon idle, and collecting when asked. */
import { setTimeout } from "node:timers/promises";
import { PROMPTS } from "../features/prompts/mod.ts";
import { RESOURCES } from "../features/resources/mod.ts";
import { TOOLS } from "../features/tools/mod.ts";
import { createApp } from "../server/app.ts";
import { LIMITS } from "../server/limits.ts";
import { listen } from "../server/listen.ts";
import { collectWhenAsked } from "./collect.ts";

const app = createApp({
  version: "0.0.0-bench",
  keys: [],
  tools: TOOLS,
  resources: RESOURCES,
  prompts: PROMPTS,
  now: Date.now,
  timeZone: "UTC",
  sleep: (ms, signal) => setTimeout(ms, undefined, { signal }),
  stateKey: crypto.getRandomValues(new Uint8Array(32)),
  allowOrigins: [],
  allowHosts: [],
  randomId: () => crypto.randomUUID(),
  limits: { ...LIMITS, sessionIdleMs: Number(Deno.args[0]) },
});
const { port } = listen(
  {
    ...app,
    fetch: async (request, peer) => collectWhenAsked(request) ?? await app.fetch(request, peer),
  },
  "127.0.0.1",
  0,
);
console.error(`http://127.0.0.1:${port}`);

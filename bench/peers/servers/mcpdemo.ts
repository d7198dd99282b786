/** Our server as `serve` builds it, without the wire view, with `TOOLS` tools and room for 20,000 sessions. */
import { setTimeout } from "node:timers/promises";
import { PROMPTS } from "../../../features/prompts/mod.ts";
import { RESOURCES } from "../../../features/resources/mod.ts";
import { getCurrentTime } from "../../../features/tools/get_current_time.ts";
import { createApp } from "../../../server/app.ts";
import { LIMITS } from "../../../server/limits.ts";
import { listen } from "../../../server/listen.ts";

const { PORT, TOOLS = "1" } = Deno.env.toObject();
const more = Array.from({ length: Number(TOOLS) - 1 }, (_, index) => ({
  ...getCurrentTime,
  name: `tool_${index + 1}`,
}));

const app = createApp({
  version: "0.0.0-bench",
  keys: [],
  tools: [getCurrentTime, ...more],
  resources: RESOURCES,
  prompts: PROMPTS,
  now: Date.now,
  timeZone: "UTC",
  sleep: (ms, signal) => setTimeout(ms, undefined, { signal }),
  stateKey: crypto.getRandomValues(new Uint8Array(32)),
  allowOrigins: [],
  allowHosts: [],
  randomId: () => crypto.randomUUID(),
  limits: { ...LIMITS, sessions: 20_000, sessionsPerKey: 20_000 },
});
listen(app, "127.0.0.1", Number(PORT));

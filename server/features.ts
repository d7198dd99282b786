/**
 * What the program's own server offers, and the clock that it offers it by.
 *
 * @module
 */
import { setTimeout } from "node:timers/promises";
import { PROMPTS } from "../features/prompts/mod.ts";
import { RESOURCES } from "../features/resources/mod.ts";
import { TOOLS } from "../features/tools/mod.ts";
import type { AppOptions } from "./app.ts";

/** The options of an app that are the same for each of the program's servers. */
export const FEATURES: Pick<AppOptions, "tools" | "resources" | "prompts" | "now" | "sleep" | "randomId"> = {
  tools: TOOLS,
  resources: RESOURCES,
  prompts: PROMPTS,
  now: Date.now,
  sleep: (ms, signal) => setTimeout(ms, undefined, { signal }),
  randomId: () => crypto.randomUUID(),
};

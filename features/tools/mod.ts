/**
 * The tools that the server offers. Adding one is adding a file and its line here.
 *
 * @module
 */
import { getCurrentTime } from "./get_current_time.ts";
import type { Tool } from "./tool.ts";

/** Every tool, in the order in which `tools/list` shows them. */
export const TOOLS: readonly Tool[] = [getCurrentTime];

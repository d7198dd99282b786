/**
 * The prompts that the server offers. Adding one is adding a file and its line here.
 *
 * @module
 */
import type { Prompt } from "./prompt.ts";
import { worldClock } from "./world_clock.ts";

/** Every prompt, in the order in which `prompts/list` shows them. */
export const PROMPTS: readonly Prompt[] = [worldClock];

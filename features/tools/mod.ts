/**
 * The tools that the server offers. Adding one is adding a file and its line here.
 *
 * @module
 */
import { convertTime } from "./convert_time.ts";
import { countdown } from "./countdown.ts";
import { getCurrentTime } from "./get_current_time.ts";
import { planMeeting } from "./plan_meeting.ts";
import type { Tool } from "./tool.ts";

/** Every tool, in the order in which `tools/list` shows them. */
export const TOOLS: readonly Tool[] = [getCurrentTime, convertTime, countdown, planMeeting];

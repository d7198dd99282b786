import { completeTimeZone } from "../time_zone.ts";
import type { Prompt } from "./prompt.ts";

const STYLES = ["list", "sentence", "table"];

/** Asks for the time in several zones in one prompt. */
export const worldClock: Prompt = {
  name: "world_clock",
  title: "World clock",
  description: "Asks for the current time in several time zones.",
  arguments: {
    zones: {
      description: "IANA time zones, separated by commas",
      required: true,
      // The last of the list is the one being typed.
      complete(typed) {
        const [, before = "", last = ""] = typed.match(/^(.*,\s*)?([^,]*)$/) ?? [];
        return completeTimeZone(last).map((zone) => before + zone);
      },
    },
    style: {
      description: "list, sentence or table",
      required: false,
      complete: (typed) => STYLES.filter((style) => style.startsWith(typed.toLowerCase())),
    },
  },
  render({ zones = "", style = "list" }) {
    const names = zones.split(",").map((zone) => zone.trim()).filter((zone) => zone !== "");
    return `What time is it now in each of these time zones: ${names.join(", ")}? ` +
      `Use the tool get_current_time for each, and answer as a ${style}.`;
  },
};

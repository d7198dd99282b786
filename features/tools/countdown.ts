import { z } from "zod";
import { defineTool, type Tool } from "./tool.ts";

const MAX_SECONDS = 3600;

/** Counts down: reports progress every second, and stops when it is cancelled. */
export const countdown: Tool = defineTool({
  name: "countdown",
  title: "Countdown",
  description:
    "Counts down a number of seconds and reports its progress every second. The call can be cancelled.",
  inputSchema: z.object({
    seconds: z.int().min(1).max(MAX_SECONDS).describe("How many seconds to count down"),
  }),
  outputSchema: z.object({ seconds: z.int().describe("How many seconds were counted down") }),
  annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
  async run({ seconds }, { sleep, progress }) {
    for (let done = 1; done <= seconds; done++) {
      await sleep(1000);
      await progress(done, seconds, `${seconds - done} s left`);
    }
    return { text: `The countdown of ${seconds} s is over.`, structured: { seconds } };
  },
});

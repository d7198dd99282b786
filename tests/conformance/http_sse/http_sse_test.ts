/**
 * Runs the HTTP+SSE scenarios against our server and, to show that they are fair, against the v1
 * SDK's.
 */
import { startOurs } from "./our_server.ts";
import { SCENARIOS } from "./scenarios.ts";
import { startV1Sdk } from "./v1_sdk_server.ts";

const SUBJECTS = { "our server": startOurs, "the v1 SDK's server": startV1Sdk };

for (const [subject, start] of Object.entries(SUBJECTS)) {
  for (const [name, run] of Object.entries(SCENARIOS)) {
    Deno.test(`HTTP+SSE, ${subject}: ${name}`, async () => {
      await using server = await start();
      await run(server);
    });
  }
}

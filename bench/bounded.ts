/** Starts `bounded_server.ts`. */
import { RUN, type ServerChild, startServer, type Surroundings } from "./child.ts";
import { COLLECT_FLAGS } from "./collect.ts";

/** Instead of half an hour. Longer than a machine stalls between the two requests that open a session. */
export const SESSION_IDLE_MS = 1_500;

/** Starts the server of `bounded_server.ts` as a child process. */
export async function startBounded(surroundings: Surroundings): Promise<ServerChild> {
  const [subcommand, ...flags] = RUN;
  const module = `${import.meta.dirname}/bounded_server.ts`;
  const args = [subcommand!, ...COLLECT_FLAGS, ...flags, module, String(SESSION_IDLE_MS)];
  return await startServer(args, surroundings);
}

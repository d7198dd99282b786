/** A bare `Deno.serve` that reads a call and answers as the real server once did: what HTTP alone costs. */
import { RUN, type ServerChild, startServer, type Surroundings } from "./child.ts";

/** @param answer the JSON text of a `tools/call` answer, sent back with the id of each call */
export async function startEcho(answer: string, surroundings: Surroundings): Promise<ServerChild> {
  return await startServer([...RUN, import.meta.filename!, answer], surroundings);
}

if (import.meta.main) {
  const answer: Record<string, unknown> = JSON.parse(Deno.args[0]!);
  Deno.serve({
    hostname: "127.0.0.1",
    port: 0,
    onListen: ({ port }) => console.error(`http://127.0.0.1:${port}`),
  }, async (request) => {
    const { id } = await request.json();
    return Response.json({ ...answer, id });
  });
}

/**
 * A bare `Deno.serve` that reads a call and answers as the real server once did: what HTTP alone costs.
 * A GET opens an event stream and says where to post, as the 2024 era does.
 */
import { RUN, type ServerChild, startServer, type Surroundings } from "./child.ts";
import { COLLECT_FLAGS, collectWhenAsked } from "./collect.ts";

/**
 * Starts a bare `Deno.serve` in a separate process: the baseline for the eras.
 *
 * @param answer the JSON text of a `tools/call` answer, sent back with the id of each call
 */
export async function startEcho(answer: string, surroundings: Surroundings): Promise<ServerChild> {
  const [subcommand, ...flags] = RUN;
  const args = [subcommand!, ...COLLECT_FLAGS, ...flags, import.meta.filename!, answer];
  return await startServer(args, surroundings);
}

function openStream(): Response {
  const first = new TextEncoder().encode("event: endpoint\ndata: /messages/\n\n");
  const body = new ReadableStream({ start: (controller) => controller.enqueue(first) });
  return new Response(body, { headers: { "Content-Type": "text/event-stream" } });
}

if (import.meta.main) {
  const answer: Record<string, unknown> = JSON.parse(Deno.args[0]!);
  Deno.serve({
    hostname: "127.0.0.1",
    port: 0,
    onListen: ({ port }) => console.error(`http://127.0.0.1:${port}`),
  }, async (request) => {
    if (request.method === "GET") return collectWhenAsked(request) ?? openStream();
    const { id } = await request.json();
    return Response.json({ ...answer, id });
  });
}

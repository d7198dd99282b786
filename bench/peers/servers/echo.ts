/**
 * The reference: a bare `Deno.serve` that parses a call and answers with a fixed result and the call's id, as
 * JSON or, if `ERA` is 2024, on an event stream.
 */
const { PORT, ERA } = Deno.env.toObject();
const RESULT = {
  content: [{ type: "text", text: "It is 16:29:46 on Friday, 27 November 2026 in Asia/Tokyo." }],
  structuredContent: { iso: "2026-11-27T16:29:46+09:00", timezone: "Asia/Tokyo", unix_seconds: 1795764586 },
  resultType: "complete",
};
const streams = new Map<string, ReadableStreamDefaultController<Uint8Array>>();
const encoder = new TextEncoder();

function openStream(): Response {
  const id = crypto.randomUUID();
  const first = encoder.encode(`event: endpoint\ndata: /messages/?session_id=${id}\n\n`);
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      streams.set(id, controller);
      controller.enqueue(first);
    },
    cancel: () => void streams.delete(id),
  });
  return new Response(body, { headers: { "Content-Type": "text/event-stream" } });
}

Deno.serve({ hostname: "127.0.0.1", port: Number(PORT), onListen() {} }, async (request) => {
  if (request.method === "GET") return openStream();
  const { id } = await request.json();
  const answer = { jsonrpc: "2.0", id, result: RESULT };
  if (ERA !== "2024") return Response.json(answer);
  const { searchParams } = new URL(request.url);
  if (id !== undefined) {
    const event = `event: message\ndata: ${JSON.stringify(answer)}\n\n`;
    streams.get(searchParams.get("session_id")!)?.enqueue(encoder.encode(event));
  }
  return new Response("Accepted", { status: 202 });
});

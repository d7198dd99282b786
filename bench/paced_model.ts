/** A chat-completions endpoint that lets itself be waited for, and tells when it sent what. */

/** Milliseconds before each reply. */
export const MODEL_MS = 100;

/** A running model endpoint; disposing it stops it. */
export interface PacedModel extends AsyncDisposable {
  /** For `API_URL`. */
  readonly url: string;
  /** When the first piece of the last answer was sent, by `performance.now()`. */
  sentAt(): number;
}

/**
 * Starts the model on a free loopback port.
 *
 * @param calls two tool calls before each answer; without them it answers immediately and in one
 * piece
 */
export function startPacedModel(calls: boolean): PacedModel {
  let sent = 0;
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, async (request) => {
    const { messages }: { messages: { role: string }[] } = await request.json();
    const delta = calls && messages.at(-1)?.role !== "tool"
      ? { tool_calls: TWO_CALLS }
      : { content: "Noon." };
    if (calls) await new Promise((resolve) => setTimeout(resolve, MODEL_MS));
    const pieces = [`data: ${JSON.stringify({ choices: [{ index: 0, delta }] })}\n\n`, "data: [DONE]\n\n"];
    const body = new ReadableStream<string>({
      pull(controller) {
        const piece = pieces.shift();
        if (piece === undefined) return controller.close();
        if (pieces.length === 1) sent = performance.now();
        controller.enqueue(piece);
      },
    }, { highWaterMark: 0 });
    return new Response(body.pipeThrough(new TextEncoderStream()), {
      headers: { "Content-Type": "text/event-stream" },
    });
  });
  return {
    url: `http://127.0.0.1:${server.addr.port}/v1`,
    sentAt: () => sent,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

const TWO_CALLS = ["Asia/Tokyo", "Europe/Paris"].map((timezone, index) => ({
  index,
  id: `call0000${index}`,
  type: "function",
  function: { name: "get_current_time", arguments: JSON.stringify({ timezone }) },
}));

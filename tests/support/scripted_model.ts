/** An OpenAI-compatible endpoint over HTTP that gives scripted replies, and keeps the requests. */

export interface ScriptedModel extends AsyncDisposable {
  /** For `API_URL`. */
  readonly url: string;
  /** The bodies of the requests so far. */
  readonly asked: readonly ChatRequest[];
  /** The `Authorization` headers so far. */
  readonly keys: readonly (string | null)[];
}

export interface ChatRequest {
  readonly model: string;
  readonly stream?: boolean;
  readonly messages: readonly {
    readonly role: string;
    readonly content: unknown;
    readonly tool_call_id?: string;
  }[];
  readonly tools?: readonly { readonly function: { readonly name: string } }[];
}

/** A reply: the deltas of a stream, or any response. */
export type Scripted = readonly unknown[] | (() => Response);

export function startScriptedModel(replies: readonly Scripted[]): ScriptedModel {
  const asked: ChatRequest[] = [];
  const keys: (string | null)[] = [];
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, async (request) => {
    keys.push(request.headers.get("authorization"));
    asked.push(await request.json());
    const reply = replies[asked.length - 1] ?? (() => new Response("script is over", { status: 500 }));
    return typeof reply === "function" ? reply() : streamOf(reply);
  });
  return {
    url: `http://127.0.0.1:${server.addr.port}/v1`,
    asked,
    keys,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

export function text(content: string): Scripted {
  return (content.match(/\S+\s*/g) ?? []).map((piece) => ({ content: piece }));
}

/** Tool calls as OpenAI streams them: the name first, then the arguments in two pieces. */
export function calls(...wanted: readonly (readonly [name: string, args: unknown])[]): Scripted {
  return wanted.flatMap(([name, args], index) => {
    const json = JSON.stringify(args);
    const piece = (called: unknown, id?: string) => ({
      tool_calls: [{ index, ...(id ? { id } : {}), function: called }],
    });
    return [
      piece({ name, arguments: "" }, `call_${index}`),
      piece({ arguments: json.slice(0, 3) }),
      piece({ arguments: json.slice(3) }),
    ];
  });
}

function streamOf(deltas: readonly unknown[]): Response {
  const events = deltas.map((delta) =>
    `data: ${JSON.stringify({ choices: [{ index: 0, delta, finish_reason: null }] })}\n\n`
  );
  const body = ReadableStream.from([...events, "data: [DONE]\n\n"]).pipeThrough(new TextEncoderStream());
  return new Response(body, { headers: { "Content-Type": "text/event-stream" } });
}

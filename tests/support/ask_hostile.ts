/** Asks a question at a hostile server, with a model that does what the server says. */
import { type AskOptions, type AskOutcome, runAsk } from "./run_ask.ts";
import { calls, type ChatRequest, type Scripted, startScriptedModel, text } from "./scripted_model.ts";

export interface HostileOutcome extends AskOutcome {
  /** Bytes of bodies received from the MCP server, after decompression. */
  readonly read: number;
  readonly modelAsked: readonly ChatRequest[];
  /** What the model received as the result of its first call. */
  readonly told: unknown;
}

export interface HostileOptions extends AskOptions {
  readonly script?: readonly Scripted[];
}

type Chunk = Uint8Array<ArrayBuffer>;

/** Limited by `--timeout`: 20 seconds unless a test sets it. */
export async function askHostile(server: string, options: HostileOptions = {}): Promise<HostileOutcome> {
  const { script = [calls(["one", {}]), text("done")], flags, ...rest } = options;
  let read = 0;
  const bodies: Promise<void>[] = [];
  const counting: typeof fetch = async (input, init) => {
    const response = await fetch(input, init);
    if (!response.body || !String(input).startsWith(server)) return response;
    const { readable, writable } = new TransformStream<Chunk, Chunk>({
      transform(chunk, controller) {
        read += chunk.length;
        controller.enqueue(chunk);
      },
    });
    bodies.push(response.body.pipeTo(writable).catch(() => {}));
    const { status, headers } = response;
    return new Response(readable, { status, headers });
  };
  await using model = startScriptedModel(script);
  const outcome = await runAsk("call it", {
    flags: { servers: [server], timeout: ["20"], ...flags },
    environment: { API_URL: model.url, API_KEY: "k" },
    fetch: counting,
    ...rest,
  });
  // Aborted requests are closed in a later turn of the event loop.
  await Promise.all(bodies);
  return { ...outcome, read, modelAsked: model.asked, told: model.asked[1]?.messages.at(-1)?.content };
}

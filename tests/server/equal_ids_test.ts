/** Clients with equal request ids: each gets its own answer, in every era and in both lanes. */
import assert from "node:assert/strict";
import { z } from "zod";
import { defineTool } from "../../features/tools/tool.ts";
import {
  eventsOf,
  initialize,
  INITIALIZED,
  messageOf,
  modern,
  openSession,
  post,
  rpc,
} from "../support/mcp_requests.ts";
import { LIMITS } from "../../server/limits.ts";
import { startServer, type TestServer, withTestKey } from "../support/start_server.ts";

const CLIENTS = 100;
const CALLS = 10;

const inputSchema = z.object({ nonce: z.string() });
const outputSchema = z.object({ nonce: z.string() });
const annotations = {
  readOnlyHint: true,
  destructiveHint: false,
  idempotentHint: true,
  openWorldHint: false,
};
const echoed = ({ nonce }: { nonce: string }) => ({ text: nonce, structured: { nonce } });
const common = { title: "Echo", description: "Repeats.", inputSchema, outputSchema, annotations };

/** Waits for other calls to overtake it. */
const echo = defineTool({
  ...common,
  name: "echo",
  async run(args, { sleep }) {
    await sleep(1 + args.nonce.charCodeAt(args.nonce.length - 1) % 5);
    return echoed(args);
  },
});
const echoNow = defineTool({ ...common, name: "echo_now", runAtOnce: echoed });

const TOOLS = ["echo", "echo_now"];

function nonceIn(message: Record<string, unknown>): string {
  return (message.result as { structuredContent: { nonce: string } }).structuredContent.nonce;
}

/** Calls a tool with an id, and gives the nonce that comes back. */
type Call = (id: number, name: string, nonce: string) => Promise<string>;

/** Each client calls both tools in turns, with ids from 1 on, and compares what comes back. */
async function everyone(
  open: (server: TestServer) => Promise<Call & Partial<AsyncDisposable>>,
): Promise<void> {
  await using server = startServer({
    tools: [echo, echoNow],
    isRecorded: false,
    limits: { ...LIMITS, callsPerKey: CLIENTS },
  });
  let wrong = 0;
  await Promise.all(Array.from({ length: CLIENTS }, async (_, client) => {
    const call = await open(server);
    for (let id = 1; id <= CALLS; id++) {
      const nonce = `${client}-${id}-${crypto.randomUUID()}`;
      if (await call(id, TOOLS[id % 2]!, nonce) !== nonce) wrong++;
    }
    await call[Symbol.asyncDispose]?.();
  }));
  assert.equal(wrong, 0);
}

const params = (name: string, nonce: string) => ({ name, arguments: { nonce } });

Deno.test("2026: a hundred clients with equal ids get their own answers", async () => {
  await everyone((server) =>
    Promise.resolve(async (id, name, nonce) => {
      const request = modern("tools/call", params(name, nonce));
      const body = request.body.replace('"id":1', `"id":${id}`);
      return nonceIn(await messageOf(await fetch(server.at("/mcp"), { ...request, body })));
    })
  );
});

Deno.test("2025: a hundred sessions with equal ids get their own answers", async () => {
  await everyone(async (server) => {
    const session = await openSession(server);
    return async (id, name, nonce) =>
      nonceIn(
        await messageOf(await post(server, "/mcp", rpc("tools/call", params(name, nonce), id), session)),
      );
  });
});

Deno.test("2024: a hundred streams with equal ids get their own answers", async () => {
  await everyone(async (server) => {
    const events = eventsOf(await fetch(server.at("/sse"), { headers: withTestKey() }));
    const path = `/${(await events.next()).data}`;
    const send = async (body: string) => await (await post(server, path, body)).body?.cancel();
    await send(initialize("2024-11-05"));
    await events.next();
    await send(INITIALIZED);
    const call: Call = async (id, name, nonce) => {
      await send(rpc("tools/call", params(name, nonce), id));
      return nonceIn(JSON.parse((await events.next()).data));
    };
    return Object.assign(call, { [Symbol.asyncDispose]: () => events[Symbol.asyncDispose]() });
  });
});

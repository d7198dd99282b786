/**
 * Whatever an MCP server answers, over any framing, `ask` ends with an answer or with an error in its own words: never
 * with those of a parser, a validator or a stack. A tool whose answer cannot be read is not reported as a success.
 *
 * `SERVER_CASES=2000` tries more than the gate.
 */
import assert from "node:assert/strict";
import fc from "fast-check";
import { explainError } from "../../cli/explain_error.ts";
import { en } from "../../cli/messages/en.ts";
import { fr } from "../../cli/messages/fr.ts";
import { complete, type Message, sane, startFakeServer, toolNamed } from "../support/fake_mcp_server.ts";
import { runAsk } from "../support/run_ask.ts";
import { calls, startScriptedModel, text } from "../support/scripted_model.ts";

const CASES = Number(Deno.env.get("SERVER_CASES") ?? 120);

/** What a bug, a parser or a validator would say. */
const RAW =
  /is not a function|cannot read prop|undefined|is not iterable|\bat (position|file:|async )|\.ts:\d|call stack|TypeError|RangeError|SyntaxError|ZodError|invalid_type|"expected"|\[object /i;

const METHODS = ["server/discover", "initialize", "tools/list", "tools/call"] as const;

/** A sound result of each method. */
const SOUND: Readonly<Record<(typeof METHODS)[number], object>> = {
  "server/discover": complete({
    supportedVersions: ["2026-07-28"],
    capabilities: { tools: {} },
    _meta: { "io.modelcontextprotocol/serverInfo": { name: "peer", version: "1" } },
  }),
  initialize: {
    protocolVersion: "2025-11-25",
    capabilities: { tools: {} },
    serverInfo: { name: "peer", version: "1" },
  },
  "tools/list": complete({ tools: [toolNamed("one"), toolNamed("two")] }),
  "tools/call": complete({ content: [{ type: "text", text: "fine" }], structuredContent: { a: 1 } }),
};

const odd = fc.oneof(
  fc.constantFrom<unknown>(null, true, 0, -1, 1e308, "", "x", [], {}, [null], [[]], { toString: null }),
  fc.jsonValue({ maxDepth: 2 }),
);

/** Puts an odd value in the place of one that is found by a path of numbers. */
function spoil(value: unknown, path: readonly number[], given: unknown): unknown {
  if (path.length === 0 || typeof value !== "object" || value === null) return given;
  const keys = Object.keys(value);
  if (keys.length === 0) return given;
  const key = keys[path[0]! % keys.length]!;
  const inner = spoil((value as Record<string, unknown>)[key], path.slice(1), given);
  return Array.isArray(value) ? value.with(Number(key), inner) : { ...value, [key]: inner };
}

const spoiling = fc.array(fc.tuple(fc.array(fc.nat({ max: 9 }), { minLength: 1, maxLength: 4 }), odd), {
  maxLength: 2,
});

const framing = fc.record({
  status: fc.oneof({ arbitrary: fc.constant(200), weight: 3 }, fc.integer({ min: 200, max: 599 })),
  type: fc.constantFrom("application/json", "text/event-stream", "text/html", "text/plain", ""),
  line: fc.constantFrom("\n", "\r\n", "\r"),
  before: fc.constantFrom("", "\ufeff", ": comment\n\n", "event: ping\ndata: {}\n\n", "\n"),
  cut: fc.oneof({ arbitrary: fc.constant(1), weight: 4 }, fc.double({ min: 0, max: 1, noNaN: true })),
  piece: fc.integer({ min: 1, max: 200 }),
});

function respond(
  message: unknown,
  { status, type, line, before, cut, piece }: typeof framing extends fc.Arbitrary<infer T> ? T : never,
) {
  const json = JSON.stringify(message);
  const body = type === "text/event-stream"
    ? `${before}event: message\ndata: ${json}\n\n`.replaceAll("\n", line)
    : json;
  const bytes = new TextEncoder().encode(body.slice(0, Math.ceil(body.length * cut)));
  if ([204, 205, 304].includes(status)) return new Response(null, { status });
  const stream = new ReadableStream<Uint8Array<ArrayBuffer>>({
    start(controller) {
      for (let at = 0; at < bytes.length; at += piece) controller.enqueue(bytes.slice(at, at + piece));
      controller.close();
    },
  });
  return new Response(stream, { status, headers: type ? { "content-type": type } : {} });
}

for (const method of METHODS) {
  Deno.test(`any answer to ${method} gives an answer or an error in words`, async () => {
    const era = method === "initialize" ? "2025" : "2026";
    await fc.assert(
      fc.asyncProperty(
        spoiling,
        spoiling,
        framing,
        fc.boolean(),
        async (inResult, inMessage, frame, isFrench) => {
          const result = inResult.reduce<unknown>(
            (value, [path, given]) => spoil(value, path, given),
            SOUND[method],
          );
          let called = 0;
          await using server = startFakeServer((request, asked: Message) => {
            if (asked.method === "tools/call") called++;
            if (asked.method !== method) return sane(era, request, asked);
            const sound = { jsonrpc: "2.0", id: asked.id, result };
            return respond(
              inMessage.reduce<unknown>((value, [path, given]) => spoil(value, path, given), sound),
              frame,
            );
          });
          await using model = startScriptedModel([calls(["one", {}]), text("Done.")]);
          const { status, stdout, stderr, error } = await runAsk("hi", {
            flags: { servers: [server.url], yes: true, timeout: ["5"] },
            environment: { API_URL: model.url, API_KEY: "a-key-of-this-test" },
            language: isFrench ? "fr" : "en",
          });
          const words = error ? Object.values(explainError(error, isFrench ? fr : en)).join(" ") : "";
          const heard = String(model.asked[1]?.messages.at(-1)?.content ?? "");
          // The server's own words are strings of the test.
          const shown = [stdout, stderr, words, heard].join("\n");
          assert.doesNotMatch(shown, RAW);
          assert.equal(status === 0, error === undefined);
          assert.ok(called <= 1, "a call was repeated, though the tool does not allow that");
          if (status === 0 && called === 1 && frame.cut < 0.9 && method === "tools/call") {
            assert.notEqual(heard, "fine", "half an answer was taken for a whole one");
          }
        },
      ),
      { numRuns: CASES },
    );
  });
}

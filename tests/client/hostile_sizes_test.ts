/**
 * Servers that send without limit: one clear line, exit status 10, and nothing read beyond the
 * limit.
 */
import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { askHostile, type HostileOutcome } from "../support/ask_hostile.ts";
import { complete, event, type Message, result, toolNamed } from "../support/fake_mcp_server.ts";
import {
  type Attack,
  endlessly,
  ERAS,
  type HostileEra,
  type HostileServer,
  hugeResult,
  startHostile,
} from "../support/hostile_server.ts";

const MIB = 1024 * 1024;

/** Allowance for what is already in transit, in sockets and queues. */
const ON_ITS_WAY = 8 * MIB;

function assertLimit({ status, error, stdout }: HostileOutcome, code: string): void {
  assert.equal(error?.code, code, String(error?.stack ?? error));
  assert.equal(status, 10);
  assert.equal(stdout, "");
}

/** Runs `ask` against a server that attacks when `method` is called. */
async function attacked(
  era: HostileEra,
  method: string,
  attack: Attack,
  judge: (outcome: HostileOutcome, server: HostileServer) => void,
): Promise<void> {
  await using server = startHostile(
    era,
    (message, request) => message.method === method ? attack(message, request) : undefined,
  );
  judge(await askHostile(server.url), server);
}

for (const era of ERAS) {
  Deno.test(`${era}: a result of 100 MB is not read beyond 16 MiB`, async () => {
    await attacked(
      era,
      "tools/call",
      ({ id }) => ({ json: hugeResult(id, 100_000_000) }),
      (outcome, server) => {
        assertLimit(outcome, "mcp_sends_too_much");
        assert.ok(outcome.read < 16 * MIB + ON_ITS_WAY, `${outcome.read} bytes read`);
        assert.ok(server.sent < 16 * MIB + ON_ITS_WAY, `${server.sent} bytes sent`);
      },
    );
  });
}

for (const era of ["2025", "2026"] as const) {
  Deno.test(`${era}: one event of 100 MB is not read beyond 16 MiB`, async () => {
    const attack: Attack = ({ id }) => ({
      events: function* () {
        yield "data: ";
        yield* hugeResult(id, 100_000_000);
      }(),
    });
    await attacked(era, "tools/call", attack, (outcome) => {
      assertLimit(outcome, "mcp_sends_too_much");
      assert.ok(outcome.read < 16 * MIB + ON_ITS_WAY, `${outcome.read} bytes read`);
    });
  });

  for (const method of ["tools/call", "tools/list"]) {
    Deno.test(`${era}: a gzip bomb in answer to ${method} is not inflated beyond 16 MiB`, async () => {
      const attack: Attack = ({ id }) => gzipped(bomb(id), "application/json");
      await attacked(era, method, attack, (outcome) => {
        assertLimit(outcome, "mcp_sends_too_much");
        assert.ok(outcome.read < 16 * MIB + ON_ITS_WAY, `${outcome.read} bytes read`);
      });
    });
  }
}

Deno.test("2024: a gzip bomb as the stream is not inflated beyond 16 MiB", async () => {
  await using server = startHostile(
    "2024",
    (_, { method }) => method === "GET" ? gzipped(bomb(1), "text/event-stream") : undefined,
  );
  const outcome = await askHostile(server.url);
  assertLimit(outcome, "mcp_sends_too_much");
  assert.ok(outcome.read < 16 * MIB + ON_ITS_WAY, `${outcome.read} bytes read`);
});

Deno.test("a gzip bomb in answer to the handshake is not inflated beyond 16 MiB, twice", async () => {
  await using server = startHostile(
    "2025",
    ({ method, id }) =>
      method === "server/discover" || method === "initialize"
        ? gzipped(bomb(id), "application/json")
        : undefined,
  );
  const outcome = await askHostile(server.url);
  assertLimit(outcome, "mcp_sends_too_much");
  assert.ok(outcome.read < 2 * (16 * MIB + ON_ITS_WAY), `${outcome.read} bytes read`);
});

const PADDING = "x".repeat(8_000);
const ENDLESS = {
  events: event({ jsonrpc: "2.0", method: "notifications/nothing", params: { PADDING } }),
  comments: `: ${PADDING}\n\n`,
};

for (const era of ["2025", "2026"] as const) {
  for (const [what, piece] of Object.entries(ENDLESS)) {
    Deno.test(`${era}: endless ${what} in answer to a call end at 64 MiB`, async () => {
      await attacked(era, "tools/call", () => ({ events: endlessly(() => piece) }), (outcome) => {
        assertLimit(outcome, "mcp_sends_too_much");
        assert.ok(outcome.read < 64 * MIB + ON_ITS_WAY, `${outcome.read} bytes read`);
      });
    });
  }
}

for (const [what, piece] of Object.entries(ENDLESS)) {
  Deno.test(`2024: endless ${what} on the stream end at the time limit`, async () => {
    await using server = startHostile(
      "2024",
      (message) => message.method === "tools/call" ? { events: endlessly(() => piece) } : undefined,
    );
    const outcome = await askHostile(server.url, { flags: { timeout: ["1"] } });
    assertLimit(outcome, "timeout");
  });
}

for (const era of ERAS) {
  Deno.test(`${era}: an endless list of tools is read for 100 pages`, async () => {
    const attack: Attack = (message) => ({
      result: complete({
        tools: [toolNamed(`tool${message.params?.cursor ?? 0}`)],
        nextCursor: String(Number(message.params?.cursor ?? 0) + 1),
      }),
    });
    await attacked(era, "tools/list", attack, (outcome, { asked }) => {
      assertLimit(outcome, "mcp_lists_too_many_pages");
      assert.equal(asked.filter((each) => / tools\/list$/.test(each)).length, 100);
    });
  });

  Deno.test(`${era}: a list of 10,000 tools is rejected`, async () => {
    const tools = Array.from({ length: 10_000 }, (_, index) => toolNamed(`tool${index}`));
    await attacked(era, "tools/list", () => ({ result: complete({ tools }) }), (outcome) => {
      assertLimit(outcome, "mcp_lists_too_many_tools");
      assert.equal(outcome.modelAsked.length, 0);
    });
  });

  Deno.test(`${era}: definitions of more than 256 KiB are not sent to the model`, async () => {
    const tool = { ...toolNamed("one"), description: "very ".repeat(60_000) };
    await attacked(era, "tools/list", () => ({ result: complete({ tools: [tool] }) }), (outcome) => {
      assertLimit(outcome, "mcp_lists_too_much");
      assert.equal(outcome.modelAsked.length, 0);
    });
  });

  for (const method of ["tools/list", "tools/call"]) {
    Deno.test(`${era}: an answer to ${method} nested 100,000 levels deep is rejected unparsed`, async () => {
      const attack: Attack = ({ id }) => ({ json: [deepResult(id, 100_000)] });
      await attacked(era, method, attack, (outcome) => assertLimit(outcome, "mcp_nests_too_deep"));
    });
  }
}

Deno.test("the error for each limit is one line with a fix, in both languages", async () => {
  const lines = new Map(
    [
      ["en", /sent more than 16 MiB in one answer; mcpdemo does not read the rest\./],
      ["fr", /a envoyé plus de 16 MiB en une seule réponse\u00A0; mcpdemo ne lit pas la suite\./],
    ] as const,
  );
  for (const [language, line] of lines) {
    await using server = startHostile(
      "2025",
      ({ method, id }) => method === "tools/call" ? { json: hugeResult(id, 20 * MIB) } : undefined,
    );
    const { stdout } = await askHostile(server.url, { language, flags: { jsonStream: true } });
    const last = JSON.parse(stdout.trim().split("\n").at(-1)!);
    assert.match(last.title, line);
    assert.ok(last.fix);
    assert.equal(last.exitStatus, 10);
  }
});

Deno.test("a large result within the limits is truncated for the model, and the run continues", async () => {
  await using server = startHostile(
    "2026",
    ({ method, id }) => method === "tools/call" ? { json: hugeResult(id, 15 * MIB) } : undefined,
  );
  const { status, told } = await askHostile(server.url);
  assert.equal(status, 0);
  assert.match(String(told), /^x{100000}\n\[cut\]$/);
});

Deno.test("a long stream of small events within the limits is accepted", async () => {
  const progress = event({
    jsonrpc: "2.0",
    method: "notifications/nothing",
    params: { text: "x".repeat(60_000) },
  });
  await using server = startHostile("2025", ({ method, id }) =>
    method === "tools/call"
      ? {
        events: function* () {
          for (let count = 0; count < 500; count++) yield progress;
          yield event(result(id, complete({ content: [{ type: "text", text: "fine" }] })));
        }(),
      }
      : undefined);
  const { status, told } = await askHostile(server.url);
  assert.equal(status, 0);
  assert.equal(told, "fine");
});

function bomb(id: Message["id"]): string {
  return [...hugeResult(id, 100_000_000)].join("");
}

function gzipped(text: string, type: string): Response {
  const headers = { "content-type": type, "content-encoding": "gzip" };
  return new Response(new Uint8Array(gzipSync(text)), { headers });
}

function deepResult(id: Message["id"], depth: number): string {
  const deep = "[".repeat(depth) + "]".repeat(depth);
  const tool = `{"name":"one","inputSchema":{"type":"object","x":${deep}}}`;
  return `{"jsonrpc":"2.0","id":${
    JSON.stringify(id)
  },"result":{"resultType":"complete","content":[],"structuredContent":{"x":${deep}},` +
    `"ttlMs":0,"cacheScope":"private","tools":[${tool}]}}`;
}

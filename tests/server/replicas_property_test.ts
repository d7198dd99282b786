/** Histories of sessions over two replicas, by two keys, against a model of what must be answered. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { LIMITS } from "../../server/limits.ts";
import { joinReplicas } from "../../server/replicas/replicas.ts";
import { initialize, INITIALIZED, messageOf, post, rpc } from "../support/mcp_requests.ts";
import { testOnRedis, UNHEARD } from "../support/redis.ts";
import { KEY, startServer, type TestServer } from "../support/start_server.ts";

const KEYS = [KEY, "other"];
const REVISIONS = ["2025-03-26", "2025-06-18", "2025-11-25"];

/** How many histories; with `MCPDEMO_HISTORIES=10000` it takes ten minutes. */
const HISTORIES = Number(Deno.env.get("MCPDEMO_HISTORIES") ?? 150);

const who = { replica: fc.nat(1), key: fc.nat(1) };
const step = fc.oneof(
  fc.record({ kind: fc.constant("open" as const), ...who, revision: fc.nat(2) }),
  fc.record({
    kind: fc.constantFrom(
      ...["call", "list", "watch", "delete", "cancel", "initialized", "unknown"] as const,
    ),
    ...who,
    session: fc.nat(4),
  }),
);

const ASKED = {
  call: rpc("tools/call", {
    name: "convert_time",
    arguments: { time: "12:00", from_timezone: "UTC", to_timezones: ["Asia/Tokyo"] },
  }, 7),
  list: rpc("tools/list", {}, 7),
  watch: rpc("resources/subscribe", { uri: "time://now/Asia/Tokyo" }, 7),
  unknown: rpc("no/such/method", {}, 7),
  cancel: JSON.stringify({ jsonrpc: "2.0", method: "notifications/cancelled", params: { requestId: 99 } }),
  initialized: INITIALIZED,
};

testOnRedis(
  "whatever happens to sessions on two replicas, each request has the one right outcome, and no 5xx",
  async (redis) => {
    const limits = { ...LIMITS, sessionsPerKey: 100_000, sessions: 100_000 };
    const replica = async () =>
      startServer({
        keys: KEYS,
        limits,
        isRecorded: false,
        replicas: await joinReplicas({
          url: redis.url,
          prefix: "test",
          limits,
          randomId: () => crypto.randomUUID(),
          newStateKey: new Uint8Array(32),
          ...UNHEARD,
        }),
      });
    await using a = await replica();
    await using b = await replica();
    const replicas: readonly TestServer[] = [a, b];
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        const sessions: {
          readonly id: string;
          readonly key: number;
          readonly revision: string;
          isOpen: boolean;
        }[] = [];
        for (const each of steps) {
          const server = replicas[each.replica]!;
          const Authorization = `Bearer ${KEYS[each.key]}`;
          if (each.kind === "open") {
            const revision = REVISIONS[each.revision]!;
            const opened = await post(server, "/mcp", initialize(revision), { Authorization });
            assert.equal(opened.status, 200);
            await messageOf(opened);
            sessions.push({
              id: opened.headers.get("mcp-session-id")!,
              key: each.key,
              revision,
              isOpen: true,
            });
            continue;
          }
          const session = sessions[each.session];
          if (!session) continue;
          const headers = {
            Authorization,
            "Mcp-Session-Id": session.id,
            "MCP-Protocol-Version": session.revision,
          };
          const isTheirs = session.isOpen && session.key === each.key;
          const answer = each.kind === "delete"
            ? await fetch(server.at("/mcp"), { method: "DELETE", headers })
            : await post(server, "/mcp", ASKED[each.kind], headers);
          const label = `${each.kind} ${JSON.stringify(steps)}`;
          const expected = !isTheirs
            ? 404
            : each.kind === "cancel" || each.kind === "initialized"
            ? 202
            : 200;
          assert.equal(answer.status, expected, label);
          if (each.kind === "delete") session.isOpen &&= !isTheirs;
          if (answer.status !== 200 || each.kind === "delete") {
            await answer.body?.cancel();
            continue;
          }
          const { id, error, result } = await messageOf(answer) as {
            id: number;
            error?: { code: number };
            result?: unknown;
          };
          assert.equal(id, 7, label);
          if (each.kind === "unknown") assert.equal(error?.code, -32601, label);
          else assert.ok(result, label);
        }
        for (const { id, key, isOpen } of sessions) {
          if (!isOpen) continue;
          const ended = await fetch(a.at("/mcp"), {
            method: "DELETE",
            headers: { Authorization: `Bearer ${KEYS[key]}`, "Mcp-Session-Id": id },
          });
          assert.equal(ended.status, 200);
          await ended.body?.cancel();
        }
      }),
      { numRuns: HISTORIES },
    );
    const { stdout } = await new Deno.Command("redis-cli", { args: ["-p", String(redis.port), "DBSIZE"] })
      .output();
    // The key that signs the state of 2026 is all that is left.
    assert.equal(new TextDecoder().decode(stdout).trim(), "1");
  },
);

import assert from "node:assert/strict";
import { LIMITS } from "./limits.ts";
import { createSessions, type SessionHandle } from "./sessions.ts";

const ALICE = { keyId: "key-1" };
const BOB = { keyId: "key-2" };

function handle(hasOpenStream = false): SessionHandle & { closed: number } {
  const made = {
    era: "2024",
    closed: 0,
    hasOpenStream: () => hasOpenStream,
    handle: () => new Response(),
    quick: () => undefined,
    close() {
      made.closed++;
      return Promise.resolve();
    },
  };
  return made;
}

Deno.test("an idle session ends, one with an open stream or a recent request stays open", () => {
  let now = 0;
  const sessions = createSessions({ ...LIMITS, sessionIdleMs: 100 }, () => now);
  const [idle, streaming, used] = [handle(), handle(true), handle()];
  sessions.add("idle", ALICE, idle);
  sessions.add("streaming", ALICE, streaming);
  sessions.add("used", ALICE, used);
  now = 99;
  assert.equal(sessions.find("used", ALICE, "2024"), used);
  now = 100;
  sessions.expire();
  assert.deepEqual([idle.closed, streaming.closed, used.closed, sessions.size], [1, 0, 0, 2]);
  assert.equal(sessions.find("idle", ALICE, "2024"), undefined);
});

Deno.test("only its own key can use a session, and another key's request does not keep it alive", () => {
  let now = 0;
  const sessions = createSessions({ ...LIMITS, sessionIdleMs: 100 }, () => now);
  sessions.add("a", ALICE, handle());
  now = 99;
  assert.equal(sessions.find("a", BOB, "2024"), undefined);
  now = 100;
  assert.equal(sessions.find("a", ALICE, "2024"), undefined);
});

Deno.test("a session cannot be used in another era", () => {
  const sessions = createSessions(LIMITS, () => 0);
  sessions.add("a", ALICE, handle());
  assert.equal(sessions.find("a", ALICE, "2025"), undefined);
  assert.equal(sessions.size, 1);
});

Deno.test("an ended session makes room for another", () => {
  const sessions = createSessions({ ...LIMITS, sessionsPerKey: 1 }, () => 0);
  sessions.add("a", ALICE, handle());
  assert.equal(sessions.refusal(ALICE)?.status, 429);
  assert.equal(sessions.refusal(BOB), undefined);
  sessions.remove("a");
  sessions.remove("a");
  assert.equal(sessions.refusal(ALICE), undefined);
});

Deno.test("closeAll closes each session once", async () => {
  const sessions = createSessions(LIMITS, () => 0);
  const all = [handle(), handle(true)];
  all.forEach((each, index) => sessions.add(String(index), ALICE, each));
  await sessions.closeAll();
  await sessions.closeAll();
  assert.deepEqual(all.map(({ closed }) => closed), [1, 1]);
  assert.equal(sessions.size, 0);
});

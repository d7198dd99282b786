import assert from "node:assert/strict";
import { type CallRecord, createAudit } from "./audit.ts";

const CALL: CallRecord = { keyId: "alice", tool: "countdown", args: { seconds: 1 }, status: "ok", ms: 1.234 };

/** A file whose next writes can be held back or refused. */
function fakeFile() {
  const written: string[] = [];
  const file = { gate: Promise.resolve(), failure: undefined as string | undefined };
  return {
    file,
    lines: () => written.join("").split("\n").filter((line) => line).map((line) => JSON.parse(line)),
    async append(text: string) {
      await file.gate;
      if (file.failure) throw new Error(file.failure);
      written.push(text);
    },
  };
}

Deno.test("a line says who called what, how it ended and how long it took; of the arguments only a hash", async () => {
  const disk = fakeFile();
  const audit = createAudit(disk, () => 0, () => {});
  audit.call(CALL);
  audit.refused(403);
  await audit.close();
  const [call, refused] = disk.lines();
  assert.deepEqual(call, {
    time: "1970-01-01T00:00:00.000Z",
    event: "call",
    key: "alice",
    tool: "countdown",
    status: "ok",
    ms: 1.23,
    // Of {"seconds":1}.
    arguments: "sha256:fd839bdef3efc7f83657dc6dfd87ac89eda36d5756deb4cbfb8db4596c2de7a6",
  });
  assert.deepEqual(refused, { time: "1970-01-01T00:00:00.000Z", event: "refused", http: 403 });
});

Deno.test("a file that takes no lines never makes a call wait: lines are dropped beyond a limit, and counted", async () => {
  const disk = fakeFile();
  const held = Promise.withResolvers<void>();
  disk.file.gate = held.promise;
  const audit = createAudit(disk, () => 0, () => {});
  for (let count = 0; count < 20_000; count++) audit.call({ ...CALL, tool: "x".repeat(500) });
  held.resolve();
  await audit.close();
  const lines = disk.lines();
  const kept = lines.filter(({ event }) => event === "call").length;
  audit.call(CALL);
  await audit.close();
  const { count } = disk.lines().find(({ event }) => event === "dropped");
  assert.equal(kept + count, 20_000);
  // One batch was being written, and a mebibyte waited.
  assert.ok(kept < 6_000, String(kept));
});

Deno.test("a full disk is reported once, costs lines and nothing else, and is over when there is room", async () => {
  const disk = fakeFile();
  const problems: string[] = [];
  const audit = createAudit(disk, () => 0, (problem) => problems.push(problem));
  disk.file.failure = "No space left on device";
  for (let count = 0; count < 3; count++) {
    audit.call(CALL);
    await audit.close();
  }
  assert.deepEqual(problems, ["No space left on device"]);
  disk.file.failure = undefined;
  audit.call(CALL);
  await audit.close();
  assert.deepEqual(disk.lines().map(({ event, count }) => [event, count]), [["dropped", 3], [
    "call",
    undefined,
  ]]);
});

Deno.test("of wrong keys without end, ten a second get a line", async () => {
  const disk = fakeFile();
  let now = 0;
  const audit = createAudit(disk, () => now, () => {});
  for (let count = 0; count < 50; count++) audit.refused(403);
  now = 1000;
  audit.refused(401);
  await audit.close();
  const events = disk.lines().map(({ event }) => event);
  assert.equal(events.filter((event) => event === "refused").length, 11);
  assert.equal(disk.lines().find(({ event }) => event === "dropped").count, 40);
});

import assert from "node:assert/strict";
import fc from "fast-check";
import { collect, type Collection } from "./collect.ts";
import { createClock, createDeferred, type DeferredRecorder, headerText } from "./deferred.ts";
import { createRecorder, type Recorder } from "./recorder.ts";
import { createRedactor } from "./redact.ts";

const ANSWER = '{"jsonrpc":"2.0","id":1,"result":{}}';

function start(
  isWatched: () => boolean = () => false,
  onGrowth: () => void = () => {},
): { kept: Collection; recorder: Recorder; deferred: DeferredRecorder } {
  const kept = collect();
  const clock = createClock();
  let moment = 0;
  const recorder = createRecorder({
    sink: kept.sink,
    redactor: createRedactor(["a-secret"]),
    now: clock.now,
    timeOrigin: 0,
    manyClients: true,
  });
  // Time passes by a millisecond with each look at the clock that shows the present.
  const present = { ...clock, now: () => ++moment };
  const shown = { now: present.now, show: clock.show };
  return {
    kept,
    recorder,
    deferred: createDeferred({ recorder, isWatched, clock: shown, clientOf: () => "c", onGrowth }),
  };
}

function request(id: number, body = `{"jsonrpc":"2.0","id":${id},"method":"ping"}`) {
  const headers = [["authorization", "Bearer a-secret"], ["mcp-session-id", `s${id % 3}`]] as const;
  return { peer: "mcp_server", client: "c", method: "POST", url: "http://h/mcp", headers, body } as const;
}

/** One thing that happens to the exchange of this number. */
const happening = fc.record({
  number: fc.nat({ max: 4 }),
  kind: fc.constantFrom("response", "events", "chunk", "end", "abort", "fail"),
});

function replay(recorder: Recorder, happenings: readonly { number: number; kind: string }[]): void {
  const recordings = [0, 1, 2, 3, 4].map((id) => recorder.begin(request(id)));
  for (const { number, kind } of happenings) {
    const recording = recordings[number]!;
    if (kind === "response") recording.response(200, new Headers({ "content-type": "application/json" }));
    if (kind === "events") recording.response(200, new Headers({ "content-type": "text/event-stream" }));
    if (kind === "chunk") recording.chunk(`data: ${ANSWER.replace("1", String(number))}\n\n`);
    if (kind === "end") recording.end();
    if (kind === "abort") recording.end(true);
    if (kind === "fail") recording.fail(new Error("gone, with a-secret"));
  }
}

Deno.test("what waited is recorded as it would have been at once, but for the order of its events", () => {
  fc.assert(fc.property(fc.array(happening, { maxLength: 40 }), (happenings) => {
    // Each exchange by itself: those of one session know of each other in the order in which they are given.
    const own = happenings.filter(({ number }) => number === 0);
    const [later, atOnce] = [start(), start()];
    replay(later.deferred, own);
    assert.deepEqual(later.kept.exchanges(), []);
    later.deferred.catchUp();
    replay(atOnce.recorder, own);
    const untimed = ({ kept }: typeof later) =>
      JSON.stringify(kept.exchanges()).replace(/"(ms|headMs)":[\d.]+/g, "").replace(
        /"startedAt":"[^"]*"/g,
        "",
      );
    assert.equal(untimed(later), untimed(atOnce));
    assert.ok(!untimed(later).includes("a-secret"));
  }));
});

Deno.test("what waited keeps its own times", () => {
  const { kept, deferred } = start();
  const recording = deferred.begin(request(1));
  recording.response(200, new Headers());
  recording.chunk(ANSWER);
  recording.end();
  deferred.catchUp();
  const [{ startedAt, headMs, ms } = assert.fail()] = kept.exchanges();
  assert.deepEqual([startedAt, headMs, ms], ["1970-01-01T00:00:00.001Z", 1, 3]);
});

Deno.test("an exchange that is over from the start is recorded whole", () => {
  const { kept, deferred } = start();
  const { client, method, url, headers, body } = request(1);
  deferred.add({
    principal: undefined,
    client,
    method,
    url,
    headers: headerText(headers),
    body,
    status: 200,
    responseHeaders: headerText([["content-type", "application/json"], ["vary", ""]]),
    text: ANSWER,
  });
  deferred.catchUp();
  const [exchange = assert.fail()] = kept.exchanges();
  assert.deepEqual(exchange.requestHeaders, { "authorization": "Bearer ***", "mcp-session-id": "session-1" });
  assert.deepEqual(exchange.responseHeaders, { "content-type": "application/json", vary: "" });
  assert.deepEqual([exchange.status, exchange.responseBody], [200, ANSWER]);
});

Deno.test("while somebody looks everything is recorded at once, after what waited", () => {
  let isWatched = false;
  const { kept, deferred } = start(() => isWatched);
  deferred.begin(request(1));
  isWatched = true;
  deferred.begin(request(2)).response(202, new Headers());
  assert.deepEqual(kept.exchanges().map(({ rpc, status }) => [rpc?.id, status]), [[1, undefined], [2, 202]]);
  assert.equal(deferred.waiting, 0);
});

Deno.test("what happens to an exchange that was dropped is dropped as well", () => {
  const { kept, deferred } = start();
  const [first, second] = [deferred.begin(request(1)), deferred.begin(request(2))];
  deferred.dropOldest();
  first.response(200, new Headers());
  second.response(201, new Headers());
  deferred.catchUp();
  first.end();
  assert.deepEqual(kept.exchanges().map(({ status }) => status), [201]);
});

Deno.test("what waits is bounded in exchanges and bytes by its owner, and empty when it has been given", () => {
  const { deferred } = start(() => false, () => {
    while (deferred.waiting > 3 || deferred.bytes > 50_000) deferred.dropOldest();
  });
  for (let id = 0; id < 5_000; id++) {
    deferred.begin(request(id)).chunk("x".repeat(1_000));
    assert.ok(deferred.waiting <= 3);
    assert.ok(deferred.bytes <= 50_000);
  }
  deferred.begin(request(5_000)).chunk("x".repeat(100_000));
  assert.equal(deferred.waiting, 0);
  assert.equal(deferred.bytes, 0);
});

Deno.test("a stream of many pieces does not wait for ever", () => {
  const { kept, deferred } = start();
  const recording = deferred.begin(request(1));
  recording.response(200, new Headers({ "content-type": "text/event-stream" }));
  for (let index = 0; index < 100; index++) recording.chunk(`data: ${index}\n\n`);
  assert.ok(kept.exchanges().length === 1, "the stream itself has been recorded");
  deferred.catchUp();
  const [{ events } = assert.fail()] = kept.exchanges();
  assert.equal(events.length, 100);
});

Deno.test("of a long stream the last pieces wait, and its end", () => {
  const { kept, deferred } = start(() => false, () => {
    while (deferred.waiting > 10) deferred.dropOldest();
  });
  const recording = deferred.begin(request(1));
  recording.response(200, new Headers({ "content-type": "text/event-stream" }));
  for (let index = 0; index < 5_000; index++) recording.chunk(`data: ${index}\n\n`);
  assert.ok(deferred.waiting <= 10);
  recording.end();
  const [{ events, ms } = assert.fail()] = kept.exchanges();
  assert.deepEqual(events.slice(-2).map(({ data }) => data), ["4998", "4999"]);
  assert.ok(events.length < 100);
  assert.notEqual(ms, undefined, "the exchange is over");
});

Deno.test("of a large piece the beginning is kept, and its whole size", () => {
  const { kept, deferred } = start();
  const recording = deferred.begin(request(1));
  recording.response(200, new Headers({ "content-type": "application/json" }));
  recording.chunk(new Uint8Array(1_000_000).fill(65));
  recording.end();
  assert.ok(deferred.bytes < 300_000);
  deferred.catchUp();
  const [{ responseBytes, responseBody } = assert.fail()] = kept.exchanges();
  assert.equal(responseBytes, 1_000_000);
  assert.equal(responseBody?.length, 64 * 1024);
});

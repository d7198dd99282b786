import assert from "node:assert/strict";
import { createEventText } from "./event_text.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

/** The data of each message of a stream that comes in these pieces. */
function dataOf(pieces: readonly Uint8Array[], most = 1_000): string[] {
  const found: string[] = [];
  const events = createEventText((data) => {
    found.push(data);
    return data;
  }, most);
  for (const piece of pieces) events.push(piece);
  events.end();
  return found;
}

for (const end of ["\n", "\r\n", "\r"]) {
  Deno.test(`lines that end with ${JSON.stringify(end)} are parsed, however the stream is split into chunks`, () => {
    const lines = ["\ufeffid: 1", "data: {", "data: }é", ": comment", "", "data:2", "", ""];
    const whole = bytes(lines.join(end));
    for (let cut = 0; cut <= whole.length; cut++) {
      assert.deepEqual(dataOf([whole.slice(0, cut), whole.slice(cut)]), ["{\n}é", "2"], `cut at ${cut}`);
    }
    assert.deepEqual(dataOf([...whole].map((byte) => Uint8Array.of(byte))), ["{\n}é", "2"]);
  });
}

Deno.test("an unterminated event at the end is read if its data is complete", () => {
  assert.deepEqual(dataOf([bytes("data: 1\n")]), ["1"]);
  assert.deepEqual(dataOf([bytes("data: 1")]), ["1"]);
  assert.deepEqual(dataOf([bytes('data: {"a":')]), []);
  assert.deepEqual(dataOf([bytes("id: 1")]), []);
});

Deno.test("events of other types keep their data, and all fields are preserved", () => {
  const events = createEventText(() => "changed", 1_000);
  const written = events.push(bytes("event: endpoint\rid: 7\rretry: 5\rdata: /m\r\rdata: x\r\r"));
  assert.equal(written, "event: endpoint\nid: 7\nretry: 5\ndata: /m\n\ndata: changed\n\n");
});

Deno.test("events of the type message are messages, with and without a blank after the colon", () => {
  assert.deepEqual(dataOf([bytes("event: message\ndata: 1\n\nevent:message\ndata: 2\n\n")]), ["1", "2"]);
  assert.deepEqual(dataOf([bytes("event: messages\ndata: 1\n\nevent:  message\ndata: 2\n\n")]), []);
});

Deno.test("an oversized event is forwarded as it arrives, without buffering more of it", () => {
  const events = createEventText(() => assert.fail(), 10);
  assert.equal(events.push(bytes("data: 123")), "");
  assert.equal(events.push(bytes("4567")), "data: 1234567");
  assert.equal(events.push(bytes("89\n\n")), "89\n\n");
});

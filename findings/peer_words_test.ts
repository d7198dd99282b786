import assert from "node:assert/strict";
import { peerWords } from "./peer_words.ts";

const ERROR = '{"jsonrpc":"2.0","id":1,"error":{"code":-32602,"message":"Invalid request parameters"}}';

Deno.test("the words in an event stream are those of its first data, not the lines around it", () => {
  for (
    const stream of [
      `event: message\ndata: ${ERROR}\n\n`,
      `id: 1\ndata: \n\nevent: message\nid: 2\ndata: ${ERROR}\n\n`,
      `: ping\r\n\r\ndata:${ERROR}\r\n\r\n`,
    ]
  ) {
    assert.equal(peerWords(stream, "text/event-stream; charset=utf-8"), "Invalid request parameters", stream);
  }
  assert.equal(peerWords(": ping\n\n", "text/event-stream"), ": ping");
});

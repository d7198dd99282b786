import assert from "node:assert/strict";
import { answerTo, statusOf } from "./stream_load.ts";

Deno.test("a response has a status once its body has arrived", () => {
  const head = "HTTP/1.1 202 Accepted\r\nContent-Length: 8\r\n\r\n";
  assert.equal(statusOf("HTTP/1.1 202 Acc"), undefined);
  assert.equal(statusOf(`${head}Acce`), undefined);
  assert.equal(statusOf(`${head}Accepted`), "202");
  const chunked = "HTTP/1.1 404 Not Found\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nno\r\n";
  assert.equal(statusOf(chunked), undefined);
  assert.equal(statusOf(`${chunked}0\r\n\r\n`), "404");
  assert.equal(statusOf("HTTP/1.1 202 Accepted\r\n\r\n"), "202");
});

Deno.test("an answer on the stream is the one to this call, and whole", () => {
  const event = 'event: message\ndata: {"jsonrpc":"2.0","id":12,"result":{}}\n\n';
  assert.equal(answerTo(12, event), event);
  assert.equal(answerTo(1, event), undefined);
  assert.equal(answerTo(12, event.trimEnd()), undefined);
  assert.ok(answerTo(12, event.replaceAll("\n", "\r\n").replace('"id":12', '"id": 12')));
  assert.equal(answerTo(12, ": still here\n\n"), undefined);
});

/** What a user sees on a terminal while the model is silent. */
import assert from "node:assert/strict";
import { hasPty, startPty } from "../support/pty.ts";
import { startServer } from "../support/start_server.ts";

const chunk = (delta: object, finish_reason?: string) =>
  `data: ${JSON.stringify({ choices: [{ index: 0, delta, finish_reason }] })}\n\n`;

/** An endpoint whose stream the test writes. */
function startSlowModel() {
  const opened = Promise.withResolvers<ReadableStreamDefaultController<string>>();
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, async (request) => {
    await request.arrayBuffer();
    const body = new ReadableStream<string>({ start: (controller) => opened.resolve(controller) });
    return new Response(body.pipeThrough(new TextEncoderStream()), {
      headers: { "content-type": "text/event-stream" },
    });
  });
  return {
    url: `http://127.0.0.1:${server.addr.port}/v1`,
    opened: opened.promise,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

Deno.test({
  name: "on a terminal, a line says who is waited for, since when, and how many tokens have come",
  ignore: !hasPty(),
  async fn() {
    await using server = startServer({ keys: [] });
    await using model = startSlowModel();
    const state = await Deno.makeTempDir();
    await using pty = startPty(["ask", "--server", server.url.href, "--model", "slow", "what time is it"], {
      API_URL: model.url,
      XDG_STATE_HOME: state,
    });
    const stream = await model.opened;
    await pty.shows(/Waiting for slow for 2 s \(http:\/\/127\.0\.0\.1/);
    await pty.shows(/Waiting for slow for 3 s/);
    stream.enqueue(chunk({ reasoning_content: "Hm" }) + chunk({ reasoning_content: " hm" }));
    await pty.shows(/Waiting for slow for \d+ s, tokens so far: about 2/);
    stream.enqueue(chunk({ content: "It is noon." }, "stop") + "data: [DONE]\n\n");
    stream.close();
    await pty.shows(/It is noon\./);
    assert.equal(await pty.ended, 0);
    // The line is taken away before the answer, and does not come back.
    const after = pty.sent().slice(pty.sent().lastIndexOf("Waiting for"));
    // deno-lint-ignore no-control-regex
    assert.match(after, /^Waiting for[^\r\n]*\r\x1b\[K[^]*It is noon\./);
    await Deno.remove(state, { recursive: true });
  },
});

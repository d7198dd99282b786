/** `ask -i`: a conversation, piped or on a terminal. */
import assert from "node:assert/strict";
import { createInterrupts } from "../../cli/interrupts.ts";
import { UserError } from "../../cli/errors.ts";
import { createLines } from "../../cli/lines.ts";
import { createMutex } from "../../lib/mutex.ts";
import { event, openStream, sane, startFakeServer } from "../support/fake_mcp_server.ts";
import { hasPty, startPty } from "../support/pty.ts";
import { runAsk } from "../support/run_ask.ts";
import { runCli } from "../support/run_cli.ts";
import { calls, startScriptedModel, text } from "../support/scripted_model.ts";
import { KEY, startServer } from "../support/start_server.ts";

/** A reply that begins and does not end; `asked` resolves when it is requested. */
const endless = (asked: () => void = () => {}) => () => {
  const chunk = { choices: [{ index: 0, delta: { content: "It **is" } }] };
  const body = new ReadableStream({
    start: (controller) => controller.enqueue(new TextEncoder().encode(`data: ${JSON.stringify(chunk)}\n\n`)),
  });
  asked();
  return new Response(body, { headers: { "Content-Type": "text/event-stream" } });
};

Deno.test("with piped input each line is a question, and the model remembers the earlier ones", async () => {
  await using server = startServer();
  await using model = startScriptedModel([
    calls(["get_current_time", { timezone: "Asia/Tokyo" }]),
    text("It is 21:05."),
    text("It is 14:05."),
  ]);
  const outcome = await runCli(["ask", "-i", "--server", server.url.href], {
    environment: { API_URL: model.url, MCP_SERVER_AUTH_KEY: KEY },
    stdin: "what time is it in Tokyo?\n\n/usage\n/unknown\nand in Paris?\n/quit\nnot asked any more\n",
  });
  assert.deepEqual([outcome.status, outcome.stdout], [0, "It is 21:05.\nIt is 14:05.\n"], outcome.stderr);
  assert.equal(model.asked.length, 3);
  const { messages } = model.asked[2]!;
  assert.deepEqual(messages.map(({ role }) => role), ["user", "assistant", "tool", "assistant", "user"]);
  assert.deepEqual([messages[0]!.content, messages[4]!.content], [
    "what time is it in Tokyo?",
    "and in Paris?",
  ]);
  assert.match(String(messages[2]!.content), /21:05:09/);
  assert.match(outcome.stderr, /\/unknown/);
});

Deno.test("words on the command line are the first question, and the end of the input exits", async () => {
  await using server = startServer();
  await using model = startScriptedModel([text("one"), text("two")]);
  const { status, stdout } = await runAsk("first", {
    flags: { servers: [server.url.href], authKey: [KEY], interactive: true },
    environment: { API_URL: model.url },
    stdin: "second",
  });
  assert.deepEqual([status, stdout], [0, "one\ntwo\n"]);
});

Deno.test("/help, /tools and /usage are answered on stderr, without the model", async () => {
  await using server = startServer();
  await using model = startScriptedModel([]);
  const { status, stdout, stderr } = await runAsk("", {
    flags: { servers: [server.url.href], authKey: [KEY], interactive: true },
    environment: { API_URL: model.url },
    stdin: "/help\n/tools\n/usage\n",
  });
  assert.deepEqual([status, stdout, model.asked.length], [0, "", 0]);
  for (const said of [/\/quit/, /^convert_time /m, /0/]) assert.match(stderr, said);
});

Deno.test("a question that fails is reported, the next one is asked, and the exit status is the first failure's", async () => {
  await using server = startServer();
  await using model = startScriptedModel([
    text("one"),
    () => new Response("no", { status: 400 }),
    () => new Response("no", { status: 401 }),
    text("four"),
  ]);
  const { status, stdout, stderr } = await runAsk("", {
    flags: { servers: [server.url.href], authKey: [KEY], interactive: true },
    environment: { API_URL: model.url, API_KEY: "k" },
    stdin: "a\nb\nc\nd\n",
  });
  assert.deepEqual([status, stdout], [7, "one\nfour\n"]);
  assert.match(stderr, /^Error model_failing\nError model_key_refused$/m);
  // The failed question is not part of the conversation.
  const said = model.asked.at(-1)!.messages.map(({ content }) => content);
  assert.deepEqual(said, ["a", "one", "d"]);
});

Deno.test("with --json, each question prints an object that names the server and the model", async () => {
  await using server = startServer();
  await using model = startScriptedModel([text("one"), () => new Response("no", { status: 400 })]);
  const { stdout } = await runAsk("", {
    flags: { servers: [server.url.href], authKey: [KEY], interactive: true, json: true },
    environment: { API_URL: model.url },
    stdin: "a\n/usage\nb\n",
  });
  const runs = JSON.parse(`[${stdout.replaceAll("\n}\n{", "\n},{")}]`);
  assert.deepEqual(runs.map(({ question, exitStatus }: Record<string, unknown>) => [question, exitStatus]), [[
    "a",
    0,
  ], ["b", 7]]);
  for (const { servers, model: { url } } of runs) assert.deepEqual([servers.length, url], [1, model.url]);
});

Deno.test("Ctrl-C stops the answer but not the conversation, for every question", async () => {
  await using server = startServer();
  const interrupts = createInterrupts(new UserError("interrupted"));
  await using model = startScriptedModel([endless(), endless(), text("three")]);
  let stdout = "";
  const { status, stderr } = await runAsk("", {
    flags: { servers: [server.url.href], authKey: [KEY], interactive: true },
    environment: { API_URL: model.url },
    stdin: "a\nb\nc\n",
    interrupted: interrupts.leave,
    cancellable: interrupts.cancellable,
    rearm: interrupts.rearm,
    output: {
      answer(piece) {
        stdout += piece;
        if (piece.includes("is")) interrupts.interrupt();
      },
      note() {},
      style: (_, line) => line,
    },
  });
  assert.deepEqual([status, stderr, stdout.includes("three")], [0, "", true]);
  assert.deepEqual(model.asked[2]!.messages.map(({ content }) => content), ["c"]);
});

Deno.test("--timeout ends one question, even while its tool runs", async () => {
  await using server = startFakeServer((request, message) =>
    message.method === "tools/call"
      ? new Response(new ReadableStream({}), { headers: { "content-type": "text/event-stream" } })
      : sane("2026", request, message)
  );
  await using model = startScriptedModel([calls(["one", {}]), text("two")]);
  const { status, stdout, stderr } = await runAsk("", {
    flags: { servers: [server.url], interactive: true, timeout: ["1"] },
    environment: { API_URL: model.url },
    stdin: "a\nb\n",
  });
  assert.deepEqual([status, stdout], [10, "two\n"]);
  assert.match(stderr, /^Error timeout$/m);
});

Deno.test("--timeout closes a form that its server has left open", async () => {
  const stream = openStream();
  await using server = startFakeServer((request, message) => {
    if (message.method !== "tools/call") return sane("2025", request, message);
    const params = { message: "Which?", requestedSchema: { type: "object", properties: {} } };
    stream.send(event({ jsonrpc: "2.0", id: "ask", method: "elicitation/create", params }));
    return stream.response;
  });
  await using model = startScriptedModel([calls(["one", {}])]);
  // The user does not answer until the form is closed.
  const gone = Promise.withResolvers<undefined>();
  const read = (signal: AbortSignal) => {
    signal.addEventListener("abort", () => gone.resolve(undefined));
    return gone.promise;
  };
  const lines = { read, forget: () => Promise.resolve(), turn: createMutex() };
  const { status } = await runAsk("a", {
    flags: { servers: [server.url], era: ["2025"], interactive: true, timeout: ["1"], yes: true },
    environment: { API_URL: model.url },
    // The call is cancelled before the conversation is over.
    openPrompt: () => Promise.resolve({ read: () => gone.promise, lines }),
  });
  assert.equal(status, 10);
});

Deno.test("within a conversation, the server's forms are read from the same terminal", async () => {
  await using server = startFakeServer((request, message) => sane("2026", request, message));
  await using model = startScriptedModel([calls(["one", {}]), text("done"), text("bye")]);
  const typed = ["go", "y", "again", "/quit"];
  const lines = createLines(() => new Blob(typed.map((line) => `${line}\n`)).stream());
  const shown: string[] = [];
  const inner = { ...lines, forget: () => Promise.resolve() };
  const { status, stdout } = await runAsk("", {
    flags: { servers: [server.url], interactive: true },
    environment: { API_URL: model.url },
    openPrompt: () =>
      Promise.resolve({
        read: (prompt, signal) => (shown.push(prompt), lines.read(signal)),
        lines: inner,
      }),
  });
  assert.deepEqual([status, stdout, shown.length], [0, "done\nbye\n", 3]);
});

Deno.test({
  name: "on a terminal: line editing, history, Ctrl-C, approval, Markdown and /quit",
  ignore: !hasPty(),
  async fn() {
    await using server = startFakeServer((request, message) => sane("2026", request, message));
    await using model = startScriptedModel([
      text("It is **14:05**."),
      endless(),
      calls(["one", {}]),
      text("Done."),
      text("Fine."),
      text("Good."),
    ]);
    const state = await Deno.makeTempDir();
    await using pty = startPty(["ask", "-i", "--server", server.url], {
      API_URL: model.url,
      XDG_STATE_HOME: state,
    });
    // deno-lint-ignore no-control-regex
    const prompt = /you> \x1b\[6G/;
    const question = (index: number) => model.asked[index]?.messages.at(-1)?.content;

    await pty.shows(prompt);
    // A typo, corrected with backspace.
    await pty.type("what timx\x7fe is it\r");
    // deno-lint-ignore no-control-regex
    await pty.shows(/It is \*\*14:05\*\*\.\r\x1b\[JIt is \x1b\[1m14:05/);
    assert.equal(question(0), "what time is it");

    await pty.shows(prompt);
    await pty.type("\x1b[A");
    await pty.shows(/what time is it/);
    await pty.type("?\r");
    await pty.shows(/It \*\*is/);
    assert.equal(question(1), "what time is it?");
    await pty.type("\x03");
    await pty.shows(/Stopped\./);

    await pty.shows(prompt);
    await pty.type("half a line\x03");
    await pty.shows(/half a line\^C/);
    await pty.shows(prompt);
    await pty.type("call it\r");
    await pty.shows(/y yes, a always/);
    // The prompt has appeared once earlier input is discarded; the line is empty.
    await pty.type("a\r");
    await pty.shows(/Done\./);
    assert.equal(question(2), "call it");
    assert.match(await Deno.readTextFile(`${state}/mcpdemo/approvals.json`), /"isAlways": true/);

    await pty.shows(prompt);
    // Pasted text: two lines arriving together are two questions.
    await pty.type("one\rtwo\r");
    await pty.shows(/Fine\.[^]*Good\./);
    assert.deepEqual([question(4), question(5)], ["one", "two"]);

    await pty.shows(prompt);
    await pty.type("/to\t");
    await pty.shows(/\/tools/);
    await pty.type("\r");
    await pty.shows(/^one {2}/m);
    await pty.shows(prompt);
    await pty.type("/quit\r");
    assert.equal(await pty.ended, 0);
    await Deno.remove(state, { recursive: true });
  },
});

Deno.test({
  name: "on a terminal: input typed before an approval prompt does not answer it",
  ignore: !hasPty(),
  async fn() {
    await using server = startFakeServer((request, message) => sane("2026", request, message));
    let controller: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>>;
    const say = (delta: unknown, finish_reason: string | null = null) => {
      const chunk = JSON.stringify({ choices: [{ index: 0, delta, finish_reason }] });
      controller.enqueue(new TextEncoder().encode(`data: ${chunk}\n\n`));
    };
    const slow = () => {
      const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
        start: (given) => void (controller = given),
      });
      say({ content: "Let me see." });
      return new Response(body, { headers: { "Content-Type": "text/event-stream" } });
    };
    await using model = startScriptedModel([slow, text("Well then.")]);
    const environment = { API_URL: model.url, XDG_STATE_HOME: "/dev/null" };
    await using pty = startPty(["ask", "-i", "--server", server.url, "call it"], environment);
    await pty.shows(/Let me see/);
    await pty.type("y\r");
    // The terminal itself echoes the input that the next reader will get.
    await pty.shows(/y\r\n/);
    say({ tool_calls: [{ index: 0, id: "1", function: { name: "one", arguments: "{}" } }] }, "tool_calls");
    controller!.close();
    await pty.shows(/y yes, a always/);
    await pty.type("n\r");
    await pty.shows(/Refused: one[^]*Well then/);
    await pty.type("/quit\r");
    assert.equal(await pty.ended, 9);
    assert.ok(!server.asked.some((each) => each.includes("tools/call")));
  },
});

Deno.test({
  name: "on a terminal: Ctrl-C at an approval prompt stops the answer, but not the conversation",
  ignore: !hasPty(),
  async fn() {
    await using server = startFakeServer((request, message) => sane("2026", request, message));
    await using model = startScriptedModel([calls(["one", {}]), text("Another.")]);
    const environment = { API_URL: model.url, XDG_STATE_HOME: "/dev/null" };
    await using pty = startPty(["ask", "-i", "--server", server.url, "call it"], environment);
    await pty.shows(/y yes, a always/);
    await pty.type("\x03");
    await pty.shows(/Stopped\./);
    assert.equal(model.asked.length, 1);
    await pty.type("again\r");
    await pty.shows(/Another\./);
    assert.deepEqual(model.asked[1]!.messages.map(({ content }) => content), ["again"]);
    await pty.type("/quit\r");
    assert.equal(await pty.ended, 0);
  },
});

Deno.test({
  name: "on a terminal: Ctrl-C on an empty line explains how to exit, and Ctrl-D exits",
  ignore: !hasPty(),
  async fn() {
    await using server = startServer();
    const environment = { MCP_SERVER_AUTH_KEY: KEY, NO_COLOR: "1", XDG_STATE_HOME: "/dev/null" };
    await using pty = startPty(["ask", "-i", "--server", server.url.href, "what time is it"], environment);
    // Without colours, the answer is printed exactly as the model wrote it.
    await pty.shows(/It is 14:05 on [^\r]*\r\n/);
    // deno-lint-ignore no-control-regex
    const prompt = /you> \x1b\[6G/;
    await pty.shows(prompt);
    await pty.type("\x03");
    await pty.shows(/Ctrl-D or \/quit quits/);
    await pty.shows(prompt);
    await pty.type("\x04");
    assert.equal(await pty.ended, 0);
  },
});

/** Approval of tool calls, for a user at a terminal and for a script without one. */
import assert from "node:assert/strict";
import { createMutex } from "../../lib/mutex.ts";
import {
  answered,
  complete,
  type FakeServer,
  said,
  sane,
  startFakeServer,
  toolNamed,
} from "../support/fake_mcp_server.ts";
import { type AskOptions, memoryStore, runAsk } from "../support/run_ask.ts";
import { calls, startScriptedModel, text } from "../support/scripted_model.ts";

type Annotations = Readonly<Record<string, boolean>>;

interface Subject extends FakeServer {
  /** The arguments of the calls that ran. */
  readonly ran: unknown[];
  /** Changes the server's definition of `one`. */
  describe(description: string): void;
}

function serverOf(annotations: Annotations = {}): Subject {
  const ran: unknown[] = [];
  let description = "Reads a file.";
  const server = startFakeServer((request, message) => {
    if (message.method === "tools/list") {
      return answered(message.id, complete({ tools: [{ ...toolNamed("one", annotations), description }] }));
    }
    if (message.method !== "tools/call") return sane("2026", request, message);
    ran.push(message.params?.arguments);
    return answered(message.id, said("fine"));
  });
  return { ...server, ran, describe: (words) => void (description = words) };
}

/** One question, which the model answers with a call of `one` and then with text. */
async function ask(server: FakeServer, options: AskOptions = {}, args: unknown = { path: "a" }) {
  await using model = startScriptedModel([calls(["one", args]), text("done")]);
  const { flags, ...rest } = options;
  const outcome = await runAsk("do it", {
    flags: { servers: [server.url], ...flags },
    environment: { API_URL: model.url },
    ...rest,
  });
  return { ...outcome, told: String(model.asked[1]?.messages.at(-1)?.content) };
}

Deno.test('"yes" runs the call, shown with its arguments; the next run asks again', async () => {
  await using server = serverOf();
  const pinStore = memoryStore();
  for (const answer of ["y", "YES "]) {
    const { status, stdout, stderr, told } = await ask(server, { pinStore, typed: [answer] });
    assert.deepEqual([status, stdout, told], [0, "done\n", "fine"]);
    assert.match(
      stderr,
      /\bone\b.*127\.0\.0\.1[^]*\{"path":"a"\}[^]*not mark it as read-only[^]*y yes, a always/,
    );
  }
  assert.equal(server.ran.length, 2);
});

Deno.test('"always" is stored: a second run does not ask, even if the arguments differ', async () => {
  await using server = serverOf({ destructiveHint: true });
  const pinStore = memoryStore();
  assert.equal((await ask(server, { pinStore, typed: ["a"] })).status, 0);
  const { status, stderr } = await ask(server, { pinStore, typed: [] }, { path: "b" });
  assert.equal(status, 0);
  assert.doesNotMatch(stderr, /y yes/);
  assert.deepEqual(server.ran, [{ path: "a" }, { path: "b" }]);
  // Also without a terminal.
  assert.equal((await ask(server, { pinStore })).status, 0);
});

Deno.test('"always" applies to this run only if it cannot be stored, and a line says so', async () => {
  await using server = serverOf();
  const { status, stderr } = await ask(server, { typed: ["always"] });
  assert.equal(status, 0);
  assert.match(stderr, /one.*not|not.*one/);
});

for (
  const [name, typed] of [["no", ["n"]], ["an empty line", [""]], ["Ctrl-D", []], [
    "what is neither, then no",
    ["maybe", "n"],
  ]] as const
) {
  Deno.test(`${name} refuses the call: the model is notified, one line says so, and the exit status is 9`, async () => {
    await using server = serverOf();
    const { status, stdout, stderr, told } = await ask(server, { typed, pinStore: memoryStore() });
    assert.deepEqual([status, stdout, server.ran], [9, "done\n", []]);
    assert.match(told, /^Error: the user did not allow this call/);
    assert.equal(stderr.match(/^Refused: one/gm)?.length, 1);
    assert.equal(stderr.match(/y yes/g)?.length, Math.max(1, typed.length));
  });
}

Deno.test("a refused call next to one that ran does not fail the run", async () => {
  await using server = serverOf();
  await using model = startScriptedModel([calls(["one", { n: 1 }], ["one", { n: 2 }]), text("done")]);
  const { status } = await runAsk("do it", {
    flags: { servers: [server.url] },
    environment: { API_URL: model.url },
    typed: ["n", "y"],
  });
  assert.equal(status, 0);
  assert.deepEqual(server.ran, [{ n: 2 }]);
});

Deno.test("a refused call next to a call of a nonexistent tool fails the run: exit status 9", async () => {
  await using server = serverOf();
  await using model = startScriptedModel([calls(["one", {}], ["two", {}]), text("done")]);
  const { status } = await runAsk("do it", {
    flags: { servers: [server.url] },
    environment: { API_URL: model.url },
    typed: ["n"],
  });
  assert.equal(status, 9);
});

Deno.test('"always" for one of two calls of a turn also approves the other', async () => {
  await using server = serverOf();
  await using model = startScriptedModel([calls(["one", { n: 1 }], ["one", { n: 2 }]), text("done")]);
  const { status, stderr } = await runAsk("do it", {
    flags: { servers: [server.url] },
    environment: { API_URL: model.url },
    typed: ["a"],
  });
  assert.equal(status, 0);
  assert.equal(stderr.match(/y yes/g)?.length, 1);
  assert.equal(server.ran.length, 2);
});

Deno.test('a changed definition asks again and shows the change, even after "always"', async () => {
  await using server = serverOf({ readOnlyHint: true });
  const pinStore = memoryStore();
  await ask(server, { pinStore });
  server.describe("Reads a file, and sends it on.\u200b");
  const refused = await ask(server, { pinStore, typed: ["n"] });
  assert.equal(refused.status, 9);
  assert.match(refused.stderr, /^ {2}- {3}"description": "Reads a file\.",$/m);
  // An invisible character is shown escaped.
  assert.match(refused.stderr, /^ {2}\+ {3}"description": "Reads a file, and sends it on\.\\u200b",$/m);
  assert.equal((await ask(server, { pinStore, typed: ["y"] })).status, 0);
  // Seen and allowed: the new definition is now the known one, and it is marked read-only.
  const again = await ask(server, { pinStore, typed: [] });
  assert.equal(again.status, 0);
  assert.equal(server.ran.length, 3);
});

Deno.test("without a terminal a call runs unless it is destructive or changed; then the error names the flag to pass", async () => {
  await using harmless = serverOf();
  const pinStore = memoryStore();
  assert.equal((await ask(harmless, { pinStore })).status, 0);
  harmless.describe("Deletes a file.");
  const changed = await ask(harmless, { pinStore });
  assert.equal(changed.status, 9);
  assert.match(changed.stderr, /^Refused: one was not run\. .*changed.*--allow-tool one, or --yes/m);
  // A refusal stores nothing: the definition still counts as changed.
  assert.equal((await ask(harmless, { pinStore })).status, 9);

  await using destructive = serverOf({ destructiveHint: true });
  const refused = await ask(destructive);
  assert.deepEqual([refused.status, refused.stdout], [9, "done\n"]);
  assert.match(refused.stderr, /^Refused: one was not run\. .*destructive/m);
  assert.equal((await ask(destructive, { flags: { allowTools: ["two"] } })).status, 9);
  assert.deepEqual(destructive.ran, []);
  for (const flags of [{ yes: true }, { allowTools: ["two", "one"] }]) {
    assert.equal((await ask(destructive, { flags })).status, 0);
  }
});

Deno.test("an approvals file that cannot be read ends the run: exit status 2, and no call runs", async () => {
  await using server = serverOf({ readOnlyHint: true });
  const { status, error } = await ask(server, { pinStore: memoryStore("{") });
  assert.deepEqual([status, error?.code, server.ran], [2, "approvals_unreadable", []]);
});

Deno.test("escape sequences in arguments do not reach the terminal", async () => {
  await using server = serverOf();
  const { stderr } = await ask(server, { typed: ["n"] }, { path: "\u001b[2J\u202ea\u009bb" });
  // deno-lint-ignore no-control-regex
  assert.doesNotMatch(stderr, /[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]/);
});

Deno.test("Ctrl-C or the time limit ends the approval prompt", async () => {
  const { UserError } = await import("../../cli/errors.ts");
  for (const [code, expected] of [["interrupted", 130], ["timeout", 10]] as const) {
    await using server = serverOf();
    const stop = new AbortController();
    // The user does not answer: only the run's signal ends this.
    const read = (signal: AbortSignal) => {
      const { promise, resolve } = Promise.withResolvers<undefined>();
      signal.addEventListener("abort", () => resolve(undefined));
      stop.abort(new UserError(code));
      return promise;
    };
    const { status } = await ask(server, {
      lines: { read, forget: () => Promise.resolve(), turn: (work) => work() },
      interrupted: stop.signal,
    });
    assert.equal(status, expected);
    assert.deepEqual(server.ran, []);
  }
});

Deno.test("a changed definition that a flag allows runs, and a line says so", async () => {
  await using server = serverOf();
  const pinStore = memoryStore();
  assert.doesNotMatch((await ask(server, { pinStore })).stderr, /has changed the definition/);
  server.describe("Deletes a file.");
  const { status, stderr } = await ask(server, { pinStore, flags: { yes: true } });
  assert.equal(status, 0);
  assert.match(stderr, /^The server has changed the definition of one .* a flag allowed the call\.$/m);
  assert.equal(server.ran.length, 2);
});

Deno.test("Ctrl-C at the prompt exits with 130: nothing runs, and the model gets no further request", async () => {
  await using server = serverOf();
  await using model = startScriptedModel([calls(["one", {}]), text("never asked for")]);
  const controller = new AbortController();
  const read = () => {
    controller.abort("cancelled by the user");
    return Promise.resolve(undefined);
  };
  const { status, error } = await runAsk("do it", {
    flags: { servers: [server.url] },
    environment: { API_URL: model.url },
    cancellable: (work) => work(controller.signal),
    lines: { read, forget: () => Promise.resolve(), turn: createMutex() },
  });
  assert.deepEqual([status, error?.code], [130, "interrupted"]);
  assert.deepEqual([server.ran.length, model.asked.length], [0, 1]);
});

import assert from "node:assert/strict";
import { runLoop } from "./run.ts";
import type { ModelCall, Question, Turn } from "../model/model.ts";

const signal = new AbortController().signal;
const TOOL = { name: "time", description: "", parameters: {} };

function call(id: string, args: ModelCall["arguments"] = { ok: {} }): ModelCall {
  return { id, name: `tool_${id}`, arguments: args, written: JSON.stringify(args) };
}

/** A model that replies with `turns` in order, and collects its requests. */
function scripted(...turns: Omit<Turn, "isCut">[]) {
  const asked: Question[] = [];
  const model = (question: Question): Promise<Turn> => {
    // The loop goes on with the same list: what counts is what it held now.
    asked.push({ ...question, messages: [...question.messages] });
    const turn = turns[asked.length - 1];
    if (!turn) throw new Error("The model was asked once too often.");
    if (turn.text) question.onText(turn.text);
    return Promise.resolve({ ...turn, isCut: false });
  };
  return { asked, model };
}

function start(
  model: (question: Question) => Promise<Turn>,
  { callTool = () => Promise.resolve("done"), maxSteps = 5, onCallsSkipped = assert.fail }: {
    callTool?: (call: ModelCall) => Promise<string>;
    maxSteps?: number;
    onCallsSkipped?: () => void;
  },
) {
  const texts: string[] = [];
  const answer = runLoop({
    model,
    toolbox: { list: () => Promise.resolve([TOOL]), call: callTool },
    messages: [{ role: "user", content: "What time is it?" }],
    maxSteps,
    show: (event) => void (event.type === "text" && texts.push(event.text)),
    onCallsSkipped,
    signal,
  });
  return { texts, answer };
}

Deno.test("An answer without calls ends the loop after one step", async () => {
  const { asked, model } = scripted({ text: "It is noon.", calls: [] });
  const { texts, answer } = start(model, { callTool: () => assert.fail("no tool was asked for") });
  assert.deepEqual(await answer, { text: "It is noon.", rounds: 1, isCut: false });
  assert.deepEqual(texts, ["It is noon."]);
  assert.deepEqual(asked[0]?.messages, [{ role: "user", content: "What time is it?" }]);
  assert.deepEqual(asked[0]?.tools, [TOOL]);
  assert.equal(asked[0]?.signal, signal);
});

Deno.test("The model reads its own calls and each result, by id, in the next step", async () => {
  const calls = [call("a", { ok: { timezone: "Asia/Tokyo" } })];
  const { asked, model } = scripted({ text: "", calls }, { text: "Noon in Tokyo.", calls: [] });
  const ran: unknown[] = [];
  const { answer } = start(model, {
    callTool: ({ name, arguments: args }) => {
      ran.push([name, args]);
      return Promise.resolve("12:00");
    },
  });
  assert.deepEqual(await answer, { text: "Noon in Tokyo.", rounds: 2, isCut: false });
  assert.deepEqual(ran, [["tool_a", { ok: { timezone: "Asia/Tokyo" } }]]);
  assert.deepEqual(asked[1]?.messages, [
    { role: "user", content: "What time is it?" },
    { role: "assistant", content: "", calls },
    { role: "tool", callId: "a", content: "12:00" },
  ]);
});

Deno.test("The calls of a turn run concurrently, and their results keep the order of the calls", async () => {
  const { asked, model } = scripted(
    { text: "", calls: [call("a"), call("b"), call("c")] },
    { text: "done", calls: [] },
  );
  const open = new Map<string, (text: string) => void>();
  const { answer } = start(model, {
    callTool: ({ id }) => {
      const { promise, resolve } = Promise.withResolvers<string>();
      open.set(id, resolve);
      // None has answered when the last one starts; then they answer backwards.
      if (open.size === 3) { for (const each of ["c", "b", "a"]) open.get(each)!(`result ${each}`); }
      return promise;
    },
  });
  await answer;
  assert.deepEqual(asked[1]?.messages.slice(2), [
    { role: "tool", callId: "a", content: "result a" },
    { role: "tool", callId: "b", content: "result b" },
    { role: "tool", callId: "c", content: "result c" },
  ]);
});

Deno.test("Text before calls is shown on its own line, stays in the history, and is not a part of the answer", async () => {
  const { asked, model } = scripted(
    { text: "Let me look.", calls: [call("a")] },
    { text: "Noon.", calls: [] },
  );
  const { texts, answer } = start(model, {});
  assert.equal((await answer).text, "Noon.");
  assert.deepEqual(texts, ["Let me look.", "\n", "Noon."]);
  assert.deepEqual(asked[1]?.messages[1], {
    role: "assistant",
    content: "Let me look.",
    calls: [call("a")],
  });
});

Deno.test("Calls without text write nothing", async () => {
  const { model } = scripted({ text: "", calls: [call("a")] }, { text: "Noon.", calls: [] });
  const { texts, answer } = start(model, {});
  await answer;
  assert.deepEqual(texts, ["Noon."]);
});

Deno.test("A model that never stops calling tools gets maxSteps requests, then the loop fails", async () => {
  const endless = { text: "", calls: [call("a")] };
  const { asked, model } = scripted(endless, endless, endless);
  const { answer } = start(model, { maxSteps: 3 });
  await assert.rejects(answer, { code: "max_steps", exitStatus: 8, data: { steps: "3", name: "tool_a" } });
  assert.equal(asked.length, 3);
});

Deno.test("Only a model that repeats the very same call is said to repeat it", async () => {
  const turns = ["a", "b", "c"].map((id) => ({
    text: "",
    calls: [{ ...call(id), written: JSON.stringify({ zone: id }) }],
  }));
  const { answer } = start(scripted(...turns).model, { maxSteps: 3 });
  await assert.rejects(answer, { code: "max_steps", data: { steps: "3" } });
});

Deno.test("An answer in the last allowed step still counts", async () => {
  const { model } = scripted({ text: "", calls: [call("a")] }, { text: "Noon.", calls: [] });
  const { answer } = start(model, { maxSteps: 2 });
  assert.deepEqual(await answer, { text: "Noon.", rounds: 2, isCut: false });
});

Deno.test("An error thrown by a model or a tool ends the loop unchanged", async () => {
  const failing = new Error("gone");
  const broken = start(() => Promise.reject(failing), {});
  await assert.rejects(broken.answer, failing);
  const { model } = scripted({ text: "", calls: [call("a"), call("b")] });
  const callTool = ({ id }: ModelCall) => id === "b" ? Promise.reject(failing) : Promise.resolve("fine");
  await assert.rejects(start(model, { callTool }).answer, failing);
});

Deno.test("Of more than 64 calls in a message, the first 64 are run, and the model reads that the others are not", async () => {
  const calls = Array.from({ length: 70 }, (_, index) => call(String(index)));
  const { asked, model } = scripted({ text: "", calls }, { text: "done", calls: [] });
  let [ran, notes] = [0, 0];
  const callTool = () => Promise.resolve(String(++ran));
  await start(model, { callTool, onCallsSkipped: () => void notes++ }).answer;
  assert.deepEqual([ran, notes], [64, 1]);
  const results = asked[1]!.messages.filter((each) => each.role === "tool");
  assert.deepEqual(results.map(({ callId }) => callId), calls.map(({ id }) => id));
  assert.equal(results[63]?.content, "64");
  for (const { content } of results.slice(64)) assert.match(content, /not run.*at most 64 tool calls/);
});

Deno.test("64 calls in a message are all run", async () => {
  const calls = Array.from({ length: 64 }, (_, index) => call(String(index)));
  const { model } = scripted({ text: "", calls }, { text: "done", calls: [] });
  let ran = 0;
  await start(model, { callTool: () => Promise.resolve(String(++ran)) }).answer;
  assert.equal(ran, 64);
});

import assert from "node:assert/strict";
import type { Question, Turn } from "../model/model.ts";
import { withSignOfLife } from "./sign_of_life.ts";

const TURN: Turn = { text: "It is noon.", calls: [], isCut: false };

/** A wait on a terminal of this width, whose clock and model the test drives. */
function start(shown = { text: true, reasoning: false }, width = 80) {
  const drawn: string[] = [];
  let [time, isStopped] = [0, false];
  let tick = () => {};
  let asked!: Question;
  const { promise, resolve, reject } = Promise.withResolvers<Turn>();
  const model = withSignOfLife((question) => {
    asked = question;
    return promise;
  }, {
    terminal: { width: () => width, redraw: (line) => void drawn.push(line) },
    line: (seconds, tokens) => `qwen ${seconds} s, ${tokens} tokens`,
    shown,
    now: () => time,
    every(ms, work) {
      assert.equal(ms, 1_000);
      tick = work;
      return () => void (isStopped = true);
    },
  });
  const passed: string[] = [];
  const pass = (text: string) => void passed.push(`${text} after ${drawn.length}`);
  const reply = model({
    messages: [],
    tools: [],
    onText: pass,
    onReasoning: pass,
    signal: new AbortController().signal,
  });
  return {
    drawn,
    passed,
    reply,
    resolve,
    reject,
    asked,
    isStopped: () => isStopped,
    secondsPass(seconds: number) {
      for (let left = seconds; left > 0 && !isStopped; left--) {
        time += 1_000;
        tick();
      }
    },
  };
}

Deno.test("a model that answers within two seconds leaves no trace on the terminal", async () => {
  const { drawn, reply, resolve, secondsPass, isStopped } = start();
  secondsPass(1);
  resolve(TURN);
  assert.equal(await reply, TURN);
  assert.deepEqual([drawn, isStopped()], [[], true]);
});

Deno.test("the line counts the seconds, and is gone before the first piece of text", async () => {
  const { drawn, passed, asked, reply, resolve, secondsPass } = start();
  secondsPass(4);
  assert.deepEqual(drawn, ["qwen 2 s, 0 tokens", "qwen 3 s, 0 tokens", "qwen 4 s, 0 tokens"]);
  asked.onText("It is");
  assert.deepEqual([drawn.at(-1), passed], ["", ["It is after 4"]]);
  secondsPass(5);
  resolve(TURN);
  await reply;
  assert.equal(drawn.length, 4);
});

Deno.test("reasoning that is not shown is counted; reasoning that is shown ends the line", () => {
  const hidden = start();
  hidden.asked.onReasoning("Hm");
  hidden.asked.onReasoning(" hm");
  hidden.secondsPass(2);
  assert.deepEqual(hidden.drawn, ["qwen 2 s, 2 tokens"]);
  const shown = start({ text: true, reasoning: true });
  shown.asked.onReasoning("Hm");
  shown.secondsPass(5);
  assert.deepEqual([shown.drawn, shown.isStopped()], [[], true]);
});

Deno.test("a text that is held back is counted, and the line ends with the reply", async () => {
  const { drawn, asked, reply, resolve, secondsPass } = start({ text: false, reasoning: false });
  asked.onText("It is");
  secondsPass(2);
  resolve(TURN);
  await reply;
  assert.deepEqual(drawn, ["qwen 2 s, 1 tokens", ""]);
});

Deno.test("the line is taken away when the model fails", async () => {
  const { drawn, reply, reject, secondsPass, isStopped } = start();
  secondsPass(2);
  reject(new Error("failed"));
  await assert.rejects(reply, /failed/);
  assert.deepEqual([drawn, isStopped()], [["qwen 2 s, 0 tokens", ""], true]);
});

Deno.test("the line is cut at the width of the terminal", () => {
  const { drawn, secondsPass } = start(undefined, 10);
  secondsPass(2);
  assert.equal(drawn[0]?.length, 9);
});

import assert from "node:assert/strict";
import type { ElicitResult } from "@modelcontextprotocol/client";
import type { Elicit, ElicitParams } from "../elicitation/elicit.ts";
import { limitForms } from "./form_limits.ts";

const URL_ = new URL("http://localhost:8000");
const PARAMS: ElicitParams = {
  mode: "form",
  message: "?",
  requestedSchema: { type: "object", properties: {} },
};

const never = new AbortController().signal;
const fill: Elicit = () => Promise.resolve({ action: "accept", content: {} });
/** A user who does not answer until the form is closed. */
const think: Elicit = (_url, _params, signal) =>
  new Promise((resolve) => signal.addEventListener("abort", () => resolve({ action: "cancel" })));

Deno.test("a server may send a form only while a call runs", async () => {
  const { elicit, during } = limitForms(fill, assert.fail);
  const ask = async () => (await elicit(URL_, PARAMS, never)).action;
  assert.equal(await ask(), "cancel");
  assert.equal(await during(ask), "accept");
  await assert.rejects(during(() => Promise.reject(new Error("failed"))), /failed/);
  assert.equal(await ask(), "cancel");
});

Deno.test("a form is closed when the last call ends, not before", async () => {
  const { elicit, during } = limitForms(think, assert.fail);
  const [first, second] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const calls = [during(() => first.promise), during(() => second.promise)];
  let given: ElicitResult | undefined;
  const form = elicit(URL_, PARAMS, never).then((result) => given = result);
  first.resolve();
  await calls[0];
  assert.equal(given, undefined);
  second.resolve();
  await calls[1];
  assert.deepEqual(await form, { action: "cancel" });
});

import assert from "node:assert/strict";
import { lookForLocalEndpoints } from "./local_endpoints.ts";

Deno.test("the search for local endpoints ends when the run does, and reports nothing after that", async () => {
  const signals: AbortSignal[] = [];
  const look = lookForLocalEndpoints(
    (_input, init) => {
      const { promise, reject } = Promise.withResolvers<Response>();
      signals.push(init!.signal!);
      init!.signal!.addEventListener("abort", () => reject(init!.signal!.reason));
      return promise;
    },
    { except: [] },
    () => assert.fail("nothing was found"),
  );
  assert.deepEqual(signals.map(({ aborted }) => aborted), [false, false, false, false]);
  const ended = look[Symbol.asyncDispose]();
  assert.deepEqual(signals.map(({ aborted }) => aborted), [true, true, true, true]);
  await ended;
});

import assert from "node:assert/strict";
import { UserError } from "../../../cli/errors.ts";
import { ApiError, ConnectionError } from "./http_error.ts";
import { withRetries } from "./retry.ts";
import { retryAfter } from "./retry_after.ts";

const never = new AbortController().signal;
const today = () => Date.parse("2026-07-28T12:00:00Z");
const refusal = (status: number, headers: HeadersInit = {}, message = "no") =>
  new ApiError(status, new Headers(headers), { message });

/** Attempts that fail with `errors` in turn, then succeed; what was waited for, and told. */
async function run(
  errors: readonly unknown[],
  { random = 0, longest = 60_000 } = {},
  signal = never,
) {
  const rest = [...errors];
  const waited: number[] = [];
  const told: (readonly [number, boolean])[] = [];
  let attempts = 0;
  const result = await withRetries(
    () => {
      attempts++;
      const error = rest.shift();
      return error ? Promise.reject(error) : Promise.resolve("fine");
    },
    {
      wait: (ms) => Promise.resolve(void waited.push(ms)),
      random: () => random,
      today,
      longest,
      onWait: (ms, isAsked) => void told.push([ms, isAsked]),
    },
    signal,
  ).catch((error: unknown) => error);
  return { result, waited, told, attempts };
}

Deno.test("a pause comes before each further attempt, longer each time, with jitter around it", async () => {
  const errors = [refusal(503), new ConnectionError(new Error("refused"))];
  assert.deepEqual((await run(errors, { random: 0 })).waited, [250, 750]);
  assert.deepEqual((await run(errors, { random: 0.999 })).waited, [750, 2249]);
  assert.equal((await run(errors)).result, "fine");
});

Deno.test("The pause is at least Retry-After, and reported as the endpoint's", async () => {
  const { waited, told } = await run([refusal(429, { "retry-after": "7" })], { random: 0.5 });
  assert.deepEqual([waited, told], [[7_250], [[7_250, true]]]);
});

Deno.test("after two pauses the failure is final", async () => {
  const last = refusal(500);
  const { result, attempts } = await run([refusal(500), refusal(500), last, refusal(500)]);
  assert.deepEqual([result, attempts], [last, 3]);
});

Deno.test("what is asked for beyond the limit is not waited for", async () => {
  const error = refusal(429, { "retry-after": "61" });
  const { result, attempts, waited } = await run([error]);
  assert.deepEqual([result, attempts, waited], [error, 1, []]);
});

const LASTING: Readonly<Record<string, unknown>> = {
  "a 400": refusal(400),
  "a 401": refusal(401),
  "a 404": refusal(404),
  "a 500 of a server started without tool calls": refusal(500, {}, "tools param requires --jinja flag"),
  "a 429 that says that it will not pass": refusal(429, { "x-should-retry": "false" }),
  "a 429 for a quota that is used up": new ApiError(429, new Headers(), {
    message: "You exceeded it",
    code: "insufficient_quota",
  }),
  "a 500 for a prompt that is too long": refusal(500, {}, "the request exceeds the available context size"),
  "what we refused ourselves": new ConnectionError(new UserError("model_redirects")),
  "an interruption": new DOMException("The operation was aborted", "AbortError"),
  "anything else": new Error("a bug"),
};
for (const [name, error] of Object.entries(LASTING)) {
  Deno.test(`${name} is not tried again`, async () => {
    const { result, attempts } = await run([error]);
    assert.deepEqual([result, attempts], [error, 1]);
  });
}

Deno.test("a run that ends during a pause makes no further attempt", async () => {
  const end = new AbortController();
  const reason = new Error("interrupted");
  let attempts = 0;
  const patience = {
    wait: () => Promise.resolve(end.abort(reason)),
    random: () => 0,
    today,
    longest: 60_000,
    onWait() {},
  };
  const attempt = () => {
    attempts++;
    return Promise.reject(refusal(503));
  };
  await assert.rejects(withRetries(attempt, patience, end.signal), reason);
  assert.equal(attempts, 1);
});

const HEADERS: readonly (readonly [HeadersInit, number | undefined])[] = [
  [{ "retry-after": "0" }, 0],
  [{ "retry-after": "120" }, 120_000],
  [{ "retry-after": "1.5" }, 1_500],
  [{ "retry-after-ms": "250", "retry-after": "9" }, 250],
  [{ "retry-after": "Tue, 28 Jul 2026 12:00:30 GMT" }, 30_000],
  [{ "retry-after": "Tue, 28 Jul 2026 11:00:00 GMT" }, 0],
  [{ "retry-after": "Tue, 28 Jul 2026 15:00:30 GMT", "date": "Tue, 28 Jul 2026 15:00:00 GMT" }, 30_000],
  [{ "retry-after": "soon" }, undefined],
  [{ "retry-after": "-5" }, undefined],
  [{ "retry-after": "" }, undefined],
  [{}, undefined],
];
for (const [headers, ms] of HEADERS) {
  Deno.test(`${JSON.stringify(headers)} asks to wait for ${ms} ms`, () => {
    assert.equal(retryAfter(new Headers(headers), today), ms);
  });
}

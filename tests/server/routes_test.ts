/** Every route, with every method and every kind of credentials that is not a key: what is answered. */
import assert from "node:assert/strict";
import { createApp } from "../../server/app.ts";
import { createMetrics } from "../../server/metrics.ts";
import { createRedactor } from "../../trace/record/redact.ts";
import { KEY, startServer } from "../support/start_server.ts";

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"];

/** Credentials that open nothing. The second is the query of the URL. */
const CREDENTIALS: Readonly<Record<string, readonly [Record<string, string>, string?]>> = {
  "no key": [{}],
  "a wrong key": [{ Authorization: `Bearer ${KEY}x` }],
  "another scheme": [{ Authorization: `Basic ${KEY}` }],
  "the key in the URL": [{}, `access_token=${KEY}`],
  "an empty Bearer": [{ Authorization: "Bearer " }],
};

interface Expected {
  readonly status: number;
  readonly challenge?: string;
  readonly error?: string;
  readonly allow?: string;
  /** `no-store` by default. */
  readonly cache?: string;
}

const CHALLENGE = 'Bearer realm="mcpdemo"';
const MISSING: Expected = { status: 401, challenge: CHALLENGE, error: "missing_key" };
const REFUSALS: Readonly<Record<string, Expected>> = {
  "no key": MISSING,
  "a wrong key": { status: 403, challenge: CHALLENGE, error: "key_mismatch" },
  "another scheme": MISSING,
  "the key in the URL": MISSING,
  "an empty Bearer": {
    status: 400,
    challenge: `${CHALLENGE}, error="invalid_request"`,
    error: "invalid_request",
  },
};

/** The answer to a method: always the same, or the one that the credentials deserve. */
type Route = (method: string) => Expected | "needs a key";

const needsKey: Route = () => "needs a key";
const open = (allow: string, given: Expected = { status: 200 }): Route => (method) =>
  allow.split(", ").includes(method) ? given : { status: 405, allow };
const ofFile = open("GET, HEAD", { status: 200, cache: "no-cache" });

/** Every route of the server. A new one needs a line here: decide who may use it. */
const ROUTES: Readonly<Record<string, Route>> = {
  "/mcp": needsKey,
  "/sse": needsKey,
  "/messages": needsKey,
  "/metrics": needsKey,
  "/wire/events": needsKey,
  "/": open("GET, HEAD"),
  "/healthz": open("GET, HEAD"),
  "/wire/page.js": ofFile,
  "/wire/page.css": ofFile,
  "/wire/icon.svg": ofFile,
  "/register": open("POST", { status: 400, error: "invalid_client_metadata" }),
  "/.well-known/*": () => ({ status: 404, error: "not_found" }),
};

/** Paths that share a route with others. */
const OTHERS: Readonly<Record<string, Route>> = {
  "/healthz?verbose": (method) =>
    ["GET", "HEAD"].includes(method) ? "needs a key" : { status: 405, allow: "GET, HEAD" },
  "/nowhere": needsKey,
};

/** A server with all that flags can add to it, and its routes. */
async function withEverything(
  story: (routes: readonly string[], at: (path: string) => URL) => Promise<void>,
) {
  const metrics = createMetrics([], "1.2.3");
  const record = { size: 10, viewKeys: [], redactor: createRedactor([KEY]) };
  await using server = startServer({ metrics, record });
  const app = createApp(server.options);
  try {
    await story(app.routes, server.at);
  } finally {
    await app.close();
    metrics.close();
  }
}

Deno.test("every route of the server has an expectation, and every expectation a route", async () => {
  await withEverything((routes) => {
    assert.deepEqual(routes.toSorted(), Object.keys(ROUTES).toSorted());
    return Promise.resolve();
  });
});

Deno.test("each route answers each method without an accepted key exactly as the table says", async () => {
  await withEverything(async (_routes, at) => {
    let count = 0;
    for (const [path, route] of Object.entries({ ...ROUTES, ...OTHERS })) {
      for (const method of METHODS) {
        for (const [name, [headers, query]] of Object.entries(CREDENTIALS)) {
          const url = at(path.replace("*", "oauth-protected-resource"));
          if (query) url.search += `${url.search ? "&" : "?"}${query}`;
          const response = await fetch(url, { method, headers });
          const text = await response.text();
          const answer = route(method);
          const expected = answer === "needs a key" ? REFUSALS[name]! : answer;
          const label = `${method} ${path} with ${name}`;
          assert.equal(response.status, expected.status, label);
          assert.equal(response.headers.get("www-authenticate"), expected.challenge ?? null, label);
          assert.equal(response.headers.get("allow"), expected.allow ?? null, label);
          assert.equal(response.headers.get("cache-control"), expected.cache ?? "no-store", label);
          assert.equal(response.headers.get("access-control-allow-origin"), null, label);
          if (expected.error && method !== "HEAD") {
            assert.equal(JSON.parse(text).error, expected.error, label);
          }
          assert.ok(!text.includes(KEY), label);
          count++;
        }
      }
    }
    assert.equal(count, (Object.keys(ROUTES).length + Object.keys(OTHERS).length) * 6 * 5);
  });
});

Deno.test("a preflight needs no key on any route, and promises nothing without an origin", async () => {
  await withEverything(async (routes, at) => {
    for (const path of routes) {
      const response = await fetch(at(path.replace("*", "x")), { method: "OPTIONS" });
      await response.body?.cancel();
      assert.equal(response.status, 204, path);
      assert.equal(response.headers.get("access-control-allow-origin"), null, path);
    }
  });
});

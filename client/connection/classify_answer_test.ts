import assert from "node:assert/strict";
import { type ErrorCode, UserError } from "../../cli/errors.ts";
import { httpFinding } from "../../findings/http.ts";
import { classifyAnswer, unreachableFailure } from "./classify_answer.ts";

const URL_ASKED = new URL("http://server.test/mcp");
const JSON_TYPE = { "content-type": "application/json" };
const DISCOVER = {
  supportedVersions: ["2026-07-28", "2025-11-25"],
  capabilities: {},
  resultType: "complete",
  ttlMs: 0,
  cacheScope: "private",
};

interface Answer {
  status: number;
  headers?: Record<string, string>;
  body?: unknown;
}

function classify({ status, headers = JSON_TYPE, body = "" }: Answer, isKeySent = false) {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return classifyAnswer({ status, headers: new Headers(headers), body: text }, {
    url: URL_ASKED,
    isKeySent,
  });
}

const result = (value: unknown) => ({ jsonrpc: "2.0", id: "discover", result: value });
const error = (code: number, data?: unknown, id: unknown = "discover") => ({
  jsonrpc: "2.0",
  id,
  error: { code, message: "no", ...(data === undefined ? {} : { data }) },
});
const supports = (...supported: string[]) => ({ supported, requested: "2026-07-28" });

const HTML = { status: 200, headers: { "content-type": "text/html; charset=utf-8" }, body: "<h1>Hello</h1>" };
const EVENTS = { "content-type": "text/event-stream; charset=utf-8" };

const OLDER: Record<string, Answer> = {
  "400 with an empty body": { status: 400 },
  "400 with text": { status: 400, headers: { "content-type": "text/plain" }, body: "Bad Request" },
  "400 with a legacy JSON-RPC error": { status: 400, body: error(-32000) },
  "400 with −32600 and id null": { status: 400, body: error(-32600, undefined, null) },
  "404 with −32601": { status: 404, body: error(-32601) },
  "404 with HTML": { ...HTML, status: 404 },
  "405": { status: 405, headers: { allow: "GET" } },
  "406": { status: 406, body: error(-32000) },
  "−32022 with newer and older revisions": {
    status: 400,
    body: error(-32022, supports("2027-01-01", "2025-11-25")),
  },
  "−32022 with older revisions alone": { status: 400, body: error(-32022, supports("2025-06-18")) },
  "−32022 without a list": { status: 400, body: error(-32022) },
  "−32022 with an empty list": { status: 400, body: error(-32022, supports()) },
  "−32022 with a list that is none": { status: 400, body: error(-32022, { supported: "2025-11-25" }) },
  "−32022 with status 200": { status: 200, body: error(-32022, supports("2025-11-25")) },
  "a discover answer without our revision": {
    status: 200,
    body: result({ ...DISCOVER, supportedVersions: ["2025-11-25"] }),
  },
};

for (const [name, answer] of Object.entries(OLDER)) {
  Deno.test(`classifyAnswer classifies ${name} as an older server`, () => {
    const verdict = classify(answer);
    assert.ok(verdict.kind === "other_era" && verdict.weight === 0, JSON.stringify(verdict));
  });
}

const FAILURES: Record<string, [Answer, ErrorCode, RegExp]> = {
  "−32022 with newer revisions alone": [
    { status: 400, body: error(-32022, supports("2027-01-01", "2028-01-01")) },
    "unsupported_era",
    /2027-01-01, 2028-01-01/,
  ],
  "−32020 (header mismatch)": [{ status: 400, body: error(-32020) }, "mcp_error", /-32020 no/],
  "−32021 (missing capability)": [{ status: 400, body: error(-32021) }, "mcp_error", /-32021 no/],
  "401": [{ status: 401, body: error(-32001) }, "mcp_key_missing", /^no$/],
  "401 of an OAuth server": [
    { status: 401, headers: { "www-authenticate": 'Bearer resource_metadata="https://x.test/meta"' } },
    "mcp_oauth_required",
    /^https:\/\/x\.test\/meta$/,
  ],
  "403 with a JSON message": [
    { status: 403, body: { error: "key_mismatch", message: "This key is not known here." } },
    "mcp_forbidden",
    /^This key is not known here\.$/,
  ],
  "403 with a JSON-RPC error and a challenge": [
    { status: 403, headers: { "www-authenticate": "Bearer" }, body: error(-32600) },
    "mcp_forbidden",
    /^no$/,
  ],
  "403 with a JSON-RPC error, which is about Host or Origin": [
    { status: 403, body: error(-32600) },
    "mcp_error",
    /^HTTP 403, application\/json, "no"$/,
  ],
  "403 with HTML": [
    { ...HTML, status: 403, body: "<html><b>Blocked</b> here</html>" },
    "mcp_forbidden",
    /^$/,
  ],
  "403 with a title": [
    { ...HTML, status: 403, body: "<html><title>Blocked here</title></html>" },
    "mcp_forbidden",
    /^Blocked here$/,
  ],
  "407": [{ status: 407, headers: {} }, "mcp_proxy_key", /^$/],
  "429": [{ status: 429, body: { error: "slow down" } }, "mcp_busy", /^slow down$/],
  "301 to another path": [
    { status: 301, headers: { location: "/elsewhere" } },
    "mcp_moved",
    /\/elsewhere$/,
  ],
};

for (const [name, [answer, code, said]] of Object.entries(FAILURES)) {
  Deno.test(`classifyAnswer classifies ${name} as a failure, never as an older server`, () => {
    const verdict = classify(answer);
    assert.equal(verdict.kind, "failure");
    assert.equal(verdict.error.code, code);
    assert.equal(verdict.error.data.url, URL_ASKED.href);
    const { detail = "", metadata = "", location = "", revisions = "" } = verdict.error.data;
    assert.match(detail + metadata + location + revisions, said);
  });
}

const SERVER_ERRORS: Record<string, [Answer, RegExp]> = {
  "500": [{ status: 500, body: error(-32603) }, /HTTP 500, application\/json, "no"/],
  "502 with HTML": [{ ...HTML, status: 502 }, /^HTTP 502, text\/html$/],
  "503 with nothing": [{ status: 503, headers: {} }, /^HTTP 503, no content type$/],
  "500 with −32022, which is a failure first": [
    { status: 500, body: error(-32022, supports("2025-11-25")) },
    /500/,
  ],
};

for (const [name, [answer, said]] of Object.entries(SERVER_ERRORS)) {
  Deno.test(`classifyAnswer lets the client try the handshake after ${name}`, () => {
    const verdict = classify(answer);
    assert.ok(verdict.kind === "other_era");
    assert.equal(verdict.error.code, "mcp_error");
    assert.match(verdict.error.data.detail ?? "", said);
  });
}

const ODD: Record<string, Answer> = {
  "200 with −32601": { status: 200, body: error(-32601) },
  "200 with −32700": { status: 200, body: error(-32700) },
  "200 with id null": { status: 200, body: error(-32600, undefined, null) },
  "200 with HTML": HTML,
  "200 with nothing": { status: 200, headers: {} },
  "200 with JSON that is not JSON-RPC": { status: 200, body: { status: "ok" } },
  "200 with JSON null": { status: 200, body: "null" },
  "200 with a result that is not a discovery": { status: 200, body: result({ ok: true }) },
  "200 with an event stream without events": { status: 200, headers: EVENTS, body: ": nothing\n\n" },
  "202": { status: 202 },
  "415": { status: 415 },
};

for (const [name, answer] of Object.entries(ODD)) {
  Deno.test(`classifyAnswer classifies ${name} as odd`, () => {
    const verdict = classify(answer);
    assert.ok(verdict.kind === "other_era" && verdict.weight === 1);
    assert.equal(verdict.error.code, "not_an_mcp_server");
    assert.match(verdict.error.data.detail ?? "", new RegExp(`^HTTP ${answer.status}`));
  });
}

const event = (data: string) => `event: message\ndata: ${data}\n\n`;
const NOTIFICATION = JSON.stringify({ jsonrpc: "2.0", method: "notifications/message", params: {} });
const DISCOVERED = JSON.stringify(result(DISCOVER));
const MODERN: Record<string, Answer> = {
  "JSON": { status: 200, body: DISCOVERED },
  "JSON with a charset": {
    status: 200,
    headers: { "content-type": "application/json;charset=utf-8" },
    body: DISCOVERED,
  },
  "an event stream": { status: 200, headers: EVENTS, body: event(DISCOVERED) },
  "an event stream with CRLF, without the space after data:": {
    status: 200,
    headers: EVENTS,
    body: `data:${DISCOVERED}\r\n\r\n`,
  },
  "an event stream with comments and a notification before it": {
    status: 200,
    headers: EVENTS,
    body: `: hello\n\nid: 1\ndata: \n\n${event(NOTIFICATION)}${event(DISCOVERED)}`,
  },
  "an event stream with its JSON on several data lines": {
    status: 200,
    headers: EVENTS,
    body: JSON.stringify(result(DISCOVER), null, 1).replace(/^/gm, "data: ") + "\n\n",
  },
  "an event stream with U+2028 in a text": {
    status: 200,
    headers: EVENTS,
    body: event(JSON.stringify(result({ ...DISCOVER, instructions: "one\u2028two" }))),
  },
};

for (const [name, answer] of Object.entries(MODERN)) {
  Deno.test(`classifyAnswer reads a discovery sent as ${name}`, () => {
    const verdict = classify(answer);
    assert.equal(verdict.kind, "modern");
    assert.deepEqual(verdict.discover.supportedVersions, DISCOVER.supportedVersions);
  });
}

const finding = (status: number, challenge = "", body = "", isKeySent = false) => {
  const headers = new Headers(challenge ? { "www-authenticate": challenge } : {});
  return httpFinding({ status, headers, body }, { url: URL_ASKED, isKeySent });
};

Deno.test("a refusal names the scheme of the challenge, by which a bearer-protected server is recognized", () => {
  assert.equal(finding(401, 'Bearer realm="x"')?.data.scheme, "bearer");
  assert.equal(finding(403, 'Bearer realm="x"')?.data.scheme, "bearer");
  assert.equal(finding(401)?.data.scheme, "");
});

Deno.test("whether a key was sent decides what 401 and 403 mean, and the server's words are kept", () => {
  const expired = 'Bearer error="invalid_token", error_description="expired"';
  const metadata = 'Bearer resource_metadata="https://x.test/meta"';
  const cases: [number, string, boolean, string, string][] = [
    [401, expired, true, "mcp_key_refused", "expired"],
    [401, expired, false, "mcp_key_missing", "expired"],
    [403, "", true, "mcp_key_refused", ""],
    [403, "", false, "mcp_forbidden", ""],
    [401, metadata, false, "mcp_oauth_required", ""],
    [401, metadata, true, "mcp_key_refused", ""],
  ];
  for (const [status, challenge, isKeySent, code, detail] of cases) {
    const error = finding(status, challenge, "", isKeySent);
    assert.deepEqual(
      [error?.code, error?.data.detail],
      [code, detail],
      `${status} ${challenge} ${isKeySent}`,
    );
  }
  const scope = finding(403, 'Bearer error="insufficient_scope", scope="tools:call"', "", true);
  assert.equal(scope?.data.scope, "tools:call");
});

Deno.test("a status that an older server may give is not a failure", () => {
  for (const status of [200, 202, 304, 400, 404, 405, 406]) {
    assert.equal(finding(status), undefined, String(status));
  }
});

Deno.test("What a server says reaches the error on one line, without controls", () => {
  const verdict = classify({ status: 403, body: { message: "a\n\u001b[2Jb\u202ec" } });
  assert.equal(verdict.kind === "failure" && verdict.error.data.detail, "a [2Jbc");
});

Deno.test("unreachableFailure returns an error for the user unchanged", () => {
  const reason = new UserError("timeout", { seconds: "1" });
  assert.deepEqual(unreachableFailure(reason, URL_ASKED), { kind: "failure", error: reason });
});

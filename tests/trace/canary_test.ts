/** Keys planted in every place of a run appear in no view of its record. */
import assert from "node:assert/strict";
import { collect } from "../../trace/record/collect.ts";
import type { Exchange } from "../../trace/exchange.ts";
import { FORMATS, render } from "../../trace/files/format.ts";
import { recordFetch } from "../../trace/record/record_fetch.ts";
import { createRecorder } from "../../trace/record/recorder.ts";
import { createRedactor, type Redactor } from "../../trace/record/redact.ts";
import { timelineOf } from "../support/trace_story.ts";

/** A key with characters that JSON, URLs and forms encode differently. */
const KEY = 'canary/key+with "quotes"\\and=more&than%that';
const SESSION = "canary-session-0123456789abcdef";
const COOKIE = "canary-cookie-fedcba987654";
const PASSWORD = "canary-password-42";
const TOKEN = "canary-token-of-nobody-knows";

const base64 = (text: string) => new TextEncoder().encode(text).toBase64();

/** Every reversible encoding of a secret. */
function writings(secret: string): string[] {
  const json = JSON.stringify(secret).slice(1, -1);
  return [
    secret,
    json,
    JSON.stringify(json).slice(1, -1),
    encodeURIComponent(secret),
    encodeURIComponent(secret).toLowerCase(),
    encodeURIComponent(encodeURIComponent(secret)),
    encodeURI(secret),
    new URLSearchParams({ k: secret }).toString().slice(2),
    [...new TextEncoder().encode(secret)].map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join(""),
    [...secret].map((letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`).join(""),
    base64(secret),
    base64(`user:${secret}`),
    base64(`ab${secret}`),
  ];
}

const STREAM = "text/event-stream";

async function planted(redactor: Redactor = createRedactor([KEY])): Promise<readonly Exchange[]> {
  const kept = collect();
  let dropped = 0;
  const onDropped = () => void dropped++;
  const recorder = createRecorder({ sink: kept.sink, redactor, now: () => 0, timeOrigin: 0, onDropped });
  const all = writings(KEY);
  const texts = [
    ...all,
    SESSION,
    `Bearer ${TOKEN}`,
    `{"access_token":"${TOKEN}"}`,
    `{\\"password\\":\\"${PASSWORD}\\"}`,
  ];
  const text = texts.join(" and ");
  const query = new URLSearchParams({ q: KEY, access_token: TOKEN, session_id: SESSION });
  const url = `http://user:${PASSWORD}@h/mcp?${query}&r=${encodeURIComponent(KEY)}`;
  const headers = {
    "authorization": `Basic ${base64(`user:${PASSWORD}`)}`,
    "cookie": `a=${COOKIE}; b=${TOKEN}`,
    "x-api-key": TOKEN,
    "x-amz-security-token": TOKEN,
    "mcp-session-id": SESSION,
    "x-other": all.filter((each) => /^[\x20-\x7e]*$/.test(each)).join(", "),
    "last-event-id": SESSION,
  };
  const body = JSON.stringify({
    jsonrpc: "2.0",
    id: KEY,
    method: "tools/call",
    params: { name: KEY, arguments: { text, basic: PASSWORD } },
  });
  const answer = (type: string, text: string) => () =>
    Promise.resolve(
      new Response(text, {
        headers: {
          "content-type": type,
          "mcp-session-id": SESSION,
          "set-cookie": `s=${COOKIE}`,
          "location": `/x?key=${TOKEN}`,
        },
      }),
    );
  const said = `cookie ${COOKIE} ${text} ${PASSWORD}`;
  const event = JSON.stringify({
    jsonrpc: "2.0",
    id: 1,
    result: { content: [{ type: "text", text: said }] },
  });
  const answers = [
    answer("text/plain", said),
    answer("application/json", event),
    answer(STREAM, `id: ${SESSION}_1\nevent: ${SESSION}\ndata: ${event}\n\n`),
    answer(STREAM, `event: endpoint\ndata: /messages/?session_id=${SESSION}\n\ndata: ${said}\n\n`),
    () => Promise.reject(new TypeError("fetch failed", { cause: new Error(`${said} at ${url}`) })),
  ];
  for (const peer of ["mcp_server", "model"] as const) {
    for (const fetch of answers) {
      const response = await recordFetch(recorder, fetch, peer, `a client of ${KEY}`)(url, {
        method: "POST",
        headers,
        body,
      }).catch(
        () => undefined,
      );
      await response?.text();
    }
  }
  assert.equal(dropped, 0);
  return kept.exchanges();
}

type View = (exchanges: readonly Exchange[]) => string;

const VIEWS: Readonly<Record<string, View>> = {
  ...Object.fromEntries(
    FORMATS.map((format): [string, View] => [
      `.${format}`,
      (exchanges) => render(exchanges, format, { language: "en", version: "0" }),
    ]),
  ),
  "the timeline": (exchanges) => timelineOf(exchanges, { language: "en", detail: "steps" }),
  "the timeline of the wire": (exchanges) =>
    timelineOf(exchanges, { language: "fr", detail: "wire", width: 80 }),
};

for (const [name, view] of Object.entries(VIEWS)) {
  Deno.test(`${name} contains no planted key, session, cookie, password or token`, async () => {
    const text = view(await planted());
    assert.ok(text.length > 1_000);
    for (const secret of [SESSION, COOKIE, PASSWORD, TOKEN, ...writings(KEY)]) {
      // A long line may be cut in the middle of a word.
      const found = [text, text.replace(/\s/g, "")].some((each) => each.includes(secret));
      assert.ok(!found, `${secret} in ${name}`);
    }
    assert.match(text, /\*\*\*/);
  });
}

Deno.test("the check itself works: without redaction it finds the planted secrets", async () => {
  const bare = {
    text: (text: string) => text,
    headers: (headers: Headers) => Object.fromEntries(headers),
    session: undefined,
    meetSession: () => {},
  };
  const exchanges = await planted({ ...bare, within: () => bare });
  const text = exchanges.map(({ url, requestHeaders, requestBody, responseBody, events, failure }) =>
    [
      url,
      ...Object.values(requestHeaders),
      requestBody,
      responseBody,
      ...events.map(({ data }) => data),
      failure,
    ]
      .join("\n")
  ).join("\n");
  for (const secret of [SESSION, COOKIE, PASSWORD, TOKEN, ...writings(KEY)]) {
    assert.ok(text.includes(secret), secret);
  }
});

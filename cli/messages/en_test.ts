import assert from "node:assert/strict";
import type { ErrorCode, ErrorData } from "../errors.ts";
import { COMMANDS } from "../commands.ts";
import { KEYS_SETTINGS, SERVE_SETTINGS } from "../settings.ts";
import { en } from "./en.ts";
import type { Messages } from "./messages.ts";
import { fr } from "./fr.ts";

/** What the code hands to the sentences, every one of it filled. */
const FILLED: ErrorData = {
  argument: "time=15:00",
  command: "serve",
  config: "mcp.json",
  other: "--json",
  detail: "the detail",
  era: "2025",
  flag: "--prot",
  headers: "1",
  formats: ".jsonl, .har",
  host: "127.0.0.1",
  line: "3",
  location: "http://elsewhere",
  metadata: "https://auth.test/meta",
  method: "initialize",
  scope: "tools:call",
  status: "403",
  model: "m1",
  name: "the-name",
  near: "Europe/Paris, Asia/Tokyo",
  nearest: "--port",
  most: "16 MiB",
  path: ".env",
  port: "8000",
  seconds: "120",
  state: "headers",
  steps: "10",
  takes: "0 … 65535",
  type: "integer",
  unit: "seconds",
  url: "http://localhost:8000/mcp",
  value: "the-value",
  waited: "3",
};
/** Sentences that work without these say so by a condition of their own. */
const OPTIONAL = [
  ...[
    "argument",
    "command",
    "config",
    "detail",
    "metadata",
    "near",
    "nearest",
    "scope",
    "takes",
    "unit",
    "waited",
  ],
];
const NEED_DETAIL: readonly ErrorCode[] = [
  "answer_lost",
  "bad_host",
  "bad_time_zone",
  "workers_unavailable",
  "config_unreadable",
  "argument_missing",
  "arguments_extra",
  "trace_unwritable",
  "trace_unreadable",
  "tool_error",
  "internal",
  "usage",
  "cannot_listen",
  "redis_unreachable",
  "not_an_mcp_server",
  "unsupported_era",
  "mcp_error",
  "mcp_handshake_refused",
  "mcp_invalid_answer",
  "mcp_oauth_required",
  "model_failing",
  "model_tools_off",
  "model_without_tools",
  "models_not_listed",
  "ca_file_unreadable",
];

/** What only chooses the words: the status stands in the detail, a kind of credentials has no scope. */
const UNSHOWN: Partial<Record<ErrorCode, readonly string[]>> = {
  mcp_error: ["status"],
  mcp_key_refused: ["type"],
  not_an_mcp_server: ["status"],
};

function codes(messages: Messages): ErrorCode[] {
  return Object.keys(messages.errors) as ErrorCode[];
}

/** The sentence, and the names of the data that it takes. */
function render(messages: Messages, code: ErrorCode, data: ErrorData) {
  const taken = new Set<string>();
  const watched = new Proxy(data, {
    get: (target, name) => {
      taken.add(String(name));
      return Reflect.get(target, name);
    },
  });
  const { title, fix } = messages.errors[code](watched);
  return { title, fix, taken: [...taken].sort() };
}

function assertClean(text: string, code: string): void {
  assert.ok(text.trim().length > 0, `${code}: empty`);
  assert.doesNotMatch(text, /undefined|null|NaN|\[object|\(\)|""|«\s*»/, `${code}: ${text}`);
  assert.doesNotMatch(text, /\s\s|\n/, `${code}: ${text}`);
}

for (const messages of [en, fr]) {
  Deno.test(`every error has a sentence and a remedy (${messages.language})`, () => {
    for (const code of codes(messages)) {
      const { title, fix, taken } = render(messages, code, FILLED);
      assertClean(title, code);
      assertClean(fix, code);
      // A unit, and how far an answer was, have names of their own in each language.
      const unshown = ["port", "nearest", "unit", "reason", "state", ...UNSHOWN[code] ?? []];
      for (const name of taken.filter((name) => !unshown.includes(name))) {
        assert.ok((title + fix).includes(FILLED[name]!), `${code} does not show ${name}`);
      }
    }
  });

  Deno.test(`an error without what is optional still reads well (${messages.language})`, () => {
    const bare = Object.fromEntries(
      Object.entries(FILLED).filter(([name]) => !OPTIONAL.some((optional) => optional === name)),
    );
    for (const code of codes(messages).filter((code) => !NEED_DETAIL.includes(code))) {
      const { title, fix } = render(messages, code, {
        ...bare,
        command: "",
        near: "",
        nearest: "",
        detail: "",
      });
      assertClean(title, code);
      assert.match(title, /\.$/, code);
      assertClean(fix, code);
    }
  });

  Deno.test(`each setting has a meaning, and nothing else has (${messages.language})`, () => {
    assert.deepEqual(Object.keys(messages.settings.serve).sort(), Object.keys(SERVE_SETTINGS).sort());
    assert.deepEqual(Object.keys(messages.settings.keys).sort(), Object.keys(KEYS_SETTINGS).sort());
    const ofClients = Object.entries(COMMANDS).filter(([name]) => !["serve", "keys", "model"].includes(name))
      .flatMap(([, { settings }]) => Object.keys(settings));
    assert.deepEqual(Object.keys(messages.settings.client).sort(), [...new Set(ofClients)].sort());
    const all = Object.values(messages.settings).flatMap((meanings) => Object.values<string>(meanings));
    for (const meaning of all) {
      assertClean(meaning, meaning);
      assert.doesNotMatch(meaning, /\.$/, meaning);
    }
  });

  Deno.test(`a remedy for a taken port names a port that there is (${messages.language})`, () => {
    const { fix } = render(messages, "port_taken", { host: "127.0.0.1", port: "65535" });
    assert.doesNotMatch(fix, /65536/);
    assert.match(render(messages, "port_taken", { host: "127.0.0.1", port: "8000" }).fix, /--port 8001/);
  });

  Deno.test(`the frame of an error shows its code, status and sentence (${messages.language})`, () => {
    const line = messages.errorLine("bad_value", 2, "The title.");
    for (const part of ["bad_value", "2", "The title."]) assert.ok(line.includes(part));
    assert.ok(messages.fixLine("do this.").endsWith("do this."));
  });

  Deno.test(`one key and several keys are told apart (${messages.language})`, () => {
    assert.match(messages.serve.authOn(1), /\b1\b/);
    assert.match(messages.serve.authOn(3), /\b3\b/);
    assert.notEqual(messages.serve.authOn(1).replace("1", "3"), messages.serve.authOn(3));
  });
}

Deno.test("both languages fill their sentences from the same data", () => {
  for (const code of codes(en)) {
    assert.deepEqual(render(fr, code, FILLED).taken, render(en, code, FILLED).taken, code);
  }
});

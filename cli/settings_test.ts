import assert from "node:assert/strict";
import fc from "fast-check";
import { UserError } from "./errors.ts";
import type { FlagValue } from "./setting.ts";
import {
  ASK_SETTINGS,
  type Environment,
  ERAS,
  filesNamed,
  resolveSettings,
  SERVE_SETTINGS,
} from "./settings.ts";

type Flags = Readonly<Record<string, FlagValue>>;
const ask = (flags: Flags, environment: Environment = {}) =>
  resolveSettings(ASK_SETTINGS, flags, environment);
const serve = (flags: Flags, environment: Environment = {}) =>
  resolveSettings(SERVE_SETTINGS, flags, environment);

/** The data of the refusal that `use` ends in. */
function refused(use: () => unknown, code = "bad_value"): Readonly<Record<string, string>> {
  try {
    use();
  } catch (error) {
    assert.ok(error instanceof UserError);
    assert.equal(error.code, code);
    const { takes: _, unit: __, ...data } = error.data;
    return data;
  }
  assert.fail("the value was accepted");
}

Deno.test("without flags and variables, the documented defaults apply", () => {
  assert.deepEqual(serve({}), {
    host: undefined,
    port: 8000,
    authKeys: [],
    authKeyFile: undefined,
    keysFile: undefined,
    audit: undefined,
    tlsCert: undefined,
    tlsKey: undefined,
    auth: true,
    allowOrigins: [],
    allowHosts: [],
    stateKey: undefined,
    timeZone: undefined,
    wireKeys: [],
    wireSize: 1_000,
    limits: [],
    labs: [],
    yes: false,
    logFormat: undefined,
    metrics: false,
    workers: 1,
    redis: undefined,
    redisPrefix: "mcpdemo",
    drain: 0,
    debug: false,
    debugWire: false,
    language: undefined,
  });
  assert.deepEqual(ask({}), {
    servers: [],
    config: undefined,
    authKey: undefined,
    era: "auto",
    apiUrl: undefined,
    apiKey: undefined,
    model: "qwen3-next:80b",
    stream: true,
    timeout: 120,
    maxSteps: 10,
    interactive: false,
    reasoning: false,
    usage: false,
    yes: false,
    allowTools: [],
    json: false,
    jsonStream: false,
    trace: undefined,
    caFile: undefined,
    debug: false,
    debugWire: false,
    language: undefined,
  });
});

Deno.test("a flag wins over the environment, the environment over the default", () => {
  const environment = { DEFAULT_MODEL: "from-environment" };
  assert.equal(ask({ model: ["from-flag"] }, environment).model, "from-flag");
  assert.equal(ask({}, environment).model, "from-environment");
  assert.equal(ask({}, {}).model, "qwen3-next:80b");
  assert.deepEqual(serve({ authKeys: ["a"] }, { MCP_SERVER_AUTH_KEY: "b" }).authKeys, ["a"]);
  assert.deepEqual(serve({}, { MCP_SERVER_AUTH_KEY: "b" }).authKeys, ["b"]);
});

const VARIABLES: readonly [keyof ReturnType<typeof ask>, readonly string[]][] = [
  ["servers", ["MCP_SERVER_URL"]],
  ["authKey", ["MCP_SERVER_AUTH_KEY"]],
  ["apiUrl", ["API_URL", "OPENAI_BASE_URL"]],
  ["apiKey", ["API_KEY", "OPENAI_API_KEY"]],
  ["model", ["DEFAULT_MODEL"]],
];

for (const [key, names] of VARIABLES) {
  Deno.test(`${key} comes from ${names.join(", else ")}`, () => {
    const values = names.map((_, index) => `http://host${index}/`);
    for (const [index, name] of names.entries()) {
      assert.equal(String(ask({}, { [name]: values[index] })[key]), values[index]);
    }
    const all = Object.fromEntries(names.map((name, index) => [name, values[index]]));
    assert.equal(String(ask({}, all)[key]), values[0]);
  });
}

const NUMBERS: readonly [string, number, number, (given: string) => number][] = [
  ["--port", 0, 65_535, (given) => serve({ port: [given] }).port],
  ["--timeout", 1, 86_400, (given) => ask({ timeout: [given] }).timeout],
  ["--max-steps", 1, 1000, (given) => ask({ maxSteps: [given] }).maxSteps],
];

for (const [flag, min, max, read] of NUMBERS) {
  Deno.test(`${flag} accepts exactly the whole numbers from ${min} to ${max}`, () => {
    for (const edge of [min, max]) assert.equal(read(String(edge)), edge);
    fc.assert(fc.property(fc.integer({ min, max }), (number) => assert.equal(read(String(number)), number)));
  });

  Deno.test(`${flag} refuses all other values, and the error quotes the value`, () => {
    const outside = fc.oneof(fc.integer({ max: min - 1 }), fc.integer({ min: max + 1 })).map(String);
    const text = fc.string().filter((each) => !/^\d+$/.test(each) && !each.includes("@"));
    fc.assert(fc.property(fc.oneof(outside, text), (value) => {
      assert.deepEqual(refused(() => read(value)), { name: flag, value });
    }));
    for (const value of ["", " 5", "5 ", "5\n", "+5", "5.0", "1e2", "0x10", "٥", "NaN", "9".repeat(400)]) {
      assert.deepEqual(refused(() => read(value)), { name: flag, value });
    }
  });
}

Deno.test("a switch has the given value, else its default", () => {
  assert.deepEqual([true, false, undefined].map((stream) => ask({ stream }).stream), [true, false, true]);
  assert.deepEqual([true, false, undefined].map((auth) => serve({ auth }).auth), [true, false, true]);
  assert.deepEqual([true, undefined].map((debug) => serve({ debug }).debug), [true, false]);
});

Deno.test("if a flag is given twice, the last one counts, unless it accepts several values", () => {
  assert.equal(ask({ model: ["a", "b"] }).model, "b");
  assert.deepEqual(serve({ authKeys: ["a", "b"] }).authKeys, ["a", "b"]);
  assert.deepEqual(serve({ allowHosts: ["a", "b"] }).allowHosts, ["a", "b"]);
});

Deno.test("an empty key is kept, so that it can be reported", () => {
  assert.deepEqual(serve({}, { MCP_SERVER_AUTH_KEY: "" }).authKeys, [""]);
  assert.equal(ask({ authKey: [""] }).authKey, "");
});

Deno.test("--era accepts only the eras, in exactly this spelling", () => {
  for (const era of ERAS) assert.equal(ask({ era: [era] }).era, era);
  for (const value of ["AUTO", "2023", "", "2025-11-25"]) {
    assert.deepEqual(refused(() => ask({ era: [value] })), { name: "--era", value });
  }
});

Deno.test("a URL is http or https, with or without a path", () => {
  for (const value of ["http://localhost:8000", "https://example.com/mcp?x=1", "http://[::1]:1/sse"]) {
    assert.equal(ask({ servers: [value] }).servers[0]?.href, new URL(value).href);
  }
  for (const value of ["", "localhost:8000", "example.com", "ftp://example.com", "file:///etc/passwd"]) {
    assert.deepEqual(refused(() => ask({ servers: [value] }), "bad_url"), { name: "--server", value });
  }
});

for (const user of ["user:pw-secret", ":pw-secret", "user:x@pw-secret", "user:x/pw-secret"]) {
  Deno.test(`a URL with the password in ${user}@ is refused, and the refusal does not show it`, () => {
    for (const scheme of ["http", "ftp"]) {
      const { name, value } = refused(
        () => ask({}, { API_URL: `${scheme}://${user}@example.com/v1` }),
        "bad_url",
      );
      assert.equal(name, "API_URL");
      assert.ok(!value!.includes("secret"), value);
    }
  });
}

Deno.test("a host is an address or a name, an IPv6 address also in brackets", () => {
  const read = (host: string) => serve({ host: [host] }).host;
  for (const value of ["127.0.0.1", "0.0.0.0", "::", "::1", "fe80::1%eth0", "localhost", "my-host.example"]) {
    assert.equal(read(value), value);
  }
  assert.equal(read("[::1]"), "::1");
  for (const value of ["", "a b", "http://x", "127.0.0.1:8000", "[::1]:8000", "[::1", "[localhost]", "a/b"]) {
    assert.deepEqual(refused(() => read(value), "bad_host"), { name: "--host", value });
  }
});

Deno.test("the variables of serve hold lists with commas or blanks between the values", () => {
  const environment = {
    MCP_HOST: "[::1]",
    MCP_PORT: "9000",
    MCP_ALLOW_HOSTS: "a.example, b.example",
    MCP_ALLOW_ORIGINS: "https://a.example https://b.example",
    MCP_WIRE_SIZE: "5",
  };
  const { host, port, allowHosts, allowOrigins, wireSize } = serve({}, environment);
  assert.deepEqual([host, port, wireSize], ["::1", 9000, 5]);
  assert.deepEqual(allowHosts, ["a.example", "b.example"]);
  assert.deepEqual(allowOrigins, ["https://a.example", "https://b.example"]);
  assert.deepEqual(serve({}, { MCP_ALLOW_HOSTS: "" }).allowHosts, []);
  assert.deepEqual(serve({ allowHosts: ["c.example"] }, environment).allowHosts, ["c.example"]);
});

Deno.test("an origin is scheme, host and port, nothing else", () => {
  const read = (value: string) => serve({ allowOrigins: [value] }).allowOrigins;
  for (const value of ["http://localhost:3000", "https://example.com", "http://[::1]:5173"]) {
    assert.deepEqual(read(value), [value]);
    assert.deepEqual(read(`${value}/`), [value]);
  }
  for (
    const value of ["*", "null", "example.com", "https://example.com/app", "https://a.example?x", "ftp://a"]
  ) {
    assert.deepEqual(refused(() => read(value)), { name: "--allow-origin", value });
  }
});

Deno.test("only settings that name a file need the file system", () => {
  assert.deepEqual(filesNamed(ASK_SETTINGS, ask({ debug: true, servers: ["http://localhost:8000"] })), []);
  assert.deepEqual(filesNamed(ASK_SETTINGS, ask({ config: ["servers.json"] })), ["read"]);
});

Deno.test("the server of the variable is not added to the servers of a configuration file", () => {
  const environment = { MCP_SERVER_URL: "http://from-variable/" };
  assert.deepEqual(ask({ config: ["mcp.json"] }, environment).servers, []);
  const both = ask({ config: ["mcp.json"], servers: ["http://from-flag/"] }, environment);
  assert.deepEqual(both.servers.map(String), ["http://from-flag/"]);
});

Deno.test("a refusal lists the accepted values, if there are only a few", () => {
  const dataOf = (use: () => unknown) => {
    try {
      use();
    } catch (error) {
      return error instanceof UserError ? error.data : undefined;
    }
  };
  const takes = (use: () => unknown) => dataOf(use)?.takes;
  const unit = (use: () => unknown) => dataOf(use)?.unit;
  assert.equal(takes(() => ask({ timeout: ["0"] })), "1 … 86400");
  assert.equal(unit(() => ask({ timeout: ["0"] })), "seconds");
  assert.equal(unit(() => ask({ maxSteps: ["0"] })), undefined);
  assert.equal(takes(() => ask({ language: ["de"] })), "en | fr");
  assert.equal(takes(() => serve({ allowOrigins: ["x"] })), undefined);
});

Deno.test("several keys for a client are refused, since the last one would be sent to every server", () => {
  assert.deepEqual(refused(() => ask({ authKey: ["a", "b"] }), "multiple_keys"), {});
});

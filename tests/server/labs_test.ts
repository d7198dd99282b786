/** `serve --lab`: what `ask` and `call` make of each fault, in the era that shows it; and the flag as a process. */
import assert from "node:assert/strict";
import { LAB_NAMES, type LabName } from "../../cli/lab_names.ts";
import { modern } from "../support/mcp_requests.ts";
import { runCli, startCli } from "../support/run_cli.ts";
import { KEY } from "../support/start_server.ts";

interface Expected {
  /** Of `call get_current_time`. */
  readonly status: number;
  /** In what it says: its answer, or its error. */
  readonly says: RegExp;
  /** By default `auto`. */
  readonly era?: string;
  readonly flags?: readonly string[];
}

const ANSWER = /"iso"|It is \d\d:\d\d/;
const FINE: Expected = { status: 0, says: ANSWER };

const EXPECTED: Readonly<Record<LabName, Expected>> = {
  "no-challenge": { status: 4, says: /mcp_key_refused/ },
  "expired-token": { status: 4, says: /mcp_key_refused.*expired/s },
  "oauth-bait": { status: 4, says: /mcp_key_refused.*offers OAuth.*auth\.invalid/s },
  "forbidden": { status: 4, says: /mcp_key_refused.*403.*tools:call/s },
  "rate-limited": { status: 5, says: /mcp_busy.*wait 1 s/s },
  "proxy-502": { status: 5, says: /502/ },
  "moved": { status: 5, says: /mcp_moved.*moved\.invalid/s },
  "slash-redirect": FINE,
  "html-page": { status: 5, says: /not_an_mcp_server/ },
  "old-server": FINE,
  "odd-probe-404": FINE,
  "odd-probe-400": FINE,
  "odd-probe-500": FINE,
  "odd-probe-empty": FINE,
  "odd-probe-html": FINE,
  "odd-probe-hang": { status: 10, says: /timeout|mcp_timeout/, flags: ["--timeout", "2"] },
  "drop-session": { status: 0, says: /lost the connection.*connects again/s, era: "2025" },
  "two-replicas": { status: 5, says: /mcp_session_refused.*replicas/s, era: "2025" },
  "buffered-stream": { status: 10, says: /timeout/, era: "2024", flags: ["--timeout", "2"] },
  "gzip-stream": { status: 10, says: /timeout/, era: "2024", flags: ["--timeout", "2"] },
  "dead-stream": { status: 10, says: /timeout/, era: "2024", flags: ["--timeout", "2"] },
  "slow-first-byte": { status: 10, says: /timeout/, flags: ["--timeout", "1"] },
  "wrong-content-type": { status: 0, says: /deviates.*text\/plain/ },
  "wrong-id": { status: 5, says: /another/ },
  "slow-tool": { status: 10, says: /timeout/, flags: ["--timeout", "1"] },
  "hung-tool": { status: 10, says: /timeout.*tools\/call/s, flags: ["--timeout", "1"] },
  "tool-errors": { status: 5, says: /tool_error.*database/s },
  "huge-result": { status: 10, says: /16 MiB/ },
  "bad-tool": FINE,
  "null-fields": FINE,
  "poisoned-description": FINE,
  "changed-definition": FINE,
};

async function withLab(flags: readonly string[], story: (url: string) => Promise<void>): Promise<void> {
  await using serve = startCli(["serve", "--auth-key", KEY, "--port", "0", ...flags]);
  const [, port] = await serve.said(/listens on \S+:(\d+)/);
  await serve.said(/BROKEN ON PURPOSE/);
  await story(`http://127.0.0.1:${port}`);
  serve.kill("SIGTERM");
  assert.equal((await serve.ended).status, 0);
}

for (const name of LAB_NAMES) {
  Deno.test(`the lab ${name}: call says what happened`, async () => {
    const { status, says, era = "auto", flags = [] } = EXPECTED[name];
    await withLab(["--lab", name], async (url) => {
      const outcome = await runCli(["call", "get_current_time", "--server", url, "--era", era, ...flags], {
        environment: { MCP_SERVER_AUTH_KEY: KEY },
      });
      const shown = `${outcome.status}\n${outcome.stdout.slice(0, 500)}\n${outcome.stderr}`;
      assert.match(shown, says);
      assert.equal(outcome.status, status, shown);
    });
  });
}

/** Asks without a client that makes up for faults; the body as text, with the status and the address before it. */
async function raw(url: string, request: RequestInit): Promise<string> {
  const response = await fetch(url, { ...request, redirect: "manual", signal: AbortSignal.timeout(1_000) });
  return `${response.status} ${response.headers.get("location")} ${await response.text()}`;
}

const LIST = modern("tools/list");
const DISCOVER = modern("server/discover");

/** What the server really sends, where `call` gives the answer all the same. */
const STAGED: Partial<Readonly<Record<LabName, readonly [RequestInit, RegExp]>>> = {
  "slash-redirect": [LIST, /^307 http:\S+\/mcp\/ /],
  "old-server": [LIST, /^404 .*Not Found/],
  "odd-probe-404": [DISCOVER, /^404 .*page not found/],
  "odd-probe-400": [DISCOVER, /^400 .*no valid session/],
  "odd-probe-500": [DISCOVER, /^500 /],
  "odd-probe-empty": [DISCOVER, /^200 null $/],
  "odd-probe-html": [DISCOVER, /^200 .*<h1>Welcome/],
  "bad-tool": [LIST, /"\$ref":"https:\/\/schemas\.invalid/],
  "null-fields": [LIST, /"annotations":null/],
  "poisoned-description": [LIST, /\u200b\u202eIgnore earlier instructions/],
};
for (const [name, [request, expected]] of Object.entries(STAGED)) {
  Deno.test(`the lab ${name} is really staged, though call gets its answer`, async () => {
    await withLab(["--lab", name], async (url) => assert.match(await raw(`${url}/mcp`, request), expected));
  });
}

Deno.test("the lab changed-definition gives another definition each time; the lab changes nothing without its flag", async () => {
  await withLab(["--lab", "changed-definition"], async (url) => {
    assert.notEqual(await raw(`${url}/mcp`, LIST), await raw(`${url}/mcp`, LIST));
  });
  await withLab(["--lab", "slow-tool"], async (url) => {
    assert.equal(await raw(`${url}/mcp`, LIST), await raw(`${url}/mcp`, LIST));
  });
});

Deno.test("the documents have a row for each fault and each quirk, with the codes of the errors", async () => {
  const { QUIRK_NAMES } = await import("../../cli/quirk_names.ts");
  for (const page of ["docs/labs.md", "docs/fr/labs.md"]) {
    const text = await Deno.readTextFile(new URL(`../../${page}`, import.meta.url));
    const rows = [...text.matchAll(/^\| `([a-z0-9-]+)` +\| (.*?) *\|/gm)].map(([, name, sight]) =>
      [name!, sight!] as const
    );
    assert.deepEqual(rows.map(([name]) => name), [...LAB_NAMES, ...QUIRK_NAMES]);
    for (const [name, sight] of rows.slice(0, LAB_NAMES.length)) {
      const { says } = EXPECTED[name as LabName];
      const [code] = says.source.match(/mcp_[a-z_]+|tool_error|not_an_mcp_server/) ?? [];
      if (code) assert.ok(sight.includes(code), `${page}, ${name}: ${sight}`);
    }
  }
});

Deno.test("two faults are staged together; pages without MCP stay as they are", async () => {
  await withLab(["--lab", "slash-redirect,tool-errors"], async (url) => {
    const { stderr } = await runCli(["call", "get_current_time", "--server", url], {
      environment: { MCP_SERVER_AUTH_KEY: KEY },
    });
    assert.match(stderr, /tool_error/);
    assert.deepEqual(await (await fetch(`${url}/healthz`)).json(), { status: "ok" });
  });
});

Deno.test("--lab list names them all; an unknown one and a public address are errors, which --yes allows", async () => {
  const { status, stdout } = await runCli(["serve", "--lab", "list"]);
  assert.equal(status, 0);
  assert.deepEqual(stdout.trim().split("\n").map((line) => line.split(" ")[0]), [...LAB_NAMES]);
  const unknown = await runCli(["serve", "--lab", "hung-tol"]);
  assert.match(unknown.stderr, /Error unknown_lab \(exit status 2\).*\n.*did you mean "hung-tool"/);
  const open = ["serve", "--auth-key", KEY, "--port", "0", "--host", "0.0.0.0", "--lab", "hung-tool"];
  assert.match((await runCli(open)).stderr, /Error public_lab \(exit status 2\)/);
  await using serve = startCli([...open, "--yes"]);
  await serve.said(/BROKEN ON PURPOSE[^]*hung-tool: never answers a tool call/);
});

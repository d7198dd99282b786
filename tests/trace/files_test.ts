/** `ask --trace`, `mcpdemo trace` and `ask --era all`, as a user runs them. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { FORMATS, render } from "../../trace/files/format.ts";
import { fromJsonLines, toJsonLines } from "../../trace/files/jsonl.ts";
import { compareEras } from "../../trace/timeline/compare.ts";
import { replay } from "../../trace/timeline/replay.ts";
import { collect } from "../../trace/record/collect.ts";
import { runChild } from "../support/child.ts";
import { runAsk } from "../support/run_ask.ts";
import { runCli } from "../support/run_cli.ts";
import { KEY, startServer } from "../support/start_server.ts";
import { recordStory } from "../support/trace_story.ts";

async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await Deno.makeTempDir();
  try {
    return await work(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function readRecord(path: string) {
  const read = fromJsonLines(await Deno.readTextFile(path));
  assert.deepEqual(read.badLines, []);
  return read.exchanges;
}

for (const era of ["2024", "2025", "2026"]) {
  Deno.test(`${era}: ask --trace writes every exchange, and reading the record back gives the same data`, () =>
    inFolder(async (folder) => {
      await using server = startServer();
      const path = join(folder, "run.jsonl");
      const { status, stderr } = await runAsk("what time is it", {
        flags: { servers: [server.url.href], authKey: [KEY], era: [era], trace: [path] },
      });
      assert.equal(status, 0);
      const exchanges = await readRecord(path);
      assert.match(stderr, new RegExp(`Recorded: ${exchanges.length} exchanges in ${path}`));
      assert.ok(exchanges.some(({ step }) => step === "tools_call"));
      assert.ok(exchanges.some(({ peer }) => peer === "model"));
      assert.deepEqual(fromJsonLines(toJsonLines(exchanges)), { exchanges, badLines: [] });
    }));
}

Deno.test(
  "only the user who ran ask can read the trace file",
  { ignore: Deno.build.os === "windows" },
  () =>
    inFolder(async (folder) => {
      await using server = startServer();
      const path = join(folder, "run.har");
      await runAsk("hi", { flags: { servers: [server.url.href], authKey: [KEY], trace: [path] } });
      assert.equal((await Deno.stat(path)).mode! & 0o777, 0o600);
    }),
);

Deno.test("a failed run is written too, since that is when a trace is needed", () =>
  inFolder(async (folder) => {
    await using server = startServer();
    const path = join(folder, "run.jsonl");
    const { status } = await runAsk("what time is it", {
      flags: { servers: [server.url.href], authKey: ["wrong"], trace: [path] },
    });
    assert.equal(status, 4);
    assert.deepEqual((await readRecord(path)).map(({ status }) => status), [403]);
  }));

for (
  const [name, file, code] of [
    ["an unknown ending", "run.txt", "trace_format"],
    ["no ending", "run", "trace_format"],
    ["a folder that is not there", "no/such/run.har", "trace_unwritable"],
  ]
) {
  Deno.test(`${name} is a usage error before any request`, () =>
    inFolder(async (folder) => {
      await using server = startServer();
      const outcome = await runAsk("hi", {
        flags: { servers: [server.url.href], authKey: [KEY], trace: [join(folder, file!)] },
      });
      assert.deepEqual([outcome.status, outcome.error?.code], [2, code]);
      assert.deepEqual(server.log, []);
    }));
}

Deno.test("a recording does not overwrite a file, and fills an empty one", () =>
  inFolder(async (folder) => {
    await using server = startServer();
    const path = join(folder, "run.jsonl");
    const ask = () => runAsk("hi", { flags: { servers: [server.url.href], authKey: [KEY], trace: [path] } });
    await Deno.writeTextFile(path, "");
    assert.equal((await ask()).status, 0);
    const [written, asked] = [await Deno.readTextFile(path), server.log.length];
    const again = await ask();
    assert.deepEqual([again.status, again.error?.code], [2, "trace_exists"]);
    assert.deepEqual([await Deno.readTextFile(path), server.log.length], [written, asked]);
  }));

Deno.test("a disk that is full at the end is told, and the answer stands", {
  ignore: Deno.build.os !== "linux",
}, () =>
  inFolder(async (folder) => {
    await using server = startServer();
    const path = join(folder, "run.jsonl");
    await Deno.symlink("/dev/full", path);
    const { status, stdout, stderr } = await runAsk("what time is it", {
      flags: { servers: [server.url.href], authKey: [KEY], trace: [path] },
    });
    assert.equal(status, 0);
    assert.match(stdout, /14:05/);
    assert.match(stderr, /mcpdemo could not write the recording to .*No space left/);
  }));

Deno.test("writing a record as a record gives the same record", async () => {
  for (const era of ["2024", "2025", "2026"]) {
    const exchanges = await recordStory(era);
    const kept = collect();
    replay(exchanges, kept.sink);
    assert.deepEqual(kept.exchanges(), exchanges);
  }
});

Deno.test("lines that are not part of a record are left out", async () => {
  const [exchange] = await recordStory("2026");
  const line = JSON.stringify(exchange);
  const broken = [
    "",
    "null",
    "{}",
    "no JSON",
    line.replace('"step":"server_discover"', '"step":"__proto__"'),
    line.replace('"requestHeaders":{', '"requestHeaders":{"a":1,'),
    line.replace('"url":"', '"url":1,"x":"'),
  ];
  assert.deepEqual(fromJsonLines(""), { exchanges: [], badLines: [] });
  for (const each of broken.slice(1)) {
    const { exchanges, badLines } = fromJsonLines(`${line}\n\n${each}\n${line}\n`);
    assert.deepEqual([exchanges.length, badLines], [2, [3]], each);
  }
});

Deno.test("mcpdemo trace shows a record on stdout, in every view and in French", () =>
  inFolder(async (folder) => {
    const path = join(folder, "run.jsonl");
    const run = (...args: string[]) => runCli(["trace", ...args], { readable: [folder] });
    await Deno.writeTextFile(path, toJsonLines(await recordStory("2026")));
    const shown = await run(path, "--lang", "fr");
    assert.equal(shown.status, 0);
    assert.match(shown.stdout, /tools\/list\u00A0: quels outils offre le serveur\u00A0\?/);
    assert.match((await run(path, "--as", "wire")).stdout, /"jsonrpc": "2.0"/);
    for (
      const [view, start] of [["har", '{\n  "log"'], ["mmd", "sequenceDiagram"], [
        "sh",
        "#!/usr/bin/env bash",
      ]]
    ) {
      const { stdout, status } = await run(path, "--as", view!);
      assert.equal(status, 0);
      assert.ok(stdout.startsWith(start!), view);
    }
    const missing = await run(join(folder, "none.jsonl"));
    assert.equal(missing.status, 2);
    assert.match(missing.stderr, /^Error trace_unreadable/);
    await Deno.writeTextFile(path, "{}\n");
    assert.match((await run(path)).stderr, /^Error invalid_trace_file .* Line 1 of/);
    await Deno.writeTextFile(path, "");
    assert.equal((await run(path)).status, 2);
    const lines = toJsonLines(await recordStory("2026"));
    await Deno.writeTextFile(path, lines.slice(0, -50));
    const cut = await run(path);
    assert.equal(cut.status, 0);
    assert.match(cut.stderr, /lines \d+ of/);
    assert.match(cut.stdout, /tools\/list: which tools does the server offer/);
  }));

Deno.test("a Mermaid diagram begins with the user's question", async () => {
  const text = render(await recordStory("2025"), "mmd", { language: "en", version: "0" });
  const arrows = text.split("\n").filter((line) => line.includes(">>"));
  assert.equal(arrows[0], "  you->>client0: what time is it");
  assert.equal(text.match(/you->>/g)?.length, 1);
});

Deno.test("a replayed script labels each step, and ends when a key is refused", {
  ignore: Deno.build.os === "windows",
}, async () => {
  await using server = startServer();
  for (const era of ["2024", "2025", "2026"]) {
    const script = render(await recordStory(era), "sh", { language: "en", version: "0" });
    for (const [key, status] of [[KEY, 0], ["wrong", 1], ["", 1]] as const) {
      const child = await runChild("bash", ["-c", script], {
        env: { ...Deno.env.toObject(), MCP_SERVER_AUTH_KEY: key, MCP_SERVER_URL: server.url.origin },
      });
      assert.equal(Math.min(child.status, 1), status, `${era} ${key}: ${child.stderr}`);
      assert.match(child.stderr, /^# 1\. /);
    }
  }
});

Deno.test("a script of a run with a server on this machine says how to start one", async () => {
  const exchanges = await recordStory("2026");
  const text = render(exchanges, "sh", { language: "en", version: "0" });
  assert.match(text, /^# {3}mcpdemo serve --port 8123 --auth-key KEY$/m);
  assert.match(text, /^# {3}MCP_SERVER_URL=http:\/\/localhost:8123 MCP_SERVER_AUTH_KEY=KEY bash FILE$/m);
  const elsewhere = exchanges.map((each) => ({ ...each, url: "https://mcp.example.com/mcp" }));
  assert.doesNotMatch(render(elsewhere, "sh", { language: "en", version: "0" }), /mcpdemo serve/);
});

Deno.test("every view of an empty record is well formed", () => {
  for (const format of FORMATS) {
    assert.equal(typeof render([], format, { language: "fr", version: "0" }), "string");
  }
});

Deno.test("--era all runs in every era, and compares them", () =>
  inFolder(async (folder) => {
    await using server = startServer();
    const path = join(folder, "all.jsonl");
    const { status, stdout, stderr } = await runAsk("what time is it", {
      flags: { servers: [server.url.href], authKey: [KEY], era: ["all"], trace: [path] },
    });
    assert.equal(status, 0);
    assert.deepEqual(
      stdout.match(/^202\d: It is 14:05/gm),
      ["2024", "2025", "2026"].map((era) => `${era}: It is 14:05`),
    );
    assert.ok(stderr.startsWith("The same question in three eras"));
    assert.ok(
      (stdout + stderr).trimEnd().split("\n").length <= 24,
      "it fits on one screen, the file's note included",
    );
    const rows = stderr.slice(stderr.indexOf("The same question in three eras")).split("\n");
    const row = (name: string) => rows.find((line) => line.startsWith(name))?.trim().split(/\s{2,}/).slice(1);
    assert.deepEqual(row("revision"), ["2025-11-25", "2025-11-25", "2026-07-28"]);
    assert.deepEqual(row("HTTP requests"), ["5", "6", "3"]);
    assert.deepEqual(row("events received"), ["4", "6", "0"]);
    assert.deepEqual(row("streams kept open"), ["1", "1", "0"]);
    assert.deepEqual(row("sessions on the server"), ["1", "1", "0"]);
    assert.deepEqual(row("requests to the model"), ["2", "2", "2"]);
    const exchanges = await readRecord(path);
    assert.deepEqual(exchanges.map(({ id }) => id), exchanges.map((_, index) => index + 1));
    assert.deepEqual([...new Set(exchanges.flatMap(({ era }) => era ?? []))], ["2024", "2025", "2026"]);
    for (const { id, cause = 0 } of exchanges) assert.ok(cause < id);
  }));

Deno.test("--era all continues when one era fails, and exits with that failure's status", async () => {
  await using server = startServer();
  const at = new URL("/mcp", server.url);
  const { status, stderr } = await runAsk("what time is it", {
    flags: { servers: [at.href], authKey: ["wrong"], era: ["all"] },
  });
  assert.equal(status, 4);
  assert.match(stderr, /failed {6}failed {6}failed/);
  assert.match(stderr, /^2024: Error mcp_key_refused /m);
  assert.equal(stderr.match(/^What to do/gm)?.length, 1, stderr);
});

Deno.test("--era all --debug shows the comparison first, then the steps of each run", async () => {
  await using server = startServer();
  const { status, stderr } = await runAsk("what time is it", {
    flags: { servers: [server.url.href], authKey: [KEY], era: ["all"], debug: true },
  });
  assert.equal(status, 0);
  const order = [
    "The same question in three eras",
    "in the 2024 era",
    "initialize, the handshake",
    "in the 2026 era",
  ];
  const places = order.map((each) => stderr.indexOf(each));
  assert.equal(places[0], 0);
  assert.deepEqual(places.toSorted((a, b) => a - b), places);
  assert.equal(stderr.match(/ {2}tools\/call: run a tool/g)?.length, 3);
});

Deno.test("--era all --json is one object with the runs, the failed ones too", async () => {
  await using server = startServer();
  const ask = async (key: string) => {
    const { status, stdout } = await runAsk("what time is it", {
      flags: { servers: [server.at("/mcp").href], authKey: [key], era: ["all"], json: true },
    });
    const { runs, ...rest } = JSON.parse(stdout);
    assert.deepEqual(rest, { question: "what time is it", exitStatus: status });
    return { status, runs };
  };
  const right = await ask(KEY);
  assert.equal(right.status, 0);
  const { answer, ms, bytes, ...stateless } = right.runs[2];
  assert.match(answer, /14:05/);
  assert.ok(Number.isInteger(ms) && bytes.sent > 0 && bytes.received > 0);
  assert.deepEqual(stateless, {
    era: "2026",
    revision: "2026-07-28",
    exitStatus: 0,
    requests: 3,
    requestsBeforeCall: 2,
    events: 0,
    openStreams: 0,
    sessions: 0,
    modelRequests: 2,
  });
  const wrong = await ask("wrong");
  assert.equal(wrong.status, 4);
  assert.deepEqual(
    wrong.runs.map((
      run: { era: string; error: { code: string } },
    ) => [run.era, run.error.code, "answer" in run]),
    ["2024", "2025", "2026"].map((era) => [era, "mcp_key_refused", false]),
  );
});

Deno.test("in a terminal of 40 columns, the comparison fits", () => {
  const runs = (["2024", "2025", "2026"] as const).map((era) => ({
    era,
    exchanges: [],
    ms: 1,
    revision: "2025-11-25",
  }));
  for (const language of ["en", "fr"] as const) {
    const table = compareEras(runs, language, 40).slice(1, -1);
    assert.deepEqual(table.filter((line) => line.length > 40), []);
  }
});

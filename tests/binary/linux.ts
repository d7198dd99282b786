/**
 * What Linux can take away from a program: its home folder, its network, writable disks, a terminal
 * that answers.
 */
import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { compile } from "../../scripts/compile.ts";
import { PERMISSIONS } from "../../scripts/permissions.ts";
import { sha256 } from "../../scripts/release/sums.ts";
import { runChild } from "../support/child.ts";
import { assertOutcome, BINARY, KEY, runBinary, serveBinary, TELLS_THE_TIME } from "./binary.ts";

const BUNDLE = fileURLToPath(new URL("../../dist/bundle", import.meta.url));
const TIME = ["ask", "what time is it"];
const ANSWERED = { status: 0, stdout: TELLS_THE_TIME };

/** Runs a command with every disk mounted read-only. */
const READ_ONLY = [
  "unshare",
  "-rm",
  "sh",
  "-ec",
  `
  for at in / /tmp; do mount -o remount,bind,ro "$at" 2>/dev/null || [ "$at" != / ]; done
  if touch /tmp/probe 2>/dev/null; then echo "still writable" >&2; exit 99; fi
  exec "$@"`,
  "sh",
];

/** Runs a command with no network except loopback. */
const NO_NETWORK = ["unshare", "-rn", "sh", "-ec", 'ip link set lo up; exec "$@"', "sh"];

const SURROUNDINGS: readonly (readonly [string, readonly string[]])[] = [
  ["with an empty environment", ["env", "-i"]],
  ["without a HOME", ["env", "-u", "HOME"]],
  ["with a HOME that is not there", ["env", "HOME=/nonexistent"]],
  ["on a read-only file system", READ_ONLY],
  ["without a network", NO_NETWORK],
];

function test(name: string, fn: () => Promise<void>): void {
  Deno.test({ name: `binary: ${name}`, ignore: Deno.build.os !== "linux", fn });
}

for (const [name, within] of SURROUNDINGS) {
  test(`${name}, ask without any configuration`, async () =>
    assertOutcome(await runBinary(TIME, { within }), ANSWERED));
}

test("with only the binary, /proc and the C library present, ask without any configuration", async () => {
  await using folder = await temporaryFolder();
  const libraries = (await runChild("ldd", [BINARY])).stdout.matchAll(/(?:=> |^\s*)(\/\S+)/gm);
  for (const path of [BINARY, ...[...libraries].map(([, library]) => library!)]) {
    const copy = join(folder.path, path === BINARY ? "/mcpdemo" : path);
    await Deno.mkdir(dirname(copy), { recursive: true });
    await Deno.copyFile(path, copy);
  }
  await Deno.mkdir(join(folder.path, "proc"));
  const script = 'mount -t proc proc "$0/proc"; exec chroot "$0" /mcpdemo "$@"';
  const alone = [
    "-i",
    "PATH=/usr/sbin:/usr/bin:/sbin:/bin",
    "unshare",
    "-rmpf",
    "sh",
    "-ec",
    script,
    folder.path,
  ];
  assertOutcome(await runChild("env", [...alone, ...TIME]), ANSWERED);
});

test("compiling the same bundle again gives the same bytes", async () => {
  await using folder = await temporaryFolder();
  const again = join(folder.path, "mcpdemo");
  await compile(BUNDLE, again);
  assert.equal(await sha256(again), await sha256(BINARY));
});

test("serves on a read-only file system, without a HOME", async () => {
  await using served = await serveBinary({ within: ["env", "-u", "HOME", ...READ_ONLY] });
  const environment = { MCP_SERVER_AUTH_KEY: KEY };
  const asked = await runBinary([...TIME, "--server", served.url], { environment, within: READ_ONLY });
  assertOutcome(asked, ANSWERED);
  served.process.kill("SIGTERM");
  assert.equal((await served.process.ended).status, 0);
});

test("serves in threads that share the port, and ends them in order", async () => {
  await using served = await serveBinary({}, ["--workers", "2"]);
  const environment = { MCP_SERVER_AUTH_KEY: KEY };
  assertOutcome(await runBinary([...TIME, "--server", served.url], { environment }), ANSWERED);
  served.process.kill("SIGTERM");
  assert.equal((await served.process.ended).status, 0);
});

test("serves without a network, and answers in each era", async () => {
  const script = `
    export MCP_SERVER_AUTH_KEY=${KEY} XDG_STATE_HOME=$PWD
    "$0" serve --host 127.0.0.1 --port 8765 2>log &
    trap 'kill $!' EXIT
    until grep -q 8765 log; do kill -0 $!; sleep 0.02; done
    for era in auto 2024 2025 2026; do
      "$0" ask --era $era --server http://localhost:8765 what time is it
    done
    trap - EXIT
    kill $!
    wait $!`;
  await using folder = await temporaryFolder();
  const { status, stdout, stderr } = await runChild(NO_NETWORK[0]!, [
    ...NO_NETWORK.slice(1),
    ...["sh", "-ec", script, BINARY],
  ], { cwd: folder.path, env: { LANG: "C.UTF-8" } });
  assert.equal(status, 0, stderr);
  assert.equal(stdout.split("\n").filter((line) => TELLS_THE_TIME.test(line)).length, 4, stdout + stderr);
});

test("keeps approvals in the system's state folder", async () => {
  await using folder = await temporaryFolder();
  await using served = await serveBinary();
  const environment = { MCP_SERVER_AUTH_KEY: KEY, XDG_STATE_HOME: folder.path };
  assertOutcome(await runBinary([...TIME, "--server", served.url], { environment }), ANSWERED);
  assert.ok((await Deno.stat(join(folder.path, "mcpdemo", "approvals.json"))).isFile);
});

test("leaves no files behind", async () => {
  await using folder = await temporaryFolder();
  const within = ["env", ...["HOME", "TMPDIR", "XDG_CACHE_HOME"].map((name) => `${name}=${folder.path}`)];
  assertOutcome(await runBinary(TIME, { within }), ANSWERED);
  assert.deepEqual(await Array.fromAsync(Deno.readDir(folder.path)), []);
});

test("on a terminal, a denied permission prints a clear error instead of a prompt", async () => {
  await using folder = await temporaryFolder();
  const [output, dotenv] = [join(folder.path, "denied"), join(folder.path, ".env")];
  await compile(BUNDLE, output, undefined, PERMISSIONS.filter((flag) => flag !== "--allow-read"));
  await Deno.writeTextFile(dotenv, "MCPDEMO_LANG=fr\n");
  const outcome = await runChild(
    "script",
    ["--quiet", "--return", "--command", `${output} ask`, "/dev/null"],
    {
      cwd: folder.path,
      env: { LANG: "C.UTF-8", TERM: "xterm" },
    },
  );
  assert.equal(outcome.status, 2, outcome.stdout);
  assert.match(outcome.stdout, /env_file_unreadable.*\.env/);
  assert.doesNotMatch(outcome.stdout, /Deno requests|\[y\/n/);
});

async function temporaryFolder(): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await Deno.makeTempDir({ prefix: "mcpdemo-binary-" });
  return { path, [Symbol.asyncDispose]: () => Deno.remove(path, { recursive: true }) };
}

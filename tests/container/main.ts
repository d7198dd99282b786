/**
 * Builds the image, runs it hardened and through compose, and uses it as a user would.
 *
 * usage: deno task container [--engine docker|podman] [--stand-in]
 *
 * `--stand-in`: for machines that cannot reach an image registry; podman builds on stand-ins for
 * Deno's images.
 */
import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { outputOf, run } from "../../scripts/run.ts";
import { runCli } from "../support/run_cli.ts";
import { type StandIn, standIn } from "./stand_in.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const KEY = "a_key_of_the_test";
const PORT = 8180;
const HARDENED = ["--read-only", "--tmpfs", "/tmp", "--cap-drop=ALL", "--security-opt", "no-new-privileges"];

interface Engine {
  readonly name: string;
  readonly env: Readonly<Record<string, string>>;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      engine: { type: "string", default: "docker" },
      "stand-in": { type: "boolean", default: false },
    },
  });
  const folder = await Deno.makeTempDir({ prefix: "mcpdemo-container-" });
  try {
    const base: StandIn = values["stand-in"] ? await standIn(folder) : { buildArguments: [], env: {} };
    const engine = { name: values["stand-in"] ? "podman" : values.engine, env: base.env };
    const commit = await outputOf("git", ["rev-parse", "HEAD"], { cwd: ROOT }) ?? "";
    await run(engine.name, [
      ...["build", "--quiet", ...base.buildArguments, "--build-arg", `COMMIT=${commit}`],
      ...["--tag", "mcpdemo", ROOT],
    ], { env: base.env });
    await showSize(engine);
    await askWithin(engine);
    await serveHardened(engine);
    await composed(engine, "docker-compose.yml", KEY, { MCP_SERVER_AUTH_KEY: KEY });
    const secrets = join(folder, "mcpdemo.env");
    await Deno.writeTextFile(secrets, `MCP_SERVER_AUTH_KEY=${KEY}\n`, { mode: 0o644 });
    await composed(engine, "docker-compose.secrets.yml", KEY, { MCPDEMO_ENV_FILE: secrets });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function showSize({ name, env }: Engine): Promise<void> {
  const bytes = await outputOf(name, ["image", "inspect", "--format", "{{.Size}}", "mcpdemo"], { env });
  say(`the image has ${(Number(bytes) / 2 ** 20).toFixed(0)} MiB`);
}

/** Another subcommand, which publishes no port and sets no variable. */
async function askWithin({ name, env }: Engine): Promise<void> {
  const answer = await outputOf(name, ["run", "--rm", ...HARDENED, "mcpdemo", "ask", "what time is it"], {
    env,
  });
  assert.match(answer ?? "", /^It is \d\d:\d\d/);
  const version = await outputOf(name, ["run", "--rm", "mcpdemo", "--version", "--verbose"], { env });
  assert.match(version ?? "", /^commit: [0-9a-f]{40}$/m);
  say("a container asks by itself, and says what it was built from");
}

async function serveHardened({ name, env }: Engine): Promise<void> {
  const id = await outputOf(name, [
    ...["run", "--detach", "--publish", `127.0.0.1:${PORT}:8000`, "--env", `MCP_SERVER_AUTH_KEY=${KEY}`],
    ...[...HARDENED, "--memory", "256m", "mcpdemo"],
  ], { env });
  assert.ok(id, "the container does not start");
  try {
    await isUp(PORT);
    for (const era of ["2024", "2025", "2026"]) await ask(PORT, KEY, 0, "--era", era);
    await ask(PORT, "wrong", 4);
    await run(name, ["exec", id, ...await healthCommand()], { env });
    const user = await outputOf(name, ["inspect", "--format", "{{.Config.User}}", id], { env });
    assert.equal(user, "65532:65532");
    say("a hardened container answers in each era, refuses a wrong key and is healthy");

    const headers = { Authorization: `Bearer ${KEY}`, Accept: "text/event-stream" };
    const stream = await fetch(`http://127.0.0.1:${PORT}/sse`, { headers });
    await run(name, ["stop", "--time", "20", id], { env });
    assert.match(await stream.text(), /event: endpoint/);
    const status = await outputOf(name, ["inspect", "--format", "{{.State.ExitCode}}", id], { env });
    assert.equal(status, "0");
    say("SIGTERM ends an open stream, and then the container, with 0");
  } finally {
    await outputOf(name, ["rm", "--force", id], { env });
  }
}

/** The image's own health check command. Not every engine runs it automatically. */
async function healthCommand(): Promise<string[]> {
  const dockerfile = await Deno.readTextFile(join(ROOT, "Dockerfile"));
  return JSON.parse(dockerfile.match(/^HEALTHCHECK[^[]*(\[.*\])$/m)![1]!);
}

async function composed(
  { name, env }: Engine,
  file: string,
  key: string,
  variables: Readonly<Record<string, string>>,
): Promise<void> {
  const [program, ...first] = name === "podman" ? ["podman-compose"] : ["docker", "compose"];
  const compose = (...args: string[]) =>
    run(program!, [...first, "--file", file, ...args], { cwd: ROOT, env: { ...env, ...variables } });
  await compose("up", "--detach");
  try {
    await isUp(8000);
    await ask(8000, key, 0);
    await ask(8000, "wrong", 4);
  } finally {
    await compose("down");
  }
  say(`${file}: up, asked, down`);
}

/** Runs `ask` from source, outside of the container. */
async function ask(port: number, key: string, status: number, ...flags: string[]): Promise<void> {
  const outcome = await runCli(["ask", "--server", `http://127.0.0.1:${port}`, ...flags, "what time is it"], {
    // State that `ask` stores about a server must not end up in the home folder of the user who
    // runs this.
    environment: { MCP_SERVER_AUTH_KEY: key, XDG_STATE_HOME: await Deno.makeTempDir() },
  });
  assert.equal(outcome.status, status, outcome.stderr);
  if (status === 0) assert.match(outcome.stdout, /^It is \d\d:\d\d/);
}

/** Waits until the server answers, for at most 30 seconds. */
async function isUp(port: number): Promise<void> {
  const patience = AbortSignal.timeout(30_000);
  while (!patience.aborted) {
    const answer = await fetch(`http://127.0.0.1:${port}/healthz`, { signal: patience }).catch(() =>
      undefined
    );
    await answer?.body?.cancel();
    if (answer?.ok) return;
  }
  throw new Error(`Nothing answers on port ${port}.`);
}

function say(line: string): void {
  console.error(`ok: ${line}`);
}

if (import.meta.main) await main();

/** Failures of `accept4`, which strace puts into the real process: the listener vanishes, and must come back. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { runChild } from "../support/child.ts";
import { eventsOf, messageOf, modern, rpc } from "../support/mcp_requests.ts";
import { startCli } from "../support/run_cli.ts";

const ROOT = join(import.meta.dirname!, "../..");
const SERVE = [Deno.execPath(), "run", "--quiet", "--no-prompt", "-A"]
  .concat("--config", join(ROOT, "deno.product.json"), join(ROOT, "main.ts"));

/** The first calls succeed, so that a stream is open when one fails. */
const FAILING_CALL = 8;

/** With `-D` the traced process is the one that gets the signals. */
function withFailingAccept(error: string): string[] {
  return ["strace", "-D", "-f", "-qq", "-o", "/dev/null", "-e", "trace=accept4", "-e"]
    .concat(`inject=accept4:error=${error}:when=${FAILING_CALL}`, SERVE);
}

/** Why strace cannot be used here, if it cannot: it is for Linux, and some containers forbid it. */
async function whyNoStrace(): Promise<string | undefined> {
  if (Deno.build.os !== "linux") return "strace is for Linux";
  try {
    const { status, stderr } = await runChild("strace", ["-qq", "-e", "trace=accept4", "true"]);
    return status === 0 ? undefined : stderr.trim();
  } catch {
    return "strace is not installed (apt-get install strace)";
  }
}

const missing = await whyNoStrace();
if (missing !== undefined) console.warn(`The tests of accept4 are skipped: ${missing}.`);

for (const error of ["EMFILE", "ENFILE", "ECONNABORTED", "ENOBUFS", "ENOMEM"]) {
  Deno.test({
    name:
      `${error} from accept4: open streams go on, calls are answered, and SIGTERM lets the last one finish`,
    ignore: missing !== undefined,
    async fn() {
      const program = withFailingAccept(error);
      await using serve = startCli(["serve", "--no-auth", "--port", "0"], { program });
      const [, port] = await serve.said(/listens on http:\/\/127\.0\.0\.1:(\d+)/);
      const base = `http://127.0.0.1:${port}`;
      await using events = eventsOf(await fetch(`${base}/sse`));
      const { data: path } = await events.next();
      const failed = serve.said(/listens again/).then(() => true);
      for (let count = 0; !await Promise.race([failed, knock(Number(port)).then(() => false)]); count++) {
        assert.ok(count < 1_000, "The injected failure was not reached.");
      }

      // The listener is back a moment later.
      const patience = AbortSignal.timeout(30_000);
      while (!await knock(Number(port))) patience.throwIfAborted();
      const headers = { "Content-Type": "application/json" };
      const posted = await fetch(new URL(path, base), { method: "POST", headers, body: rpc("ping") });
      await posted.body?.cancel();
      assert.deepEqual(JSON.parse((await events.next()).data), { jsonrpc: "2.0", id: 1, result: {} });

      // It takes longer than an answer at once: its stream has begun, and so has the call.
      const call = modern("tools/call", { name: "countdown", arguments: { seconds: 2 } });
      const running = await fetch(`${base}/mcp`, call);
      serve.kill("SIGTERM");
      assert.match(JSON.stringify((await messageOf(running)).result), /countdown of 2 s is over/);
      assert.equal(await events.ended(), true);
      const { status, stderr } = await serve.ended;
      assert.equal(status, 0);
      assert.match(stderr, /Stopped/i);
    },
  });
}

/** Connects, and leaves. */
async function knock(port: number): Promise<boolean> {
  try {
    (await Deno.connect({ hostname: "127.0.0.1", port })).close();
    return true;
  } catch {
    return false;
  }
}

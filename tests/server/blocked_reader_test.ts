/** A process that does not read the program's output never blocks it. */
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { freePort } from "../support/child.ts";
import { modern } from "../support/mcp_requests.ts";

const MAIN = fileURLToPath(new URL("../../main.ts", import.meta.url));
const CONFIG = fileURLToPath(new URL("../../deno.json", import.meta.url));
const REQUESTS = 2_000;
const CALLERS = 20;

for (const flag of ["--debug=wire", "--log-format=json"]) {
  Deno.test(`serve ${flag} answers and exits although its stderr is never read`, () => neverRead(flag));
}

async function neverRead(flag: string): Promise<void> {
  const port = freePort();
  const flags = ["run", "--quiet", "--no-prompt", "-A", "--config", CONFIG];
  const child = new Deno.Command(Deno.execPath(), {
    args: [...flags, MAIN, "serve", flag, "--port", String(port)],
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).spawn();
  try {
    const { body } = await untilUp(`http://127.0.0.1:${port}/healthz`);
    await body?.cancel();
    let left = REQUESTS;
    const call = async () => {
      while (left-- > 0) {
        const answer = await fetch(`http://127.0.0.1:${port}/mcp`, modern("tools/list"));
        assert.equal(answer.status, 200);
        await answer.text();
      }
    };
    await Promise.all(Array.from({ length: CALLERS }, call));
    child.kill("SIGTERM");
    assert.equal((await child.status).code, 0);
  } finally {
    try {
      child.kill("SIGKILL");
    } catch {
      // The process has exited.
    }
    await child.status;
    await child.stderr.cancel();
  }
}

async function untilUp(url: string): Promise<Response> {
  for (let attempt = 0; attempt < 200; attempt++) {
    try {
      return await fetch(url);
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  throw new Error("It does not listen.");
}

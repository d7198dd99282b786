/** The release in `dist/release`, installed and used as its users do. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createWorld } from "../binary/install_world.ts";
import { runChild } from "../child.ts";
import config from "../../deno.json" with { type: "json" };

const RELEASE = fileURLToPath(new URL("../../dist/release", import.meta.url));

Deno.test("release: its installer installs it, and it answers", async () => {
  await using world = await createWorld(RELEASE);
  const { status, stdout, stderr } = await world.install();
  assert.equal(status, 0, stderr);
  assert.ok(stdout.includes(`mcpdemo ${config.version} is installed`), stdout);
  const answer = await runChild(join(world.home, ".local/bin/mcpdemo"), ["ask", "what time is it"], {
    cwd: world.home,
    env: { MCP_SERVER_URL: "", API_KEY: "", API_URL: "", MCPDEMO_LANG: "en" },
  });
  assert.equal(answer.status, 0, answer.stderr);
  assert.match(answer.stdout, /^It is \d\d:\d\d on /);
});

Deno.test("release: its sums are those of its files", async () => {
  const { status, stderr } = await runChild("sha256sum", ["--check", "--strict", "SHA256SUMS"], {
    cwd: RELEASE,
  });
  assert.equal(status, 0, stderr);
});

/** Installs and runs the release in `dist/release` as a user would. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createWorld, type World } from "../binary/install_world.ts";
import { runChild } from "../support/child.ts";
import config from "../../deno.json" with { type: "json" };

const RELEASE = fileURLToPath(new URL("../../dist/release", import.meta.url));

Deno.test("release: its installer installs it, and it answers", async () => {
  await using world = await createWorld(RELEASE);
  const folder = join(world.home, "mcpdemo");
  const { status, stdout, stderr } = await install(world, folder);
  assert.equal(status, 0, stderr);
  assert.ok(stdout.includes(`mcpdemo ${config.version} is installed`), stdout);
  const answer = await runChild(join(folder, "mcpdemo"), ["ask", "what time is it"], {
    cwd: world.home,
    env: { MCP_SERVER_URL: "", API_KEY: "", API_URL: "", MCPDEMO_LANG: "en" },
  });
  assert.equal(answer.status, 0, answer.stderr);
  assert.match(answer.stdout, /^It is \d\d:\d\d on /);
});

/** By `install.sh`, or on Windows by `install.ps1`. */
function install(world: World, folder: string) {
  if (Deno.build.os !== "windows") return world.install(["--dir", folder]);
  const installer = join(RELEASE, "install.ps1");
  return runChild("powershell", [
    ...["-NoProfile", "-ExecutionPolicy", "Bypass", "-File", installer, "-Dir", folder],
  ], { env: { MCPDEMO_RELEASES: world.releases, MCPDEMO_LANG: "en" } });
}

Deno.test({
  name: "release: its checksums match its files",
  ignore: Deno.build.os !== "linux",
  async fn() {
    const check = await runChild("sha256sum", ["--check", "--strict", "SHA256SUMS"], { cwd: RELEASE });
    assert.equal(check.status, 0, check.stderr);
  },
});

/**
 * Runs `install.sh` against a release on this machine. Whatever fails, nothing may be installed.
 */
import assert from "node:assert/strict";
import { join } from "node:path";
import { archiveName, targetOf } from "../../scripts/targets.ts";
import { runChild } from "../support/child.ts";
import {
  type Answer,
  ARCHIVE,
  createWorld,
  type World as Surroundings,
  writeRelease,
  writeScript,
} from "./install_world.ts";

type World = Surroundings & { readonly release: string };

function test(name: string, story: (world: World) => Promise<void>, answer?: Answer): void {
  Deno.test({
    name: `install.sh: ${name}`,
    // The test builds archives, which happens on Linux only, as for releases.
    ignore: Deno.build.os !== "linux",
    fn: async () => {
      const release = await Deno.makeTempDir({ prefix: "mcpdemo-release-" });
      try {
        await writeRelease(release);
        await using world = await createWorld(release, answer);
        await story({ ...world, release });
        // It has removed its temporary files, whether it succeeded or not.
        const left = await Array.fromAsync(Deno.readDir(world.root), ({ name }) => name);
        assert.deepEqual(left.sort(), ["home", "programs"]);
      } finally {
        await Deno.remove(release, { recursive: true });
      }
    },
  });
}

test("installs the latest release, and says how to find it", async ({ home, install, installed, asked }) => {
  const { status, stdout, stderr } = await install();
  assert.deepEqual([status, stderr], [0, ""]);
  assert.match(stdout, /mcpdemo 1\.2\.3 is installed: .*\/home\/\.local\/bin\/mcpdemo\n.*PATH/);
  assert.deepEqual(asked, ["/latest/download/SHA256SUMS", `/latest/download/${ARCHIVE}`]);
  assert.deepEqual(await installed(), ["mcpdemo"]);
  const { stdout: version } = await runChild(join(home, ".local/bin/mcpdemo"), []);
  assert.equal(version, "1.2.3\n");
});

test("installs a version into a directory, in French", async ({ home, install, installed, asked }) => {
  const outcome = await install(["--version", "v1.2.3", "--dir", join(home, "my programs")], {
    LANG: "fr_FR.UTF-8",
  });
  assert.equal(outcome.status, 0, outcome.stderr);
  assert.match(outcome.stdout, /mcpdemo 1\.2\.3 est installé/);
  assert.equal(asked[0], "/download/v1.2.3/SHA256SUMS");
  assert.deepEqual(await installed("my programs"), ["mcpdemo"]);
});

test("prints nothing about the PATH if the folder is already in it, and replaces an older version", async ({ install, installed, programs }) => {
  await writeScript(join(programs, "mcpdemo"), "echo 1.0.0");
  const { status, stdout } = await install(["--dir", programs]);
  assert.equal(status, 0);
  assert.doesNotMatch(stdout, /PATH/);
  assert.equal((await runChild(join(programs, "mcpdemo"), [])).stdout, "1.2.3\n");
  assert.deepEqual(await installed(), []);
});

/** Expects that the installer prints `message` and installs nothing. */
async function refuses(world: World, message: RegExp): Promise<void> {
  const { status, stdout, stderr } = await world.install();
  assert.equal(status, 1, stdout + stderr);
  assert.match(stderr, message);
  assert.doesNotMatch(stdout, /is installed/);
  assert.deepEqual(await world.installed(), []);
}

const tampered: Answer = (path, body) =>
  new Response(path.endsWith(".gz") ? body.with(body.length - 1, body.at(-1)! ^ 1) : body);
test(
  "refuses an archive that was tampered with",
  (world) => refuses(world, /checksum .* is wrong/),
  tampered,
);

test("refuses an archive that the checksum file does not list", async (world) => {
  await Deno.writeTextFile(join(world.release, "SHA256SUMS"), "0000  other.tar.gz\n");
  await refuses(world, /checksum .* is wrong/);
});

test("refuses a release without its archive", async (world) => {
  await Deno.remove(join(world.release, ARCHIVE));
  await refuses(world, /could not be downloaded/);
});

test("refuses a release without its checksums", async (world) => {
  await Deno.remove(join(world.release, "SHA256SUMS"));
  await refuses(world, /SHA256SUMS could not be downloaded/);
});

/** Half of the archive is sent, then the connection ends. */
const interrupted: Answer = (path, body) => {
  if (!path.endsWith(".gz")) return new Response(body);
  const half = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(body.subarray(0, body.length / 2)),
    pull: (controller) => controller.close(),
  });
  return new Response(half, { headers: { "Content-Length": String(body.length) } });
};
test(
  "an interrupted download installs nothing",
  (world) => refuses(world, /could not be downloaded/),
  interrupted,
);

test("a binary that does not run on this machine is not installed", async (world) => {
  await writeRelease(world.release, "exit 1");
  await refuses(world, /does not run on this system/);
});

const WRONG_SYSTEMS: readonly [string, string, string, RegExp][] = [
  ["another system", "uname", '[ "$1" = -m ] && echo x86_64 || echo FreeBSD', /no binary for FreeBSD/],
  ["another processor", "uname", '[ "$1" = -m ] && echo riscv64 || echo Linux', /processor riscv64/],
  ["musl", "getconf", "exit 1", /musl.*container image/],
  ["an old glibc", "getconf", "echo glibc 2.17", /glibc 2\.27 or newer, and this system has 2\.17/],
];
for (const [name, program, text, message] of WRONG_SYSTEMS) {
  test(`${name}: the installer says so and sends no request`, async (world) => {
    await writeScript(join(world.programs, "uname"), '[ "$1" = -m ] && echo x86_64 || echo Linux');
    await writeScript(join(world.programs, program), text);
    await refuses(world, message);
    assert.deepEqual(world.asked, []);
  });
}

test("a processor that goes by another name gets its archive", async ({ install, programs, asked }) => {
  await writeScript(join(programs, "uname"), '[ "$1" = -m ] && echo arm64 || echo Darwin');
  await install();
  assert.equal(asked.at(-1), `/latest/download/${archiveName(targetOf("aarch64-apple-darwin"))}`);
});

test("plain http to another machine is refused", async ({ install, installed, asked }) => {
  const { status, stderr } = await install([], { MCPDEMO_RELEASES: "http://192.0.2.1" });
  assert.deepEqual([status, asked, await installed()], [1, [], []]);
  assert.match(stderr, /not https/);
});

test("an unknown argument is a usage error", async ({ install, asked }) => {
  const { status, stderr } = await install(["--nope"]);
  assert.deepEqual([status, asked], [2, []]);
  assert.match(stderr, /usage: install\.sh/);
});

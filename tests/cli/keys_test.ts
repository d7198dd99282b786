/** The command `keys` as a process. */
import { PERMISSIONS, UNSTABLE } from "../../scripts/permissions.ts";
import assert from "node:assert/strict";
import { join } from "node:path";
import { type CliOutcome, runCli } from "../support/run_cli.ts";

const MAIN = join(import.meta.dirname!, "../../main.ts");
const program = [Deno.execPath(), "run", "--quiet", ...UNSTABLE, ...PERMISSIONS, MAIN];

interface World {
  readonly file: string;
  run(args: readonly string[], stdin?: string, environment?: Record<string, string>): Promise<CliOutcome>;
}

function story(name: string, act: (world: World) => Promise<void>): void {
  Deno.test(name, async () => {
    const folder = await Deno.makeTempDir({ prefix: "mcpdemo-keys-" });
    const run: World["run"] = (args, stdin = "", environment = {}) =>
      runCli(["keys", ...args], { program, cwd: folder, stdin, environment });
    try {
      await act({ file: join(folder, "keys.json"), run });
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  });
}

story(
  "new prints the key alone on stdout, once; the file has its hash, for its owner alone",
  async ({ file, run }) => {
    const { status, stdout, stderr } = await run(["new", "--name", "alice", "--expires", "90d"]);
    assert.equal(status, 0, stderr);
    assert.match(stdout, /^mcpd_[0-9a-z]{8}_[0-9a-z]{32}\n$/);
    assert.match(
      stderr,
      /Made the key "alice" \(id [0-9a-z]{8}\), valid until \d{4}-\S+Z\. keys\.json holds its hash/,
    );
    const text = await Deno.readTextFile(file);
    assert.ok(!text.includes(stdout.trim().slice(14)));
    if (Deno.build.os !== "windows") assert.equal((await Deno.stat(file)).mode! & 0o777, 0o600);
  },
);

story("list shows names, states and rights, as a table and as JSON, without hashes", async ({ run }) => {
  await run(["new", "--name", "alice"]);
  await run([
    "new",
    "--name",
    "bob",
    "--scope",
    "tools:read,tools:call",
    "--tool",
    "countdown",
    "--tool",
    "convert_time",
  ]);
  await run(["revoke", "alice"]);
  const table = (await run(["list"])).stdout;
  assert.match(table, /^ID +NAME +STATE +SCOPES +TOOLS +MADE +EXPIRES\n/);
  assert.match(table, /alice +revoked +all +all/);
  assert.match(table, /bob +valid +tools:read tools:call +countdown convert_time/);
  const rows = JSON.parse((await run(["list", "--json"])).stdout);
  assert.deepEqual(rows.map(({ name, state }: { name: string; state: string }) => [name, state]), [
    ["alice", "revoked"],
    ["bob", "valid"],
  ]);
  assert.ok(!JSON.stringify(rows).includes("sha256"));
});

story(
  "rotate makes another key with the same rights and lifetime; the old one ends after the overlap",
  async ({ run }) => {
    await run(["new", "--name", "bob", "--tool", "countdown", "--expires", "30d"]);
    const { stdout, stderr } = await run(["rotate", "bob", "--overlap", "2h", "--json"]);
    assert.equal(stderr, "");
    const made = JSON.parse(stdout);
    assert.deepEqual([made.name, made.tools], ["bob", ["countdown"]]);
    assert.equal(Date.parse(made.expires) - Date.parse(made.created), 30 * 86_400_000);
    const [old] = JSON.parse((await run(["list", "--json"])).stdout);
    assert.equal(Date.parse(old.expires) - Date.parse(made.created), 2 * 3_600_000);
  },
);

story(
  "check tells a valid key from a mistyped, unknown and revoked one, without a server",
  async ({ run }) => {
    const key = (await run(["new", "--name", "alice"])).stdout.trim();
    const valid = await run(["check"], key + "\n");
    assert.equal(valid.status, 0);
    assert.match(valid.stdout, /^Valid: "alice" \(id [0-9a-z]{8}\), without an end\.\n$/);
    assert.equal((await run(["check"], "", { MCP_SERVER_AUTH_KEY: key })).status, 0);
    const last = key.endsWith("0") ? "1" : "0";
    const refusals: readonly (readonly [string, RegExp])[] = [
      [key.slice(0, -1) + last, /its checksum is wrong/],
      ["ma_cle_secrete", /none of the keys in the file/],
    ];
    for (const [text, expected] of refusals) {
      const { status, stderr } = await run(["check"], text);
      assert.equal(status, 4);
      assert.match(stderr, expected);
      assert.ok(!stderr.includes(text));
    }
    await run(["revoke", "alice"]);
    assert.match((await run(["check"], key)).stderr, /Error key_not_accepted .*it was revoked/);
  },
);

const MISTAKES: readonly (readonly [readonly string[], string])[] = [
  [["new"], "flag_missing"],
  [["new", "--name", "Alice"], "bad_key_name"],
  [["new", "--name", "key-1"], "bad_key_name"],
  [["new", "--name", "bob", "--scope", "tools:write"], "bad_value"],
  [["new", "--name", "bob", "--tool", "get_time"], "bad_value"],
  [["new", "--name", "bob", "--expires", "soon"], "bad_value"],
  [["new", "bob"], "arguments_extra"],
  [["new", "--name", "alice"], "key_name_taken"],
  [["revoke"], "argument_missing"],
  [["revoke", "alise"], "no_such_key"],
  [["rotate", "bob"], "no_such_key"],
  [["revok", "alice"], "unknown_action"],
  [["check"], "flag_missing"],
  [["list", "--keys-file", "none.json"], "keys_file_unreadable"],
  [["new", "--name", "bob", "--keys-file", "/dev/null/keys.json"], "keys_file_unwritable"],
];
story("each mistake is an error of its own, and the file stays as it was", async ({ file, run }) => {
  await run(["new", "--name", "alice"]);
  const before = await Deno.readTextFile(file);
  for (const [args, code] of MISTAKES) {
    const { status, stdout, stderr } = await run(args);
    assert.equal(status, 2, `${args.join(" ")}: ${stderr}`);
    assert.equal(stdout, "");
    assert.match(stderr, new RegExp(`^Error ${code} `), args.join(" "));
  }
  assert.equal(await Deno.readTextFile(file), before);
});

Deno.test({
  name: "a file keeps its rights and its symbolic link when keys change; a new one is for its owner alone",
  ignore: Deno.build.os === "windows",
  async fn() {
    const folder = await Deno.makeTempDir({ prefix: "mcpdemo-keys-" });
    try {
      const [real, link] = [join(folder, "real.json"), join(folder, "keys.json")];
      const run = (...args: string[]) => runCli(["keys", ...args], { program, cwd: folder });
      await run("new", "--name", "alice", "--keys-file", real);
      assert.equal((await Deno.stat(real)).mode! & 0o777, 0o600);
      await Deno.chmod(real, 0o640);
      await Deno.symlink(real, link);
      const { status, stderr } = await run("rotate", "alice");
      assert.equal(status, 0, stderr);
      assert.equal((await Deno.stat(real)).mode! & 0o777, 0o640);
      assert.ok((await Deno.lstat(link)).isSymlink);
      assert.equal(JSON.parse((await run("list", "--json")).stdout).length, 2);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});

story("a keys file and a key without end are not read whole", async ({ file, run }) => {
  await Deno.writeTextFile(file, " ".repeat(9 * 1024 * 1024));
  const listed = await run(["list"]);
  assert.equal(listed.status, 2);
  assert.match(listed.stderr, /^Error keys_file_broken .*it is larger than 8 MiB/);
  const checked = await run(["check"], "x".repeat(1024 * 1024));
  assert.equal(checked.status, 4);
  assert.match(checked.stderr, /^Error key_not_accepted .*none of the keys/);
});

story("a broken file is not overwritten", async ({ file, run }) => {
  await Deno.writeTextFile(file, "{}");
  const { status, stderr } = await run(["new", "--name", "alice"]);
  assert.equal(status, 2);
  assert.match(stderr, /^Error keys_file_broken /);
  assert.equal(await Deno.readTextFile(file), "{}");
});

story("twelve processes at once add twelve keys: none is lost", async ({ run }) => {
  const names = Array.from({ length: 12 }, (_, index) => `client-${index}`);
  const made = await Promise.all(names.map((name) => run(["new", "--name", name])));
  for (const { status, stderr } of made) assert.equal(status, 0, stderr);
  const rows = JSON.parse((await run(["list", "--json"])).stdout);
  assert.deepEqual(rows.map(({ name }: { name: string }) => name).sort(), names.toSorted());
});

story("the words are French if the user's language is", async ({ run }) => {
  const { stderr } = await run(["new", "--name", "alice", "--lang", "fr"]);
  assert.match(stderr, /^Clé «\u00a0alice\u00a0» créée/);
  assert.match((await run(["list", "--lang", "fr"])).stdout, /^ID +NOM +ÉTAT +PORTÉES/);
});

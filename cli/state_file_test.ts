import assert from "node:assert/strict";
import { UserError } from "./errors.ts";
import { stateFile, stateFilePath } from "./state_file.ts";

const PATHS: readonly [string, Record<string, string>, typeof Deno.build.os, string | undefined][] = [
  ["Linux", { HOME: "/home/me" }, "linux", "/home/me/.local/state/mcpdemo/x.json"],
  ["XDG_STATE_HOME", { HOME: "/home/me", XDG_STATE_HOME: "/state" }, "linux", "/state/mcpdemo/x.json"],
  ["macOS", { HOME: "/Users/me" }, "darwin", "/Users/me/Library/Application Support/mcpdemo/x.json"],
  ["no home", {}, "linux", undefined],
  ["Windows without its folder", { HOME: "/home/me" }, "windows", undefined],
];

for (const [name, environment, os, path] of PATHS) {
  Deno.test(`the folder of the state: ${name}`, () => {
    assert.equal(stateFilePath("x.json", environment, os)?.replaceAll("\\", "/"), path);
  });
}

Deno.test("Windows keeps state in the user's local folder", () => {
  const path = stateFilePath("x.json", { LOCALAPPDATA: "C:/Local" }, "windows");
  assert.match(path!, /^C:[\\/]Local[\\/]mcpdemo[\\/]x\.json$/);
});

Deno.test("a missing file reads as undefined; a file that cannot be read is an error", async () => {
  const folder = await Deno.makeTempDir();
  try {
    assert.equal(await stateFile(`${folder}/none.json`).read(), undefined);
    assert.equal(await stateFile(`${folder}/no/folder.json`).read(), undefined);
    await Deno.writeTextFile(`${folder}/file`, "");
    assert.equal(await stateFile(`${folder}/file/below.json`).read(), undefined);
    const isUnreadable = (error: unknown) =>
      error instanceof UserError && error.code === "approvals_unreadable";
    await assert.rejects(stateFile(folder).read(), isUnreadable);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("a failed write leaves the file unchanged, and no other file next to it", async () => {
  const folder = await Deno.makeTempDir();
  try {
    // A folder in the place of the file cannot be replaced by one.
    await Deno.mkdir(`${folder}/x.json/inside`, { recursive: true });
    await assert.rejects(stateFile(`${folder}/x.json`).write("text"));
    assert.deepEqual([...Deno.readDirSync(folder)].map(({ name }) => name), ["x.json"]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

import assert from "node:assert/strict";

Deno.test("every test that SECURITY.md names exists, and it names one for each attack", async () => {
  const root = new URL("../", import.meta.url);
  const text = await Deno.readTextFile(new URL("SECURITY.md", root));
  const rows = text.split("\n").filter((line) => line.startsWith("| ") && !line.startsWith("| --")).slice(1);
  assert.ok(rows.length > 10);
  for (const row of rows) {
    const paths = row.match(/`[\w/]+\.ts`/g)?.map((quoted) => quoted.slice(1, -1)) ?? [];
    assert.ok(paths.length > 0, row);
    for (const path of paths) assert.ok((await Deno.stat(new URL(path, root))).isFile, path);
  }
});

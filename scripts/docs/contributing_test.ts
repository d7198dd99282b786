/** CONTRIBUTING.md: the tool of its guide, compiled and run as it is printed there, and its map. */
import assert from "node:assert/strict";
import { pathToFileURL } from "node:url";
import type { Tool } from "../../features/tools/tool.ts";
import { toolContext } from "../../features/tools/testing.ts";
import { ROOT } from "./documents.ts";

const TEXT = await Deno.readTextFile(`${ROOT}CONTRIBUTING.md`);

Deno.test("the tool of CONTRIBUTING.md passes the type checker, and counts the days", async () => {
  const code = TEXT.match(/^ *```ts\n(.*?)^ *```$/ms)![1]!;
  const folder = await Deno.makeTempDir();
  try {
    const file = `${folder}/days_until.ts`;
    await Deno.writeTextFile(
      file,
      code.replace("./tool.ts", pathToFileURL(`${ROOT}features/tools/tool.ts`).href),
    );
    const { success, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["check", "--quiet", "--config", `${ROOT}deno.product.json`, file],
    }).output();
    assert.ok(success, new TextDecoder().decode(stderr));
    const { daysUntil } = await import(pathToFileURL(file).href) as { daysUntil: Tool };
    // In Paris, the zone of the context, the 29th has begun.
    for (const [date, days] of [["2026-07-29", 0], ["2026-08-01", 3], ["2026-07-28", -1]] as const) {
      const output = await daysUntil.run({ date }, toolContext("2026-07-28T23:00:00Z"));
      assert.ok("structured" in output);
      assert.deepEqual(output.structured, { days });
    }
    for (const [date, isTaken] of [["2026-08-01", true], ["2026-02-30", false], [20260801, false]] as const) {
      const { issues } = await daysUntil.inputSchema["~standard"].validate({ date });
      assert.equal(issues === undefined, isTaken, String(date));
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

/** The paths at the beginning of the map's lines. */
const MAPPED = [...TEXT.matchAll(/^([\w./-]+)(?: {2,}\S)/gm)].map(([, path]) => path!);

Deno.test("every path on the map of CONTRIBUTING.md exists", async () => {
  assert.ok(MAPPED.length > 40);
  for (const path of MAPPED) assert.ok(await Deno.stat(ROOT + path).catch(() => undefined), path);
});

Deno.test("the map of CONTRIBUTING.md has every folder inside of a folder", async () => {
  const missing: string[] = [];
  for (const top of MAPPED.filter((path) => /^\w+\/$/.test(path))) {
    for await (const { name, isDirectory } of Deno.readDir(ROOT + top)) {
      if (isDirectory && name !== "fr" && !MAPPED.includes(`${top}${name}/`)) missing.push(`${top}${name}/`);
    }
  }
  assert.deepEqual(missing, []);
});

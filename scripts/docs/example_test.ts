/** Compiles and runs the tool from CONTRIBUTING.md, exactly as printed there. */
import assert from "node:assert/strict";
import { pathToFileURL } from "node:url";
import type { Tool } from "../../features/tools/tool.ts";
import { toolContext } from "../../features/tools/testing.ts";
import { ROOT } from "./documents.ts";

Deno.test("the tool of CONTRIBUTING.md passes the type checker, and rolls its die", async () => {
  const text = await Deno.readTextFile(`${ROOT}CONTRIBUTING.md`);
  const code = text.match(/^```ts\n(.*?)^```$/ms)![1]!;
  const folder = await Deno.makeTempDir();
  try {
    const file = `${folder}/roll_die.ts`;
    await Deno.writeTextFile(
      file,
      code.replace("./tool.ts", pathToFileURL(`${ROOT}features/tools/tool.ts`).href),
    );
    const { success, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["check", "--quiet", "--config", `${ROOT}deno.product.json`, file],
    }).output();
    assert.ok(success, new TextDecoder().decode(stderr));
    const { rollDie } = await import(pathToFileURL(file).href) as { rollDie: Tool };
    for (let roll = 0; roll < 50; roll++) {
      const output = await rollDie.run({ sides: 6 }, toolContext("2026-07-28T12:00:00Z"));
      assert.ok("structured" in output);
      const shows = Number(output.structured["shows"]);
      assert.ok(Number.isInteger(shows) && shows >= 1 && shows <= 6);
    }
    for (const [sides, isTaken] of [[20, true], [1, false], ["six", false]] as const) {
      const { issues } = await rollDie.inputSchema["~standard"].validate({ sides });
      assert.equal(issues === undefined, isTaken, String(sides));
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

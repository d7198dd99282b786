/**
 * Bundles the script of the wire view from its modules (`docs/decisions/013-the-pages-script.md`).
 *
 * usage: deno task page [--check]
 */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { outputOf } from "./run.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const ENTRY = "trace/page/page.js";
const PATH = join(ROOT, "trace/page/bundled/page.js");

/** The modules bundled into one, with a comment that names the source. */
async function pageScript(): Promise<string> {
  const bundled = await outputOf(
    Deno.execPath(),
    ["bundle", "--quiet", "--platform", "browser", ENTRY],
    // The bundler names each module by its path from here.
    { cwd: ROOT },
  );
  if (!bundled) throw new Error(`deno bundle ${ENTRY} failed.`);
  return `// Made from ${ENTRY} by "deno task page".\n${bundled}\n`;
}

const script = await pageScript();
if (!Deno.args.includes("--check")) await Deno.writeTextFile(PATH, script);
else if (script !== await Deno.readTextFile(PATH)) {
  console.error(`${PATH} is older than its modules: run "deno task page".`);
  Deno.exitCode = 1;
}

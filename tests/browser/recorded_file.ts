/** A run of `ask`, recorded as an `.html` file. */
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Exchange } from "../../trace/exchange.ts";
import { explanationsIn } from "../../trace/explain/explanation.ts";
import { renderPage } from "../../trace/page/render_page.ts";
import { PERMISSIONS } from "../../scripts/permissions.ts";
import { runCli } from "../support/run_cli.ts";

const QUESTION = "what time is it in Tokyo";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
/** As in the shipped program, which may write where the user tells it to. */
const MAY_WRITE = [
  ...[Deno.execPath(), "run", "--quiet", "--config", join(ROOT, "deno.product.json"), ...PERMISSIONS],
  join(ROOT, "main.ts"),
];

export interface RecordedFile extends AsyncDisposable {
  readonly url: URL;
}

/** @param changed the exchanges to write instead of those of the run */
export async function recordedFile(
  changed: (exchanges: readonly Exchange[]) => readonly Exchange[] = (exchanges) => exchanges,
): Promise<RecordedFile> {
  const folder = await Deno.makeTempDir({ prefix: "mcpdemo-page-" });
  const lines = join(folder, "run.jsonl");
  const { status, stderr } = await runCli(["ask", "--trace", lines, QUESTION], { program: MAY_WRITE });
  if (status !== 0) throw new Error(stderr);
  const exchanges: Exchange[] = (await Deno.readTextFile(lines)).trim().split("\n")
    .map((line) => JSON.parse(line));
  const html = renderPage({
    version: "0.0.0-test",
    exchanges: changed(exchanges),
    explanations: explanationsIn("en"),
    language: "en",
  });
  const path = join(folder, "run.html");
  await Deno.writeTextFile(path, html);
  return {
    url: pathToFileURL(path),
    [Symbol.asyncDispose]: () => Deno.remove(folder, { recursive: true }),
  };
}

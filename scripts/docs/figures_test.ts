import assert from "node:assert/strict";
import { withFigures } from "./figures.ts";

const BENCH = `1/1 noise
Deno 2.9.6 on linux, load 1.0; took 9 s

                       median   quartiles
ask "what time is it"   300 ms  290 to 310
held by each             27 KiB 27 to 27
`;

Deno.test("figures replace their marks, a row only if it exists, and the whole run goes into the page", () => {
  const readme = withFigures("a\n\n<!-- figures -->\n\n| old |\n| --- |\n\nb\n", BENCH, "en");
  assert.match(readme, /^\| `ask .* \| `300 ms` \|\n\| held by .* \| `27 KiB` \|\n\nb\n$/m);
  assert.doesNotMatch(readme, /old|binary/);
  const page = withFigures("<!-- bench -->\n\n```text\nold\n```\n\nb\n", BENCH, "fr");
  assert.equal(
    page,
    `<!-- bench -->\n\n\`\`\`text\n${BENCH.slice(BENCH.indexOf("Deno")).trim()}\n\`\`\`\n\nb\n`,
  );
});

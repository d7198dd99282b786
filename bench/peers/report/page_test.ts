import assert from "node:assert/strict";
import { chartOf } from "./chart.ts";
import { renderPage, SKELETON } from "./page.ts";
import { SAMPLE } from "./testing.ts";
import { aimsIn, numberIn } from "./tables.ts";

const PAGE = renderPage(SKELETON, SAMPLE, "en");

Deno.test("the main table has the eras in order, and the fastest server first", () => {
  const names = [...PAGE.matchAll(/^\| (\S+) +\| 1\.2\.3 +\| (\d+) /gm)].map(([, name, era]) =>
    `${name} ${era}`
  );
  assert.deepEqual(names, [
    "echo 2026",
    "**mcpdemo-unrecorded** 2026",
    "**mcpdemo** 2026",
    "**mcpdemo** 2025",
  ]);
  assert.match(
    PAGE,
    /^\| \*\*mcpdemo\*\* \| 1\.2\.3 \| 2026 \| 30,000 \| 0\.375 \| 0\.4 \| 1\.25 \| 12 \| 90\.3 \| 101 \| 120 \|$/m,
  );
});

Deno.test("what is missing is a dash, and its reason is in the list of what was left out", () => {
  assert.match(PAGE, /^\| \*\*mcpdemo\*\* \| 30,000 \| 20,000 \| – \| – \|$/m);
  assert.match(PAGE, /^- rmcp \(Rust\): `this machine has no cargo`$/m);
  assert.match(PAGE, /^- go 2025: `It did not answer: x \.`$/m);
  assert.match(PAGE, /^- argument, mcpdemo: `413`$/m);
});

Deno.test("an aim that is missed says by how much, at least and at most alike", () => {
  assert.match(PAGE, /^\| 2026 as shipped, of the echo \| ≥ 0\.5 \| 0\.375 \| 25% \|$/m);
  assert.match(PAGE, /^\| KiB of an idle stream of 2026 \| ≤ 32 \| 40 \| 25% \|$/m);
  assert.match(PAGE, /^\| peak MiB under the load of 2026 \| ≤ 100 \| 101 \| 1% \|$/m);
  assert.equal(aimsIn(SAMPLE).find(({ name }) => name === "view")?.measured, 30_000 / 32_000);
});

Deno.test("a profile has a column for each era that has one, and the largest parts first", () => {
  assert.match(
    PAGE,
    /^\| Part \| 2026 \| 2024 \|\n.*\n\| `server\/` \| 40% \| 100% \|\n\| native code \| 60% \| 0% \|$/m,
  );
  assert.match(PAGE, /^- profile 2025: `It wrote no profile\.`$/m);
});

Deno.test("a page rendered twice does not change, and keeps its own words", () => {
  const text = `# A title\n\n${SKELETON}The end.\n`;
  const once = renderPage(text, SAMPLE, "fr");
  assert.equal(renderPage(once, SAMPLE, "fr"), once);
  assert.match(once, /^# A title\n/);
  assert.match(once, /\nThe end\.\n$/);
  assert.match(once, /^\| Serveur \|/m);
});

Deno.test("numbers have three digits that count, as the language writes them", () => {
  const written = [82_506.4, 512.34, 47.25, 1.255, 0.0163, null].map((value) => numberIn("en", value));
  assert.deepEqual(written, ["82,506", "512", "47.3", "1.26", "0.016", "–"]);
  assert.deepEqual([0.375, 82_506].map((value) => numberIn("fr", value)), ["0,375", "82\u00A0506"]);
});

Deno.test("the chart has a point for every row with a rate, ours in their own color", () => {
  const { data } = chartOf(SAMPLE, "en") as {
    data: { values: { name: string; rate: number; color: string }[] };
  };
  assert.deepEqual(data.values.map(({ name, rate }) => [name, rate]), [
    ["echo", 80_000],
    ["mcpdemo-unrecorded", 32_000],
    ["mcpdemo", 30_000],
    ["mcpdemo", 26_000],
  ]);
  assert.equal(new Set(data.values.map(({ color }) => color)).size, 2);
});

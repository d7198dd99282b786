import assert from "node:assert/strict";
import { anchorsOf, headingsOf, relativeLinksOf } from "./links.ts";

Deno.test("headings become anchors as on GitHub; headings inside code fences do not", () => {
  const text = "# Où l'on va\n\n```sh\n# no\n```\n\n## `--json`, and more\n\n## Twice\n\n### Twice\n";
  assert.deepEqual(headingsOf(text).map(({ level }) => level), [1, 2, 2, 3]);
  assert.deepEqual([...anchorsOf(text)], ["où-lon-va", "--json-and-more", "twice", "twice-1"]);
});

Deno.test("links inside of the repository are found, in Markdown and HTML; others and code are not", () => {
  const text =
    '[a](b.md#c) ![p](run.svg) <img src="x.png"> [w](https://e.x) `[n](o.md)`\n```\n[n](o.md)\n```\n';
  assert.deepEqual(relativeLinksOf(text), ["b.md#c", "run.svg", "x.png"]);
});

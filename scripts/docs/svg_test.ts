import assert from "node:assert/strict";
import { screenLines, svgOf } from "./svg.ts";

Deno.test("styles become classes, and text from users and servers is escaped", () => {
  const svg = svgOf(["a \x1b[1mbold\x1b[0m <b> & \x1b[36mcyan\x1b[0m"], 40, "T <1>");
  assert.match(
    svg,
    />a <tspan class="b">bold<\/tspan> &lt;b&gt; &amp; <tspan class="c">cyan<\/tspan><\/text>/,
  );
  assert.match(svg, /<title>T &lt;1&gt;<\/title>/);
  // deno-lint-ignore no-control-regex
  assert.doesNotMatch(svg, /\x1b/);
});

Deno.test("a line longer than the terminal continues in the next one, in its style", () => {
  assert.deepEqual(screenLines("\x1b[2mabcdef\x1b[0m\r\ngh\r\n", 4), [
    "\x1b[2mabcd",
    "\x1b[2mef\x1b[0m",
    "gh",
  ]);
});

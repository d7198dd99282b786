import assert from "node:assert/strict";
import { marksOf, stamped } from "./bundle.ts";

const BUILT = "2026-11-24T19:29:02Z";

Deno.test("build facts replace their placeholders in any position", () => {
  const marks = marksOf({ commit: "47023b7$&", built: BUILT });
  assert.equal(
    stamped('a="@commit@",b="@built@",c="@commit@"', marks),
    `a="47023b7$&",b="${BUILT}",c="47023b7$&"`,
  );
});

Deno.test("an unknown commit leaves its placeholder, which is not shown", () => {
  assert.equal(
    stamped("@commit@ @built@", marksOf({ commit: undefined, built: BUILT })),
    `@commit@ ${BUILT}`,
  );
});

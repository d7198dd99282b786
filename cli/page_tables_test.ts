import assert from "node:assert/strict";
import { withNarrowTables } from "./page_tables.ts";

const TABLE = `Before

| Flag | Variable | Default |
| ---- | :------: | ------- |
| \`--a\` | A | 1 \\| 2 |
|  | B |  |

After
`;

Deno.test("a table that fits the terminal stays a table", () => {
  assert.equal(withNarrowTables(TABLE, 75, ": "), TABLE);
});

Deno.test("a table that is too wide becomes a list with the column headings as labels", () => {
  const list = "Before\n\n- `--a` · Variable: A · Default: 1 | 2\n- B\n\nAfter\n";
  assert.equal(withNarrowTables(TABLE, 74, ": "), list);
});

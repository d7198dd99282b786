import assert from "node:assert/strict";
import { cellsOf, withTables } from "./tables.ts";

const EMPTY = "# T\n\n<!-- settings: clients -->\n<!-- /settings -->\n\nafter\n";

Deno.test("a marked table lists each flag once, with its variable, its default and its commands", () => {
  const text = withTables(EMPTY, "en");
  const row = text.split("\n").find((line) => line.includes("`--api-url <url>`"))!;
  for (
    const part of [
      "`API_URL`, `OPENAI_BASE_URL`",
      "model endpoint, which serves the chat-completions API",
      "`ask` `models`",
    ]
  ) {
    assert.ok(row.includes(part), part);
  }
  assert.equal(text.match(/`--json`/g)?.length, 1);
  assert.ok(text.startsWith("# T\n") && text.endsWith("\n\nafter\n"));
  assert.match(withTables(EMPTY, "fr"), /point d’accès du modèle, qui sert l’API chat completions/);
});

Deno.test("a table is the same after it is regenerated or aligned by the formatter", () => {
  const text = withTables(EMPTY, "en");
  assert.equal(withTables(text, "en"), text);
  const aligned = text.replace(
    /^\|(.*)$/gm,
    (row) => row.replaceAll(" |", "    |").replaceAll("---", "------"),
  );
  assert.equal(cellsOf(aligned), cellsOf(text));
  assert.notEqual(cellsOf(aligned.replace("--era", "--eras")), cellsOf(text));
});

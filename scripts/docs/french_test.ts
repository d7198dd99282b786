import assert from "node:assert/strict";
import { readDocuments } from "./documents.ts";
import { withFrenchTypography } from "./french.ts";

Deno.test("French prose gets curly apostrophes and no-break spaces; code and links stay", () => {
  assert.equal(
    withFrenchTypography("L'option `--a : b` : voir [l'aide](x.md#l'aide) ; « oui » ?\n"),
    "L’option `--a : b`\u00A0: voir [l’aide](x.md#l'aide)\u00A0; «\u00A0oui\u00A0»\u00A0?\n",
  );
  assert.equal(
    withFrenchTypography("l'`id`, anglais\n; ici **Alpine :** 10:30"),
    "l’`id`, anglais\u00A0; ici **Alpine\u00A0:** 10:30",
  );
  const fence = "```sh\necho 'l'eau' ; ls\n```\n";
  assert.equal(withFrenchTypography(fence), fence);
});

for (const { path, language, text } of await readDocuments()) {
  if (language !== "fr") continue;
  Deno.test(`${path}: "deno task docs" leaves its typography as it is`, () => {
    assert.equal(withFrenchTypography(text), text);
  });
}

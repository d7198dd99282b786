/** What every document must hold to. What they quote is run by `deno task docs --check`. */
import assert from "node:assert/strict";
import { COMMANDS } from "../../cli/commands.ts";
import { en } from "../../cli/messages/en.ts";
import { EXIT } from "../../cli/exit_status.ts";
import type { Table } from "../../cli/setting.ts";
import { type Document, readDocuments, ROOT } from "./documents.ts";
import { anchorsOf, headingsOf, relativeLinksOf } from "./links.ts";
import { quotesIn } from "./quotes.ts";
import { cellsOf, withTables } from "./tables.ts";

const DOCUMENTS = await readDocuments();

function named(path: string): Document {
  const found = DOCUMENTS.find((document) => document.path === path);
  assert.ok(found, `there is no ${path}`);
  return found;
}

for (const { path, text, language } of DOCUMENTS) {
  Deno.test(`${path}: its links lead to files and headings of this repository`, async () => {
    for (const link of relativeLinksOf(text)) {
      const [target = "", anchor] = link.split("#");
      const file = target === "" ? path : new URL(target, `file:///${path}`).pathname.slice(1);
      const stat = await Deno.stat(ROOT + file).catch(() => undefined);
      assert.ok(stat, `${link}: there is no ${file}`);
      if (anchor !== undefined) {
        assert.ok(anchorsOf(named(file).text).has(anchor), `${link}: no such heading`);
      }
    }
  });

  Deno.test(`${path}: every quote begins with its command, and its tables of settings are current`, () => {
    for (const { command } of quotesIn(text)) assert.notEqual(command, "");
    assert.equal(
      text.match(/^ *`{3,}console$/gm)?.length ?? 0,
      text.match(/^```console\n\$ /gm)?.length ?? 0,
    );
    assert.equal(cellsOf(withTables(text, language)), cellsOf(text), "deno task docs rewrites them");
  });
}

const TWINS = DOCUMENTS.filter(({ path }) => /^README\.md$|^docs\/[^/]+\.md$/.test(path)).map((english) => {
  const french = english.path === "README.md" ? "README.fr.md" : english.path.replace("docs/", "docs/fr/");
  return [english, french] as const;
});

for (const [english, french] of TWINS) {
  Deno.test(`${french} has the headings, quotes and tables of ${english.path}, in their order`, () => {
    const shape = (text: string) => ({
      headings: headingsOf(text).map(({ level }) => level),
      code: headingsOf(text).map(({ text }) => text.match(/^[a-z-]+(?: --[a-z-]+)?$/)?.[0])
        .filter((heading) => heading?.includes("--")),
      fences: [...text.matchAll(/^```(\w+)$/gm)].map(([, kind]) => kind),
      rows: text.match(/^\|/gm)?.length ?? 0,
      flags: new Set(text.match(/--[a-z][a-z-]+/g)?.filter((flag) => flag !== "--lang")),
      links: relativeLinksOf(text).length,
    });
    assert.deepEqual(shape(named(french).text), shape(english.text));
  });
}

Deno.test("every flag and every variable is in the settings pages", () => {
  const flags = Object.values(COMMANDS).flatMap(({ settings }) => Object.values<Table[string]>(settings));
  for (const { flag, negation: twin, variables = [] } of flags) {
    for (const page of ["docs/settings.md", "docs/fr/settings.md"]) {
      for (const name of [twin ?? flag, ...variables]) {
        if (name !== undefined) assert.ok(named(page).text.includes(`\`${name}\``), `${page}: ${name}`);
      }
    }
  }
});

Deno.test("every exit status has a row", () => {
  for (const page of ["docs/scripts.md", "docs/fr/scripts.md"]) {
    const rows = [...named(page).text.matchAll(/^\| (\d+) +\|/gm)].map(([, status]) => Number(status));
    assert.deepEqual(rows, Object.values(EXIT));
  }
});

Deno.test("the documents name only existing errors", () => {
  for (const { path, text } of DOCUMENTS.filter(({ path }) => /troubleshooting|README/.test(path))) {
    const codes = [...text.matchAll(/(?:`|^### )((?:mcp|model)_[a-z_]+)(?:`|$)/gm)].map(([, code]) => code!);
    assert.ok(codes.length > 3, path);
    for (const code of codes) assert.ok(code in en.errors, `${path}: ${code}`);
  }
});

Deno.test("every error has a heading in the pages on troubleshooting, which is its anchor", () => {
  for (const path of ["docs/troubleshooting.md", "docs/fr/troubleshooting.md"]) {
    const headings = [...named(path).text.matchAll(/^#{2,4} ([a-z_]+)$/gm)].map(([, code]) => code!);
    assert.deepEqual(Object.keys(en.errors).filter((code) => !headings.includes(code)), [], path);
  }
});

Deno.test("the README stays short, and its first commands are those for a machine with only Node", () => {
  for (const path of ["README.md", "README.fr.md"]) {
    const { text } = named(path);
    assert.ok(text.split("\n").length <= 250, path);
    assert.match(text.match(/^```sh\n(.*)$/m)![1]!, /^npx --yes deno@[\d.]+ task ask "/);
    assert.match(text, /^npx --yes deno@[\d.]+ task test$/m);
  }
});

Deno.test("the README's figures are those of the measured run", () => {
  for (const [readme, page] of [["README.md", "docs/figures.md"], ["README.fr.md", "docs/fr/figures.md"]]) {
    const rows = named(readme!).text.match(/(?<=<!-- figures -->\n+)(?:\|.*\n)+/)?.[0] ?? "";
    const figures = [...rows.matchAll(/`([\d.]+ \S+)` +\|$/gm)].map(([, figure]) => figure!);
    assert.ok(figures.length > 3, readme);
    for (const figure of figures) assert.ok(named(page!).text.includes(figure), `${readme}: ${figure}`);
  }
});

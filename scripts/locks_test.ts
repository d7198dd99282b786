/** `deno.lock` is what a user downloads; `tests/deno.lock` is what the tests need besides. */
import assert from "node:assert/strict";
import imports from "../imports.json" with { type: "json" };
import config from "../deno.json" with { type: "json" };
import product from "../deno.product.json" with { type: "json" };

const ONLY_TESTS = ["@modelcontextprotocol/sdk", "fast-check"];

interface Lock {
  readonly specifiers: Readonly<Record<string, string>>;
  readonly npm: Readonly<Record<string, { readonly integrity: string }>>;
}
const readLock = async (path: string): Promise<Lock> =>
  JSON.parse(await Deno.readTextFile(new URL(`../${path}`, import.meta.url)));

Deno.test("the product's lock holds no package that only tests import", async () => {
  const { specifiers, npm } = await readLock("deno.lock");
  const names = [...Object.keys(specifiers).map((each) => each.replace("npm:", "")), ...Object.keys(npm)];
  for (const name of [...ONLY_TESTS, "express", "cors"]) {
    assert.ok(!names.some((each) => each.startsWith(`${name}@`)), name);
  }
});

Deno.test("the tests run with the very packages of the product", async () => {
  const [own, tests] = [await readLock("deno.lock"), await readLock("tests/deno.lock")];
  for (const [id, { integrity }] of Object.entries(own.npm)) {
    assert.equal(tests.npm[id]?.integrity, integrity, id);
  }
  for (const [specifier, version] of Object.entries(own.specifiers)) {
    assert.equal(tests.specifiers[specifier], version, specifier);
  }
});

Deno.test("both configurations have one list of imports, and every package in it is locked", async () => {
  assert.equal(product.importMap, config.importMap);
  const { specifiers } = await readLock("tests/deno.lock");
  for (const [name, target] of Object.entries(imports.imports)) {
    const specifier = target.replace("npm:/", "npm:").replace(/\/$/, "");
    assert.ok(specifier in specifiers, `${name}: ${specifier}`);
  }
});

Deno.test("deno.json has no imports and no lock, so that a task starts before anything is downloaded", () => {
  assert.ok(!("imports" in config));
  assert.equal(config.lock, false);
});

import assert from "node:assert/strict";
import { type ModuleGraph, sbomOf } from "./sbom.ts";

const npm = (name: string, version: string, dependencies: readonly string[] = []) => ({
  ...{ name, version, dependencies, localPath: "/nowhere" },
});

const GRAPH: ModuleGraph = {
  modules: [{}, { npmPackage: "@a/used@1.0.0" }],
  npmPackages: {
    "@a/used@1.0.0": npm("@a/used", "1.0.0", ["below@2.0.0"]),
    "below@2.0.0": npm("below", "2.0.0"),
    "for-tests@3.0.0": npm("for-tests", "3.0.0"),
  },
};
const LOCKED = { integrity: `sha512-${new Uint8Array(64).toBase64()}` };
const LOCK = { npm: { "@a/used@1.0.0": LOCKED, "below@2.0.0": LOCKED, "for-tests@3.0.0": LOCKED } };
const PROGRAM = { version: "0.1.0", license: "MIT", denoVersion: "2.9.6", built: "2026-11-24T00:00:00Z" };

interface Sbom {
  readonly components: readonly {
    readonly purl: string;
    readonly hashes?: readonly { readonly content: string }[];
  }[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
}
const make = (lock = LOCK as Parameters<typeof sbomOf>[1]) =>
  sbomOf(GRAPH, lock, PROGRAM, () => "ISC") as Sbom;

Deno.test("the bill lists the runtime and what the program reaches, and not what its tests use", () => {
  assert.deepEqual(make().components.map(({ purl }) => purl), [
    "pkg:github/denoland/deno@v2.9.6",
    "pkg:npm/%40a/used@1.0.0",
    "pkg:npm/below@2.0.0",
  ]);
});

Deno.test("the bill of materials has the lock's hashes, in hexadecimal, and the dependencies", () => {
  const { components, dependencies } = make();
  assert.equal(components[1]!.hashes![0]!.content, "00".repeat(64));
  const below = dependencies.find(({ ref }) => ref === "pkg:npm/%40a/used@1.0.0");
  assert.deepEqual(below!.dependsOn, ["pkg:npm/below@2.0.0"]);
});

Deno.test("a package that is not locked makes no bill", () => {
  assert.throws(() => make({ npm: { "@a/used@1.0.0": LOCKED } }), /does not lock below/);
});

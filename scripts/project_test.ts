/** `project.json` defines owner, repository and licence; every other mention must match. */
import assert from "node:assert/strict";
import config from "../deno.json" with { type: "json" };
import project from "./project.json" with { type: "json" };

const ROOT = new URL("../", import.meta.url);
const NAMED_IN = [
  "README.md",
  "README.fr.md",
  "CONTRIBUTING.md",
  "docs/docker.md",
  "docs/security.md",
  "docs/fr/docker.md",
  "docs/fr/security.md",
  "CHANGELOG.md",
  "install.sh",
  "install.ps1",
  "docker-compose.yml",
  "Dockerfile",
];

Deno.test("every address of this repository names the owner of project.json", async () => {
  const repository = `${project.owner}/${project.repository}`;
  for (const file of NAMED_IN) {
    const text = await Deno.readTextFile(new URL(file, ROOT));
    const named = text.matchAll(
      /(?:github\.com|ghcr\.io)\/([\w.-]+\/mcpdemo)\b|\brepository ?= ?'?([\w.-]+\/\w+)/g,
    );
    for (const [found, address, assigned] of named) {
      assert.equal(address ?? assigned, repository, `${file}: ${found}`);
    }
  }
});

Deno.test("the installers and the licence are those of project.json", async () => {
  const repository = `${project.owner}/${project.repository}`;
  assert.ok((await Deno.readTextFile(new URL("install.sh", ROOT))).includes(`\nrepository=${repository}\n`));
  assert.ok(
    (await Deno.readTextFile(new URL("install.ps1", ROOT))).includes(`$repository = '${repository}'`),
  );
  assert.equal(config.license, project.license);
  assert.match(await Deno.readTextFile(new URL("LICENSE", ROOT)), new RegExp(`^${project.license} License`));
});

Deno.test("the gate, the workflows and the image have one version of Deno", async () => {
  const versions = new Set<string>();
  for (const file of [".ci/run", ".github/workflows/ci.yml", ".github/workflows/release.yml", "Dockerfile"]) {
    const text = await Deno.readTextFile(new URL(file, ROOT));
    const named = [...text.matchAll(/deno[_-]version[=:] ?(\S+)|deno:(?:distroless-)?(\d\S+)/g)];
    assert.ok(named.length > 0, file);
    for (const [, setting, image] of named) versions.add((setting ?? image)!);
  }
  assert.equal(versions.size, 1, [...versions].join(", "));
});

Deno.test("install.ps1 is ASCII, since Windows PowerShell reads anything else as another alphabet", async () => {
  assert.match(await Deno.readTextFile(new URL("install.ps1", ROOT)), /^[\n -~]*$/);
});

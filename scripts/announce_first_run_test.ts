import assert from "node:assert/strict";
import { join } from "node:path";
import { cacheFolder, isMissingAny, lockedPackages } from "./announce_first_run.ts";

const environment = (values: Record<string, string>) => (name: string) => values[name];

Deno.test("the cache folder is DENO_DIR, or else the system's folder for caches", () => {
  const HOME = "/home/ada";
  const folders = [
    cacheFolder({ os: "linux", env: environment({ HOME, DENO_DIR: "/cache" }) }),
    cacheFolder({ os: "linux", env: environment({ HOME, XDG_CACHE_HOME: "/xdg" }) }),
    cacheFolder({ os: "linux", env: environment({ HOME }) }),
    cacheFolder({ os: "darwin", env: environment({ HOME }) }),
    cacheFolder({ os: "windows", env: environment({ LOCALAPPDATA: "/local" }) }),
  ];
  assert.deepEqual(folders, [
    "/cache",
    join("/xdg", "deno"),
    join(HOME, ".cache", "deno"),
    join(HOME, "Library", "Caches", "deno"),
    join("/local", "deno"),
  ]);
  assert.equal(cacheFolder({ os: "linux", env: environment({}) }), undefined);
});

Deno.test("a package of the lock is named without its peer dependencies", () => {
  const packages = lockedPackages({ "@a/b@1.0.0_c@2.0.0": {}, "@a/b@1.0.0_c@3.0.0": {}, "c@2.0.0": {} });
  assert.deepEqual(packages, [{ name: "@a/b", version: "1.0.0" }, { name: "c", version: "2.0.0" }]);
});

Deno.test("a cache is incomplete until every package has its folder", async () => {
  const folder = await Deno.makeTempDir();
  const packages = [{ name: "@a/b", version: "1.0.0" }, { name: "c", version: "2.0.0" }];
  try {
    assert.equal(await isMissingAny(folder, packages), true);
    await Deno.mkdir(join(folder, "npm", "registry.example", "@a", "b", "1.0.0"), { recursive: true });
    assert.equal(await isMissingAny(folder, packages), true);
    await Deno.mkdir(join(folder, "npm", "registry.example", "c", "2.0.0"), { recursive: true });
    assert.equal(await isMissingAny(folder, packages), false);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

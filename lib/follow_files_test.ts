import assert from "node:assert/strict";
import { join } from "node:path";
import { followFiles } from "./follow_files.ts";

/** More than any test takes: it looks only when it is asked to. */
const NEVER_MS = 1_000_000;

async function inFolder(story: (path: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "mcpdemo-follow-" });
  try {
    await story(join(folder, "file"));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("a change, a replacement of the same size and a removal are each noticed once", async () => {
  await inFolder(async (path) => {
    await Deno.writeTextFile(path, "one");
    const changes: boolean[] = [];
    let next = Promise.withResolvers<void>();
    const file = await followFiles([path], (hasChanged) => {
      changes.push(hasChanged);
      if (hasChanged) next.resolve();
    }, 1);
    const noticed = async (act: () => Promise<void>) => {
      next = Promise.withResolvers();
      await act();
      await next.promise;
    };
    await noticed(() => Deno.writeTextFile(path, "longer"));
    await noticed(async () => {
      await Deno.writeTextFile(`${path}.new`, "second");
      await Deno.rename(`${path}.new`, path);
    });
    await noticed(() => Deno.remove(path));
    file.stop();
    assert.equal(changes.filter((hasChanged) => hasChanged).length, 3);
  });
});

Deno.test("a reload during a look comes after it, and counts as a change", async () => {
  await inFolder(async (path) => {
    await Deno.writeTextFile(path, "one");
    const gate = Promise.withResolvers<void>();
    const seen: string[] = [];
    const file = await followFiles([path], async (hasChanged) => {
      seen.push(`begin ${hasChanged}`);
      await gate.promise;
      seen.push("end");
    }, NEVER_MS);
    const both = [file.reload(), file.reload()];
    gate.resolve();
    await Promise.all(both);
    file.stop();
    assert.deepEqual(seen, ["begin true", "end", "begin true", "end"]);
  });
});

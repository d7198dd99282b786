/**
 * Tests of a release's archives: what they contain, and that the same files give the same bytes.
 */
import assert from "node:assert/strict";
import { join } from "node:path";
import { archive, unpack } from "../../scripts/release/archive.ts";
import { sha256 } from "../../scripts/release/sums.ts";
import { archiveName, binaryName, TARGETS } from "../../scripts/targets.ts";

for (const target of TARGETS) {
  Deno.test({
    name: `archive: ${
      archiveName(target)
    } contains its files and nothing specific to the machine that built it`,
    // Releases are made on Linux.
    ignore: Deno.build.os !== "linux",
    async fn() {
      const root = await Deno.makeTempDir({ prefix: "mcpdemo-archive-" });
      try {
        const files = [binaryName(target), "LICENSE"].map((name) => join(root, name));
        const made: string[] = [];
        for (const [index, folder] of ["one", "two"].entries()) {
          for (const file of files) await Deno.writeTextFile(file, `I am ${file.slice(root.length)}`);
          await Deno.utime(files[0]!, index, index);
          await Deno.mkdir(join(root, folder));
          made.push(await archive(target, files, join(root, folder), 1_800_000_000));
        }
        assert.equal(await sha256(made[0]!), await sha256(made[1]!));
        await unpack(made[0]!, join(root, "unpacked"));
        const unpacked = await Deno.stat(join(root, "unpacked", binaryName(target)));
        assert.equal(unpacked.mode! & 0o777, 0o755);
        assert.equal(unpacked.mtime!.getTime(), 1_800_000_000_000);
        const text = await Deno.readTextFile(join(root, "unpacked", "LICENSE"));
        assert.equal(text, "I am /LICENSE");
      } finally {
        await Deno.remove(root, { recursive: true });
      }
    },
  });
}

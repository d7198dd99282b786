/** Looks at a finished release as its users will: sums, archives, the binary of this machine. */
import { join } from "node:path";
import config from "../../deno.json" with { type: "json" };
import { outputOf } from "../run.ts";
import { archiveName, binaryName, ownTarget, TARGETS } from "../targets.ts";
import { unpack } from "./archive.ts";
import { sha256 } from "./sums.ts";

/** What is wrong, a sentence each. */
export async function verify(folder: string, names: readonly string[]): Promise<readonly string[]> {
  const problems: string[] = [];
  const sums = await Deno.readTextFile(join(folder, "SHA256SUMS"));
  for (const name of names) {
    if (!sums.includes(`${await sha256(join(folder, name))}  ${name}\n`)) {
      problems.push(`${name} has another sum.`);
    }
  }
  for (const target of TARGETS.filter((each) => names.includes(archiveName(each)))) {
    const unpacked = await Deno.makeTempDir({ prefix: "mcpdemo-verify-" });
    await unpack(join(folder, archiveName(target)), unpacked);
    const found = (await Array.fromAsync(Deno.readDir(unpacked), ({ name }) => name)).sort();
    const expected = ["LICENSE", "README.md", "THIRD-PARTY-LICENSES", binaryName(target)];
    if (found.join() !== expected.join()) problems.push(`${archiveName(target)} holds ${found.join(", ")}.`);
    if (target === ownTarget()) {
      const version = await outputOf(join(unpacked, binaryName(target)), ["--version"]);
      if (version !== config.version) problems.push(`The binary says that it is ${version}.`);
    }
    await Deno.remove(unpacked, { recursive: true });
  }
  return problems;
}

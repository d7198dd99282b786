/** The licences of what a binary holds, as they ask to be passed on. */
import { join } from "node:path";
import { declaredLicense, type ModuleGraph, reachedIn } from "./sbom.ts";

/** Throws if a package has neither the text of its licence nor the name of one. */
export async function licensesOf(graph: ModuleGraph): Promise<string> {
  const texts = [
    "mcpdemo runs on Deno, (c) the Deno authors, MIT License: https://github.com/denoland/deno\n",
  ];
  for (const id of reachedIn(graph)) {
    const npm = graph.npmPackages[id]!;
    const names = await Array.fromAsync(Deno.readDir(npm.localPath), ({ name }) => name);
    const files = names.filter((name) => /^(licen[cs]e|notice|copying)([.-].*)?$/i.test(name)).sort();
    const found = await Promise.all(files.map((name) => Deno.readTextFile(join(npm.localPath, name))));
    const text = found.length > 0 ? found.join("\n") : declaredLicense(npm);
    if (text === undefined) throw new Error(`${id} has no licence.`);
    texts.push(`${npm.name} ${npm.version}\n\n${text.trim()}\n`);
  }
  return texts.join(`\n${"-".repeat(80)}\n\n`);
}

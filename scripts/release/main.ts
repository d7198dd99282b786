/**
 * Makes everything that a release consists of in `dist/release`, and checks it.
 *
 * usage: deno task release --tag v1.2.3     all targets, or it fails deno task release:dry-run
 * the targets with a runtime available on this machine
 */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import config from "../../deno.json" with { type: "json" };
import { bundle } from "../bundle.ts";
import { binaryPath, compile } from "../compile.ts";
import project from "../project.json" with { type: "json" };
import { outputOf } from "../run.ts";
import { ownTarget, type Target, TARGETS } from "../targets.ts";
import { archive } from "./archive.ts";
import { topEntry } from "./changelog.ts";
import { problemsOf } from "./check.ts";
import { licensesOf } from "./licenses.ts";
import { declaredLicense, type Lock, type ModuleGraph, sbomOf } from "./sbom.ts";
import { sumsOf } from "./sums.ts";
import { verify } from "./verify.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const RELEASE = join(ROOT, "dist", "release");

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { tag: { type: "string" }, "dry-run": { type: "boolean" } } });
  const isDryRun = values["dry-run"] ?? false;
  const named = `${project.owner}/${project.repository}`;
  const entry = topEntry(await Deno.readTextFile(join(ROOT, "CHANGELOG.md")));
  refuse(problemsOf({
    tag: values.tag ?? (isDryRun ? `v${config.version}` : "missing"),
    version: config.version,
    entry,
    named,
    repository: isDryRun ? named : Deno.env.get("GITHUB_REPOSITORY") ?? "missing",
  }));

  await Deno.remove(RELEASE, { recursive: true }).catch(() => {});
  await Deno.mkdir(RELEASE, { recursive: true });
  // The commit's time, not the clock's: building this commit again gives the same bytes.
  const seconds = Number(await outputOf("git", ["log", "-1", "--format=%ct"], { cwd: ROOT }));
  Deno.env.set("SOURCE_DATE_EPOCH", String(seconds));

  const onlyOwn = isDryRun && Deno.env.has("DENORT_BIN");
  const info = await outputOf(
    Deno.execPath(),
    ["info", "--json", "--config", "deno.product.json", "main.ts"],
    { cwd: ROOT },
  );
  const graph = JSON.parse(info!) as ModuleGraph;
  await writeArchives(onlyOwn ? [ownTarget()] : TARGETS, graph, seconds);
  await writeSbom(graph, seconds);
  for (const name of ["install.sh", "install.ps1"]) {
    await Deno.copyFile(join(ROOT, name), join(RELEASE, name));
  }
  const names = (await Array.fromAsync(Deno.readDir(RELEASE), ({ name }) => name)).sort();
  await Deno.writeTextFile(join(RELEASE, "SHA256SUMS"), await sumsOf(RELEASE, names));
  await Deno.writeTextFile(join(ROOT, "dist", "notes.md"), `${entry!.notes}\n`);
  refuse(await verify(RELEASE, names));
  for (const name of ["SHA256SUMS", ...names]) {
    const { size } = await Deno.stat(join(RELEASE, name));
    console.error(`${name.padEnd(36)} ${(size / 1e6).toFixed(1).padStart(6)} MB`);
  }
}

async function writeArchives(targets: readonly Target[], graph: ModuleGraph, seconds: number): Promise<void> {
  const folder = join(ROOT, "dist", "bundle");
  const licenses = join(ROOT, "dist", "THIRD-PARTY-LICENSES");
  await bundle(folder);
  await Deno.writeTextFile(licenses, await licensesOf(graph));
  for (const target of targets) {
    const binary = binaryPath(target);
    await compile(folder, binary, target);
    await archive(
      target,
      [binary, join(ROOT, "README.md"), join(ROOT, "LICENSE"), licenses],
      RELEASE,
      seconds,
    );
  }
}

async function writeSbom(graph: ModuleGraph, seconds: number): Promise<void> {
  const lock = JSON.parse(await Deno.readTextFile(join(ROOT, "deno.lock"))) as Lock;
  const sbom = sbomOf(graph, lock, {
    version: config.version,
    license: project.license,
    denoVersion: Deno.version.deno,
    built: new Date(seconds * 1000).toISOString(),
  }, declaredLicense);
  await Deno.writeTextFile(join(RELEASE, "mcpdemo.cdx.json"), `${JSON.stringify(sbom, null, 2)}\n`);
}

function refuse(problems: readonly string[]): void {
  if (problems.length === 0) return;
  console.error(problems.join("\n"));
  Deno.exit(1);
}

if (import.meta.main) await main();

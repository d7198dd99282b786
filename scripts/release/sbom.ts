/** The software bill of materials of a binary, in CycloneDX 1.6: the runtime and every package that is reached. */
import { join } from "node:path";

/** What this reads of `deno info --json main.ts`. */
export interface ModuleGraph {
  /** What the program imports, and the package that each module is from. */
  readonly modules: readonly { readonly npmPackage?: string }[];
  /** The packages, by the keys that modules name. */
  readonly npmPackages: Readonly<Record<string, NpmPackage>>;
}

/** A package as `deno info --json` lists it. */
export interface NpmPackage {
  /** Its name, with its scope. */
  readonly name: string;
  /** Its exact version. */
  readonly version: string;
  /** The keys of the packages that it needs, in the same list. */
  readonly dependencies: readonly string[];
  /** Its path in the cache. */
  readonly localPath: string;
}

/** What this reads of `deno.lock`. */
export interface Lock {
  /** The packages of the lock file, with their hashes (Subresource Integrity). */
  readonly npm: Readonly<Record<string, { readonly integrity: string }>>;
}

/** What the bill of materials is about. */
export interface Program {
  /** Of this program. */
  readonly version: string;
  /** Its SPDX identifier, for instance `MIT`. */
  readonly license: string;
  /** Of the runtime in the binary. */
  readonly denoVersion: string;
  /** ISO 8601, in UTC. */
  readonly built: string;
}

type LicenseOf = (npm: NpmPackage) => string | undefined;

/** Throws if a reachable package is not locked. */
export function sbomOf(graph: ModuleGraph, lock: Lock, program: Program, licenseOf: LicenseOf): object {
  const roots = rootsOf(graph);
  const reached = reachedIn(graph);
  const self = `pkg:github/mcpdemo@${program.version}`;
  const runtime = `pkg:github/denoland/deno@v${program.denoVersion}`;
  const refOf = (id: string) => purl(graph.npmPackages[id]!);
  return {
    $schema: "http://cyclonedx.org/schema/bom-1.6.schema.json",
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    version: 1,
    metadata: {
      timestamp: program.built,
      component: {
        ...{ type: "application", "bom-ref": self, name: "mcpdemo", version: program.version },
        ...licensed(program.license),
      },
    },
    components: [
      {
        ...{
          type: "platform",
          "bom-ref": runtime,
          name: "deno",
          version: program.denoVersion,
          purl: runtime,
        },
        ...licensed("MIT"),
      },
      ...reached.map((id) => componentOf(graph.npmPackages[id]!, lock.npm[id]?.integrity, licenseOf)),
    ],
    dependencies: [
      { ref: self, dependsOn: [runtime, ...[...roots].sort().map(refOf)] },
      ...reached.map((id) => ({
        ref: refOf(id),
        dependsOn: graph.npmPackages[id]!.dependencies.filter((each) => reached.includes(each)).map(refOf),
      })),
    ],
  };
}

function rootsOf({ modules }: ModuleGraph): ReadonlySet<string> {
  return new Set(modules.flatMap(({ npmPackage }) => npmPackage === undefined ? [] : [npmPackage]));
}

/** The ids of the packages that the program imports, and of those that these depend on. */
export function reachedIn(graph: ModuleGraph): readonly string[] {
  const packages = graph.npmPackages;
  const reached = new Set<string>();
  const visit = (id: string) => {
    if (reached.has(id)) return;
    reached.add(id);
    packages[id]?.dependencies.forEach(visit);
  };
  rootsOf(graph).forEach(visit);
  return [...reached].filter((id) => packages[id]).sort();
}

function componentOf(npm: NpmPackage, integrity: string | undefined, licenseOf: LicenseOf): object {
  const [algorithm, base64] = integrity?.split("-") ?? [];
  if (algorithm !== "sha512" || base64 === undefined) throw new Error(`deno.lock does not lock ${npm.name}.`);
  const license = licenseOf(npm);
  return {
    ...{ type: "library", "bom-ref": purl(npm), name: npm.name, version: npm.version, purl: purl(npm) },
    hashes: [{ alg: "SHA-512", content: Uint8Array.fromBase64(base64).toHex() }],
    ...(license === undefined ? {} : licensed(license)),
  };
}

function licensed(expression: string): object {
  return { licenses: [{ expression }] };
}

/** Package URL (ECMA-427), type npm. */
function purl({ name, version }: NpmPackage): string {
  return `pkg:npm/${name.replace("@", "%40")}@${version}`;
}

/** What the package itself says in its `package.json`. */
export function declaredLicense({ localPath }: NpmPackage): string | undefined {
  const { license } = JSON.parse(Deno.readTextFileSync(join(localPath, "package.json"))) as {
    license?: unknown;
  };
  return typeof license === "string" ? license : undefined;
}

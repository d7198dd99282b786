/**
 * Finds import cycles, of values and of types (`docs/decisions/005-layers.md`).
 *
 * A cycle of types alone does no harm when the program runs, but files in a cycle can only be understood
 * together.
 */

/** What each file imports. Paths are relative to the root of the repository. */
export type ImportGraph = ReadonlyMap<string, readonly string[]>;

/**
 * Import cycles, each as the files on its way: `["a.ts", "b.ts"]` when `a.ts` imports `b.ts` and `b.ts`
 * imports `a.ts`. Every file that is part of a cycle is named in at least one of them. Pure.
 */
export function findCycles(graph: ImportGraph): string[][] {
  const cycles: string[][] = [];
  for (const file of [...graph.keys()].sort()) {
    if (cycles.some((cycle) => cycle.includes(file))) continue;
    const cycle = shortestCycle(graph, file);
    if (cycle) cycles.push(cycle);
  }
  return cycles;
}

/** Breadth first, so that the first way back to `start` is the shortest one. */
function shortestCycle(graph: ImportGraph, start: string): string[] | undefined {
  const importedBy = new Map<string, string>();
  const queue = [start];
  for (const file of queue) {
    for (const target of graph.get(file) ?? []) {
      if (target === start) return wayTo(file, start, importedBy);
      if (importedBy.has(target)) continue;
      importedBy.set(target, file);
      queue.push(target);
    }
  }
}

function wayTo(end: string, start: string, importedBy: ReadonlyMap<string, string>): string[] {
  const way = [end];
  while (way[0] !== start) way.unshift(importedBy.get(way[0]!)!);
  return way;
}

const ROOT = new URL("../", import.meta.url);

/** The imports of every file of the repository except tests, as Deno resolves them. */
export async function readImports(): Promise<ImportGraph> {
  const entry = await Deno.makeTempFile({ suffix: ".ts" });
  try {
    const files = await sourceFiles(ROOT);
    await Deno.writeTextFile(entry, files.map((url) => `import ${JSON.stringify(url)};\n`).join(""));
    const config = new URL("deno.json", ROOT).pathname;
    const args = ["info", "--json", "--config", config, entry];
    const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), { args, cwd: ROOT }).output();
    if (!success) throw new Error(new TextDecoder().decode(stderr));
    return graphOf(JSON.parse(new TextDecoder().decode(stdout)));
  } finally {
    await Deno.remove(entry);
  }
}

/** The addresses of all TypeScript and JavaScript files below `folder`. */
async function sourceFiles(folder: URL): Promise<string[]> {
  const found: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (name.startsWith(".") || name === "node_modules") continue;
    if (isDirectory) found.push(...await sourceFiles(new URL(`${name}/`, folder)));
    else if (/\.[tj]s$/.test(name) && !/_test\.ts$/.test(name)) found.push(new URL(name, folder).href);
  }
  return found;
}

/** The part of the output of `deno info --json` that is read here. */
interface Info {
  readonly modules: readonly {
    readonly specifier: string;
    readonly dependencies?: readonly {
      readonly code?: { readonly specifier?: string };
      readonly type?: { readonly specifier?: string };
      /** `text` or `bytes` when a file is imported as data. */
      readonly assertionType?: string;
    }[];
  }[];
}

/** What a file imports as data is not a module: `with { type: "text" }`. */
const DATA = ["text", "bytes"];

function graphOf({ modules }: Info): ImportGraph {
  const isOurs = (specifier: string | undefined): specifier is string =>
    specifier?.startsWith(ROOT.href) ?? false;
  const pathOf = (specifier: string) => specifier.slice(ROOT.href.length);
  return new Map(
    modules.filter(({ specifier }) => isOurs(specifier)).map(({ specifier, dependencies = [] }) => {
      const modules = dependencies.filter(({ assertionType = "" }) => !DATA.includes(assertionType));
      const targets = modules.flatMap(({ code, type }) => [code?.specifier, type?.specifier]);
      return [pathOf(specifier), [...new Set(targets.filter(isOurs).map(pathOf))]];
    }),
  );
}

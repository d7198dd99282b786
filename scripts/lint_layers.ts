/**
 * A lint rule: who may import whom (`docs/decisions/005-layers.md`).
 *
 * `main.ts` → `server/`, `client/` → `features/`, `auth/`, `trace/`, `cli/` → `lib/`. `server/` and `client/` never
 * import each other, and nothing below imports from above.
 */

/** What each folder may import besides itself and packages. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  lib: [],
  cli: ["lib", "docs"],
  auth: ["lib"],
  features: ["lib"],
  trace: ["lib", "auth", "cli"],
  server: ["lib", "auth", "cli", "features", "trace"],
  client: ["lib", "auth", "cli", "trace"],
};

/** The complaint about an import, or `undefined` where it is allowed. Paths are relative to the root. */
export function layerProblem(from: string, specifier: string): string | undefined {
  const [layer, inner] = [folderOf(from), /_test\.ts$/.test(from)];
  const allowed = MAY_IMPORT[layer];
  if (!allowed || inner || !specifier.startsWith(".")) return undefined;
  const target = folderOf(new URL(specifier, `file:///${from}`).pathname.slice(1));
  if (target === layer || allowed.includes(target)) return undefined;
  return `${layer}/ must not import from ${target || "the root"}.`;
}

function folderOf(path: string): string {
  return path.includes("/") ? path.slice(0, path.indexOf("/")) : "";
}

function textOf(node: Deno.lint.Node): unknown {
  if (node.type === "TSLiteralType") return textOf(node.literal);
  if (node.type === "TemplateLiteral") return node.quasis.length === 1 ? node.quasis[0]!.cooked : undefined;
  return node.type === "Literal" ? node.value : undefined;
}

const root = new URL("..", import.meta.url).pathname;

const plugin: Deno.lint.Plugin = {
  name: "mcpdemo",
  rules: {
    layers: {
      create(context) {
        const from = context.filename.replace(/^file:\/\//, "").replace(root, "");
        const check = (node: Deno.lint.Node, specifier: unknown) => {
          const problem = typeof specifier === "string" ? layerProblem(from, specifier) : undefined;
          if (problem) context.report({ node, message: problem });
        };
        return {
          ImportDeclaration: (node) => check(node, node.source.value),
          ExportNamedDeclaration: (node) => check(node, node.source?.value),
          ExportAllDeclaration: (node) => check(node, node.source.value),
          ImportExpression: (node) => check(node, textOf(node.source)),
          TSImportType: (node) => check(node, textOf(node.argument)),
        };
      },
    },
  },
};

// `deno lint` loads a plugin by its default export.
export default plugin;

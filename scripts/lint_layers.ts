/**
 * A lint rule: which folder may import which (`docs/decisions/005-layers.md`).
 *
 * `main.ts` → `server/`, `client/` → `findings/`, `features/`, `auth/`, `trace/`, `cli/` → `lib/`.
 * `server/` and `client/` never import each other, and nothing below imports from above. The
 * folders of `client/` have an order too.
 */

/** What each folder may import besides itself and packages. */
const LAYERS: Readonly<Record<string, readonly string[]>> = {
  lib: [],
  cli: ["lib", "docs"],
  auth: ["lib"],
  features: ["lib"],
  trace: ["lib", "auth", "cli"],
  findings: ["lib", "auth", "cli"],
  server: ["lib", "auth", "cli", "features", "trace"],
  client: ["lib", "auth", "cli", "trace", "findings"],
};

/** What each room of `client/` may import besides itself: only rooms above it in this list. */
const ROOMS: Readonly<Record<string, readonly string[]>> = {
  "client/sdk_types.ts": [],
  "client/elicitation": [],
  "client/limits": ["client/elicitation"],
  "client/repair": ["client/limits"],
  "client/connection": ["client/elicitation", "client/limits", "client/repair"],
  "client/model": ["client/limits"],
  "client/run_event.ts": ["client/connection", "client/model"],
  "client/recording": ["client/limits", "client/model", "client/run_event.ts"],
  "client/servers": [
    "client/elicitation",
    "client/limits",
    "client/repair",
    "client/connection",
    "client/recording",
    "client/run_event.ts",
  ],
  "client/approval": ["client/servers", "client/run_event.ts"],
  "client/output": ["client/servers", "client/run_event.ts"],
  "client/run": [
    "client/connection",
    "client/model",
    "client/servers",
    "client/approval",
    "client/run_event.ts",
  ],
  "client/doctor": [
    "client/connection",
    "client/limits",
    "client/model",
    "client/recording",
    "client/servers",
    "client/approval",
    "client/run",
    "client/run_event.ts",
  ],
  "client/commands": [
    "client/doctor",
    "client/connection",
    "client/limits",
    "client/model",
    "client/recording",
    "client/servers",
    "client/output",
    "client/run",
    "client/run_event.ts",
  ],
};

/** What is wrong with an import, or `undefined` if it is allowed. Paths are relative to the root. */
export function layerProblem(from: string, specifier: string): string | undefined {
  if (/_test\.ts$/.test(from) || !specifier.startsWith(".")) return undefined;
  const target = new URL(specifier, `file:///${from}`).pathname.slice(1);
  return problemIn(LAYERS, partsOf(from, 1), partsOf(target, 1)) ??
    problemIn(ROOMS, partsOf(from, 2), partsOf(target, 2));
}

function problemIn(table: typeof LAYERS, from: string, target: string): string | undefined {
  const allowed = table[from];
  if (!allowed || target === from || allowed.includes(target)) return undefined;
  // A layer below is the business of the first table.
  if (table === ROOMS && !target.startsWith("client/")) return undefined;
  return `${from}${from.endsWith(".ts") ? "" : "/"} must not import from ${target || "the root"}.`;
}

/** The folder that a path begins with, `count` names deep, or the file itself if it lies higher. */
function partsOf(path: string, count: number): string {
  const parts = path.split("/");
  return count === 1 && parts.length === 1 ? "" : parts.slice(0, count).join("/");
}

function textOf(node: Deno.lint.Node): unknown {
  if (node.type === "TSLiteralType") return textOf(node.literal);
  if (node.type === "TemplateLiteral") return node.quasis.length === 1 ? node.quasis[0]!.cooked : undefined;
  return node.type === "Literal" ? node.value : undefined;
}

const ROOT = new URL("..", import.meta.url).pathname;

/** The plugin that `deno lint` loads. */
const plugin: Deno.lint.Plugin = {
  name: "mcpdemo",
  rules: {
    layers: {
      create(context) {
        const from = context.filename.replace(/^file:\/\//, "").replace(ROOT, "");
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

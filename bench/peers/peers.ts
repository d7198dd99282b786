/** Every server that is measured, at its exact version, with how it is built and started. */
import project from "../../deno.json" with { type: "json" };
import { RUN_SERVE } from "../child.ts";
import type { Launch, Peer } from "./peer.ts";
import type { Workshop } from "./workshop.ts";

/** Node comes from npm, so that its version does not depend on the machine. */
export const NODE = "22.23.3";

const MCP_1 = "1.32.2";
const MCP_2 = "2.4.0";
const ZOD = "zod@4.6.7";
const NPM_PACKAGES = [
  `@modelcontextprotocol/sdk@${MCP_1}`,
  `@modelcontextprotocol/server@${MCP_2}`,
  "@modelcontextprotocol/node@2.1.2",
  "express@5.3.0",
  ZOD,
  `node@${NODE}`,
];
const NPM_FILES = ["time_tool.mjs", "typescript_1.mjs", "typescript_2_deno.mjs", "typescript_2_node.mjs"];
const UVICORN = ["uvicorn[standard]==0.54.0"];

const deno = (args: readonly string[], cwd?: string): Launch => ({
  command: Deno.execPath(),
  args: ["run", "--quiet", "--no-lock", "-A", ...args],
  ...(cwd === undefined ? {} : { cwd }),
});

/** Our own server, as `serve` starts. */
const ours = (id: string, name: string, flags: readonly string[]): Peer => ({
  id,
  name,
  version: project.version,
  eras: ["2024", "2025", "2026"],
  needs: [],
  build: () =>
    Promise.resolve((port) => ({
      command: Deno.execPath(),
      args: [...RUN_SERVE, "--port", String(port), ...flags],
    })),
});

/** A module of `servers/` on Node. */
const node = async (workshop: Workshop, module: string): Promise<() => Launch> => {
  const cwd = await workshop.npm("npm", NPM_PACKAGES, NPM_FILES);
  return () => ({
    command: `${cwd}/node_modules/node/bin/node`,
    args: [module],
    cwd,
    env: { NODE_ENV: "production" },
  });
};

/** A module of `servers/` whose `app` uvicorn runs. */
const uvicorn = (module: string, packages: readonly string[]) => async (workshop: Workshop) => {
  const cwd = await workshop.python(module, [...packages, ...UVICORN], [`${module}.py`]);
  // The module must not have the name of a package.
  await Deno.rename(`${cwd}/${module}.py`, `${cwd}/peer.py`);
  const flags = ["--host", "127.0.0.1", "--log-level", "warning", "--no-access-log"];
  return (port: number): Launch => ({
    command: `${cwd}/venv/bin/uvicorn`,
    args: ["peer:app", ...flags, "--port", String(port)],
    cwd,
  });
};

/** The reference to which every rate is compared. */
export const ECHO: Peer = {
  id: "echo",
  name: "Deno.serve echo",
  version: Deno.version.deno,
  eras: ["2024", "2026"],
  needs: [],
  build: () => Promise.resolve(() => deno([`${import.meta.dirname}/servers/echo.ts`])),
};

/** Our server as a module, for as many tools and sessions as wanted. */
export const OURS_TO_GROW: Peer = {
  ...ours("mcpdemo-grown", "mcpdemo --wire-size 0", []),
  eras: ["2025", "2026"],
  build: () =>
    Promise.resolve(() =>
      deno([
        "--config",
        `${import.meta.dirname}/../../deno.product.json`,
        `${import.meta.dirname}/servers/mcpdemo.ts`,
      ])
    ),
};

/** The servers of the main table. */
export const PEERS: readonly Peer[] = [
  ECHO,
  ours("mcpdemo", "mcpdemo", []),
  ours("mcpdemo-unrecorded", "mcpdemo --wire-size 0", ["--wire-size", "0"]),
  {
    id: "rmcp",
    name: "rmcp (Rust)",
    version: "3.11.0",
    eras: ["2025", "2026"],
    needs: ["cargo"],
    async build(workshop) {
      const cwd = await workshop.folder("rmcp", ["rmcp/Cargo.toml", "rmcp/main.rs"]);
      await workshop.run("cargo", ["build", "--release", "--quiet"], cwd);
      return () => ({ command: `${cwd}/target/release/peer`, args: [] });
    },
  },
  {
    id: "go",
    name: "Go SDK",
    version: "1.8.0",
    eras: ["2024", "2025", "2026"],
    needs: ["go"],
    async build(workshop) {
      const cwd = await workshop.folder("go", ["go/go.mod", "go/main.go"]);
      await workshop.run("go", ["mod", "tidy"], cwd);
      await workshop.run("go", ["build", "-o", "peer", "."], cwd);
      return () => ({ command: `${cwd}/peer`, args: [] });
    },
  },
  {
    id: "typescript-2-deno",
    name: "TypeScript SDK 2, Deno",
    version: MCP_2,
    eras: ["2026"],
    needs: ["npm"],
    async build(workshop) {
      const cwd = await workshop.npm("npm", NPM_PACKAGES, NPM_FILES);
      return () => deno(["--no-config", "--node-modules-dir=manual", "typescript_2_deno.mjs"], cwd);
    },
  },
  {
    id: "typescript-2-node",
    name: "TypeScript SDK 2, Node",
    version: MCP_2,
    eras: ["2026"],
    needs: ["npm"],
    build: (workshop) => node(workshop, "typescript_2_node.mjs"),
  },
  {
    id: "typescript-1",
    name: "TypeScript SDK 1, Node",
    version: MCP_1,
    eras: ["2024", "2025"],
    needs: ["npm"],
    build: (workshop) => node(workshop, "typescript_1.mjs"),
  },
  {
    id: "python-2",
    name: "Python SDK 2",
    version: "2.3.0",
    eras: ["2025", "2026"],
    needs: ["python3"],
    build: uvicorn("python_2", ["mcp==2.3.0"]),
  },
  {
    id: "python-1",
    name: "Python SDK 1",
    version: "1.30.0",
    eras: ["2024", "2025"],
    needs: ["python3"],
    build: uvicorn("python_1", ["mcp==1.30.0"]),
  },
  {
    id: "fastmcp",
    name: "FastMCP (Python)",
    version: "4.2.3",
    eras: ["2025", "2026"],
    needs: ["python3"],
    build: uvicorn("fastmcp", ["fastmcp==4.2.3"]),
  },
];

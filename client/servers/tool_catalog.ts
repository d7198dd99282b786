/**
 * The tools of all servers of a run, each under a unique name.
 *
 * @module
 */
import type { Tool } from "@modelcontextprotocol/client";
import { UserError } from "../../cli/errors.ts";
import { oneLine } from "../../cli/printable.ts";
import { suggest } from "../../lib/suggest.ts";
import type { ConnectedServer } from "./connect_server.ts";

/** A tool of a server of the run. */
export interface CatalogTool {
  /** Unique in a run: the tool's own name, prefixed with its server's if several servers have one of that name. */
  readonly name: string;
  /** The server that runs it. */
  readonly server: ConnectedServer;
  /** The tool as the server lists it. */
  readonly tool: Tool;
}

/**
 * The tools of all servers as they last listed them, in the order of the servers.
 *
 * @throws a {@linkcode UserError} when a server cannot list its tools
 */
export async function listCatalog(servers: readonly ConnectedServer[]): Promise<CatalogTool[]> {
  const lists = await Promise.all(servers.map(async (server) => {
    const tools = await server.session.listTools();
    return tools.map((tool) => ({ server, tool }));
  }));
  return withUniqueNames(lists.flat());
}

/**
 * Gives each tool a unique name. A tool keeps its own unless another server has one of the same name. Otherwise its
 * server's name precedes it, in the letters and, if the tool's own name allows, within the 64 characters that model
 * endpoints accept. Pure.
 */
export function withUniqueNames(all: readonly Omit<CatalogTool, "name">[]): CatalogTool[] {
  const byName = Map.groupBy(all, ({ tool }) => tool.name);
  const isShared = ({ server, tool }: Omit<CatalogTool, "name">) =>
    byName.get(tool.name)!.some((other) => other.server !== server);
  const taken = new Set(all.filter((each) => !isShared(each)).map(({ tool }) => tool.name));
  return all.map(({ server, tool }) => {
    if (!isShared({ server, tool })) return { name: tool.name, server, tool };
    const name = prefixed(server.name, tool.name, taken);
    taken.add(name);
    return { name, server, tool };
  });
}

function prefixed(server: string, tool: string, taken: ReadonlySet<string>): string {
  const prefix = server.replace(/[^A-Za-z0-9_-]+/g, "_");
  for (let count = 1;; count++) {
    const mark = count === 1 ? "_" : `_${count}_`;
    const name = prefix.slice(0, Math.max(1, 64 - mark.length - tool.length)) + mark + tool;
    if (!taken.has(name)) return name;
  }
}

/**
 * The tool that the user named.
 *
 * @throws a {@linkcode UserError} that suggests similar names when there is none
 */
export function findTool(catalog: readonly CatalogTool[], name: string): CatalogTool {
  const found = catalog.find((each) => each.name === name);
  if (found) return found;
  const names = catalog.map((each) => oneLine(each.name));
  throw new UserError("no_such_tool", { name: oneLine(name), near: suggest(name, names, 5).join(", ") });
}

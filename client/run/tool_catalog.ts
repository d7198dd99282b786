/** The tools of all servers of a run, each under a name of its own. */
import type { Tool } from "@modelcontextprotocol/client";
import { distance } from "fastest-levenshtein";
import { UserError } from "../../cli/errors.ts";
import { oneLine } from "../../cli/printable.ts";
import type { ConnectedServer } from "../servers/connect_servers.ts";

export interface CatalogTool {
  /** Unique in a run: the tool's own name, with its server's before it where two servers have the same. */
  readonly name: string;
  readonly server: ConnectedServer;
  readonly tool: Tool;
}

/** As the servers last told. */
export async function listCatalog(servers: readonly ConnectedServer[]): Promise<CatalogTool[]> {
  const lists = await Promise.all(servers.map(async (server) => {
    const tools = await server.session.listTools();
    return tools.map((tool) => ({ server, tool }));
  }));
  return withUniqueNames(lists.flat());
}

/**
 * Pure. A tool keeps its name where no other server has it; else its server's comes before it, in the
 * letters and within the 64 characters that model endpoints take, as long as the tool's own name allows.
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

/** The tool that a person named. Throws a {@linkcode UserError} where there is none. */
export function findTool(catalog: readonly CatalogTool[], name: string): CatalogTool {
  const found = catalog.find((each) => each.name === name);
  if (found) return found;
  const names = catalog.map((each) => oneLine(each.name));
  throw new UserError("no_such_tool", { name: oneLine(name), near: nearest(name, names).join(", ") });
}

/** The names most like `wrong`, the nearest first. */
function nearest(wrong: string, names: readonly string[]): string[] {
  return names.filter((name) => distance(wrong, name) <= Math.max(2, wrong.length / 2))
    .toSorted((a, b) => distance(wrong, a) - distance(wrong, b)).slice(0, 5);
}

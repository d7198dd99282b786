/** The tools of all servers of a run, each under a name of its own. */
import type { Tool } from "@modelcontextprotocol/client";
import { distance } from "fastest-levenshtein";
import { UserError } from "../cli/errors.ts";
import { oneLine } from "../cli/terminal.ts";
import type { ReachedServer } from "./reach.ts";

export interface Offered {
  /** Unique in a run: the tool's own name, with its server's before it where two servers have the same. */
  readonly name: string;
  readonly server: ReachedServer;
  readonly tool: Tool;
}

/** As the servers last told. */
export async function listOffered(servers: readonly ReachedServer[]): Promise<Offered[]> {
  const lists = await Promise.all(servers.map(async (server) => {
    const tools = await server.session.listTools();
    return tools.map((tool) => ({ server, tool }));
  }));
  return namesApart(lists.flat());
}

/** Pure. A prefixed name has at most 64 characters, which is what model endpoints take. */
export function namesApart(all: readonly Omit<Offered, "name">[]): Offered[] {
  const counts = Map.groupBy(all, ({ tool }) => tool.name);
  return all.map(({ server, tool }) => {
    const isShared = counts.get(tool.name)!.some((other) => other.server !== server);
    const room = Math.max(1, 63 - tool.name.length);
    return { name: isShared ? `${server.name.slice(0, room)}_${tool.name}` : tool.name, server, tool };
  });
}

/** The tool that a person named. Throws a {@linkcode UserError} where there is none. */
export function findOffered(offered: readonly Offered[], name: string): Offered {
  const found = offered.find((each) => each.name === name);
  if (found) return found;
  const names = offered.map((each) => oneLine(each.name));
  throw new UserError("no_such_tool", { name: oneLine(name), near: nearest(name, names).join(", ") });
}

/** The names most like `wrong`, the nearest first. */
function nearest(wrong: string, names: readonly string[]): string[] {
  return names.toSorted((a, b) => distance(wrong, a) - distance(wrong, b)).slice(0, 5);
}

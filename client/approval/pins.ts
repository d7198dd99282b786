/** The definitions of tools that have run, by server: kept in a file between two runs. */
import { z } from "zod";
import { UserError } from "../../cli/errors.ts";
import type { Definition } from "./definition.ts";

export interface Pin {
  /** Of `definition`. */
  readonly hash: string;
  readonly definition: Definition;
  /** The person allowed it for good. */
  readonly isAlways: boolean;
}

export interface Pins {
  get(server: string, tool: string): Promise<Pin | undefined>;
  /** `false` where it could not be kept for later runs. */
  set(server: string, tool: string, pin: Pin): Promise<boolean>;
}

/** Where pins are kept; what `read` gives is `undefined` as long as nothing is kept there. */
export interface PinStore {
  /** For errors. */
  readonly path: string;
  read(): Promise<string | undefined>;
  /** Replaces all of it at once. */
  write(text: string): Promise<void>;
}

// A list, not a record: names come from servers, and may be `__proto__`.
const FILE = z.object({
  version: z.literal(1),
  tools: z.array(z.object({
    server: z.string(),
    tool: z.string(),
    hash: z.string(),
    isAlways: z.boolean(),
    definition: z.custom<Definition>((value) => typeof value === "object" && value !== null),
  })),
});

type Kept = Pin & { readonly server: string; readonly tool: string };

/** @param store none: pins live as long as this run */
export function createPins(store: PinStore | undefined): Pins {
  const own = new Map<string, Pin>();
  const keyOf = (server: string, tool: string) => JSON.stringify([server, tool]);
  let before: Promise<readonly Kept[]> | undefined;
  let last: Promise<unknown> = Promise.resolve();

  const keep = async (server: string, tool: string, pin: Pin) => {
    if (!store) return false;
    // Read anew: another run may have kept something meanwhile.
    const others = (await readAll(store)).filter((each) => each.server !== server || each.tool !== tool);
    const text = JSON.stringify({ version: 1, tools: [...others, { server, tool, ...pin }] }, undefined, 2);
    return await store.write(text + "\n").then(() => true, () => false);
  };

  return {
    async get(server, tool) {
      const found = own.get(keyOf(server, tool));
      if (found || !store) return found;
      const all = await (before ??= readAll(store));
      return all.find((each) => each.server === server && each.tool === tool);
    },
    set(server, tool, pin) {
      own.set(keyOf(server, tool), pin);
      const kept = last.then(() => keep(server, tool, pin));
      last = kept.catch(() => {});
      return kept;
    },
  };
}

async function readAll({ path, read }: PinStore): Promise<readonly Kept[]> {
  const text = await read();
  if (text === undefined) return [];
  try {
    return FILE.parse(JSON.parse(text)).tools;
  } catch {
    // To go on as if nothing had been kept would let a changed tool pass.
    throw new UserError("approvals_unreadable", { path });
  }
}

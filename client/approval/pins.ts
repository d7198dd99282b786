/**
 * The definitions of tools that have run, by server: kept in a file between two runs.
 *
 * @module
 */
import { z } from "zod";
import { UserError } from "../../cli/errors.ts";
import type { Definition } from "./definition.ts";

/** A tool whose call has run. */
export interface Pin {
  /** The hash of `definition`. */
  readonly hash: string;
  /** The tool's definition at that time. */
  readonly definition: Definition;
  /** Whether the user has allowed all further calls. */
  readonly isAlways: boolean;
}

/** The pins of all tools. */
export interface Pins {
  /**
   * The pin of a tool, or `undefined` if it has not run.
   *
   * @param server the URL of its server
   * @throws a {@linkcode UserError} when the file cannot be read as pins
   */
  get(server: string, tool: string): Promise<Pin | undefined>;
  /** Sets the pin of a tool. Resolves to `false` if it could not be saved for later runs. */
  set(server: string, tool: string, pin: Pin): Promise<boolean>;
}

/** Where pins are saved. */
export interface PinStore {
  /** The path of the file, for errors. */
  readonly path: string;
  /** The whole text, or `undefined` if nothing has been saved. */
  read(): Promise<string | undefined>;
  /** Replaces the whole text, atomically. */
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

type Saved = Pin & { readonly server: string; readonly tool: string };

/**
 * Pins that are read when they are first needed.
 *
 * @param store where pins are saved; without it, they are forgotten at the end of the run
 */
export function createPins(store: PinStore | undefined): Pins {
  const own = new Map<string, Pin>();
  const keyOf = (server: string, tool: string) => JSON.stringify([server, tool]);
  let before: Promise<readonly Saved[]> | undefined;
  let last: Promise<unknown> = Promise.resolve();

  const save = async (server: string, tool: string, pin: Pin) => {
    if (!store) return false;
    // Read again: another run may have saved a pin in the meantime.
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
      const saved = last.then(() => save(server, tool, pin));
      last = saved.catch(() => {});
      return saved;
    },
  };
}

async function readAll({ path, read }: PinStore): Promise<readonly Saved[]> {
  const text = await read();
  if (text === undefined) return [];
  try {
    return FILE.parse(JSON.parse(text)).tools;
  } catch {
    // Going on without the pins would let a changed tool run.
    throw new UserError("approvals_unreadable", { path });
  }
}

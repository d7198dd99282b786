/**
 * An app with faults around it.
 *
 * @module
 */
import type { LabName } from "../../cli/lab_names.ts";
import type { App } from "../app.ts";
import type { Handler } from "./lab.ts";
import { LABS } from "./mod.ts";

/**
 * Stages faults around an app, the first one outermost.
 *
 * @param another makes one more such app, for faults that need a second server
 */
export function withLabs(app: App, names: readonly LabName[], another: () => App): App {
  const others: App[] = [];
  const makeAnother = () => {
    const other = another();
    others.push(other);
    return other;
  };
  const handler = names.reduceRight<Handler>((next, name) => LABS[name](next, makeAnother), app.fetch);
  return {
    ...app,
    fetch: handler,
    async close() {
      await Promise.all([app, ...others].map((each) => each.close()));
    },
  };
}

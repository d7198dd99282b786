/**
 * Names of models that an endpoint offers, for a user whose model it does not know.
 *
 * @module
 */
import { UserError } from "../../../cli/errors.ts";
import { oneLine } from "../../../cli/printable.ts";
import { suggest } from "../../../lib/suggest.ts";
import { abortAfter } from "../../../lib/time.ts";
import type { Endpoint } from "./client.ts";
import { listModels } from "./list_models.ts";

/** The list is a courtesy: the error does not wait for it any longer. */
const TIMEOUT_MS = 2_000;

/** How many names are shown. */
const MOST = 3;

/** `error`, with the nearest names as `nearest` if it says that the model is not known, and if the endpoint lists any. */
export async function withNearestNames(
  error: unknown,
  endpoint: Endpoint & { readonly model: string },
  signal: AbortSignal,
): Promise<unknown> {
  if (!(error instanceof UserError) || error.code !== "model_not_found") return error;
  using limit = abortAfter(TIMEOUT_MS, () => undefined, signal);
  try {
    const nearest = nearestNames(endpoint.model, await listModels(endpoint, limit.signal));
    if (nearest.length === 0) return error;
    return new UserError(error.code, {
      ...error.data,
      nearest: nearest.map((name) => oneLine(name)).join(", "),
    }, {
      cause: error.cause,
    });
  } catch {
    return error;
  }
}

/** Names like `wrong`, or that contain it; if none is, the first ones. Empty if `wrong` is one of them. */
export function nearestNames(wrong: string, names: readonly string[]): readonly string[] {
  if (names.includes(wrong)) return [];
  const short = wrong.toLowerCase();
  const containing = names.filter((name) => name.toLowerCase().includes(short));
  const found = [...new Set([...containing, ...suggest(wrong, names, MOST)])];
  return (found.length > 0 ? found : names).slice(0, MOST);
}

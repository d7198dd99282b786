/**
 * Certificate authorities that a run trusts in addition to the usual ones.
 *
 * @module
 */
import type { Fetch } from "../../lib/fetch.ts";
import { networkReason } from "../../cli/error_text.ts";
import { type ErrorData, UserError } from "../../cli/errors.ts";
import { oneLine } from "../../cli/printable.ts";

/**
 * A `fetch` that also trusts the authorities in a file.
 *
 * @param caFile the path of a PEM file; `undefined` for the global `fetch`
 * @param readFile the text of a file
 * @throws a {@linkcode UserError} when the file cannot be read or is not PEM
 */
export async function trustingFetch(
  caFile: string | undefined,
  readFile: (path: string) => Promise<string>,
): Promise<Fetch> {
  if (caFile === undefined) return fetch;
  const refuse = (why: ErrorData) => new UserError("ca_file_unreadable", { path: caFile, ...why });
  const pem = await readFile(caFile).catch((error) => {
    throw refuse({ detail: oneLine(networkReason(error)) });
  });
  // The runtime accepts a file without any certificate, and adds nothing.
  if (!pem.includes("-----BEGIN CERTIFICATE-----")) throw refuse({ reason: "no_certificate" });
  let client: Deno.HttpClient;
  try {
    client = Deno.createHttpClient({ caCerts: [pem] });
  } catch (error) {
    throw refuse({ detail: oneLine(networkReason(error)) });
  }
  return (input, init) => fetch(input, { ...init, client });
}

/** The authorities that a run trusts besides the usual ones. */
import type { Fetch } from "../../lib/fetch.ts";
import { networkReason } from "../../cli/error_text.ts";
import { type ErrorData, UserError } from "../../cli/errors.ts";
import { oneLine } from "../../cli/printable.ts";

/** @throws `UserError` where the file is missing, or is no PEM */
export async function trustingFetch(
  caFile: string | undefined,
  readFile: (path: string) => Promise<string>,
): Promise<Fetch> {
  if (caFile === undefined) return fetch;
  const refuse = (why: ErrorData) => new UserError("ca_file_unreadable", { path: caFile, ...why });
  const pem = await readFile(caFile).catch((error) => {
    throw refuse({ detail: oneLine(networkReason(error)) });
  });
  // The runtime takes a file without any certificate for one that adds nothing.
  if (!pem.includes("-----BEGIN CERTIFICATE-----")) throw refuse({ reason: "no_certificate" });
  let client: Deno.HttpClient;
  try {
    client = Deno.createHttpClient({ caCerts: [pem] });
  } catch (error) {
    throw refuse({ detail: oneLine(networkReason(error)) });
  }
  return (input, init) => fetch(input, { ...init, client });
}

/** `SHA256SUMS`, as `sha256sum --check` reads it. */
import { join } from "node:path";

/** The SHA-256 of a file, in lower-case hexadecimal. Rejects if the file cannot be read. */
export async function sha256(path: string): Promise<string> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", await Deno.readFile(path))).toHex();
}

/** A line for each file of the folder. */
export async function sumsOf(folder: string, names: readonly string[]): Promise<string> {
  const lines = await Promise.all(
    names.map(async (name) => `${await sha256(join(folder, name))}  ${name}\n`),
  );
  return lines.join("");
}

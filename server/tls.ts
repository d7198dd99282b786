/**
 * The certificate of `serve --tls-cert`, and its private key: read, checked, and read again when they change.
 *
 * @module
 */
import { createPrivateKey, X509Certificate } from "node:crypto";
import { networkReason } from "../cli/error_text.ts";
import { UserError } from "../cli/errors.ts";
import { fileSignature } from "../lib/file_signature.ts";

/** A certificate, with its chain, and its private key, in PEM. */
export interface Tls {
  readonly cert: string;
  readonly key: string;
}

/** The paths of both files. */
export interface TlsPaths {
  readonly cert: string;
  readonly key: string;
}

/**
 * Reads both files.
 *
 * @throws {UserError} `tls_unusable` if one cannot be read, is not PEM, or if they do not belong together
 */
export async function readTls(paths: TlsPaths): Promise<Tls> {
  const cert = await read(paths.cert);
  const key = await read(paths.key);
  const certificate = parsed(paths.cert, () => new X509Certificate(cert));
  const privateKey = parsed(paths.key, () => createPrivateKey(key));
  if (!certificate.checkPrivateKey(privateKey)) {
    throw new UserError("tls_unusable", { path: paths.key, reason: "other_key" });
  }
  return { cert, key };
}

/** Looks at both files regularly. A pair that cannot be used changes nothing; a renewal writes one after the other. */
export async function followTls(
  paths: TlsPaths,
  onChange: (tls: Tls) => void,
  onProblem: (error: UserError) => void,
  everyMs = 1_000,
): Promise<{ stop(): void }> {
  const signature = async () => `${await fileSignature(paths.cert)} ${await fileSignature(paths.key)}`;
  let seen = await signature();
  let isLooking = false;
  const look = async () => {
    if (isLooking) return;
    isLooking = true;
    const now = await signature();
    if (now !== seen) {
      seen = now;
      await readTls(paths).then(onChange, onProblem);
    }
    isLooking = false;
  };
  const timer = setInterval(() => void look(), everyMs);
  return { stop: () => clearInterval(timer) };
}

async function read(path: string): Promise<string> {
  try {
    return await Deno.readTextFile(path);
  } catch (error) {
    throw new UserError("tls_unusable", { path, detail: networkReason(error) }, { cause: error });
  }
}

function parsed<T>(path: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw new UserError("tls_unusable", { path, reason: "not_pem" }, { cause: error });
  }
}

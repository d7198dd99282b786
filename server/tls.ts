/**
 * The certificate of `serve --tls-cert`, and its private key: read, checked, and read again when they change.
 *
 * @module
 */
import { createPrivateKey, X509Certificate } from "node:crypto";
import { networkReason } from "../cli/error_text.ts";
import { UserError } from "../cli/errors.ts";
import { type FollowedFiles, followFiles } from "../lib/follow_files.ts";

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

/** Follows both files. A pair that cannot be used changes nothing; a renewal writes one after the other. */
export function followTls(
  paths: TlsPaths,
  onChange: (tls: Tls) => Promise<void>,
  onProblem: (error: UserError) => void,
): Promise<FollowedFiles> {
  return followFiles([paths.cert, paths.key], async (hasChanged) => {
    if (hasChanged) await readTls(paths).then(onChange, onProblem);
  });
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

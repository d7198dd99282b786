/**
 * The files that `serve` reads, follows and writes.
 *
 * @module
 */
import { networkReason } from "../cli/error_text.ts";
import { UserError } from "../cli/errors.ts";
import { explainError } from "../cli/explain_error.ts";
import type { ServeSettings } from "../cli/settings.ts";
import type { FollowedFiles } from "../lib/follow_files.ts";
import { type AuditWriter, createAudit } from "./audit.ts";
import type { FileKeys } from "./keys/file_keys.ts";
import { followKeyFile } from "./keys/follow.ts";
import type { Listener } from "./listen.ts";
import type { ServeContext } from "./serve_context.ts";
import { followTls, type TlsPaths } from "./tls.ts";

/** The keys in the file of `--auth-key-file`, one on a line. */
export async function keysOfFile(path: string | undefined): Promise<string[]> {
  if (path === undefined) return [];
  let text: string;
  try {
    text = await Deno.readTextFile(path);
  } catch (error) {
    throw new UserError("keys_file_unreadable", { path, detail: networkReason(error) }, { cause: error });
  }
  const keys = text.split("\n").map((line) => line.trim()).filter((line) =>
    line !== "" && !line.startsWith("#")
  );
  if (keys.length === 0) throw new UserError("keys_file_broken", { path, reason: "no_keys" });
  return keys;
}

/** Follows the keys file: what changes is noted, and takes effect at once. */
export async function followKeys(
  path: string,
  keys: FileKeys,
  endClient: (name: string) => void,
  { messages, output, onHangup }: ServeContext,
): Promise<FollowedFiles> {
  const { serve: text } = messages;
  const file = await followKeyFile(path, {
    keys,
    onChange: (count) => output.note(text.keysChanged(count, path)),
    onProblem: (error) =>
      output.note(output.style("red", text.keysKept(explainError(error, messages).title))),
    onEnd(name) {
      output.note(text.keyEnded(name));
      endClient(name);
    },
  });
  onHangup?.(() => void file.reload());
  return file;
}

/** The files of the certificate; both, or none. */
export function tlsPathsOf({ tlsCert: cert, tlsKey: key }: ServeSettings): TlsPaths | undefined {
  if (cert === undefined && key === undefined) return undefined;
  if (cert === undefined) throw new UserError("flag_missing", { command: "serve", flag: "--tls-cert" });
  if (key === undefined) throw new UserError("flag_missing", { command: "serve", flag: "--tls-key" });
  return { cert, key };
}

/** Follows the files of the certificate. */
export function renewTls(
  paths: TlsPaths,
  listener: Listener,
  { messages, output }: ServeContext,
): Promise<FollowedFiles> {
  const { serve: text } = messages;
  return followTls(paths, async (tls) => {
    await listener.renew(tls);
    output.note(text.tlsRenewed);
  }, (error) => output.note(output.style("red", text.tlsKept(explainError(error, messages).title))));
}

/** The audit of `--audit`; fails now if its file cannot be written. */
export async function openAudit(
  path: string | undefined,
  { messages, output }: ServeContext,
): Promise<AuditWriter | undefined> {
  if (path === undefined) return undefined;
  // The file is opened for each write: it may be renamed, to begin a new one.
  const append = (text: string) => Deno.writeTextFile(path, text, { append: true, mode: 0o600 });
  try {
    await append("");
  } catch (error) {
    throw new UserError("audit_unwritable", { path, detail: networkReason(error) }, { cause: error });
  }
  return createAudit({ append }, Date.now, (reason) => {
    output.note(output.style("red", messages.serve.auditFailing(path, networkReason(reason))));
  });
}

/**
 * The comments and functions around the curl commands.
 *
 * @module
 */
import type { Language } from "../../cli/language.ts";

/** Sentences for the comments. */
export interface CurlWords {
  /** What the script does, and what it needs: lines of a comment. */
  readonly intro: readonly string[];
  /** Of a server on this machine: how to start one, for `origin` may have been of that run only. */
  readonly start: (origin: string) => readonly string[];
  /** Before the requests to the model, which are not replayed. */
  readonly model: string;
  /** Before a request to another server than the first. */
  readonly strange: string;
  /** Before a request that failed when it was recorded. */
  readonly failed: string;
  /** Before a request whose response is a stream that stays open. */
  readonly stream: string;
  /** Before a request that the server answered with a question to the user. */
  readonly asksBack: string;
  /** Before a request whose signed state has expired since. */
  readonly sealed: string;
  /** Before a request whose body was truncated in the recording. */
  readonly cut: string;
}

const en: CurlWords = {
  intro: [
    "The MCP requests of a run, one curl command each; stdout gets the answers, stderr the name of each step.",
    "The script ends at a request that the server refuses now but did not refuse in the recording.",
    "Set MCP_SERVER_AUTH_KEY to the key. Set MCP_SERVER_URL (scheme, host and port) to use another server.",
  ],
  start: (origin) => [
    `The run used the server at ${origin}. If it has stopped (an embedded server stops with its run), start one:`,
    "  mcpdemo serve --port 8123 --auth-key KEY",
    "and in another terminal, with the name of this file:",
    "  MCP_SERVER_URL=http://localhost:8123 MCP_SERVER_AUTH_KEY=KEY bash FILE",
  ],
  model: "Not replayed, a request to the model endpoint:",
  strange: "Not replayed: mcpdemo would not send a request like this one.",
  failed: "Not replayed: this request got no answer.",
  stream: "Not replayed: a listening stream stays open, and this script would wait for it.",
  asksBack: "Not replayed: the server asks back during the call, and a single curl command cannot answer.",
  sealed: "Not replayed: this request carries a state that the server sealed for that one call.",
  cut: "Not replayed: the recording contains only the beginning of this body.",
};

const fr: CurlWords = {
  intro: [
    "Les requêtes MCP d’une exécution, une commande curl chacune ; stdout reçoit les réponses, stderr le nom de chaque étape.",
    "Le script s’arrête à une requête que le serveur refuse, et qu’il n’a pas refusée dans l’enregistrement.",
    "Mettez la clé dans MCP_SERVER_AUTH_KEY. Mettez un autre serveur dans MCP_SERVER_URL (schéma, hôte et port).",
  ],
  start: (origin) => [
    `L’exécution utilisait le serveur ${origin}. S’il est arrêté (un serveur intégré s’arrête avec elle), lancez-en un :`,
    "  mcpdemo serve --port 8123 --auth-key CLÉ",
    "et dans un autre terminal, avec le nom de ce fichier :",
    "  MCP_SERVER_URL=http://localhost:8123 MCP_SERVER_AUTH_KEY=CLÉ bash FICHIER",
  ],
  model: "Non rejouée, une requête au point d’accès du modèle :",
  strange: "Non rejouée : mcpdemo n’enverrait pas une telle requête.",
  failed: "Non rejouée : cette requête n’a pas eu de réponse.",
  stream: "Non rejouée : un flux d’écoute reste ouvert, et ce script l’attendrait.",
  asksBack:
    "Non rejouée : le serveur pose une question pendant l’appel, et une seule commande curl ne peut y répondre.",
  sealed: "Non rejouée : cette requête porte un état que le serveur a scellé pour ce seul appel.",
  cut: "Non rejouée : l’enregistrement ne contient que le début de ce corps.",
};

/** The sentences by language. */
export function curlWords(language: Language): CurlWords {
  return language === "fr" ? fr : en;
}

/**
 * The head of the script: its functions, and the folder that it works in.
 *
 * @param origin of the server, if it ran on this machine
 */
export function preamble({ intro, start }: CurlWords, origin: string | undefined): string {
  return `#!/usr/bin/env bash
${[...intro, ...origin === undefined ? [] : start(origin)].map((line) => `# ${line}`).join("\n")}
set -euo pipefail
work=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null || true; rm -rf "$work"' EXIT

say() { printf '# %s\\n' "$1" >&2; }
run() { curl -sS --globoff --max-time 60 -w '\\n' -D "$work/headers$1" "\${@:2}"; }
session_of() { tr -d '\\r' < "$work/headers$1" | sed -n 's/^[Mm]cp-[Ss]ession-[Ii]d: *//p'; }

# HTTP+SSE: the stream stays open in the background, and its answers are looked up there by their ids.
listen() { curl -sSN --fail --globoff -o "$work/$1" "\${@:2}" & }
wait_for() {
  for _ in {1..600}; do
    grep -q "$2" "$work/$1" 2>/dev/null && return
    [[ -n $(jobs -pr) ]] || return 1
    sleep 0.1
  done
  return 1
}
endpoint() {
  wait_for "$1" '^event: *endpoint'
  printf -v "$1_endpoint" '%s' "$2/$(tr -d '\\r' < "$work/$1" | sed -n '/^event: *endpoint/{n;s,^data: */*,,p;}')"
}
tell() { curl -sS --globoff --max-time 60 -o /dev/null "$@"; }
# A message with this id that is an answer: it has no method.
answer() {
  local found="\\"id\\":$2[,}]"
  wait_for "$1" "$found"
  grep "$found" "$work/$1" | grep -v '"method":' | head -n 1
}`;
}

/**
 * What stands around the curl commands.
 *
 * @module
 */
import type { Language } from "../../cli/language.ts";

/** Sentences for the comments. */
export interface CurlWords {
  readonly intro: readonly string[];
  readonly model: string;
  readonly strange: string;
  readonly failed: string;
  readonly stream: string;
  readonly asksBack: string;
  readonly sealed: string;
  readonly cut: string;
}

const en: CurlWords = {
  intro: [
    "The MCP requests of a run, one curl command each; answers go to stdout, the name of each step to stderr.",
    "A request that is refused, and was not when it was recorded, ends the script.",
    "MCP_SERVER_AUTH_KEY holds the key. MCP_SERVER_URL (scheme, host and port) replays against another server.",
  ],
  model: "The other wire, to the model, is not replayed:",
  strange: "Not replayed: this record is no request that mcpdemo would send.",
  failed: "Not replayed: it got no answer.",
  stream: "Not replayed: a listening stream stays open, and this script would wait for it.",
  asksBack: "Not replayed: the server asks back in the middle, which a single curl cannot answer.",
  sealed: "Not replayed: it carries a state that the server sealed for that one call.",
  cut: "Not replayed: the record holds only the beginning of this body.",
};

const fr: CurlWords = {
  intro: [
    "Les requêtes MCP d'une exécution, une commande curl chacune ; les réponses vont sur stdout, le nom de chaque étape sur stderr.",
    "Une requête refusée qui ne l'était pas à l'enregistrement met fin au script.",
    "MCP_SERVER_AUTH_KEY contient la clé. MCP_SERVER_URL (schéma, hôte et port) rejoue contre un autre serveur.",
  ],
  model: "L'autre fil, vers le modèle, n'est pas rejoué :",
  strange: "Pas rejoué : mcpdemo n'enverrait pas une telle requête.",
  failed: "Pas rejoué : elle n'a pas eu de réponse.",
  stream: "Pas rejoué : un flux d'écoute reste ouvert, et ce script l'attendrait.",
  asksBack:
    "Pas rejoué : le serveur pose une question en cours de route, à quoi un seul curl ne peut répondre.",
  sealed: "Pas rejoué : elle porte un état que le serveur a scellé pour ce seul appel.",
  cut: "Pas rejoué : l'enregistrement n'a que le début de ce corps.",
};

/** The sentences of a language. */
export function curlWords(language: Language): CurlWords {
  return language === "fr" ? fr : en;
}

/** The head of the script: its functions, and the folder that it works in. */
export function preamble({ intro }: CurlWords): string {
  return `#!/usr/bin/env bash
${intro.map((line) => `# ${line}`).join("\n")}
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
  printf -v "$1_endpoint" '%s' "$2$(tr -d '\\r' < "$work/$1" | sed -n '/^event: *endpoint/{n;s/^data: *//p;}')"
}
tell() { curl -sS --globoff --max-time 60 -o /dev/null "$@"; }
# A message with this id that is an answer: it has no method.
answer() {
  local found="\\"id\\":$2[,}]"
  wait_for "$1" "$found"
  grep "$found" "$work/$1" | grep -v '"method":' | head -n 1
}`;
}

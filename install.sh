#!/bin/sh
# Installs mcpdemo for this user: downloads it, checks its checksum, puts one file in place.
#
#   curl -fsSL https://github.com/_owner_/mcpdemo/releases/latest/download/install.sh | sh
#   sh install.sh [--version X.Y.Z] [--dir DIRECTORY]
set -eu

repository=_owner_/mcpdemo
releases=${MCPDEMO_RELEASES:-https://github.com/$repository/releases}
# The oldest glibc that the binary runs with is 2.27.
oldest_glibc_minor=27

# say ENGLISH FRENCH
say() {
  case ${MCPDEMO_LANG:-${LC_ALL:-${LANG:-en}}} in
    fr*) printf '%s\n' "$2" ;;
    *) printf '%s\n' "$1" ;;
  esac
}

fail() {
  say "$@" >&2
  exit 1
}

usage() {
  say 'usage: install.sh [--version X.Y.Z] [--dir DIRECTORY]' \
    'usage : install.sh [--version X.Y.Z] [--dir DOSSIER]'
}

system() {
  case $(uname -s) in
    Linux) glibc && echo linux ;;
    Darwin) echo darwin ;;
    *) fail "There is no binary for $(uname -s). On Windows, use install.ps1; elsewhere, run it from source with Deno." \
      "Il n'y a pas de binaire pour $(uname -s). Sous Windows, utilisez install.ps1 ; ailleurs, lancez les sources avec Deno." ;;
  esac
}

glibc() {
  version=$(getconf GNU_LIBC_VERSION 2>/dev/null) || version=
  case $version in
    'glibc 2.'*) minor=${version#glibc 2.} ;;
    *) fail 'The binary needs glibc, and this system has another C library (Alpine has musl). Use the container image instead.' \
      "Le binaire a besoin de la glibc, et ce système a une autre bibliothèque C (Alpine a musl). Utilisez plutôt l'image de conteneur." ;;
  esac
  [ "${minor%%.*}" -ge $oldest_glibc_minor ] ||
    fail "The binary needs glibc 2.$oldest_glibc_minor or newer, and this system has ${version#glibc }." \
      "Le binaire a besoin de la glibc 2.$oldest_glibc_minor ou plus récente, et ce système a la ${version#glibc }."
}

processor() {
  case $(uname -m) in
    x86_64 | amd64)
      # Under Rosetta, uname reports an Intel processor.
      if [ "$(sysctl -n sysctl.proc_translated 2>/dev/null || :)" = 1 ]; then echo aarch64; else echo x86_64; fi ;;
    aarch64 | arm64) echo aarch64 ;;
    *) fail "There is no binary for the processor $(uname -m)." "Il n'y a pas de binaire pour le processeur $(uname -m)." ;;
  esac
}

# download URL FILE
download() {
  case $1 in
    https://*) protocol='=https' ;;
    # A mirror on this machine.
    http://127.0.0.1:* | http://localhost:*) protocol='=http' ;;
    *) fail "$1 is not https." "$1 n'est pas en https." ;;
  esac
  if command -v curl >/dev/null; then
    curl --proto "$protocol" --fail --silent --show-error --location --retry 2 --output "$2" "$1"
  elif command -v wget >/dev/null; then
    wget --quiet --tries=3 --output-document="$2" "$1"
  else
    fail 'curl or wget is needed.' 'Il faut curl ou wget.'
  fi || fail "$1 could not be downloaded." "$1 n'a pas pu être téléchargé."
}

sha256() {
  if command -v sha256sum >/dev/null; then
    sha256sum "$1"
  elif command -v shasum >/dev/null; then
    shasum -a 256 "$1"
  else
    fail 'sha256sum or shasum is needed: nothing is installed unchecked.' \
      "Il faut sha256sum ou shasum : rien n'est installé sans vérification."
  fi | cut -d ' ' -f 1
}

# Called in the last line: a script that arrives in part does nothing.
main() {
  version=
  directory=${HOME:+$HOME/.local/bin}
  while [ $# -gt 0 ]; do
    case $1 in
      --version | --dir)
        if [ $# -lt 2 ]; then usage >&2 && exit 2; fi
        case $1 in --version) version=${2#v} ;; *) directory=$2 ;; esac
        shift 2 ;;
      --help | -h) usage && exit 0 ;;
      *) usage >&2 && exit 2 ;;
    esac
  done
  [ -n "$directory" ] || fail 'HOME is not set: name a directory with --dir.' \
    "HOME n'est pas défini : nommez un dossier avec --dir."

  system=$(system)
  processor=$(processor)
  archive=mcpdemo-$system-$processor.tar.gz
  from=$releases/latest/download
  if [ -n "$version" ]; then from=$releases/download/v$version; fi

  temporary=$(mktemp -d)
  trap 'rm -rf "$temporary"' EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
  say "Downloading $from/$archive" "Téléchargement de $from/$archive"
  download "$from/SHA256SUMS" "$temporary/SHA256SUMS"
  download "$from/$archive" "$temporary/$archive"
  expected=$(awk -v name="$archive" '$2 == name { print $1 }' "$temporary/SHA256SUMS")
  actual=$(sha256 "$temporary/$archive")
  if [ -z "$expected" ] || [ "$actual" != "$expected" ]; then
    fail "The checksum of $archive is wrong: nothing was installed." \
      "La somme de contrôle de $archive est fausse : rien n'a été installé."
  fi

  tar -xzf "$temporary/$archive" -C "$temporary" mcpdemo
  mkdir -p "$directory"
  new=$directory/.mcpdemo.new
  trap 'rm -rf "$temporary" "$new"' EXIT
  cp "$temporary/mcpdemo" "$new"
  installed=$("$new" --version) || fail 'The binary does not run on this system: nothing was installed.' \
    "Le binaire ne fonctionne pas sur ce système : rien n'a été installé."
  # Moved within one directory, it replaces even a program that is running.
  mv -f "$new" "$directory/mcpdemo"
  say "mcpdemo $installed is installed: $directory/mcpdemo" "mcpdemo $installed est installé : $directory/mcpdemo"
  case :$PATH: in
    *":$directory:"*) ;;
    *) say "It is not on your PATH yet. Add to your shell's profile: export PATH=\"$directory:\$PATH\"" \
      "Il n'est pas encore dans votre PATH. Ajoutez au profil de votre shell : export PATH=\"$directory:\$PATH\"" ;;
  esac
}

main "$@"

/**
 * English or French, by the user's settings.
 *
 * @module
 */
import type { Environment } from "./settings.ts";
import { en } from "./messages/en.ts";
import type { Messages } from "./messages/messages.ts";
import { fr } from "./messages/fr.ts";

/** A language of the messages. */
export type Language = "en" | "fr";

/** The value of `--lang`, found before the arguments are read, as their errors are in that language. */
export function languageFlag(args: readonly string[]): string | undefined {
  const index = args.findLastIndex((arg) => /^--lang(=|$)/.test(arg));
  return index < 0 ? undefined : args[index]!.match(/^--lang=(.*)$/s)?.[1] ?? args[index + 1];
}

/** `--lang`, `MCPDEMO_LANG`, then `LC_ALL`, then `LANG`; the first one that is set counts. */
export function languageOf(environment: Environment, flag?: string): Language {
  const named = [flag, ...["MCPDEMO_LANG", "LC_ALL", "LANG"].map((name) => environment[name])]
    .find((value) => value);
  return named && /^fr(?:[_.@-]|$)/i.test(named) ? "fr" : "en";
}

/** All messages in `language`. */
export function messagesIn(language: Language): Messages {
  return language === "fr" ? fr : en;
}

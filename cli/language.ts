/** English or French, by the person's settings. */
import type { Environment } from "./settings.ts";
import { en } from "./messages/en.ts";
import type { Messages } from "./messages/messages.ts";
import { fr } from "./messages/fr.ts";

export type Language = "en" | "fr";

/** What `--lang` says, before the arguments are read: their errors are told in that language. */
export function languageFlag(args: readonly string[]): string | undefined {
  const index = args.findLastIndex((arg) => /^--lang(=|$)/.test(arg));
  return index < 0 ? undefined : args[index]!.match(/^--lang=(.*)$/s)?.[1] ?? args[index + 1];
}

/** `--lang`, `MCPDEMO_LANG`, then `LC_ALL`, then `LANG`; English where none of them says French. */
export function languageOf(environment: Environment, flag?: string): Language {
  const named = [flag, ...["MCPDEMO_LANG", "LC_ALL", "LANG"].map((name) => environment[name])]
    .find((value) => value);
  return named && /^fr(?:[_.@-]|$)/i.test(named) ? "fr" : "en";
}

export function messagesIn(language: Language): Messages {
  return language === "fr" ? fr : en;
}

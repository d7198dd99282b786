/** English or French, by the person's settings. */
import type { Environment } from "./settings.ts";
import { en, type Messages } from "./messages/en.ts";
import { fr } from "./messages/fr.ts";

export type Language = "en" | "fr";

/** `MCPDEMO_LANG`, then `LC_ALL`, then `LANG`; English where none of them says French. */
export function languageOf(environment: Environment): Language {
  const named = ["MCPDEMO_LANG", "LC_ALL", "LANG"].map((name) => environment[name]).find((value) => value);
  return named && /^fr(?:[_.@-]|$)/i.test(named) ? "fr" : "en";
}

export function messagesIn(language: Language): Messages {
  return language === "fr" ? fr : en;
}

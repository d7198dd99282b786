/**
 * Hides secrets in what is written, also in words that a peer repeats.
 *
 * @module
 */
import { type ReplaceSecret, secretForms, secretReplacer } from "./secret_pattern.ts";

/** Hides secrets. */
export interface Concealer {
  /** Hides these as well. Short ones are left out: they may be ordinary words. */
  add(secrets: readonly (string | undefined)[]): void;
  /** A text without the secrets, in any encoding that can be undone. */
  text(text: string): string;
  /** The same for a piece of a longer text; its end is held back if it may be the beginning of a secret. */
  piece(text: string): string;
  /** What is held back: no more pieces follow for now. */
  rest(): string;
}

/** In characters. Fewer may be an ordinary word, such as "secret". */
const SHORTEST = 8;

const HIDDEN = "***";

/** Hides nothing yet. */
export function createConcealer(): Concealer {
  const replacers = new Map<string, ReplaceSecret>();
  const forms: string[] = [];
  let held = "";
  const hidden = (text: string) => {
    for (const replace of replacers.values()) text = replace(text, HIDDEN);
    return text;
  };
  const rest = () => {
    const text = held;
    held = "";
    return text;
  };
  return {
    add(secrets) {
      for (const secret of secrets) {
        if (secret === undefined || secret.length < SHORTEST || replacers.has(secret)) continue;
        replacers.set(secret, secretReplacer(secret));
        forms.push(...secretForms(secret));
      }
    },
    text: hidden,
    piece(text) {
      const whole = hidden(rest() + text);
      const length = beginningAtEnd(whole, forms);
      held = whole.slice(whole.length - length);
      return whole.slice(0, whole.length - length);
    },
    rest,
  };
}

/** How many characters at the end of a text are the beginning of one of the forms of a secret. */
function beginningAtEnd(text: string, forms: readonly string[]): number {
  let longest = 0;
  for (const form of forms) {
    for (let length = Math.min(form.length - 1, text.length); length > longest; length--) {
      if (text.endsWith(form.slice(0, length))) longest = length;
    }
  }
  return longest;
}

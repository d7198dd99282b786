/**
 * The words for an error, in the user's language.
 *
 * @module
 */
import type { UserError } from "./errors.ts";
import type { ErrorText, Messages } from "./messages/messages.ts";

/** The sentence that describes an error, and how to fix it. */
export function explainError(
  { code, data }: Pick<UserError, "code" | "data">,
  { errors, reasons }: Pick<Messages, "errors" | "reasons">,
): ErrorText {
  const { reason } = data;
  return errors[code](reason === undefined ? data : { ...data, detail: reasons[reason](data) });
}

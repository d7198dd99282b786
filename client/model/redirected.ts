/**
 * A model endpoint that redirects to another place.
 *
 * @module
 */
import { shownUrl, UserError } from "../../cli/errors.ts";
import { oneLine } from "../../cli/printable.ts";

/** The error for a model endpoint that redirects: `location` is the base URL to use in its place. */
export function redirected(url: string, location: string): UserError {
  const target = shownUrl(URL.parse(location, url) ?? location);
  return new UserError("model_redirects", {
    url: withoutPath(url),
    location: oneLine(withoutPath(target)),
  });
}

/** The base URL of a request to a model endpoint. */
export function withoutPath(url: string): string {
  return url.replace(/\/(chat\/completions|models)\/?([?#].*)?$/, "");
}

/**
 * The head of a request.
 *
 * @module
 */

/** What the checks look at before the body; a `Request` is one as well. Names of headers in lower case. */
export interface Head {
  /** Of HTTP. */
  readonly method: string;
  /** The whole URL. */
  readonly url: string;
  /** The headers, by name. */
  readonly headers: Pick<Headers, "get">;
}

/** A head whose headers have been read: to ask the runtime for each would take as long again. */
export interface ReadHead extends Head {
  /** The headers as one text, as `headerText` writes them. */
  readonly text: string;
}

/** Reads all headers of a request at once. */
export function readHead({ method, url, headers }: Request): ReadHead {
  const values = new Map<string, string>();
  let text = "";
  headers.forEach((value, name) => {
    values.set(name, value);
    text += `\n${name}\n${value}`;
  });
  // V8 joins texts lazily, and copies them into one when a part is asked for.
  return { method, url, headers: { get: (name) => values.get(name) ?? null }, text: text.slice(1) };
}

import { element } from "./dom.js";

const TOKENS = /("(?:\\.|[^"\\])*")(\s*:)?|\b(true|false|null)\b|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** Longer text is shown without colours. */
const MOST_COLOURED = 20_000;

/**
 * A body as text, indented and coloured if it is JSON.
 *
 * @param {string} text
 */
export function bodyText(text) {
  const pre = element("pre", "body");
  const pretty = indented(text);
  if (pretty === undefined || pretty.length > MOST_COLOURED) {
    pre.textContent = pretty ?? text;
    return pre;
  }
  let end = 0;
  for (const match of pretty.matchAll(TOKENS)) {
    const [whole, string, colon, word] = match;
    const kind = string === undefined ? word ? "word" : "digits" : colon ? "key" : "string";
    pre.append(pretty.slice(end, match.index), element("span", kind, string ?? whole), colon ?? "");
    end = match.index + whole.length;
  }
  pre.append(pretty.slice(end));
  return pre;
}

/** @param {string} text */
function indented(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return undefined;
  }
}

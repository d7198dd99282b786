import assert from "node:assert/strict";
import { en } from "./en.ts";
import { fr } from "./fr.ts";
import { explanationsIn } from "../../trace/explain/explanation.ts";
import { wordsIn } from "../../trace/explain/words.ts";
import { curlWords } from "../../trace/files/curl_words.ts";
import { compareEras } from "../../trace/timeline/compare.ts";
import { PAGE_WORDS } from "../../trace/page/words.ts";

/** What is said by a tree of messages: path → text; a function by what it makes of its parameters. */
function said(value: unknown, path = ""): [string, string][] {
  if (typeof value === "string") return [[path, value]];
  if (typeof value === "function") {
    // The data of an error is an object; everywhere else a parameter is a text or a number, shown as it is.
    const data = new Proxy({}, { get: (_, name) => String(name) });
    const parameters = /^(errors|reasons|doctor\.findings)\./.test(path) ? [data] : ["p1", "p2", "p3", "p4"];
    return said(value(...parameters), `${path}()`);
  }
  assert.ok(typeof value === "object" && value !== null, path);
  return Object.entries(value).flatMap(([key, each]) => said(each, path ? `${path}.${key}` : key));
}

/** The kind of every message: path → what it is. */
function kinds(value: unknown, path = ""): string[] {
  const here = `${path}: ${Array.isArray(value) ? `list of ${value.length}` : typeof value}`;
  if (typeof value !== "object" || value === null) return [here];
  return [here, ...Object.entries(value).flatMap(([key, each]) => kinds(each, `${path}.${key}`))];
}

/** These replace the grammar's own English words, so English needs none. */
const REPLACED = { titles: {}, placeholders: {} };
const english = { ...en, help: { ...en.help, ...REPLACED } };
const french = { ...fr, help: { ...fr.help, ...REPLACED } };

/** Findings that repeat a note, which is in the user's language already. */
const REPEATED = [
  ...[
    "model_refuses",
    "model_waits",
    "prompt_truncated",
    "server_deviates",
    "server_skipped",
    "tools_dropped",
  ],
].map((code) => `doctor.findings.${code}().seen`);

/** The same in both languages: protocol words, and numbers alone. */
const NATURAL = new Set(["approval.no.0", ...REPEATED, "keys.heads.0", "serve.eras.2"]);

Deno.test("French has the same messages as English, of the same kinds", () => {
  assert.deepEqual(kinds(french).sort(), kinds(english).sort());
});

Deno.test("functions take as many parameters in French as in English", () => {
  const arities = (value: unknown, path = ""): string[] =>
    typeof value === "function"
      ? [`${path}(${value.length})`]
      : typeof value === "object" && value !== null
      ? Object.entries(value).flatMap(([key, each]) => arities(each, `${path}.${key}`))
      : [];
  assert.deepEqual(arities(french).sort(), arities(english).sort());
});

Deno.test("no French message is the English one, unless that is natural", () => {
  const englishTexts = new Map(said(english));
  const same = said(french).filter(([path, text]) => englishTexts.get(path) === text).map(([path]) => path);
  assert.deepEqual(same.sort(), [...NATURAL].sort());
});

Deno.test("no message is empty in either language", () => {
  for (const [path, text] of [...said(english), ...said(french)]) assert.ok(text.trim(), path);
});

Deno.test("every parameter that English shows, French shows", () => {
  const shown = (text: string) => [...new Set(text.match(/\bp[1-4]\b/g) ?? [])].sort();
  const frenchTexts = new Map(said(french));
  for (const [path, text] of said(english)) {
    if (!/^(errors|reasons|doctor\.findings)\./.test(path)) {
      assert.deepEqual(shown(frenchTexts.get(path)!), shown(text), path);
    }
  }
});

Deno.test("flags and variables are spelt the same in both languages", () => {
  const names = (text: string) => [...new Set(text.match(/--[a-z-]+|\b[A-Z]+(?:_[A-Z]+)+\b/g) ?? [])].sort();
  const frenchTexts = new Map(said(french));
  for (const [path, text] of said(english)) {
    assert.deepEqual(names(frenchTexts.get(path)!), names(text), path);
  }
});

/** The French that the program shows: messages, explanations, page, curl script and table of eras. */
const FRENCH_TEXTS: readonly [string, string][] = [
  ...said(french),
  ...said(explanationsIn("fr"), "explanation").filter(([path]) => !path.endsWith(".spec")),
  ...said(PAGE_WORDS.fr, "page"),
  ...said(curlWords("fr"), "curl"),
  ...said(compareEras([], "fr"), "eras"),
  ...said(wordsIn("fr"), "timeline").filter(([path]) => !path.endsWith(".spec()")),
];

/** Without what is not prose: addresses, names of models, `key:=JSON`, header lines. */
function proseOf(text: string): string {
  return text.replace(/\w+:\/\/\S+|qwen3-next:80b|\b(Content-Type|Accept|WWW-Authenticate): \S+|:=/g, "");
}

Deno.test("French has a no-break space before : ; ? ! and inside its own quotation marks", () => {
  for (const [path, text] of FRENCH_TEXTS) {
    assert.doesNotMatch(
      proseOf(text),
      /[^\u00A0.]([;?!]|:(?=\s|$))|«(?!\u00A0)|(?<!\u00A0)»|"/,
      `${path}: ${text}`,
    );
  }
});

Deno.test("French uses U+00A0 as its only no-break space", () => {
  for (const [path, text] of FRENCH_TEXTS) assert.doesNotMatch(text, /\u202F/, path);
});

Deno.test("French has curly apostrophes, and no straight one after a letter", () => {
  for (const [path, text] of FRENCH_TEXTS) assert.doesNotMatch(text, /\p{L}'/u, `${path}: ${text}`);
});

Deno.test("the grammar's titles are all in French", () => {
  assert.deepEqual(Object.keys(fr.help.titles).sort(), ["Arguments:", "Commands:", "Options:", "Usage:"]);
});

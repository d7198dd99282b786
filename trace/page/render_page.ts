/**
 * The wire view as HTML: the page that `serve` shows, and the file that `ask --trace` writes. Both
 * use the same script, style and texts.
 *
 * @module
 */
import { createHash } from "node:crypto";
import type { Exchange, StepKind, TraceEra } from "../exchange.ts";
import { specUrl } from "../explain/spec.ts";
import icon from "./icon.svg" with { type: "text" };
import template from "./page.html" with { type: "text" };
import type { Explanation } from "../explain/explanation.ts";
import { type PageExchange, pageExchange } from "./parts.ts";
import script from "./bundled/page.js" with { type: "text" };
import { style } from "./style.ts";
import { PAGE_WORDS, type PageWords } from "./words.ts";

/** Explanations by kind of step. */
export type Explanations = { readonly [K in StepKind]?: Explanation };

/** The data that the page's script reads from the page. */
export interface PageData {
  /** The version of mcpdemo. */
  readonly version: string;
  /** The page's texts, in one language. */
  readonly words: PageWords;
  /** Explanations of the steps in its exchanges. */
  readonly explanations: Explanations;
  /** The URL of each step's section in the specification, for each era. */
  readonly specs: Readonly<Record<TraceEra, Readonly<Record<string, string>>>>;
  /** A recorded run; absent on the live page. */
  readonly exchanges?: readonly PageExchange[];
  /** Whether the live page's record requires a key. */
  readonly needsKey?: boolean;
}

/** The options of a page. */
export interface PageOptions {
  /** The version of mcpdemo. */
  readonly version: string;
  /** Explanations of all kinds of steps. */
  readonly explanations: Explanations;
  /** The language of the page. */
  readonly language: "en" | "fr";
}

/** A recorded run. */
export interface RecordedPageOptions extends PageOptions {
  /** The exchanges that the page shows, in the order in which they began. */
  readonly exchanges: readonly Exchange[];
}

/** The live page of a server. */
export interface LivePageOptions extends PageOptions {
  /** The server's address as seen by the browser. */
  readonly origin: string;
  /** Whether the page must ask for a key before it can read the record. */
  readonly needsKey: boolean;
  /** Whether the key is one of the view's own (`--wire-key`), not one of the server's. */
  readonly hasOwnKey: boolean;
}

/** The files that the live page loads, by path. */
export const PAGE_FILES: Readonly<Record<string, { readonly type: string; readonly text: string }>> = {
  "/wire/page.js": { type: "text/javascript; charset=utf-8", text: script },
  "/wire/page.css": { type: "text/css; charset=utf-8", text: style },
  "/wire/icon.svg": { type: "image/svg+xml", text: icon },
};

/**
 * The live page's content security policy: load its own files, read the record. No inline code
 * runs.
 */
export const LIVE_POLICY: string =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; " +
  "img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/**
 * A recorded run as one self-contained file: it opens from a disk and sends no request. Its policy
 * allows only its own script and style, by their hashes.
 */
export function renderPage({ exchanges, explanations, language, version }: RecordedPageOptions): string {
  const words = PAGE_WORDS[language];
  const policy = `default-src 'none'; script-src ${hashOf(script)}; style-src ${hashOf(style)}; ` +
    "img-src data:; base-uri 'none'; form-action 'none'";
  return fill(words, {
    tagline: words.recordedTagline,
    policy: `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    icon: `data:image/svg+xml,${encodeURIComponent(icon)}`,
    style: `<style>${style}</style>`,
    script: `<script type="module">${script}</script>`,
    modelLegend: `<li class="model">${escaped(words.era_model)}</li>`,
    languageLink: "",
    emptyCommand: "",
    data: embedded({
      version,
      words,
      explanations,
      specs: specsOf(explanations),
      exchanges: exchanges.map(pageExchange),
    }),
  });
}

/** The live page. Its policy is sent in a header: {@linkcode LIVE_POLICY}. */
export function renderLivePage(
  { explanations, language, origin, needsKey, hasOwnKey, version }: LivePageOptions,
): string {
  const words = PAGE_WORDS[language];
  const { otherLanguage, otherLanguageName } = words;
  return fill(words, {
    policy: "",
    icon: "/wire/icon.svg",
    style: '<link rel="stylesheet" href="/wire/page.css">',
    script: '<script type="module" src="/wire/page.js"></script>',
    modelLegend: "",
    keyHint: escaped(hasOwnKey ? words.ownKeyHint : words.keyHint),
    languageLink:
      `<a href="?lang=${otherLanguage}" lang="${otherLanguage}" hreflang="${otherLanguage}">${otherLanguageName}</a>`,
    emptyCommand: escaped(exampleCommands(origin, needsKey)),
    data: embedded({ version, words, explanations, specs: specsOf(explanations), needsKey }),
  });
}

function specsOf(explanations: Explanations): PageData["specs"] {
  const steps = Object.keys(explanations) as StepKind[];
  const of = (era: TraceEra) => Object.fromEntries(steps.map((step) => [step, specUrl(step, era)]));
  return { "2024": of("2024"), "2025": of("2025"), "2026": of("2026") };
}

function exampleCommands(origin: string, needsKey: boolean): string {
  const key = needsKey ? "MCP_SERVER_AUTH_KEY=YOUR_KEY " : "";
  return ["2026", "2025", "2024"]
    .map((era) => `${key}mcpdemo ask --era ${era} --server ${origin} "what time is it"`).join("\n");
}

/** `html` is inserted unchanged; texts are escaped. */
function fill(words: PageWords, html: Readonly<Record<string, string>>): string {
  const texts: Readonly<Record<string, string>> = words;
  return template.replace(/\{\{ ?(\w+) ?\}\}/g, (_, name) => html[name] ?? escaped(texts[name]!));
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** JSON that is safe inside a script element: without `</script>`, `<!--` and line separators. */
function embedded(data: PageData): string {
  return JSON.stringify(data).replace(
    /[<>&\u2028\u2029]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

function hashOf(text: string): string {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}

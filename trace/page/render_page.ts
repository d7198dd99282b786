/**
 * The wire view as HTML: the page that `serve` shows, and the file that `ask --trace` writes. The two are
 * one: the same script, the same style, the same words.
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

/** By kind of step. */
export type Explanations = { readonly [K in StepKind]?: Explanation };

/** What the page's script finds in the page. */
export interface PageData {
  /** Of mcpdemo. */
  readonly version: string;
  /** What the page says, in one language. */
  readonly words: PageWords;
  /** Of the steps that its exchanges have. */
  readonly explanations: Explanations;
  /** Where the specification speaks of a step, in the revision of each era. */
  readonly specs: Readonly<Record<TraceEra, Readonly<Record<string, string>>>>;
  /** A recorded run; absent on the live page. */
  readonly exchanges?: readonly PageExchange[];
  /** The live page's record is behind a key. */
  readonly needsKey?: boolean;
}

/** What a page is made from. */
export interface PageOptions {
  /** Of mcpdemo. */
  readonly version: string;
  /** Of all kinds of steps. */
  readonly explanations: Explanations;
  /** The language of the page. */
  readonly language: "en" | "fr";
}

/** A recorded run. */
export interface RecordedPageOptions extends PageOptions {
  /** What the page shows, in the order in which it began. */
  readonly exchanges: readonly Exchange[];
}

/** The live page of a server. */
export interface LivePageOptions extends PageOptions {
  /** As the browser calls the server. */
  readonly origin: string;
  /** Whether the page must ask for a key before it can read the record. */
  readonly needsKey: boolean;
  /** The key is one of the view's own (`--wire-key`), not one of the server's. */
  readonly hasOwnKey: boolean;
}

/** The files that the live page loads, by path. */
export const PAGE_FILES: Readonly<Record<string, { readonly type: string; readonly text: string }>> = {
  "/wire/page.js": { type: "text/javascript; charset=utf-8", text: script },
  "/wire/page.css": { type: "text/css; charset=utf-8", text: style },
  "/wire/icon.svg": { type: "image/svg+xml", text: icon },
};

/** What the live page may do: load its own files, read the record. Nothing inline runs. */
export const LIVE_POLICY: string =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; " +
  "img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/**
 * A recorded run as one file that needs nothing else: it opens from a disk and asks for nothing. Its policy
 * lets its own script and style run, by their hashes, and nothing else.
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

/** The live page. Its policy goes into a header: {@linkcode LIVE_POLICY}. */
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

/** `html` stands as it is; words are escaped. */
function fill(words: PageWords, html: Readonly<Record<string, string>>): string {
  const texts: Readonly<Record<string, string>> = words;
  return template.replace(/\{\{ ?(\w+) ?\}\}/g, (_, name) => html[name] ?? escaped(texts[name]!));
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** JSON that nothing in it can end early: neither `</script>` nor `<!--`, and no line separator. */
function embedded(data: PageData): string {
  return JSON.stringify(data).replace(
    /[<>&\u2028\u2029]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

function hashOf(text: string): string {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}

/** A real browser: Debian's Chromium, driven by Playwright. */
import { createRequire } from "node:module";
import { browserTool } from "../support/npm_tools.ts";

const CHROMIUM = "/usr/bin/chromium";

/** Longer than any step should take. */
const PATIENCE_MS = 10_000;

const FLAGS = [
  ...["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
  ...["--disable-background-networking", "--disable-component-update", "--disable-sync"],
];

/** The part of Playwright's element API that is used here. */
export interface Locator {
  click(): Promise<void>;
  fill(text: string): Promise<void>;
  count(): Promise<number>;
  innerText(): Promise<string>;
  /** What a screen reader is given: the accessibility tree as text. */
  ariaSnapshot(): Promise<string>;
  getAttribute(name: string): Promise<string | null>;
  selectOption(value: string): Promise<unknown>;
  check(): Promise<void>;
  first(): Locator;
  last(): Locator;
  waitFor(options?: { readonly timeout?: number; readonly state?: "visible" | "hidden" }): Promise<void>;
}

interface Reported {
  type(): string;
  text(): string;
}

interface Download {
  path(): Promise<string>;
}

interface PlaywrightPage {
  goto(url: string): Promise<unknown>;
  locator(selector: string, options?: { readonly hasText?: string | RegExp }): Locator;
  evaluate<T>(expression: string): Promise<T>;
  waitForFunction(expression: string): Promise<unknown>;
  waitForEvent(name: "download"): Promise<Download>;
  screenshot(options: { readonly path: string }): Promise<unknown>;
  setDefaultTimeout(ms: number): void;
  on(name: "console", told: (message: Reported) => void): void;
  on(name: "pageerror", told: (error: Error) => void): void;
  on(name: "request", told: (request: { url(): string }) => void): void;
  readonly keyboard: { press(key: string): Promise<void> };
}

interface PlaywrightContext extends AsyncDisposable {
  newPage(): Promise<PlaywrightPage>;
  close(): Promise<void>;
}

interface Playwright {
  readonly chromium: {
    launch(options: { readonly executablePath: string; readonly args: readonly string[] }): Promise<{
      newContext(options: unknown): Promise<PlaywrightContext>;
      close(): Promise<void>;
    }>;
  };
}

export interface Look {
  readonly scheme?: "light" | "dark";
  readonly width?: number;
  readonly height?: number;
  readonly language?: string;
}

/** A new page in a fresh browser context, without state of earlier pages. */
export interface Page extends Omit<PlaywrightPage, "on">, AsyncDisposable {
  /** Console errors, including blocked resources and uncaught errors. */
  readonly errors: readonly string[];
  /** The address of every request that the page has made. */
  readonly requests: readonly string[];
}

export interface Browser extends AsyncDisposable {
  open(url: string | URL, look?: Look): Promise<Page>;
}

export async function startBrowser(): Promise<Browser> {
  // It is CommonJS, in a folder outside of the project.
  const require = createRequire(import.meta.url);
  const { chromium }: Playwright = require(await browserTool("playwright-core", "index.js"));
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
  return {
    async open(url, { scheme = "light", width = 1440, height = 900, language = "en-GB" } = {}) {
      const viewport = { width, height };
      const context = await browser.newContext({
        viewport,
        colorScheme: scheme,
        locale: language,
        reducedMotion: "reduce",
      });
      const page = await context.newPage();
      const errors: string[] = [];
      const requests: string[] = [];
      page.setDefaultTimeout(PATIENCE_MS);
      page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
      page.on("pageerror", (error) => errors.push(error.message));
      page.on("request", (request) => requests.push(request.url()));
      await page.goto(String(url));
      return Object.assign(page, { errors, requests, [Symbol.asyncDispose]: () => context.close() });
    },
    [Symbol.asyncDispose]: () => browser.close(),
  };
}

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import type { Exchange } from "../exchange.ts";
import { explanationsIn } from "../explain/explanation.ts";
import { LIVE_POLICY, PAGE_FILES, renderLivePage, renderPage } from "./render_page.ts";
import script from "./bundled/page.js" with { type: "text" };

const LANGUAGES = ["en", "fr"] as const;
const MOST_BYTES = 150_000;
const EVIL = `</script><script>alert(1)</script><!-- \u2028\u2029 & "`;

const EXCHANGE: Exchange = {
  id: 1,
  peer: "mcp_server",
  client: EVIL,
  step: "tools_call",
  startedAt: "2026-07-28T12:05:09.000Z",
  method: "POST",
  url: `http://localhost:8000/${EVIL}`,
  requestHeaders: { [EVIL]: EVIL },
  requestBody: EVIL,
  requestBytes: 0,
  events: [{ ms: 1, event: EVIL, data: EVIL }],
};

function fileIn(language: "en" | "fr", exchanges: readonly Exchange[] = []): string {
  return renderPage({
    version: "0.0.0-test",
    exchanges,
    explanations: explanationsIn(language),
    language,
  });
}

function liveIn(language: "en" | "fr"): string {
  const origin = "http://localhost:8000";
  return renderLivePage({
    version: "0.0.0-test",
    explanations: explanationsIn(language),
    language,
    origin,
    needsKey: true,
    hasOwnKey: false,
  });
}

for (const language of LANGUAGES) {
  Deno.test(`both pages are complete, in the given language, and small: ${language}`, () => {
    const files = Object.values(PAGE_FILES).map(({ text }) => text).join("");
    for (const html of [fileIn(language), liveIn(language) + files]) {
      assert.match(html, new RegExp(`^<!doctype html>\\s*<html lang="${language}">`));
      assert.doesNotMatch(html.replaceAll(script, ""), /\{\{/);
      assert.ok(new TextEncoder().encode(html).length < MOST_BYTES);
    }
  });
}

Deno.test("recorded text cannot leave the file's data element", () => {
  const html = fileIn("en", [EXCHANGE]);
  assert.equal(html.match(/<script/g)!.length, 2);
  assert.equal(html.match(/<\/script/g)!.length, 2);
  assert.doesNotMatch(html, /<!--|\u2028|\u2029/);
  const data = html.match(/id="wire-data">(.*?)<\/script>/s)![1]!;
  const [exchange] = JSON.parse(data).exchanges;
  assert.equal(exchange.requestBody, EVIL);
});

Deno.test("the file's policy allows only its own script and style", () => {
  const html = fileIn("en");
  const policy = html.match(/http-equiv="Content-Security-Policy"\s+content="([^"]*)"/)![1]!;
  const hashOf = (tag: string) => {
    const text = html.match(new RegExp(`<${tag}(?: type="module")?>(.*?)</${tag}>`, "s"))![1]!;
    return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
  };
  assert.match(policy, /^default-src 'none'; /);
  assert.ok(policy.includes(`script-src ${hashOf("script")};`));
  assert.ok(policy.includes(`style-src ${hashOf("style")};`));
  assert.doesNotMatch(policy + LIVE_POLICY, /unsafe|http|\*/);
});

Deno.test("the live page contains no inline script and no inline style", () => {
  const html = liveIn("en");
  assert.doesNotMatch(html, /<style|style="|\son\w+="/);
  assert.deepEqual(html.match(/<script[^>]*>/g), [
    '<script type="application/json" id="wire-data">',
    '<script type="module" src="/wire/page.js">',
  ]);
});

Deno.test("the script is a single module: it has no import or export, and defines every name once", () => {
  assert.doesNotMatch(script, /^\s*(import|export)\b/m);
  const names = [...script.matchAll(/^(?:async )?(?:function|const|let) (\w+)/gm)].map(([, name]) => name);
  assert.deepEqual(names.filter((name, index) => names.indexOf(name) !== index), []);
});

Deno.test("the page says which key opens it: the server's, or only that of --wire-key", () => {
  const page = (hasOwnKey: boolean) =>
    renderLivePage({
      version: "0.0.0-test",
      explanations: explanationsIn("en"),
      language: "en",
      origin: "http://h",
      needsKey: true,
      hasOwnKey,
    });
  assert.match(page(false), /<p>Use one of the server's keys\./);
  assert.match(page(true), /<p>Use the key given with /);
});

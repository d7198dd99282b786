/** Neither page has a serious accessibility violation. */
import assert from "node:assert/strict";
import { JSON_HEADERS, openSession } from "../support/mcp_requests.ts";
import { seriousViolations } from "./axe.ts";
import { type Look, startBrowser } from "./browser.ts";
import { recordedFile } from "./recorded_file.ts";
import { call, openWireView, startWireServer } from "./wire_server.ts";

const LOOKS: readonly Required<Pick<Look, "scheme" | "width">>[] = [
  { scheme: "light", width: 1440 },
  { scheme: "dark", width: 1440 },
  { scheme: "light", width: 390 },
  { scheme: "dark", width: 390 },
];

for (const look of LOOKS) {
  const name = `${look.scheme}, ${look.width} pixels wide`;

  Deno.test(`the live page is accessible: ${name}`, async () => {
    await using browser = await startBrowser();
    await using server = startWireServer();
    await using empty = await browser.open(server.url, look);
    await empty.locator("#key").waitFor();
    assert.deepEqual(await seriousViolations(empty), []);
    await using page = await openWireView(browser, server, look);
    assert.deepEqual(await seriousViolations(page), []);
    await openSession(server);
    await call(server, "get_current_time", {});
    await (await fetch(server.at("/mcp"), { method: "POST", headers: JSON_HEADERS, body: "{" })).text();
    await page.locator('.exchange[data-id="4"]').click();
    assert.deepEqual(await seriousViolations(page), []);
    await page.keyboard.press("Escape");
    await page.locator('.exchange[data-id="1"]').first().click();
    assert.deepEqual(await seriousViolations(page), []);
  });

  Deno.test(`the file is accessible: ${name}`, async () => {
    await using browser = await startBrowser();
    await using file = await recordedFile();
    await using page = await browser.open(file.url, look);
    await page.locator(".exchange").first().click();
    assert.deepEqual(await seriousViolations(page), []);
  });
}

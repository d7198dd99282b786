/** Takes screenshots of both pages into the folder `screenshots`. */
import { type Look, type Page, startBrowser } from "./browser.ts";
import { recordedFile } from "./recorded_file.ts";
import { KEY } from "../support/start_server.ts";
import { JSON_HEADERS } from "../support/mcp_requests.ts";
import { ask, ERAS, openWireView, startWireServer } from "./wire_server.ts";

const FOLDER = new URL("../../screenshots/", import.meta.url).pathname;

const LOOKS: Readonly<Record<string, Look>> = {
  light: { scheme: "light" },
  dark: { scheme: "dark" },
  phone: { scheme: "light", width: 390, height: 844 },
  "phone-dark-fr": { scheme: "dark", width: 390, height: 844, language: "fr-FR" },
};

async function shoot(page: Page, name: string, selector?: string): Promise<void> {
  await page.locator(".exchange").first().waitFor();
  await page.screenshot({ path: `${FOLDER}${name}.png` });
  if (selector === undefined) return;
  await page.locator(selector).last().click();
  await page.screenshot({ path: `${FOLDER}${name}-open.png` });
}

await Deno.mkdir(FOLDER, { recursive: true });
await using browser = await startBrowser();
await using server = startWireServer({ now: Date.now });
await using file = await recordedFile();
await (await browser.open(server.url)).screenshot({ path: `${FOLDER}live-key.png` });
await (await openWireView(browser, server)).screenshot({ path: `${FOLDER}live-empty.png` });
for (const era of ERAS) await ask(server, era, "what time is it in Tokyo");
await ask(server, "2025", "count down from 2");
await (await fetch(server.at("/mcp"), {
  method: "POST",
  headers: { ...JSON_HEADERS, Authorization: `Bearer not-${KEY}` },
  body: "{}",
})).text();
for (const [name, look] of Object.entries(LOOKS)) {
  await using live = await openWireView(browser, server, look);
  await shoot(live, `live-${name}`, ".exchange:has(.arrow.event)");
  await using recorded = await browser.open(file.url, look);
  await shoot(recorded, `file-${name}`, ".exchange:has(.arrow.model)");
}
console.log(FOLDER);

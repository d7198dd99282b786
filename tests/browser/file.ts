/** The `.html` file of a recorded run in a real browser, opened from the disk. */
import assert from "node:assert/strict";
import { startBrowser } from "./browser.ts";
import { recordedFile } from "./recorded_file.ts";

Deno.test("the file opens from a disk, sends no request, and shows every lane", async () => {
  await using browser = await startBrowser();
  await using file = await recordedFile();
  await using page = await browser.open(file.url);
  await page.locator(".arrow.model .label", { hasText: "get_current_time" }).first().waitFor();
  assert.deepEqual((await page.locator("#lanes").innerText()).split(/\s*\n\s*/), [
    "you",
    "mcpdemo",
    "model",
    "MCP server",
  ]);
  assert.match(await page.locator(".arrow.question").innerText(), /what time is it in Tokyo/);
  const numbers = await page.evaluate<string[]>(
    "[...document.querySelectorAll('.number')].map((e) => e.textContent)",
  );
  assert.deepEqual(numbers, numbers.toSorted((a, b) => Number(a) - Number(b)));
  assert.match(await page.locator(".arrow.answer").innerText(), /Asia\/Tokyo/);
  await page.locator(".exchange:has(.arrow.request.model)").first().click();
  assert.match(await page.locator("#panel").innerText(), /"messages": \[/);
  assert.deepEqual(page.requests, [file.url.href]);
  assert.deepEqual(page.errors, []);
});

Deno.test("a default server that is absent is expected: its arrow says so, and is not a failure", async () => {
  await using browser = await startBrowser();
  await using file = await recordedFile();
  await using page = await browser.open(file.url);
  const arrow = page.locator(".arrow.failure");
  assert.match(await arrow.first().innerText(), /no server at the default address, as expected/);
  assert.equal(await page.locator(".arrow.bad").count(), 0);
});

Deno.test("recorded text cannot inject markup or scripts into the file", async () => {
  const evil = `</script><img src=x onerror="globalThis.hit=1"><!--<script>globalThis.hit=1\u2028</script>`;
  await using browser = await startBrowser();
  await using file = await recordedFile((exchanges) =>
    exchanges.map((exchange) => ({
      ...exchange,
      client: evil,
      session: evil,
      url: evil,
      method: evil,
      requestHeaders: { [evil]: evil },
      requestBody: evil,
      responseBody: evil,
      rpc: { method: evil, tool: evil },
      events: [{ ms: 1, event: evil, data: evil }],
    }))
  );
  await using page = await browser.open(file.url);
  await page.locator(".exchange").first().click();
  assert.equal(await page.evaluate("globalThis.hit"), undefined);
  assert.equal(await page.evaluate("document.querySelectorAll('img').length"), 0);
  assert.equal(await page.evaluate("document.querySelectorAll('script').length"), 2);
  assert.deepEqual(page.requests, [file.url.href]);
  assert.deepEqual(page.errors, []);
});

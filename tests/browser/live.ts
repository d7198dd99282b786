/** The live page in a real browser: it draws messages as they pass. */
import assert from "node:assert/strict";
import { holdClock } from "../support/held_clock.ts";
import { withTestKey } from "../support/start_server.ts";
import {
  eventsOf,
  initialize,
  JSON_HEADERS,
  modern,
  openSession,
  post,
  rpc,
} from "../support/mcp_requests.ts";
import { startBrowser } from "./browser.ts";
import { ask, call, ERAS, openWireView, startWireServer } from "./wire_server.ts";

for (const era of ERAS) {
  Deno.test(`a call that ask makes in ${era} is on the page within a second`, async () => {
    await using browser = await startBrowser();
    await using server = startWireServer();
    await using page = await openWireView(browser, server);
    await ask(server, era, "what time is it in Tokyo");
    const arrow = page.locator(`.arrow.request.era-${era} .label`, { hasText: "get_current_time" });
    await arrow.waitFor({ timeout: 1_000 });
    assert.match(await arrow.innerText(), /tools\/call\s+get_current_time\s+\{"timezone":"Asia\/Tokyo"\}/);
    await page.locator(`.arrow.era-${era}.left .gist`, { hasText: "Asia/Tokyo" }).waitFor({ timeout: 1_000 });
    assert.deepEqual(page.errors, []);
  });
}

Deno.test("a click opens an exchange: the request, the response, and the explanation", async () => {
  await using browser = await startBrowser();
  await using server = startWireServer();
  await using page = await openWireView(browser, server);
  await call(server, "get_current_time", { timezone: "Asia/Tokyo" });
  await page.locator(".exchange").click();
  assert.match(await page.locator("#panel h2").innerText(), /^tools\/call: /);
  assert.match(
    await page.locator("#panel > div > p > .spec").getAttribute("href") ?? "",
    /^https:\/\/modelcontextprotocol\.io\/specification\/2026-07-28\//,
  );
  const panel = await page.locator("#panel").innerText();
  for (const part of [/mcp-method\s+tools\/call/, /"timezone": "Asia\/Tokyo"/, /HTTP 200/, /"content": \[/]) {
    assert.match(panel, part);
  }
  assert.match(panel, /authorization\s+Bearer \*\*\*/);
  await page.keyboard.press("Escape");
  await page.locator("#panel").waitFor({ state: "hidden" });
  assert.equal(await page.evaluate("document.activeElement.className"), "exchange");
  assert.deepEqual(page.errors, []);
});

Deno.test("the page draws progress as it arrives, before the call has ended", async () => {
  const clock = holdClock();
  await using browser = await startBrowser();
  await using server = startWireServer({ now: clock.now, sleep: clock.sleep });
  await using page = await openWireView(browser, server);
  const session = await openSession(server);
  const params = { name: "countdown", arguments: { seconds: 2 }, _meta: { progressToken: "p" } };
  await using events = eventsOf(await post(server, "/mcp", rpc("tools/call", params), session));
  // The minute's clock sleeps too; the one-second sleep is the countdown's.
  while (await clock.next() !== 1_000);
  const progress = page.locator(".open .arrow.event", { hasText: "notifications/progress" });
  await progress.waitFor();
  assert.match(await progress.innerText(), /1\/2/);
  assert.equal(await page.locator(".arrow.event", { hasText: "is over" }).count(), 0);
  while (await clock.next() !== 1_000);
  await page.locator(".arrow.event", { hasText: "The countdown of 2 s is over." }).waitFor();
  while (!(await events.next()).data.includes("is over"));
  assert.deepEqual(page.errors, []);
});

Deno.test("what a client sends is shown as text, never as markup", async () => {
  const evil = `<img src=x onerror="globalThis.hit=1"></script><script>globalThis.hit=1</script>\u2028`;
  await using browser = await startBrowser();
  await using server = startWireServer();
  await using page = await openWireView(browser, server);
  const initialize = rpc("initialize", {
    protocolVersion: "2025-06-18",
    capabilities: {},
    clientInfo: { name: evil, version: evil },
  });
  await (await post(server, "/mcp", initialize)).text();
  await (await fetch(server.at("/mcp"), modern("tools/call", { name: "x", arguments: { [evil]: evil } })))
    .text();
  await (await post(server, "/mcp", rpc("tools/call", { name: evil, arguments: evil }))).text();
  await (await post(server, "/mcp", rpc(evil))).text();
  await (await fetch(server.at(`/${encodeURIComponent(evil)}?${evil}`), {
    headers: withTestKey({ "X-Evil": evil.trim() }),
  })
    .catch(() => fetch(server.at(`/${encodeURIComponent(evil)}`)))).body?.cancel();
  for (const id of [1, 2, 3, 4, 5]) {
    await page.locator(`.exchange[data-id="${id}"]`).first().click();
    await page.locator("#panel .facts", { hasText: `#${id}` }).waitFor();
  }
  assert.equal(await page.evaluate("globalThis.hit"), undefined);
  assert.equal(await page.evaluate("document.querySelectorAll('img, script:not([src], [type])').length"), 0);
  assert.match(await page.locator("#lanes").innerText(), /<img src=x/);
  assert.deepEqual(page.errors, []);
});

Deno.test("filters, pause and saving apply to what is shown", async () => {
  await using browser = await startBrowser();
  await using server = startWireServer();
  await using page = await openWireView(browser, server);
  await openSession(server);
  await call(server, "get_current_time", {});
  await (await fetch(server.at("/mcp"), { method: "POST", headers: JSON_HEADERS, body: "{" })).text();
  await page.locator("#count", { hasText: "4" }).waitFor();
  const shown = () =>
    page.evaluate<string[]>("[...document.querySelectorAll('.exchange')].map((e) => e.dataset.id)");
  await page.locator("#session").selectOption("session-1");
  await page.locator("#exchanges:not(:has(.era-2026))").waitFor();
  assert.deepEqual(await shown(), ["1", "2"]);
  await page.locator("#session").selectOption("");
  await page.locator("#method").selectOption("tools/call");
  await page.locator("#exchanges:not(:has(.era-2025))").waitFor();
  assert.deepEqual(await shown(), ["3"]);
  await page.locator("#method").selectOption("");
  await page.locator("#failures").check();
  await page.locator("#exchanges:not(:has(.era-2026))").waitFor();
  assert.deepEqual(await shown(), ["4"]);

  await page.locator("#pause").click();
  await (await fetch(server.at("/mcp"), { method: "POST", headers: JSON_HEADERS, body: "{" })).text();
  await page.locator("#state", { hasText: "1" }).waitFor();
  assert.deepEqual(await shown(), ["4"]);
  await page.locator("#pause").click();
  await page.locator('.exchange[data-id="5"]').waitFor();

  const [download] = await Promise.all([page.waitForEvent("download"), page.locator("#save").click()]);
  const saved = (await Deno.readTextFile(await download.path())).trim().split("\n").map((line) =>
    JSON.parse(line)
  );
  assert.deepEqual(saved.map(({ id, status }) => [id, status]), [[4, 401], [5, 401]]);
  assert.ok(!("parts" in saved[0]));
  const [har] = await Promise.all([page.waitForEvent("download"), page.locator("#save-har").click()]);
  const { log } = JSON.parse(await Deno.readTextFile(await har.path()));
  assert.deepEqual(log.creator, { name: "mcpdemo", version: "0.0.0-test" });
  assert.deepEqual(
    log.entries.map(({ _id, response, comment }: HarEntry) => [_id, response.status, comment !== ""]),
    [[4, 401, true], [5, 401, true]],
  );
  assert.deepEqual(page.errors, []);
});

interface HarEntry {
  readonly _id: number;
  readonly response: { readonly status: number };
  readonly comment: string;
}

Deno.test("a text selection survives new events, which are shown once it is cleared", async () => {
  await using browser = await startBrowser();
  await using server = startWireServer();
  await using page = await openWireView(browser, server);
  const headers = withTestKey({ Accept: "text/event-stream" });
  await using stream = eventsOf(await fetch(server.at("/sse"), { headers }));
  const { data: path } = await stream.next();
  await page.locator('.exchange[data-id="1"]').click();
  await page.evaluate("getSelection().selectAllChildren(document.querySelector('#panel-title'))");
  const marked = await page.evaluate<string>("getSelection().toString()");
  assert.notEqual(marked, "");
  const events = page.locator("#panel .events li");
  assert.equal(await events.count(), 1);
  await (await post(server, path, initialize())).text();
  await page.locator('.exchange[data-id="1"] .arrow.event', { hasText: "answers 2" }).waitFor();
  assert.equal(await page.evaluate("getSelection().toString()"), marked);
  assert.equal(await events.count(), 1);
  await page.evaluate("getSelection().removeAllRanges()");
  await page.locator("#panel .events li:nth-child(2)").waitFor();
  assert.deepEqual(page.errors, []);
});

Deno.test("arrow keys move through the list, and Enter opens an exchange", async () => {
  await using browser = await startBrowser();
  await using server = startWireServer();
  await using page = await openWireView(browser, server);
  for (let calls = 0; calls < 3; calls++) await call(server, "get_current_time", {});
  await page.locator('.exchange[data-id="3"]').waitFor();
  await page.evaluate("document.querySelector('.exchange').focus()");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowUp");
  assert.match(
    await page.locator(".exchange:focus").ariaSnapshot(),
    /button "Exchange 2 .* era 2026 curl → MCP server: tools\/call get_current_time/,
  );
  await page.keyboard.press("Enter");
  await page.locator("#panel .facts", { hasText: "#2" }).waitFor();
  assert.equal(await page.evaluate("document.activeElement.id"), "panel-title");
  await page.keyboard.press("ArrowRight");
  await page.locator("#panel .facts", { hasText: "#3" }).waitFor();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowLeft");
  await page.locator("#panel .facts", { hasText: "#2" }).waitFor();
});

Deno.test("a failed tool call is drawn as a failure, and the client of one stream has one lane", async () => {
  await using browser = await startBrowser();
  await using server = startWireServer();
  await using page = await openWireView(browser, server);
  await call(server, "convert_time", { time: "x", to_timezone: "Asia/Tokyo" });
  await page.locator(".arrow.bad", { hasText: "200" }).waitFor();
  // A client that already has a lane, and then opens a stream before it sends its name.
  await ask(server, "2026", "what time is it in Tokyo");
  await page.locator(".lane span", { hasText: "mcpdemo" }).waitFor();
  await ask(server, "2024", "what time is it in Tokyo");
  await page.locator(".arrow.end.era-2024").waitFor();
  assert.deepEqual(await page.evaluate("[...document.querySelectorAll('.lane')].map((e) => e.textContent)"), [
    "curl",
    "mcpdemo",
    "MCP server",
  ]);
  await page.locator("#method").selectOption("tools/call");
  await page.locator("#exchanges:not(:has(.arrow.end))").waitFor();
  await page.locator(".arrow.event.era-2024", { hasText: "Asia/Tokyo" }).waitFor();
  assert.match(await page.locator("#count").innerText(), /^Exchanges: 3 of \d+$/);
  await page.locator("#failures").check();
  await page.locator("#exchanges:not(:has(.era-2024))").waitFor();
  await page.locator(".exchange").first().click();
  assert.match(await page.locator("#panel .failed").innerText(), /the tool ran and failed/);
  assert.deepEqual(page.errors, []);
});

Deno.test("the page rejects a wrong key, and opens with the right one", async () => {
  await using browser = await startBrowser();
  await using server = startWireServer();
  await using page = await browser.open(server.url, { language: "fr-FR" });
  await page.locator("#key").fill("wrong");
  await page.locator("#key-form button").click();
  await page.locator("#key-wrong").waitFor();
  assert.equal(await page.locator("#key-wrong").innerText(), "Le serveur a refusé cette clé.");
  assert.equal(await page.evaluate("document.documentElement.lang"), "fr");
  await page.locator("#key").fill(withTestKey().Authorization!.slice("Bearer ".length));
  await page.locator("#key-form button").click();
  await page.locator("#state", { hasText: "en direct" }).waitFor();
  assert.ok(page.requests.every((url) => url.startsWith(server.url.href)));
});

Deno.test("after twenty thousand exchanges the page is no larger than its limits", async () => {
  await using browser = await startBrowser();
  await using server = startWireServer();
  await using page = await openWireView(browser, server);
  const count = (selector: string) =>
    page.evaluate<number>(`document.querySelectorAll(${JSON.stringify(selector)}).length`);
  for (const last of [2_000, 20_000]) {
    for (let id = last === 2_000 ? 1 : 2_001; id <= last; id += 50) {
      // These requests are refused before any work is done, which is quick.
      await Promise.all(Array.from({ length: 50 }, async () => {
        await (await fetch(server.at("/mcp"))).text();
      }));
    }
    await page.locator(`.exchange[data-id="${last}"]`).first().waitFor();
    assert.ok(await count(".arrow") <= 1_000);
    // An item with one arrow has about 16 elements; filters offer a bounded number of values.
    assert.ok(await count("*") < 18_000, `${await count("*")} nodes after ${last}`);
    assert.match(await page.locator("#count").innerText(), / 1,000$/);
  }
  assert.deepEqual(page.errors, []);
});

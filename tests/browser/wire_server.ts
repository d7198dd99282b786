/** A server with its wire view on, and the calls that its page should show. */
import { createRedactor } from "../../trace/record/redact.ts";
import { KEY, startServer, type TestServer, type TestServerOptions } from "../support/start_server.ts";
import { runCli } from "../support/run_cli.ts";
import { modern } from "../support/mcp_requests.ts";
import type { Browser, Look, Page } from "./browser.ts";

export const ERAS = ["2024", "2025", "2026"] as const;

export function startWireServer(options: TestServerOptions = {}): TestServer {
  const record = { size: 1_000, viewKeys: [], redactor: createRedactor([KEY]) };
  return startServer({ record, ...options });
}

/** Opens the page and unlocks the record with the key. */
export async function openWireView(browser: Browser, server: TestServer, look: Look = {}): Promise<Page> {
  const page = await browser.open(server.url, look);
  await page.locator("#key").fill(KEY);
  await page.locator("#key-form button").click();
  await page.locator('#state[data-kind="live"]').waitFor();
  return page;
}

/** Runs `ask` with the offline model. */
export async function ask(server: TestServer, era: string, ...question: string[]): Promise<void> {
  const environment = { MCP_SERVER_AUTH_KEY: KEY };
  const { status, stderr } = await runCli(
    ["ask", "--era", era, "--server", server.url.href, ...question],
    { environment },
  );
  if (status !== 0) throw new Error(stderr);
}

/** Calls a tool in 2026, with a handwritten request. */
export async function call(server: TestServer, name: string, args: Record<string, unknown>): Promise<void> {
  await (await fetch(server.at("/mcp"), modern("tools/call", { name, arguments: args }))).text();
}

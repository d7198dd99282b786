/**
 * The way to a server: its addresses, what listens there, proxies, redirects, how long answers take.
 *
 * @module
 */
import { lookup } from "node:dns/promises";
import { isIP } from "node:net";
import { networkReason } from "../../cli/error_text.ts";
import { shownUrl } from "../../cli/errors.ts";
import { oneLine } from "../../cli/printable.ts";
import type { Environment } from "../../cli/settings.ts";
import { isLoopbackHost } from "../../lib/loopback.ts";
import { withinMs } from "../../lib/time.ts";
import { type Add, found } from "./finding.ts";
import type { Seen } from "./wire.ts";

/** Milliseconds for an address to accept a connection. */
const CONNECT_MS = 3_000;

/** Addresses of one name that are tried. */
const ADDRESSES = 8;

/** The usual ports of MCP servers. They are tried on this machine only. */
const PORTS = [8000, 8080, 3000, 3001, 8123, 9000];

/** What the suite needs from the process. */
export interface WayContext {
  /** The variables, which may name a proxy. */
  readonly environment: Environment;
  /** A clock: milliseconds since any fixed time. */
  readonly now: () => number;
}

/** Tries each address of a server. */
export async function examineAddresses(url: URL, { environment, now }: WayContext, add: Add): Promise<void> {
  const proxy = proxyFor(url, environment);
  if (proxy !== undefined) return add(found("note", "proxy_used", { name: proxy }));
  const host = url.hostname.replace(/^\[(.*)\]$/, "$1");
  const port = Number(url.port) || (url.protocol === "https:" ? 443 : 80);
  const addresses = await addressesOf(host);
  const tried = await Promise.all(addresses.map(async (address) => ({
    address: isIP(address) === 6 ? `[${address}]:${port}` : `${address}:${port}`,
    outcome: await tryAddress(address, port, now),
  })));
  const isOpen = tried.some(({ outcome }) => typeof outcome === "number");
  for (const { address, outcome } of tried) {
    if (typeof outcome === "number") {
      add(found("ok", "address_open", { address, ms: String(outcome) }));
    } else if (isOpen) {
      add(found("note", "address_closed", { address, detail: outcome }));
    }
  }
  if (!isOpen && isLoopbackHost(host)) await lookBeside(host, port, now, add);
}

/** What the answers say about the way: redirects that were followed, and time. */
export function judgeWay(seen: readonly Seen[], add: Add): void {
  const redirect = seen.find(({ status, headers }) => [307, 308].includes(status) && headers.has("location"));
  if (redirect) {
    const { url, status, headers } = redirect;
    const to = URL.parse(headers.get("location")!, url);
    add(found("warning", "redirects", {
      url: shownUrl(url),
      location: oneLine(shownUrl(to ?? "")),
      status: String(status),
    }));
  }
  const ms = usualMs(seen);
  if (ms >= SLOW_MS) add(found("warning", "slow_answers", { seconds: (ms / 1000).toFixed(1) }));
}

/** Milliseconds after which an answer is slow. */
export const SLOW_MS = 2_000;

/** The median of the milliseconds until headers came, of all requests but calls of tools. */
export function usualMs(seen: readonly Seen[]): number {
  const all = seen.filter(({ method, rpc }) => method === "POST" && rpc !== "tools/call")
    .map(({ headersMs }) => headersMs).sort((a, b) => a - b);
  return all[Math.floor((all.length - 1) / 2)] ?? 0;
}

/** The variable that sends requests to a URL through a proxy. */
function proxyFor({ protocol, hostname }: URL, environment: Environment): string | undefined {
  if (isLoopbackHost(hostname)) return undefined;
  const except = (environment.NO_PROXY ?? environment.no_proxy ?? "").split(",").map((each) => each.trim());
  const isExcepted = except.some((each) =>
    each !== "" && (hostname === each || hostname.endsWith(`.${each.replace(/^\./, "")}`))
  );
  if (isExcepted || except.includes("*")) return undefined;
  const names = protocol === "https:" ? ["HTTPS_PROXY", "https_proxy"] : ["HTTP_PROXY", "http_proxy"];
  return [...names, "ALL_PROXY", "all_proxy"].find((name) => environment[name]);
}

/** Empty if the name is not known: connecting says so. */
async function addressesOf(host: string): Promise<readonly string[]> {
  if (isIP(host)) return [host];
  const all = await withinMs(lookup(host, { all: true }).catch(() => []), CONNECT_MS);
  return [...new Set(all?.map(({ address }) => address))].slice(0, ADDRESSES);
}

/** Milliseconds until the connection was open, or why it is not. */
async function tryAddress(hostname: string, port: number, now: () => number): Promise<number | string> {
  const started = now();
  const connecting = Deno.connect({ hostname, port });
  try {
    const connection = await withinMs(connecting, CONNECT_MS);
    if (!connection) {
      connecting.then((late) => late.close(), () => {});
      return `${CONNECT_MS / 1000} s`;
    }
    connection.close();
    return Math.round(now() - started);
  } catch (error) {
    return oneLine(networkReason(error));
  }
}

async function lookBeside(host: string, port: number, now: () => number, add: Add): Promise<void> {
  const open = await Promise.all(
    PORTS.filter((each) => each !== port).map(async (each) => ({
      each,
      isOpen: typeof await tryAddress(host, each, now) === "number",
    })),
  );
  for (const { each, isOpen } of open) if (isOpen) add(found("note", "port_beside", { port: String(each) }));
}

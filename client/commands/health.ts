/**
 * The command `health`: checks whether an MCP server is up.
 *
 * A container's health check runs it, since the image has no curl: it asks `/healthz`, which needs no key and
 * loads nothing. A server without that page is connected to, as `tools` would.
 *
 * @module
 */
import { shownUrl } from "../../cli/errors.ts";
import { EXIT, type ExitStatus } from "../../cli/exit_status.ts";
import type { HealthSettings } from "../../cli/settings.ts";
import type { Fetch } from "../../lib/fetch.ts";
import { essenceOf } from "../../lib/media_type.ts";
import { abortAfter } from "../../lib/time.ts";
import { readText } from "../limits/read_text.ts";
import { showAround, showingFailure, toJson } from "../output/show.ts";
import type { RunEvent } from "../run_event.ts";
import type { ClientContext } from "./context.ts";
import { startDeadline } from "../limits/deadline.ts";

/** What `health --json` prints about a server that is up. */
export interface HealthReport {
  /** The address that answered. */
  readonly url: string;
  /** How it was checked: by its page `/healthz`, or by connecting as an MCP client. */
  readonly checkedBy: "healthz" | "mcp";
  /** Milliseconds until the answer was complete. */
  readonly milliseconds: number;
  /** The name and version that the server gave itself. Only if it was connected to. */
  readonly title?: string;
  /** The era that was spoken. Only if the server was connected to. */
  readonly era?: string;
  /** The negotiated revision. Only if the server was connected to. */
  readonly revision?: string;
}

/**
 * Prints that the server is up.
 *
 * @throws a `UserError` when it is not, or is not an MCP server
 */
export async function health(settings: HealthSettings, context: ClientContext): Promise<ExitStatus> {
  const { output, messages, now } = context;
  const show = showAround(settings.json, context);
  return await showingFailure(show, context, async () => {
    using deadline = startDeadline(settings.timeout, context);
    const start = now();
    const found = await healthz(settings, context.fetch, deadline.signal) ??
      await connected(settings, settings.timeout - (now() - start) / 1000, context, deadline.signal);
    const report: HealthReport = { ...found, milliseconds: Math.round(now() - start) };
    output.answer(settings.json ? toJson(report) : `${messages.health.up(report)}\n`);
    return EXIT.answered;
  });
}

type Found = Omit<HealthReport, "milliseconds">;

/** A page of an unknown server may take this part of the time: the handshake needs the rest. */
const HEALTHZ_PART = 0.5;

/** `/healthz` is a page of the server at the usual paths; what it says about another path is not known. */
const USUAL_PATH = /^\/(?:mcp|sse)?\/?$/;

/** Most characters of the page that are read. */
const MAX_CHARACTERS = 1_000;

/** Asks the page; `undefined` if it does not answer as ours does, which says nothing about the server. */
async function healthz(
  { server, era, timeout }: HealthSettings,
  fetch: Fetch,
  signal: AbortSignal,
): Promise<Found | undefined> {
  if (era !== "auto" || !USUAL_PATH.test(server.pathname)) return undefined;
  const url = Object.assign(new URL(server), { pathname: "/healthz", search: "", hash: "" });
  using limit = abortAfter(timeout * 1000 * HEALTHZ_PART, () => "too slow", signal);
  try {
    const answer = await fetch(url, { redirect: "manual", signal: limit.signal });
    const text = await readText(answer, MAX_CHARACTERS);
    const isJson = essenceOf(answer.headers.get("content-type")) === "application/json";
    // Many web servers answer any path with a page.
    if (answer.status !== 200 || !isJson || JSON.parse(text)?.status !== "ok") return undefined;
    return { url: shownUrl(url), checkedBy: "healthz" };
  } catch {
    signal.throwIfAborted();
    // The connection that follows finds the cause, and says it.
    return undefined;
  }
}

/** Connects in the era that the server speaks, within `seconds`. */
async function connected(
  { server, ...settings }: HealthSettings,
  seconds: number,
  context: ClientContext,
  signal: AbortSignal,
): Promise<Found> {
  const { openServers } = await import("../servers/open_servers.ts");
  const note = showAround(settings.json, context);
  let found: Found | undefined;
  const show = (event: RunEvent) => {
    if (event.type !== "server") return note(event);
    const { url, title, era, revision } = event;
    found = { url, checkedBy: "mcp", title, era, revision };
  };
  const asked = {
    ...settings,
    servers: [server],
    config: undefined,
    timeout: seconds,
    debug: false,
    debugWire: false,
  };
  await using _opened = await openServers(asked, context, show, signal);
  return found!;
}

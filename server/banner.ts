/**
 * What `serve` says when it listens.
 *
 * @module
 */
import type { LabName } from "../cli/lab_names.ts";
import type { ServeSettings } from "../cli/settings.ts";
import { isLoopbackHost } from "../lib/loopback.ts";
import type { Listener } from "./listen.ts";
import type { ServeContext } from "./serve_context.ts";

/** What the banner shows besides the settings. */
export interface Shown {
  readonly keyCount: number;
  /** Of the keys file, if there is one. */
  readonly fileKeyCount?: number | undefined;
  readonly staged?: readonly LabName[];
}

/** The lines of the banner. */
export function banner(
  { hostname, port }: Listener,
  { keyCount, fileKeyCount, staged = [] }: Shown,
  { stateKey, wireSize, wireKeys, workers, keysFile, tlsCert, redis }: ServeSettings,
  context: ServeContext,
): string[] {
  const { messages: { serve: text }, output, program, version } = context;
  const isEverywhere = hostname === "0.0.0.0" || hostname === "::";
  const scheme = tlsCert === undefined ? "http" : "https";
  const base = `${scheme}://${isEverywhere ? "localhost" : urlHost(hostname)}:${port}`;
  const urls = [`${base}/mcp`, ...(workers > 1 ? [] : [`${base}/mcp`, `${base}/sse`])];
  const width = Math.max(...urls.map((url) => url.length)) + 2;
  const open = isLoopbackHost(hostname) ? text.authOff : text.authOffPublic;
  const server = port === 8000 && tlsCert === undefined ? "" : ` --server ${base}`;
  const isOpen = keyCount === 0 && fileKeyCount === undefined;
  const key = isOpen ? "" : "MCP_SERVER_AUTH_KEY=YOUR_KEY ";
  return [
    output.style("bold", text.ready(version, `${scheme}://${urlHost(hostname)}:${port}`)),
    ...urls.map((url, index) => `  ${url.padEnd(width)}${output.style("dim", text.eras[index]!)}`),
    ...(workers > 1
      ? [text.workers(workers)]
      : wireSize > 0
      ? [text.wireView(`${base}/`, wireKeys.length > 0)]
      : []),
    ...(keyCount > 0 ? [text.authOn(keyCount)] : []),
    ...(fileKeyCount === undefined ? [] : [text.keysFile(fileKeyCount, keysFile!)]),
    ...(isOpen ? [output.style("red", open)] : []),
    ...(redis ? [text.replicas(redis.host)] : []),
    ...(stateKey !== undefined || redis ? [] : [output.style("dim", text.randomStateKey)]),
    ...(staged.length === 0 ? [] : [
      output.style("red", text.labs),
      ...staged.map((name) => `  ${name}: ${context.messages.labs[name]}`),
    ]),
    "",
    text.otherTerminal,
    `  ${key}${program} ask${server} "${text.exampleQuestion}"`,
    output.style("dim", text.stop),
  ];
}

function urlHost(hostname: string): string {
  return hostname.includes(":") ? `[${hostname}]` : hostname;
}

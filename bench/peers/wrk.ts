/** Load by wrk, for the eras that answer a call in the response to its POST. */
import { JSON_HEADERS } from "../answer.ts";
import { ARGUMENTS, callMessage, headersOf } from "./calls.ts";
import type { Load, LoadOptions } from "./load.ts";
import type { Era } from "./peer.ts";

/** What wrk calls. */
export interface WrkOptions extends LoadOptions {
  /** `http://127.0.0.1:PORT`. */
  readonly url: string;
  /** The era of the calls. */
  readonly era: Era;
  /** The sessions that the calls go to in turns. */
  readonly sessions: readonly string[];
  /** Bytes of a further argument. */
  readonly padding: number;
  /** What every answer must contain; without it, only its status is looked at, which costs less. */
  readonly expected?: string;
}

/** Runs wrk with one thread. */
export async function loadByWrk(options: WrkOptions, signal: AbortSignal): Promise<Load> {
  const { url, connections, seconds } = options;
  const file = await Deno.makeTempFile({ prefix: "mcpdemo-wrk-", suffix: ".lua" });
  try {
    await Deno.writeTextFile(file, luaOf(options));
    const script = `${import.meta.dirname}/call.lua`;
    const { stdout, stderr } = await new Deno.Command("wrk", {
      args: ["-t1", `-c${connections}`, `-d${seconds}s`, "--timeout", "10s", "-s", script, url, "--", file],
      stdout: "piped",
      stderr: "piped",
      signal,
    }).output();
    const decoder = new TextDecoder();
    return loadOf(decoder.decode(stdout) + decoder.decode(stderr));
  } finally {
    await Deno.remove(file);
  }
}

/** What `call.lua` sends, as Lua. */
export function luaOf({ url, era, sessions, padding, expected = "" }: WrkOptions): string {
  const args = padding === 0 ? ARGUMENTS : { ...ARGUMENTS, padding: "PADDING" };
  const message = JSON.stringify(callMessage(era, 0, args));
  const [before = "", after = ""] = message.split(/(?<="id":)0(?=,)/);
  const sent = sessions.length > 0 ? sessions : [undefined];
  const heads = sent.map((session) => {
    const headers = { Host: new URL(url).host, ...JSON_HEADERS, ...headersOf(era, "tools/call", session) };
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    return `POST /mcp HTTP/1.1\r\n${lines.join("")}`;
  });
  // The texts have no characters that JSON and Lua write differently.
  const [quotedBefore, quotedAfter] = [before, after].map((text) => JSON.stringify(text));
  return `return { heads = { ${heads.map((head) => JSON.stringify(head)).join(", ")} }, ` +
    `before = ${quotedBefore}, after = ${quotedAfter}, padding = ${padding}, expected = ${
      JSON.stringify(expected)
    } }\n`;
}

/** Reads the line that `call.lua` writes below wrk's own report. Throws the report if the line is missing. */
export function loadOf(output: string): Load {
  const line = output.match(/^\{"requests":.*\}$/m)?.[0];
  if (line === undefined) throw new Error(`wrk reported nothing: ${output.trim()}`);
  const { requests, micros, p50, p99, failed, unexpected } = JSON.parse(line);
  if (requests === 0) throw new Error("wrk got no answer.");
  if (unexpected > 0) throw new Error(`${unexpected} of ${requests} answers were not the tool's.`);
  return { perSecond: requests / micros * 1e6, p50: p50 / 1000, p99: p99 / 1000, calls: requests, failed };
}

/** Models that run on this machine: where nothing is set up, a person is told of them. Never used unasked. */
import type { Fetch } from "../../lib/fetch.ts";
import { oneLine } from "../../cli/printable.ts";
import { modelNames } from "../commands/models.ts";

/** The usual ports. vLLM's is also the default of MCP servers: what answers there may be one. */
const PROGRAMS: readonly (readonly [name: string, port: number])[] = [
  ["Ollama", 11434],
  ["LM Studio", 1234],
  ["llama.cpp", 8080],
  ["vLLM", 8000],
];

/** What is there answers at once, or is not worth the wait. */
const PATIENCE_MS = 1_000;

export interface LocalEndpoint {
  readonly program: string;
  /** The command line that would use it. */
  readonly command: string;
}

/** Looks beside the work. Its end ends the look; nothing is told of what fails. */
export function lookForLocalEndpoints(
  fetch: Fetch,
  ports: { readonly except: readonly number[] },
  onFound: (found: LocalEndpoint) => void,
): AsyncDisposable {
  const leave = new AbortController();
  const looks = PROGRAMS.filter(([, port]) => !ports.except.includes(port)).map(async ([program, port]) => {
    const timer = setTimeout(() => leave.abort(), PATIENCE_MS);
    try {
      const url = `http://localhost:${port}/v1`;
      // Without any key: whoever listens there must not get one.
      const response = await fetch(`${url}/models`, { redirect: "error", signal: leave.signal });
      const [model] = (response.ok ? modelNames(await response.json()) : await response.body?.cancel()) ?? [];
      if (model === undefined || leave.signal.aborted) return;
      onFound({ program, command: `mcpdemo ask --api-url ${url} --model ${quoted(oneLine(model))} …` });
    } catch {
      // Nothing is there, or nothing that lists models.
    } finally {
      clearTimeout(timer);
    }
  });
  return {
    async [Symbol.asyncDispose]() {
      leave.abort();
      await Promise.all(looks);
    },
  };
}

/** As a shell takes it: what a stranger named must not become a command. */
function quoted(name: string): string {
  return /^[\w./:@-]+$/.test(name) ? name : `'${name.replaceAll("'", "")}'`;
}

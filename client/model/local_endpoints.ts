/**
 * Finds models that run on this machine, to suggest them to a user who has set up none. They are never used
 * unless the user asks for them.
 *
 * @module
 */
import { oneLine } from "../../cli/printable.ts";
import type { Fetch } from "../../lib/fetch.ts";
import { abortAfter } from "../../lib/time.ts";
import { maxBytes } from "../limits/max_bytes.ts";
import { modelNames } from "./openai/list_models.ts";

/** Their default ports. vLLM's is also the default of MCP servers: what answers there may be one. */
const PROGRAMS: readonly (readonly [name: string, port: number])[] = [
  ["Ollama", 11434],
  ["LM Studio", 1234],
  ["llama.cpp", 8080],
  ["vLLM", 8000],
];

/** A program on this machine answers at once, or is not worth waiting for. */
const TIMEOUT_MS = 1_000;

/** A model endpoint on this machine. */
export interface LocalEndpoint {
  /** The program that usually listens on the port. */
  readonly program: string;
  /** The command line that uses it. */
  readonly command: string;
}

/**
 * Searches in the background. Failures are ignored; disposing the result ends the search.
 *
 * @param ports `except`: ports that are not asked, since they are known to be something else
 * @param onFound called for each endpoint that offers a model
 */
export function lookForLocalEndpoints(
  fetch: Fetch,
  ports: { readonly except: readonly number[] },
  onFound: (found: LocalEndpoint) => void,
): AsyncDisposable {
  const disposed = new AbortController();
  const limited = maxBytes(fetch, () => {});
  const searches = PROGRAMS.filter(([, port]) => !ports.except.includes(port)).map(
    async ([program, port]) => {
      using limit = abortAfter(TIMEOUT_MS, () => undefined, disposed.signal);
      try {
        const url = `http://localhost:${port}/v1`;
        // Without any key: an unknown program that listens there must not get one.
        const response = await limited(`${url}/models`, { redirect: "error", signal: limit.signal });
        const [model] = (response.ok ? modelNames(await response.json()) : await response.body?.cancel()) ??
          [];
        if (model === undefined || limit.signal.aborted) return;
        onFound({ program, command: `mcpdemo ask --api-url ${url} --model ${quoted(oneLine(model))} …` });
      } catch {
        // Nothing listens there, or something that does not list models.
      }
    },
  );
  return {
    async [Symbol.asyncDispose]() {
      disposed.abort();
      await Promise.all(searches);
    },
  };
}

/** For a shell: a name that an unknown program chose must not become a command. */
function quoted(name: string): string {
  return /^[\w./:@-]+$/.test(name) ? name : `'${name.replaceAll("'", "")}'`;
}

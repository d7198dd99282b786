/** The offline model with quirks, as an endpoint on a free loopback port. */
import { createQuirkEndpoint } from "../../client/model/quirks/endpoint.ts";
import { NAMED_QUIRKS } from "../../client/model/quirks/named.ts";
import type { QuirkName } from "../../cli/quirk_names.ts";

export function serveQuirk(...names: readonly QuirkName[]) {
  const endpoint = createQuirkEndpoint(names.map((name) => NAMED_QUIRKS[name]));
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, endpoint);
  return {
    url: `http://127.0.0.1:${server.addr.port}/v1`,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

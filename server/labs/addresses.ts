/**
 * Faults of addresses: something else answers, or it moved.
 *
 * @module
 */
import { pathOf } from "../path.ts";
import { answering, type Lab, methodIn } from "./lab.ts";

const html = (status: number, title: string) =>
  new Response(
    `<!doctype html><html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`,
    {
      status,
      headers: { "Content-Type": "text/html; charset=utf-8" },
    },
  );

/** A proxy whose server is away. */
export const proxy502: Lab = answering(() => html(502, "502 Bad Gateway"));

/** A web site instead of an MCP server. */
export const htmlPage: Lab = answering(() => html(200, "Welcome"));

/** To an origin that does not exist (RFC 2606 §2). */
export const moved: Lab = answering(() =>
  new Response(null, { status: 301, headers: { Location: "https://moved.invalid/mcp" } })
);

/** To the same address with a slash, as web frameworks do. */
export const slashRedirect: Lab = answering(({ url }) => {
  const target = new URL(url);
  if (target.pathname.endsWith("/")) return undefined;
  target.pathname += "/";
  return new Response(null, { status: 307, headers: { Location: target.href } });
});

/** A server of 2024 knows only `/sse`. */
export const oldServer: Lab = answering((request) =>
  pathOf(request) === "/mcp" ? Response.json({ detail: "Not Found" }, { status: 404 }) : undefined
);

/** Answers the first question of a client of 2026, which older servers do not know. */
const probing = (answer: () => Response | Promise<Response>): Lab =>
  answering(async (request) => await methodIn(request) === "server/discover" ? await answer() : undefined);

export const oddProbe404: Lab = probing(() => new Response("404 page not found\n", { status: 404 }));
export const oddProbe400: Lab = probing(() =>
  new Response("Bad Request: no valid session ID\n", { status: 400 })
);
export const oddProbe500: Lab = probing(() => new Response("Internal Server Error\n", { status: 500 }));
export const oddProbeEmpty: Lab = probing(() => new Response(null, { status: 200 }));
export const oddProbeHtml: Lab = probing(() => html(200, "Welcome"));
export const oddProbeHang: Lab = probing(() => new Promise<never>(() => {}));

/** The time tool for both TypeScript SDKs: registers it, and `TOOLS - 1` others, with a server. */
import { z } from "zod";

const inputSchema = z.object({ timezone: z.string().default("UTC"), padding: z.string().optional() });
const outputSchema = z.object({ iso: z.string(), timezone: z.string(), unix_seconds: z.number() });
const formats = new Map();

function formatOf(timeZone) {
  let format = formats.get(timeZone);
  if (!format) {
    const options = { dateStyle: "full", timeStyle: "long", timeZone };
    format = new Intl.DateTimeFormat("en-GB", options);
    formats.set(timeZone, format);
  }
  return format;
}

function currentTime({ timezone }) {
  const now = new Date();
  const structuredContent = {
    iso: now.toISOString(),
    timezone,
    unix_seconds: Math.floor(now.getTime() / 1000),
  };
  return { content: [{ type: "text", text: `It is ${formatOf(timezone).format(now)}.` }], structuredContent };
}

/** Registers the tools. */
export function addTools(server, count) {
  const config = { description: "Returns the time.", inputSchema, outputSchema };
  server.registerTool("get_current_time", config, currentTime);
  for (let index = 1; index < count; index++) server.registerTool(`tool_${index}`, config, currentTime);
  return server;
}

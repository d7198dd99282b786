/**
 * The command `tools`: lists the tools of MCP servers, without a model.
 *
 * @module
 */
import { shownUrl } from "../../cli/errors.ts";
import { EXIT, type ExitStatus } from "../../cli/exit_status.ts";
import type { ToolsSettings } from "../../cli/settings.ts";
import type { ClientContext } from "./context.ts";
import { startDeadline } from "../limits/deadline.ts";
import { type CatalogTool, findTool, listCatalog } from "../servers/tool_catalog.ts";
import { openServers } from "../servers/open_servers.ts";
import { showAround, showingFailure, toJson } from "../output/show.ts";
import { toolTable } from "../output/tool_table.ts";

/**
 * Prints a table of the tools; with `--json` an object, with `--schema NAME` the input schema of one of them.
 *
 * @throws a `UserError` when a server cannot be connected to, or has no such tool
 */
export async function tools(settings: ToolsSettings, context: ClientContext): Promise<ExitStatus> {
  const { output, messages } = context;
  const show = showAround(settings.json, context);
  return await showingFailure(show, context, async () => {
    using deadline = startDeadline(settings.timeout, context);
    await using opened = await openServers(settings, context, show, deadline.signal);
    const catalog = await listCatalog(opened.servers);
    if (settings.schema !== undefined) {
      output.answer(toJson(findTool(catalog, settings.schema).tool.inputSchema));
    } else if (settings.json) {
      output.answer(toJson({ tools: catalog.map(asJson) }));
    } else if (catalog.length === 0) {
      output.note(messages.tools.none);
    } else {
      output.answer(toolTable(catalog, output.screen?.width()));
    }
    return EXIT.answered;
  });
}

function asJson({ name, server, tool }: CatalogTool) {
  const { title, description, inputSchema, outputSchema, annotations } = tool;
  const about = { title, description, inputSchema, outputSchema, annotations };
  return { name, server: server.name, url: shownUrl(server.url), ...about };
}

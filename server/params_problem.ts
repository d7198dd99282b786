/**
 * What is wrong with the parameters of a request, in words.
 *
 * The SDK answers a request whose parameters do not fit its schema with −32603 and a dump of its validator;
 * JSON-RPC 2.0 §5.1 has −32602 for it.
 *
 * @module
 */
import { type SpecTypeName, specTypeSchemas } from "@modelcontextprotocol/server";
import { asObject } from "../lib/json.ts";

/** The requests that every revision has. */
const REQUESTS: Readonly<Record<string, SpecTypeName>> = {
  "tools/list": "ListToolsRequest",
  "tools/call": "CallToolRequest",
  "resources/list": "ListResourcesRequest",
  "resources/templates/list": "ListResourceTemplatesRequest",
  "resources/read": "ReadResourceRequest",
  "prompts/list": "ListPromptsRequest",
  "prompts/get": "GetPromptRequest",
  "completion/complete": "CompleteRequest",
};

/** The requests that only the revisions with sessions have. */
const SESSION_REQUESTS: Readonly<Record<string, SpecTypeName>> = {
  ...REQUESTS,
  initialize: "InitializeRequest",
  "resources/subscribe": "SubscribeRequest",
  "resources/unsubscribe": "UnsubscribeRequest",
};

const MAX_ISSUES = 3;
const MAX_CHARACTERS = 500;

/**
 * Says what is wrong with the parameters of a request, naming the members, or `undefined`.
 *
 * No list of this server has a second page, so it has given no cursor, and any that comes is a wrong one
 * (MCP `server/utilities/pagination`, Error Handling).
 *
 * @param message a JSON-RPC request
 * @param isStateless whether the request is of a revision without sessions
 */
export function paramsProblem(
  message: { readonly method: string; readonly params?: unknown },
  isStateless = false,
): string | undefined {
  const { method, params } = message;
  const requests = isStateless ? REQUESTS : SESSION_REQUESTS;
  if (!Object.hasOwn(requests, method)) return undefined;
  const outcome = specTypeSchemas[requests[method]!]["~standard"].validate({ method, params });
  if (!("then" in outcome) && outcome.issues) {
    const issues = outcome.issues.slice(0, MAX_ISSUES).map(issueText).join("; ");
    return `Invalid params of ${method}: ${issues}`.slice(0, MAX_CHARACTERS);
  }
  if (method.endsWith("/list") && asObject(params).cursor !== undefined) {
    return `Invalid params of ${method}: params.cursor is not a cursor of this server: the list has one page.`;
  }
}

interface Issue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

function issueText({ message, path = [] }: Issue): string {
  const names = path.map((part) => String(typeof part === "object" ? part.key : part));
  return `${names.join(".")}: ${message.replace(/^Invalid input: /, "")}`;
}

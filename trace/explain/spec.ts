/**
 * The section of the MCP specification, or of the model API's reference, for each kind of step.
 *
 * @module
 */
import type { TraceEra } from "../exchange.ts";
import type { StepKind } from "../step_kind.ts";

const SITE = "https://modelcontextprotocol.io/specification";

const REVISIONS: Readonly<Record<TraceEra, string>> = {
  "2024": "2024-11-05",
  "2025": "2025-11-25",
  "2026": "2026-07-28",
};

/** Pages with another name in some revisions, or missing from them. */
const HTTP = {
  "2024": "basic/transports#http-with-sse",
  "2025": "basic/transports#streamable-http",
  "2026": "basic/transports/streamable-http",
};
const SENDING = {
  "2024": "basic/transports#http-with-sse",
  "2025": "basic/transports#sending-messages-to-the-server",
  "2026": "basic/transports/streamable-http#sending-messages",
};
const RECEIVING = {
  "2024": "basic/transports#http-with-sse",
  "2025": "basic/transports#sending-messages-to-the-server",
  "2026": "basic/transports/streamable-http#receiving-messages",
};
const SECURITY = {
  "2024": "basic/transports#security-warning",
  "2025": "basic/transports#security-warning",
  "2026": "basic/transports/streamable-http#security-%26-endpoint",
};
const KEY = {
  "2024": "basic#auth",
  "2025": "basic/authorization#access-token-usage",
  "2026": "basic/authorization#access-token-usage",
};
const KEY_ERRORS = {
  "2024": "basic#auth",
  "2025": "basic/authorization#error-handling",
  "2026": "basic/authorization#error-handling",
};
const ERRORS = {
  "2024": "basic/messages#responses",
  "2025": "basic#error-responses",
  "2026": "basic#error-codes",
};
const NOTIFICATIONS = {
  "2024": "basic/messages#notifications",
  "2025": "basic#notifications",
  "2026": "basic#notifications",
};
const SESSIONS = "2025-11-25/basic/transports#session-management";
const LISTENING = "2025-11-25/basic/transports#listening-for-messages-from-the-server";
const RESUMING = "2025-11-25/basic/transports#resumability-and-redelivery";
const SSE = "2024-11-05/basic/transports#http-with-sse";
const VALIDATION = "2026-07-28/basic/transports/streamable-http#server-validation";
const MRTR = "2026-07-28/basic/patterns/mrtr#basic-workflow";
/**
 * Model requests are not part of MCP: their reference is that of the API which other endpoints
 * imitate.
 */
const OPENAI = "https://platform.openai.com/docs";
const COMPLETION = `${OPENAI}/api-reference/chat/create`;
const CHUNKS = `${OPENAI}/api-reference/chat-streaming`;
const MODEL_ERRORS = `${OPENAI}/guides/error-codes`;
const lifecycle = (section: string) => ({
  "2024": `basic/lifecycle#${section}`,
  "2025": `basic/lifecycle#${section}`,
  "2026": `2025-11-25/basic/lifecycle#${section}`,
});
const utility = (page: string, section = "") => ({
  "2024": `basic/utilities/${page}${section}`,
  "2025": `basic/utilities/${page}${section}`,
  "2026": `basic/patterns/${page}${section}`,
});

/**
 * A path within the era's revision, a path for each era, or a path that begins with a fixed
 * revision.
 */
type Section = string | Readonly<Record<TraceEra, string>>;

const SECTIONS: Readonly<Record<StepKind, Section>> = {
  server_discover: "2026-07-28/server/discover#request",
  stream_2024: SSE,
  initialize: lifecycle("initialization"),
  initialized: lifecycle("initialization"),
  stream_2025: LISTENING,
  stream_resumed: RESUMING,
  subscriptions_listen: "2026-07-28/basic/patterns/subscriptions#opening-a-stream",
  end_session: SESSIONS,
  ping: {
    "2024": "basic/utilities/ping",
    "2025": "basic/utilities/ping",
    "2026": "2025-11-25/basic/utilities/ping",
  },
  tools_list: "server/tools#listing-tools",
  tools_call: "server/tools#calling-tools",
  tools_call_again: MRTR,
  resources_list: "server/resources#listing-resources",
  resources_templates_list: "server/resources#resource-templates",
  resources_read: "server/resources#reading-resources",
  resources_subscribe: "server/resources#subscriptions",
  resources_unsubscribe: "server/resources#subscriptions",
  prompts_list: "server/prompts#listing-prompts",
  prompts_get: "server/prompts#getting-a-prompt",
  completion_complete: "server/utilities/completion#requesting-completions",
  logging_set_level: "2025-11-25/server/utilities/logging#setting-log-level",
  cancelled: utility("cancellation", "#cancellation-flow"),
  answer_to_server: "2025-11-25/client/elicitation#response-actions",
  notification: NOTIFICATIONS,
  other_request: { "2024": "basic/messages#requests", "2025": "basic#requests", "2026": "basic#requests" },
  unread_request: SENDING,
  model_question: COMPLETION,
  model_results: COMPLETION,
  models_list: `${OPENAI}/api-reference/models/list`,
  preflight: SECURITY,
  oauth_discovery: {
    "2024": "2025-11-25/basic/authorization#authorization-server-discovery",
    "2025": "basic/authorization#authorization-server-discovery",
    "2026": "basic/authorization#authorization-server-discovery",
  },
  oauth_register: {
    "2024": "2025-11-25/basic/authorization#dynamic-client-registration",
    "2025": "basic/authorization#dynamic-client-registration",
    "2026": "basic/authorization/client-registration#dynamic-client-registration",
  },
  health: HTTP,
  other_http: HTTP,

  auth_header: KEY,
  revision_headers: "2026-07-28/basic/transports/streamable-http#standard-request-headers",
  request_meta: "2026-07-28/basic#meta",
  client_hello: lifecycle("capability-negotiation"),
  model_key: COMPLETION,
  tool_conversion: "server/tools#tool",
  offline_model: COMPLETION,
  model_stream: CHUNKS,
  session_id: SESSIONS,
  server_hello: lifecycle("version-negotiation"),
  discover_result: "2026-07-28/server/discover#response",
  accepted: SENDING,
  accepted_elsewhere: SSE,
  default_server_absent: HTTP,
  result: {
    "2024": "basic/messages#responses",
    "2025": "basic#result-responses",
    "2026": "basic#result-responses",
  },
  result_on_stream: RECEIVING,
  tool_call_asked: `${OPENAI}/guides/function-calling`,
  final_answer: `${OPENAI}/api-reference/chat/object`,
  tool_error: "server/tools#error-handling",
  rpc_error: ERRORS,
  answer_stream: RECEIVING,
  closed_by_client: "2026-07-28/basic/transports/streamable-http#cancellation",
  session_stream_ended: SSE,
  session_ended: SESSIONS,
  endpoint_event: SSE,
  priming_event: RESUMING,
  progress: utility("progress", "#progress-flow"),
  elicitation: {
    "2024": "2025-11-25/client/elicitation#form-mode-elicitation-requests",
    "2025": "client/elicitation#form-mode-elicitation-requests",
    "2026": "client/elicitation#form-mode-elicitation-requests",
  },
  input_required: "2026-07-28/basic/patterns/mrtr#inputrequiredresult",
  server_request: { "2024": "basic/messages#requests", "2025": "basic#requests", "2026": "basic#requests" },
  list_changed: "server/tools#list-changed-notification",
  resource_updated: "server/resources#subscriptions",
  log_message: "server/utilities/logging#log-message-notifications",
  subscription_acknowledged: "2026-07-28/basic/patterns/subscriptions#acknowledgment",
  server_notification: NOTIFICATIONS,
  model_chunk: CHUNKS,
  model_done: CHUNKS,

  missing_key: KEY_ERRORS,
  wrong_key: KEY_ERRORS,
  bad_credentials: KEY_ERRORS,
  bad_origin: SECURITY,
  bad_host: SECURITY,
  unknown_session: SESSIONS,
  missing_session: SESSIONS,
  stream_taken: LISTENING,
  too_large: SENDING,
  headers_too_large: SENDING,
  body_too_slow: SENDING,
  bad_json: ERRORS,
  batch_refused: "2025-03-26/basic#batching",
  unsupported_version: "2026-07-28/basic/versioning#protocol-version-negotiation",
  header_mismatch: VALIDATION,
  missing_capability: "2026-07-28/basic#error-codes",
  invalid_params: ERRORS,
  unknown_method: ERRORS,
  wrong_content_type: SENDING,
  not_acceptable: SENDING,
  wrong_http_method: HTTP,
  not_found: HTTP,
  rate_limited: HTTP,
  too_many_sessions: SESSIONS,
  redirected: HTTP,
  older_server: "2026-07-28/basic/transports/streamable-http#backward-compatibility",
  server_failed: ERRORS,
  request_refused: ERRORS,
  no_answer: {
    "2024": "basic/lifecycle#error-handling",
    "2025": "basic/lifecycle#timeouts",
    "2026": "basic/patterns/cancellation#timeouts",
  },
  model_key_refused: MODEL_ERRORS,
  model_not_found: MODEL_ERRORS,
  model_rate_limited: MODEL_ERRORS,
  model_failed: MODEL_ERRORS,
};

/** Whether an address belongs to the MCP specification; otherwise it belongs to the model API. */
export function isOfMcp(url: string): boolean {
  return url.startsWith(SITE);
}

/** What the first revisions of the 2025 era do not describe yet; there the last one is linked. */
const NOT_YET: Readonly<Record<string, readonly string[]>> = {
  "2025-03-26": [
    "basic#result-responses",
    "basic#error-responses",
    "basic/authorization#authorization-server-discovery",
    "client/elicitation#response-actions",
    "client/elicitation#form-mode-elicitation-requests",
  ],
  "2025-06-18": [
    "basic#result-responses",
    "basic#error-responses",
    "client/elicitation#form-mode-elicitation-requests",
  ],
};

/**
 * The address of the section on a step: of MCP, in the revision that is spoken where it has one.
 *
 * @param revision the one that was negotiated, if it is not the last of the era: HTTP+SSE may carry a newer one than
 * its own, and sessions an older one
 */
export function specUrl(step: StepKind, era: TraceEra, revision: string = REVISIONS[era]): string {
  const section = SECTIONS[step];
  const pathIn = (each: TraceEra) => typeof section === "string" ? section : section[each];
  const spoken = era === "2024" && revision >= "2025" ? "2025" : era;
  // Only the first revision describes HTTP+SSE, whatever is spoken over it.
  const as = pathIn(era).startsWith(HTTP["2024"]) ? era : spoken;
  const path = pathIn(as);
  if (path.startsWith("https://")) return path;
  const [, given = REVISIONS[as], page = path] = path.match(/^(20\d\d-\d\d-\d\d)\/(.*)$/) ?? [];
  const isOlder = as === "2025" && given === REVISIONS["2025"] &&
    NOT_YET[revision]?.includes(page) === false;
  return `${SITE}/${isOlder ? revision : given}/${page}`;
}

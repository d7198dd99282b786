/**
 * The kinds of steps in a run: the keys of the explanations.
 *
 * @module
 */

/** The kinds of requests: one of these is the `step` of every exchange. */
export const REQUEST_STEPS = [
  // MCP, the handshake
  "server_discover",
  "stream_2024",
  "initialize",
  "initialized",
  "stream_2025",
  "stream_resumed",
  "subscriptions_listen",
  "end_session",
  // MCP, what a server offers
  "ping",
  "tools_list",
  "tools_call",
  "tools_call_again",
  "resources_list",
  "resources_templates_list",
  "resources_read",
  "resources_subscribe",
  "resources_unsubscribe",
  "prompts_list",
  "prompts_get",
  "completion_complete",
  "logging_set_level",
  "cancelled",
  "answer_to_server",
  "notification",
  "other_request",
  "unread_request",
  // The model
  "model_question",
  "model_results",
  "models_list",
  // HTTP requests other than MCP, as recorded by a server
  "preflight",
  "oauth_discovery",
  "oauth_register",
  "health",
  "other_http",
] as const;

/** The kinds of parts of an exchange that are explained. */
export const PART_STEPS = [
  "auth_header",
  "revision_headers",
  "request_meta",
  "client_hello",
  "model_key",
  "tool_conversion",
  "offline_model",
  "model_stream",
  "session_id",
  "server_hello",
  "discover_result",
  "accepted",
  "accepted_elsewhere",
  "result",
  "result_on_stream",
  "tool_call_asked",
  "final_answer",
  "tool_error",
  "rpc_error",
  "answer_stream",
  "default_server_absent",
  "closed_by_client",
  "session_stream_ended",
  "session_ended",
  // Events of a stream
  "endpoint_event",
  "priming_event",
  "progress",
  "elicitation",
  "input_required",
  "server_request",
  "list_changed",
  "resource_updated",
  "log_message",
  "subscription_acknowledged",
  "server_notification",
  "model_chunk",
  "model_done",
] as const;

/**
 * The kinds of failures (the statuses that `serve` answers, and those that a client receives from
 * other servers).
 */
export const FAILURE_STEPS = [
  "missing_key",
  "wrong_key",
  "bad_credentials",
  "bad_origin",
  "bad_host",
  "unknown_session",
  "missing_session",
  "stream_taken",
  "too_large",
  "headers_too_large",
  "body_too_slow",
  "bad_json",
  "batch_refused",
  "unsupported_version",
  "header_mismatch",
  "missing_capability",
  "invalid_params",
  "unknown_method",
  "wrong_content_type",
  "not_acceptable",
  "wrong_http_method",
  "not_found",
  "rate_limited",
  "too_many_sessions",
  "redirected",
  "older_server",
  "server_failed",
  "request_refused",
  "no_answer",
  "model_key_refused",
  "model_not_found",
  "model_rate_limited",
  "model_failed",
] as const;

/** Every kind of step. */
export const STEP_KINDS = [...REQUEST_STEPS, ...PART_STEPS, ...FAILURE_STEPS] as const;

/** The kind of a step, the key of its explanation. */
export type StepKind = typeof STEP_KINDS[number];

/**
 * Errors that a user sees. An error is data: its code, what fills in its sentence, its exit status.
 * The sentences are in `messages/`.
 *
 * @module
 */
import { EXIT, type ExitStatus } from "./exit_status.ts";

/** The exit status of each error, by its code. */
export const STATUS = {
  internal: EXIT.internal,
  answer_lost: EXIT.internal,
  unknown_flag: EXIT.usage,
  unknown_command: EXIT.usage,
  usage: EXIT.usage,
  bad_value: EXIT.usage,
  bad_url: EXIT.usage,
  bad_host: EXIT.usage,
  env_file_unreadable: EXIT.usage,
  approvals_unreadable: EXIT.usage,
  config_unreadable: EXIT.usage,
  ca_file_unreadable: EXIT.usage,
  config_variable: EXIT.usage,
  trace_format: EXIT.usage,
  trace_unwritable: EXIT.usage,
  trace_exists: EXIT.usage,
  trace_unreadable: EXIT.usage,
  invalid_trace_file: EXIT.usage,
  empty_question: EXIT.usage,
  conflicting_flags: EXIT.usage,
  multiple_keys: EXIT.usage,
  value_missing: EXIT.usage,
  argument_missing: EXIT.usage,
  arguments_extra: EXIT.usage,
  key_empty: EXIT.usage,
  key_unsendable: EXIT.usage,
  key_is_flag: EXIT.usage,
  key_and_no_auth: EXIT.usage,
  bad_time_zone: EXIT.usage,
  public_without_key: EXIT.usage,
  workers_unavailable: EXIT.usage,
  keys_file_unreadable: EXIT.usage,
  keys_file_broken: EXIT.usage,
  keys_file_unwritable: EXIT.usage,
  keys_file_locked: EXIT.usage,
  key_name_taken: EXIT.usage,
  bad_key_name: EXIT.usage,
  no_such_key: EXIT.usage,
  unknown_action: EXIT.usage,
  flag_missing: EXIT.usage,
  unknown_quirk: EXIT.usage,
  unknown_lab: EXIT.usage,
  public_lab: EXIT.usage,
  key_not_accepted: EXIT.keyRefused,
  audit_unwritable: EXIT.usage,
  tls_unusable: EXIT.usage,
  port_taken: EXIT.usage,
  cannot_listen: EXIT.usage,
  redis_unreachable: EXIT.usage,
  no_such_tool: EXIT.usage,
  argument_form: EXIT.usage,
  argument_value: EXIT.usage,
  unknown_shell: EXIT.usage,
  unknown_topic: EXIT.usage,
  mcp_unreachable: EXIT.mcpUnreachable,
  mcp_silent: EXIT.mcpUnreachable,
  mcp_timeout: EXIT.mcpUnreachable,
  mcp_proxy_key: EXIT.mcpUnreachable,
  mcp_key_missing: EXIT.keyRefused,
  mcp_key_refused: EXIT.keyRefused,
  mcp_forbidden: EXIT.keyRefused,
  mcp_oauth_required: EXIT.keyRefused,
  not_an_mcp_server: EXIT.mcpError,
  unsupported_era: EXIT.mcpError,
  mcp_error: EXIT.mcpError,
  mcp_busy: EXIT.mcpError,
  mcp_moved: EXIT.mcpError,
  mcp_handshake_refused: EXIT.mcpError,
  mcp_invalid_answer: EXIT.mcpError,
  tool_error: EXIT.mcpError,
  redirect_refused: EXIT.mcpError,
  endpoint_refused: EXIT.mcpError,
  mcp_messages_refused: EXIT.mcpError,
  mcp_session_refused: EXIT.mcpError,
  mcp_sends_too_much: EXIT.limit,
  mcp_lists_too_many_pages: EXIT.limit,
  mcp_lists_too_many_tools: EXIT.limit,
  mcp_lists_too_much: EXIT.limit,
  mcp_nests_too_deep: EXIT.limit,
  mcp_asks_too_much: EXIT.limit,
  model_sends_too_much: EXIT.limit,
  model_unreachable: EXIT.modelUnreachable,
  model_key_refused: EXIT.modelUnreachable,
  model_key_missing: EXIT.modelUnreachable,
  model_forbidden: EXIT.modelUnreachable,
  model_redirects: EXIT.modelUnreachable,
  model_key_unsendable: EXIT.usage,
  model_wrong_address: EXIT.modelFailing,
  model_quota: EXIT.modelFailing,
  model_context_exceeded: EXIT.modelFailing,
  model_not_found: EXIT.modelFailing,
  model_rate_limited: EXIT.modelFailing,
  model_failing: EXIT.modelFailing,
  model_broke_off: EXIT.modelFailing,
  model_refused: EXIT.modelFailing,
  model_filtered: EXIT.modelFailing,
  model_repeats: EXIT.modelFailing,
  model_tools_off: EXIT.modelFailing,
  model_without_tools: EXIT.modelFailing,
  model_call_unsupported: EXIT.modelFailing,
  model_call_as_text: EXIT.modelFailing,
  models_not_listed: EXIT.modelFailing,
  max_steps: EXIT.maxSteps,
  timeout: EXIT.limit,
  interrupted: EXIT.interrupted,
} as const satisfies Record<string, ExitStatus>;

/** Identifies a kind of error, for programs too: it is part of what `--json` prints. */
export type ErrorCode = keyof typeof STATUS;

/** Why something failed, if the program knows it: the messages have words for it, which become the `detail`. */
export type Reason =
  | "not_json"
  | "wrong_form"
  | "no_server"
  | "server_url"
  | "server_header"
  | "server_input"
  | "no_certificate"
  | "not_tls"
  | "not_http"
  | "blocked_port"
  | "unknown_host"
  | "unknown_authority"
  | "self_signed_certificate"
  | "other_name_certificate"
  | "expired_certificate"
  | "early_certificate"
  | "client_certificate"
  | "broken_encoding"
  | "broke_off"
  | "broken_json"
  | "not_rpc"
  | "stream_ended"
  | "other_id"
  | "member"
  | "unknown_revision"
  | "no_discover"
  | "other_revisions"
  | "legacy_call"
  | "custom_call"
  | "nameless_call"
  | "no_choice"
  | "cut_before_answer"
  | "only_reasoning"
  | "empty_answer"
  | "mcp_server"
  | "web_page"
  | "no_content"
  | "no_list"
  | "redirects_to_itself"
  | "redirects_nowhere"
  | "redirects_too_often"
  | "other_scheme"
  | "endpoint_invalid"
  | "takes_no_post"
  | "calls_missing"
  | "ollama_format"
  | "anthropic_format"
  | "responses_format"
  | "completions_format"
  | "malformed_json"
  | "nested_too_deep"
  | "workers_system"
  | "workers_permission"
  | "workers_debug"
  | "workers_keys"
  | "workers_labs"
  | "workers_redis"
  | "other_key"
  | "not_pem"
  | "no_file"
  | "no_keys"
  | "file_too_large"
  | "key_mistyped"
  | "key_unknown"
  | "key_expired"
  | "key_revoked";

/** The details of an error: addresses, names, the peer's message as `detail`. Never a key. */
export type ErrorData = Readonly<Record<string, string>> & { readonly reason?: Reason };

/** An error with a sentence, a fix and an exit status. Anything else that is thrown is a bug. */
export class UserError extends Error {
  /** What the process exits with. */
  readonly exitStatus: ExitStatus;
  /** What fills in its sentence; a `url` is without its query. */
  readonly data: ErrorData;

  /** Creates the error `code`; `options.cause` is what made it happen. */
  constructor(readonly code: ErrorCode, data: ErrorData = {}, options?: ErrorOptions) {
    super(code, options);
    this.name = "UserError";
    this.exitStatus = STATUS[code];
    this.data = data.url === undefined ? data : { ...data, url: shownUrl(data.url) };
  }
}

/** Any thrown value as an error that can be shown: a bug becomes `internal`. */
export function asUserError(error: unknown): UserError {
  if (error instanceof UserError) return error;
  const detail = error instanceof Error ? error.message : String(error);
  return new UserError("internal", { detail }, { cause: error });
}

/** The error for an MCP key that cannot be used. */
export function keyError(problem: "empty" | "unsendable"): UserError {
  return new UserError(problem === "empty" ? "key_empty" : "key_unsendable");
}

/** A URL without its query, which may hold a key. */
export function shownUrl(url: URL | string): string {
  return String(url).replace(/[?#].*$/, "");
}

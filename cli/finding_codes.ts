/**
 * What `mcpdemo doctor` examines, and what it can find besides the errors of `errors.ts`.
 *
 * @module
 */

/** The suites, in the order in which a question depends on them. */
export const SUITES = ["settings", "reach", "key", "eras", "streams", "tools", "model", "together"] as const;
/** The name of a suite. */
export type SuiteName = typeof SUITES[number];

/** How bad a finding is. `skipped`: the check was not made. */
export const LEVELS = ["ok", "note", "warning", "failure", "skipped"] as const;
/** One of {@linkcode LEVELS}. */
export type Level = typeof LEVELS[number];

/** Findings that are not errors, by suite. Programs may depend on them: they are part of what `--json` prints. */
export const FINDING_CODES = [
  // Any suite.
  ...["hidden_by_failure", "not_in_time"],
  // Settings.
  ...["setting", "key_set", "key_quoted", "key_with_hash", "keys_same", "keys_swapped", "parent_env_file"],
  "server_skipped",
  // Reaching.
  ...["address_open", "address_closed", "port_beside", "proxy_used", "redirects", "slow_answers"],
  // Keys.
  ...["key_accepted", "key_not_needed", "no_key_needed", "challenge_missing", "key_in_url"],
  ...["key_unencrypted", "oauth_described", "oauth_undescribed"],
  // Eras.
  ...[
    "era_taken",
    "era_taken_embedded",
    "era_spoken",
    "era_absent",
    "probe_refused",
    "probe_odd",
    "era_silent",
    "era_failing",
    "session_lost",
  ],
  ...["rules_kept", "rule_broken", "server_deviates"],
  // Streams.
  ...["stream_prompt", "stream_held_back", "stream_compressed", "stream_silent", "no_stream"],
  // Tools.
  ...["tools_listed", "no_tools", "tool_schema", "tool_name", "tool_hidden_text", "tool_unannotated"],
  ...["tool_changed", "tools_unstable", "null_fields", "tools_shared", "tools_large", "tool_called"],
  ...["tool_slow", "no_safe_tool"],
  // Models.
  ...["model_offline", "models_listed", "model_unlisted", "model_answers", "model_slow", "model_length"],
  ...["model_whole_works", "model_calls", "model_calls_nothing", "model_calls_unknown"],
  ...["model_arguments_broken", "model_calls_parallel", "model_waits", "model_refuses", "prompt_truncated"],
  ...["tools_dropped", "model_accent"],
  // Together.
  ...["answered", "answered_without_tool"],
] as const;
/** One of {@linkcode FINDING_CODES}. */
export type FindingCode = typeof FINDING_CODES[number];

/** What a server must do so that clients can use it, and doctor tries (MCP, `basic/transports`). */
export const RULES = [
  "content_type",
  "id_echoed",
  "notification_202",
  "unknown_method",
  "unknown_tool",
  "ping",
  "tools_array",
  "unsupported_version",
  "header_mismatch",
  "session_id_characters",
  "unknown_session",
  "session_deleted",
  "get_stream",
  "endpoint_event",
  "messages_accepted",
  "answer_on_stream",
] as const;
/** The name of a rule. */
export type RuleName = typeof RULES[number];

/** Fills in the sentences of a finding. Never a key. */
export type FindingData = Readonly<Record<string, string>>;

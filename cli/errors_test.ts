import assert from "node:assert/strict";
import { type ErrorCode, UserError } from "./errors.ts";
import { EXIT } from "./exit_status.ts";
import { en } from "./messages/en.ts";
import { fr } from "./messages/fr.ts";

/** The statuses as the design documents them, with what each one means. */
const DOCUMENTED: readonly [number, string, readonly ErrorCode[]][] = [
  [1, "internal error", ["internal", "answer_lost"]],
  [2, "usage or settings", [
    "unknown_flag",
    "unknown_command",
    "usage",
    "bad_value",
    "bad_url",
    "bad_host",
    "approvals_unreadable",
    "empty_question",
    "conflicting_flags",
    "multiple_keys",
    "value_missing",
    "argument_missing",
    "arguments_extra",
    "config_unreadable",
    "ca_file_unreadable",
    "config_variable",
    "env_file_unreadable",
    "trace_format",
    "trace_unwritable",
    "trace_exists",
    "trace_unreadable",
    "invalid_trace_file",
    "key_empty",
    "key_unsendable",
    "model_key_unsendable",
    "key_is_flag",
    "key_and_no_auth",
    "no_such_tool",
    "argument_form",
    "argument_value",
    "unknown_shell",
    "unknown_topic",
    "bad_time_zone",
    "public_without_key",
    "workers_unavailable",
    "keys_file_unreadable",
    "keys_file_broken",
    "keys_file_unwritable",
    "keys_file_locked",
    "key_name_taken",
    "bad_key_name",
    "no_such_key",
    "unknown_action",
    "flag_missing",
    "unknown_quirk",
    "unknown_lab",
    "public_lab",
    "audit_unwritable",
    "tls_unusable",
    "port_taken",
    "cannot_listen",
    "redis_unreachable",
  ]],
  [3, "MCP server unreachable", ["mcp_unreachable", "mcp_silent", "mcp_timeout", "mcp_proxy_key"]],
  [4, "key refused", [
    "mcp_key_missing",
    "key_not_accepted",
    "mcp_key_refused",
    "mcp_forbidden",
    "mcp_oauth_required",
  ]],
  [5, "MCP or tool error", [
    "not_an_mcp_server",
    "unsupported_era",
    "mcp_error",
    "mcp_busy",
    "mcp_moved",
    "mcp_handshake_refused",
    "mcp_invalid_answer",
    "tool_error",
    "redirect_refused",
    "endpoint_refused",
    "mcp_messages_refused",
    "mcp_session_refused",
  ]],
  [6, "model endpoint unreachable or its key refused", [
    "model_unreachable",
    "model_key_refused",
    "model_key_missing",
    "model_forbidden",
    "model_redirects",
  ]],
  [7, "model endpoint failing or rate-limited", [
    "model_wrong_address",
    "model_quota",
    "model_context_exceeded",
    "model_not_found",
    "model_rate_limited",
    "model_failing",
    "model_broke_off",
    "model_refused",
    "model_filtered",
    "model_repeats",
    "model_tools_off",
    "model_without_tools",
    "model_call_unsupported",
    "model_call_as_text",
    "models_not_listed",
  ]],
  [8, "no answer within --max-steps", ["max_steps"]],
  [10, "a limit was hit", [
    "timeout",
    "mcp_sends_too_much",
    "mcp_lists_too_many_pages",
    "mcp_lists_too_many_tools",
    "mcp_lists_too_much",
    "mcp_nests_too_deep",
    "mcp_asks_too_much",
    "model_sends_too_much",
  ]],
  [130, "interrupted", ["interrupted"]],
];

for (const [status, meaning, codes] of DOCUMENTED) {
  for (const code of codes) {
    Deno.test(`${code} exits with ${status}: ${meaning}`, () => {
      assert.equal(new UserError(code).exitStatus, status);
    });
  }
}

Deno.test("every error code is documented here, once", () => {
  const documented = DOCUMENTED.flatMap(([, , codes]) => codes);
  assert.deepEqual(documented.toSorted(), Object.keys(en.errors).toSorted());
});

Deno.test("the exit statuses are the documented ones, and --help lists each of them", () => {
  assert.deepEqual(Object.values(EXIT), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 130]);
  for (const text of [en.help.after, fr.help.after]) {
    const told = [...text.matchAll(/[,:]\s(\d+) [a-zM]/g)].map(([, status]) => Number(status));
    assert.deepEqual(told, Object.values(EXIT));
  }
});

Deno.test("an error carries its data and its cause, and is an Error", () => {
  const cause = new Error("why");
  const error = new UserError("mcp_error", { url: "http://x", detail: "d" }, { cause });
  assert.ok(error instanceof Error);
  assert.equal(error.name, "UserError");
  assert.equal(error.code, "mcp_error");
  assert.equal(error.message, "mcp_error");
  assert.deepEqual(error.data, { url: "http://x", detail: "d" });
  assert.equal(error.cause, cause);
  assert.deepEqual(new UserError("internal").data, {});
});

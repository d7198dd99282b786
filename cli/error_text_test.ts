import assert from "node:assert/strict";
import { errorText, networkFailure, networkReason } from "./error_text.ts";
import { UserError } from "./errors.ts";
import { explainError } from "./explain_error.ts";
import { fr } from "./messages/fr.ts";

const TEXTS: readonly [string, unknown, string][] = [
  ["an error", new Error("a"), "a"],
  ["an error and its causes", new Error("a", { cause: new Error("b", { cause: "c" }) }), "a: b: c"],
  ["a text that was thrown", "a", "a"],
  ["a number that was thrown", 0, "0"],
  ["nothing at all", undefined, ""],
  ["null", null, ""],
  ["an error whose cause is null", new Error("a", { cause: null }), "a"],
];

for (const [name, error, text] of TEXTS) {
  Deno.test(`the text of ${name}`, () => assert.equal(errorText(error), text));
}

Deno.test("the reason of a failed fetch leaves out the address and the number", () => {
  const error = new TypeError(
    "error sending request for url (http://localhost:1/): client error (Connect): " +
      "tcp connect error: Connection refused (os error 111)",
  );
  assert.equal(networkReason(error), "tcp connect error: Connection refused");
  assert.equal(
    networkReason(new TypeError("fetch failed", { cause: error })),
    "tcp connect error: Connection refused",
  );
  assert.equal(networkReason(new Error("something else")), "something else");
  const file = new Error("No such file or directory (os error 2): open '/nowhere/x'");
  assert.equal(networkReason(file), "No such file or directory");
});

Deno.test("https:// to an HTTP port has a reason in the user's language", async () => {
  await using server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, () => new Response());
  const error = await fetch(`https://127.0.0.1:${server.addr.port}/`).then(() => undefined, (error) => error);
  assert.deepEqual(networkFailure(error), { reason: "not_tls" });
  const failed = new UserError("mcp_unreachable", { url: "https://h", ...networkFailure(error) });
  assert.match(explainError(failed, fr).title, /\(le serveur n’utilise pas TLS\u00A0: /);
  assert.deepEqual(networkFailure(new Error("a\nb")), { detail: "a b" });
});

Deno.test("the runtime's message for a refused connection still has the form that we parse", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr as Deno.NetAddr;
  listener.close();
  const error = await fetch(`http://127.0.0.1:${port}/`).then(() => undefined, (error: unknown) => error);
  const reason = networkReason(error);
  assert.match(reason, /refused/i);
  assert.ok(!reason.includes(String(port)) && !reason.includes("os error"), reason);
});

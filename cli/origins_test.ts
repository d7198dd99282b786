import assert from "node:assert/strict";
import { originsOf } from "./origins.ts";
import { DOCTOR_SETTINGS } from "./settings.ts";

const originsIn = (
  { flags = {}, own = {}, envFile = "" }: Partial<Parameters<typeof originsOf>[1]>,
) => originsOf(DOCTOR_SETTINGS, { flags, own, envFile });

Deno.test("a flag wins over a variable, a variable over .env, and .env over the default", () => {
  const envFile = "# keys\nAPI_URL=http://a/v1\n\nexport DEFAULT_MODEL='m'\nAPI_KEY=from-the-file\n";
  const { servers, apiUrl, apiKey, model, era } = originsIn({
    flags: { servers: ["http://a"] },
    own: { MCP_SERVER_URL: "http://b", API_KEY: "k" },
    envFile,
  });
  assert.deepEqual(servers, { kind: "flag", name: "--server" });
  assert.deepEqual(apiKey, { kind: "variable", name: "API_KEY" });
  assert.deepEqual(apiUrl, { kind: "envFile", name: "API_URL", line: 2 });
  assert.deepEqual(model, { kind: "envFile", name: "DEFAULT_MODEL", line: 4 });
  assert.deepEqual(era, { kind: "default", name: "" });
});

Deno.test("an empty variable hides the line of .env, and counts as unset", () => {
  assert.equal(originsIn({ own: { API_URL: "" }, envFile: "API_URL=http://a/v1" }).apiUrl?.kind, "default");
});

Deno.test("of two lines for one name the last one counts, also with a byte order mark and Windows line ends", () => {
  const envFile = '\ufeffAPI_KEY=one\r\nAPI_KEY="two\r\nlines"\r\nAPI_URL=http://a\r\n';
  assert.equal(originsIn({ envFile }).apiKey?.line, 2);
  assert.equal(originsIn({ envFile }).apiUrl?.line, 4);
});

Deno.test("--config replaces the variable that names servers", () => {
  const given = { flags: { config: ["mcp.json"] }, own: { MCP_SERVER_URL: "http://a" } };
  assert.equal(originsIn(given).servers?.kind, "default");
});

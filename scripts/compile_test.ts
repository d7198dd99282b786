import assert from "node:assert/strict";
import { compileEnvironment } from "./compile.ts";

Deno.test("environment variables that the compiler would embed are not passed to it", () => {
  const own = {
    PATH: "/bin",
    OTEL_DENO: "1",
    OTEL_EXPORTER_OTLP_ENDPOINT: "x",
    DENO_V8_FLAGS: "--x",
    DENO_DIR: "/d",
  };
  assert.deepEqual(compileEnvironment(own), { PATH: "/bin", DENO_DIR: "/d" });
});

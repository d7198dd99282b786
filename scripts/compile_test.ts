import assert from "node:assert/strict";
import { compileEnvironment } from "./compile.ts";

Deno.test("what the compiler would bake in is kept from it", () => {
  const own = {
    PATH: "/bin",
    OTEL_DENO: "1",
    OTEL_EXPORTER_OTLP_ENDPOINT: "x",
    DENO_V8_FLAGS: "--x",
    DENO_DIR: "/d",
  };
  assert.deepEqual(compileEnvironment(own), { PATH: "/bin", DENO_DIR: "/d" });
});

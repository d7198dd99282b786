/**
 * What the binary must do on every operating system. The release workflow runs these tests on each.
 */
import assert from "node:assert/strict";
import { ERAS } from "../../cli/settings.ts";
import { assertOutcome, KEY, runBinary, serveBinary } from "./binary.ts";
import { ALONE, IN_EACH_ERA } from "./cases.ts";

for (const { name, args, status, stdout, stderr, ...options } of ALONE) {
  Deno.test(`binary: ${name}`, async () => {
    assertOutcome(await runBinary(args, options), {
      status,
      ...stdout && { stdout },
      ...stderr && { stderr },
    });
  });
}

for (const era of ERAS) {
  Deno.test(`binary: serve answers ${IN_EACH_ERA.map(({ name }) => name).join(", ")} in era ${era}`, async () => {
    await using served = await serveBinary();
    for (const { args, status, stdout, stderr, ...options } of IN_EACH_ERA) {
      const [command = "", ...rest] = args;
      const outcome = await runBinary([command, "--server", served.url, "--era", era, ...rest], options);
      assertOutcome(outcome, { status, ...stdout && { stdout }, ...stderr && { stderr } });
    }
  });
}

Deno.test("binary: health succeeds against its own serve", async () => {
  await using served = await serveBinary();
  assertOutcome(await runBinary(["health", "--server", served.url]), { status: 0, stdout: /is up/ });
});

Deno.test({
  name: "binary: SIGTERM ends open streams, then the program",
  // On Windows, the signal ends a process immediately.
  ignore: Deno.build.os === "windows",
  async fn() {
    await using served = await serveBinary();
    const headers = { Authorization: `Bearer ${KEY}`, Accept: "text/event-stream" };
    const stream = await fetch(`${served.url}/sse`, { headers });
    served.process.kill("SIGTERM");
    assert.match(await stream.text(), /event: endpoint/);
    assert.equal((await served.process.ended).status, 0);
  },
});

/** Every feature of the server, in every era, with the official client. */
import assert from "node:assert/strict";
import { Client, SSEClientTransport, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { TOOLS } from "../../features/tools/mod.ts";
import { type HeldClock, holdClock } from "../support/held_clock.ts";
import {
  startServer,
  type TestServer,
  type TestServerOptions,
  withTestKey,
} from "../support/start_server.ts";

const ERAS = ["2024", "2025", "2026"] as const;
type Era = typeof ERAS[number];
const requestInit = { headers: withTestKey() };

interface Connected extends AsyncDisposable {
  readonly client: Client;
  readonly server: TestServer;
  readonly clock: HeldClock;
}

/** A client that fills in forms with `fill`, or, without it, has no user to ask. */
async function connect(
  era: Era,
  options: TestServerOptions & {
    fill?: (message: string) => Record<string, string | number | boolean> | undefined;
  } = {},
): Promise<Connected> {
  const clock = holdClock();
  const { fill, ...rest } = options;
  const server = startServer({ now: clock.now, sleep: clock.sleep, ...rest });
  const client = new Client({ name: "story", version: "1" }, {
    capabilities: fill ? { elicitation: { form: {} } } : {},
    versionNegotiation: { mode: era === "2026" ? { pin: "2026-07-28" } : "legacy" },
  });
  if (fill) {
    client.setRequestHandler("elicitation/create", ({ params }) => {
      const content = fill(params.message);
      return content ? { action: "accept", content } : { action: "decline" };
    });
  }
  const transport = era === "2024"
    ? new SSEClientTransport(server.at("/sse"), { requestInit })
    : new StreamableHTTPClientTransport(server.at("/mcp"), { requestInit });
  await client.connect(transport);
  const close = async () => {
    await client.close();
    await server[Symbol.asyncDispose]();
  };
  return { client, server, clock, [Symbol.asyncDispose]: close };
}

for (const era of ERAS) {
  Deno.test(`${era}: the lists contain everything, in a fixed order, with titles and annotations`, async () => {
    await using connected = await connect(era);
    const { client } = connected;
    const { tools } = await client.listTools();
    assert.deepEqual(tools.map(({ name }) => name), TOOLS.map(({ name }) => name));
    for (const { title, outputSchema, annotations } of tools) {
      assert.ok(
        title && outputSchema && annotations?.readOnlyHint === true && annotations.openWorldHint === false,
      );
    }
    assert.deepEqual((await client.listResources()).resources.map(({ uri }) => uri), ["time://zones"]);
    const { resourceTemplates } = await client.listResourceTemplates();
    assert.deepEqual(resourceTemplates.map(({ uriTemplate }) => uriTemplate), ["time://now/{+zone}"]);
    const { prompts } = await client.listPrompts();
    assert.deepEqual(prompts[0]?.arguments?.map(({ name, required }) => [name, required ?? false]), [
      ["zones", true],
      ["style", false],
    ]);
  });

  Deno.test(`${era}: resources and templates can be read, and an unknown resource is an error`, async () => {
    await using connected = await connect(era);
    const { client } = connected;
    const [zones] = (await client.readResource({ uri: "time://zones" })).contents;
    assert.ok(zones && "text" in zones && JSON.parse(zones.text).includes("Europe/Paris"));
    const [now] = (await client.readResource({ uri: "time://now/Asia/Tokyo" })).contents;
    assert.ok(now && "text" in now);
    assert.deepEqual(JSON.parse(now.text), { iso: "2026-07-28T21:05:09+09:00", timezone: "Asia/Tokyo" });
    await assert.rejects(client.readResource({ uri: "time://now/Mars/Olympus" }), /not found/i);
  });

  Deno.test(`${era}: zones are completed, for the template and for the prompt`, async () => {
    await using connected = await connect(era);
    const { client } = connected;
    const template = { type: "ref/resource", uri: "time://now/{+zone}" } as const;
    const { completion } = await client.complete({ ref: template, argument: { name: "zone", value: "tok" } });
    assert.deepEqual(completion.values, ["Asia/Tokyo"]);
    const prompt = { type: "ref/prompt", name: "world_clock" } as const;
    const list = await client.complete({
      ref: prompt,
      argument: { name: "zones", value: "Asia/Tokyo, europe/par" },
    });
    assert.deepEqual(list.completion.values, ["Asia/Tokyo, Europe/Paris"]);
    const style = await client.complete({ ref: prompt, argument: { name: "style", value: "t" } });
    assert.deepEqual(style.completion.values, ["table"]);
  });

  Deno.test(`${era}: getting the prompt fills in its arguments`, async () => {
    await using connected = await connect(era);
    const filled = await connected.client.getPrompt({
      name: "world_clock",
      arguments: { zones: "Asia/Tokyo,UTC" },
    });
    const content = filled.messages[0]?.content;
    assert.ok(content?.type === "text");
    assert.match(content.text, /time zones: Asia\/Tokyo, UTC\? .* answer as a list/);
  });

  Deno.test(`${era}: a countdown reports its progress every second`, async () => {
    await using connected = await connect(era);
    const { client, clock } = connected;
    let told = Promise.withResolvers<unknown>();
    const call = client.callTool({ name: "countdown", arguments: { seconds: 2 } }, {
      onprogress: ({ progress, total, message }) => told.resolve([progress, total, message]),
    });
    assert.equal(await clock.next(), 1000);
    assert.deepEqual(await told.promise, [1, 2, "1 s left"]);
    told = Promise.withResolvers();
    assert.equal(await clock.next(), 1000);
    assert.deepEqual((await call).structuredContent, { seconds: 2 });
  });

  Deno.test(`${era}: a cancelled countdown stops immediately`, async () => {
    await using connected = await connect(era);
    const { client, clock } = connected;
    const stop = new AbortController();
    const first = Promise.withResolvers<void>();
    const call = client.callTool({ name: "countdown", arguments: { seconds: 3600 } }, {
      signal: stop.signal,
      onprogress: () => first.resolve(),
    });
    await clock.next();
    await first.promise;
    stop.abort();
    await assert.rejects(call);
    await clock.quiet();
  });

  Deno.test(`${era}: plan_meeting asks the user, twice if needed, and uses the answers`, async () => {
    const asked: string[] = [];
    await using connected = await connect(era, {
      fill(message) {
        asked.push(message);
        return asked.length === 1 ? { date: "2026-08-03", duration_minutes: 60 } : { outside_hours: true };
      },
    });
    const result = await connected.client.callTool({
      name: "plan_meeting",
      arguments: { timezones: ["Europe/Paris", "Pacific/Auckland"] },
    });
    assert.equal(result.isError ?? false, false, JSON.stringify(result));
    assert.equal((result.structuredContent as { duration_minutes: number }).duration_minutes, 60);
    assert.equal(asked.length, 2);
  });

  Deno.test(`${era}: a user who declines gets no plan`, async () => {
    await using connected = await connect(era, { fill: () => undefined });
    const result = await connected.client.callTool({
      name: "plan_meeting",
      arguments: { timezones: ["UTC"] },
    });
    assert.equal(result.isError, true);
    assert.match(JSON.stringify(result.content), /nothing is planned/);
  });
}

for (const era of ["2024", "2025"] as const) {
  Deno.test(`${era}: without a user to ask, the result instructs the model what to say`, async () => {
    await using connected = await connect(era);
    const result = await connected.client.callTool({
      name: "plan_meeting",
      arguments: { timezones: ["UTC"] },
    });
    assert.equal(result.isError, true);
    assert.match(JSON.stringify(result.content), /Say date, duration_minutes/);
  });

  Deno.test(`${era}: a subscriber is notified each full minute about its resource, until it unsubscribes`, async () => {
    await using connected = await connect(era);
    const { client, clock } = connected;
    const told: string[] = [];
    let next = Promise.withResolvers<void>();
    client.setNotificationHandler("notifications/resources/updated", ({ params }) => {
      told.push(params.uri);
      next.resolve();
    });
    await client.subscribeResource({ uri: "time://now/Asia/Kolkata" });
    await client.subscribeResource({ uri: "time://zones" });
    await assert.rejects(client.subscribeResource({ uri: "time://now/Mars/Olympus" }), /not found/i);
    assert.equal(await clock.next(), 51_000);
    await next.promise;
    next = Promise.withResolvers();
    assert.equal(await clock.next(), 60_000);
    await next.promise;
    assert.deepEqual(told, ["time://now/Asia/Kolkata", "time://now/Asia/Kolkata"]);
    await client.unsubscribeResource({ uri: "time://now/Asia/Kolkata" });
    await client.unsubscribeResource({ uri: "time://zones" });
    await clock.quiet();
  });
}

Deno.test("2026: subscriptions/listen reports each full minute, and stops when the stream is closed", async () => {
  await using connected = await connect("2026");
  const { client, clock } = connected;
  const told = Promise.withResolvers<string>();
  client.setNotificationHandler("notifications/resources/updated", ({ params }) => told.resolve(params.uri));
  const subscription = await client.listen({
    resourceSubscriptions: ["time://now/Mars", "time://now/Asia/Kolkata"],
  });
  assert.equal(await clock.next(), 51_000);
  assert.equal(await told.promise, "time://now/Asia/Kolkata");
  await subscription.close();
  await clock.quiet();
});

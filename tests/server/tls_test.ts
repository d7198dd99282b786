/** `serve --tls-cert`: HTTPS in every era, and certificates that change while the server runs. */
import { PERMISSIONS, UNSTABLE } from "../../scripts/permissions.ts";
import assert from "node:assert/strict";
import { join } from "node:path";
import { listen } from "../../server/listen.ts";
import { runChild } from "../support/child.ts";
import { eventsOf, modern } from "../support/mcp_requests.ts";
import { type CliProcess, runCli, startCli } from "../support/run_cli.ts";
import { KEY, withTestKey } from "../support/start_server.ts";

const PEM = join(import.meta.dirname!, "../support/tls");
const program = [Deno.execPath(), "run", "--quiet", ...UNSTABLE, ...PERMISSIONS]
  .concat(
    "--config",
    join(import.meta.dirname!, "../../deno.product.json"),
    join(import.meta.dirname!, "../../main.ts"),
  );

interface World {
  readonly serve: CliProcess;
  readonly port: number;
  readonly url: string;
  /** Paths that the server follows. */
  readonly cert: string;
  readonly key: string;
  /** Trusts the authority of `tests/support/tls`. */
  readonly client: Deno.HttpClient;
}

async function withTls(story: (world: World) => Promise<void>, ...flags: string[]) {
  const folder = await Deno.makeTempDir({ prefix: "mcpdemo-tls-" });
  const [cert, key] = [join(folder, "cert.pem"), join(folder, "key.pem")];
  await Deno.copyFile(join(PEM, "server.pem"), cert);
  await Deno.copyFile(join(PEM, "server.key"), key);
  using client = Deno.createHttpClient({ caCerts: [await Deno.readTextFile(join(PEM, "ca.pem"))] });
  try {
    const args = ["serve", "--auth-key", KEY, "--port", "0", "--tls-cert", cert, "--tls-key", key, ...flags];
    await using serve = startCli(args, { program });
    const [, port] = await serve.said(/listens on https:\/\/\S+:(\d+)/);
    await story({ serve, cert, key, client, port: Number(port), url: `https://localhost:${port}` });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("with a certificate, ask gets its answer over HTTPS in every era", async () => {
  await withTls(async ({ url }) => {
    for (const era of ["auto", "2024", "2025", "2026"]) {
      const flags = ["--server", url, "--era", era, "--ca-file", join(PEM, "ca.pem")];
      const environment = { MCP_SERVER_AUTH_KEY: KEY };
      const { status, stdout, stderr } = await runCli(["ask", ...flags, "what time is it"], {
        program,
        environment,
      });
      assert.equal(status, 0, stderr);
      assert.match(stdout, /^It is \d\d:\d\d/);
    }
  });
});

Deno.test("over HTTP/2, which has no Host, the names are guarded as over HTTP/1.1", async () => {
  await withTls(async ({ port, url }) => {
    const status = async (version: string, name: string) => {
      const target = `https://${name}:${port}/mcp`;
      const { stdout } = await runChild("curl", [
        ...[
          "--silent",
          "--insecure",
          version,
          "--output",
          "/dev/null",
          "--write-out",
          "%{http_code} %{http_version}",
        ],
        ...["--resolve", `${name}:${port}:127.0.0.1`, "--header", `Authorization: Bearer ${KEY}`],
        ...["--header", "Content-Type: application/json", "--data", "{}", target],
      ]);
      return stdout;
    };
    assert.match(url, /localhost/);
    assert.equal(await status("--http1.1", "localhost"), "400 1.1");
    assert.equal(await status("--http2", "localhost"), "400 2");
    assert.equal(await status("--http1.1", "evil.test"), "403 1.1");
    assert.equal(await status("--http2", "evil.test"), "403 2");
  });
});

Deno.test("plain HTTP gets no answer from a server with a certificate", async () => {
  await withTls(async ({ port }) => {
    await assert.rejects(fetch(`http://localhost:${port}/healthz`, { headers: withTestKey() }));
  });
});

Deno.test("a changed certificate is used for new connections, while an open stream goes on", async () => {
  await withTls(async ({ serve, cert, key, client, url, port }) => {
    const call = modern("tools/call", { name: "countdown", arguments: { seconds: 3 }, _meta: {} });
    const stream = await fetch(`${url}/mcp`, { ...call, client });
    const made = await runChild("openssl", [
      ...[
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
        "-days",
        "2",
      ],
      ...[
        "-subj",
        "/CN=renewed.test",
        "-addext",
        "subjectAltName=DNS:localhost",
        "-keyout",
        key,
        "-out",
        cert,
      ],
    ]);
    assert.equal(made.status, 0, made.stderr);
    await serve.said(/The certificate has changed/);
    const { stdout } = await runChild("openssl", [
      "s_client",
      "-connect",
      `localhost:${port}`,
      "-servername",
      "localhost",
    ]);
    assert.match(stdout, /CN ?= ?renewed\.test/);
    await using events = eventsOf(stream);
    let last = "";
    while (!last.includes('"result"')) last = (await events.next()).data;
    assert.match(last, /countdown of 3 s is over/);
    serve.kill("SIGTERM");
    assert.equal((await serve.ended).status, 0);
  });
});

Deno.test("a pair that does not fit keeps the certificate, says so, and a repaired one counts", async () => {
  await withTls(async ({ serve, cert, client, url }) => {
    const good = await Deno.readTextFile(cert);
    await Deno.writeTextFile(cert, "nothing");
    await serve.said(
      /mcpdemo cannot use \S+cert\.pem for TLS: it holds no PEM block.*The certificate stays as it was/,
    );
    const response = await fetch(`${url}/healthz`, { client });
    assert.deepEqual(await response.json(), { status: "ok" });
    await Deno.writeTextFile(cert, good);
    await serve.said(/The certificate has changed/);
    assert.equal((await (await fetch(`${url}/healthz`, { client })).json()).status, "ok");
  });
});

Deno.test({
  name: "threads serve HTTPS as well",
  ignore: Deno.build.os !== "linux",
  fn: () =>
    withTls(
      async ({ client, url }) => {
        for (let count = 0; count < 8; count++) {
          const response = await fetch(`${url}/healthz`, { client, headers: { Connection: "close" } });
          assert.equal((await response.json()).status, "ok");
        }
      },
      "--workers",
      "2",
    ),
});

Deno.test("half a pair, a missing file and a foreign key are errors at the start", async () => {
  const cert = join(PEM, "server.pem");
  const cases: readonly (readonly [readonly string[], RegExp])[] = [
    [["--tls-cert", cert], /Error flag_missing .*--tls-key/],
    [["--tls-key", join(PEM, "server.key")], /Error flag_missing .*--tls-cert/],
    [["--tls-cert", "none.pem", "--tls-key", join(PEM, "server.key")], /Error tls_unusable .*none\.pem/],
    [
      ["--tls-cert", join(PEM, "ca.pem"), "--tls-key", join(PEM, "server.key")],
      /not the private key of the certificate/,
    ],
    [["--tls-cert", cert, "--tls-key", cert], /it holds no PEM block that can be read/],
  ];
  for (const [flags, expected] of cases) {
    const { status, stderr } = await runCli(["serve", "--auth-key", KEY, "--port", "0", ...flags], {
      program,
    });
    assert.equal(status, 2);
    assert.match(stderr, expected);
  }
});

Deno.test("two renewals at once leave one listener, which answers", async () => {
  const read = (name: string) => Deno.readTextFile(join(PEM, name));
  const tls = { cert: await read("server.pem"), key: await read("server.key") };
  const failures: string[] = [];
  const app = {
    routes: [],
    drain() {},
    fetch: () => Promise.resolve(new Response("up")),
    idle: async () => {},
    endClient() {},
    close: async () => {},
  };
  const listener = listen(app, "127.0.0.1", 0, { tls, onFailure: (reason) => failures.push(reason) });
  await Promise.all([listener.renew(tls), listener.renew(tls)]);
  using client = Deno.createHttpClient({ caCerts: [await read("ca.pem")] });
  const response = await fetch(`https://localhost:${listener.port}/`, { client });
  assert.equal(await response.text(), "up");
  assert.deepEqual(failures, []);
  await listener.stop(1_000);
});

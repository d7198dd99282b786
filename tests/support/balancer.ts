/** HAProxy in front of servers, as Debian has it. */
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";

/** Why there is no HAProxy here, if there is none. */
export async function whyNoBalancer(): Promise<string | undefined> {
  try {
    await new Deno.Command("haproxy", { args: ["-v"], stdout: "null", stderr: "null" }).output();
    return undefined;
  } catch {
    return "haproxy is not installed (apt-get install haproxy)";
  }
}

export function freePorts(count: number): number[] {
  const listeners = Array.from({ length: count }, () => Deno.listen({ hostname: "127.0.0.1", port: 0 }));
  for (const listener of listeners) listener.close();
  return listeners.map(({ addr }) => addr.port);
}

export interface Balancer extends AsyncDisposable {
  readonly url: string;
}

/** HAProxy, which sends each request to the next server, whatever session it has. */
export async function startBalancer(ports: readonly number[]): Promise<Balancer> {
  const [port] = freePorts(1);
  const folder = await Deno.makeTempDir();
  const file = join(folder, "haproxy.cfg");
  await Deno.writeTextFile(
    file,
    `defaults
  mode http
  timeout connect 2s
  timeout client 1m
  timeout server 1m
  option http-no-delay
  option redispatch
  retries 3
  retry-on conn-failure
frontend front
  bind 127.0.0.1:${port}
  default_backend back
backend back
  balance roundrobin
  option httpchk GET /healthz
  http-check send hdr Host localhost
  default-server check inter 200ms fall 1 rise 1
${ports.map((each) => `  server s${each} 127.0.0.1:${each}`).join("\n")}
`,
  );
  const process = new Deno.Command("haproxy", { args: ["-f", file], stdout: "null", stderr: "null" }).spawn();
  const url = `http://127.0.0.1:${port}`;
  while (!await fetch(`${url}/healthz`).then((answer) => answer.text().then(() => answer.ok), () => false)) {
    await setTimeout(20);
  }
  return {
    url,
    async [Symbol.asyncDispose]() {
      process.kill("SIGKILL");
      await process.status;
      await Deno.remove(folder, { recursive: true });
    },
  };
}

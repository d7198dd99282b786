/**
 * For machines that cannot reach an image registry: stand-ins for the two base images, made of this
 * machine's Deno and the libraries that it needs; and the options that podman needs without
 * systemd.
 */
import { basename, dirname, join } from "node:path";
import { outputOf, run } from "../../scripts/run.ts";

const CERTIFICATES = "/etc/ssl/certs/ca-certificates.crt";

export interface StandIn {
  /** Options for `build`. */
  readonly buildArguments: readonly string[];
  /** Options for every call of the engine. */
  readonly env: Readonly<Record<string, string>>;
}

/** @param folder for the files that it creates */
export async function standIn(folder: string): Promise<StandIn> {
  const config = join(folder, "containers.conf");
  await Deno.writeTextFile(
    config,
    `[containers]
default_ulimits = ["nofile=20000:20000", "nproc=20000:20000"]
[engine]
runtime = "runc"
cgroup_manager = "cgroupfs"
events_logger = "file"
`,
  );
  const env = { CONTAINERS_CONF: config };
  await importImage(join(folder, "deno"), "localhost/deno-stand-in", "/usr/bin/deno", env);
  await importImage(join(folder, "distroless"), "localhost/deno-stand-in-distroless", "/bin/deno", env);
  return {
    env,
    buildArguments: [
      ...["--pull=never", "--network=host", "--format", "docker"],
      ...["--build-arg", "DENO_IMAGE=localhost/deno-stand-in"],
      ...["--build-arg", "DENO_DISTROLESS_IMAGE=localhost/deno-stand-in-distroless"],
      ...["--build-arg", "DENO_TLS_CA_STORE=system", "--volume", `${CERTIFICATES}:${CERTIFICATES}:ro`],
    ],
  };
}

/** An image that contains only Deno at `path`, its libraries, the certificates and a `/tmp`. */
async function importImage(
  root: string,
  name: string,
  path: string,
  env: Readonly<Record<string, string>>,
): Promise<void> {
  const deno = await Deno.realPath(Deno.execPath());
  const libraries = await outputOf("ldd", [deno]) ?? "";
  const needed = [...libraries.matchAll(/(?:=> |^\s*)(\/\S+)/gm)].map(([, file]) => file!);
  for (const [from, to] of [[deno, path], ...needed.map((file) => [file, file])] as [string, string][]) {
    await Deno.mkdir(join(root, dirname(to)), { recursive: true });
    await Deno.copyFile(from, join(root, to));
  }
  await Deno.mkdir(join(root, dirname(CERTIFICATES)), { recursive: true });
  await Deno.copyFile(CERTIFICATES, join(root, CERTIFICATES));
  await Deno.mkdir(join(root, "tmp"), { mode: 0o1777 });
  await Deno.chmod(join(root, "tmp"), 0o1777);
  const archive = `${root}.tar`;
  await run("tar", [
    "-C",
    dirname(root),
    "-cf",
    archive,
    "--transform",
    `s,^${basename(root)},.,`,
    basename(root),
  ]);
  const changes = [`ENV PATH=${dirname(path)}`, "ENV DENO_DIR=/deno-dir/"].flatMap((
    change,
  ) => ["--change", change]);
  await run("podman", ["import", "--quiet", ...changes, archive, name], { env });
}

/**
 * Builds the image for every processor and pushes it, with its bill of materials and provenance; says under
 * which digest, in the file that a workflow step gives its outputs to.
 *
 * usage: deno run -A scripts/release/image.ts
 */
import { fileURLToPath } from "node:url";
import config from "../../deno.json" with { type: "json" };
import project from "../project.json" with { type: "json" };
import { outputOf, run } from "../run.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

const name = `ghcr.io/${project.owner}/${project.repository}`.toLowerCase();
const git = (...args: string[]) => outputOf("git", args, { cwd: ROOT });
const metadata = await Deno.makeTempFile();
// Docker's default builder supports neither images for other processors nor attestations.
await run("docker", ["buildx", "create", "--use"]);
await run("docker", [
  ...["buildx", "build", "--push", "--platform", "linux/amd64,linux/arm64"],
  ...["--sbom=true", "--provenance=mode=max", "--metadata-file", metadata],
  ...["--build-arg", `COMMIT=${await git("rev-parse", "HEAD")}`],
  ...["--build-arg", `SOURCE_DATE_EPOCH=${await git("log", "-1", "--format=%ct")}`],
  ...["--label", `org.opencontainers.image.source=https://github.com/${project.owner}/${project.repository}`],
  ...["--label", `org.opencontainers.image.version=${config.version}`],
  ...["--label", `org.opencontainers.image.licenses=${project.license}`],
  ...["--tag", `${name}:${config.version}`, "--tag", `${name}:latest`, ROOT],
]);
const { "containerimage.digest": digest } = JSON.parse(await Deno.readTextFile(metadata));
await Deno.writeTextFile(Deno.env.get("GITHUB_OUTPUT")!, `name=${name}\ndigest=${digest}\n`, {
  append: true,
});

/**
 * Checks that every export outside tests is documented: `deno doc --lint`, except for its
 * complaints about types of third-party packages.
 *
 * usage: deno run -A scripts/lint_docs.ts
 */
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** The modules that users or maintainers read: not tests, and not what only tests import. */
async function modules(): Promise<string[]> {
  const { stdout } = await new Deno.Command("git", { args: ["ls-files", "*.ts"], cwd: ROOT }).output();
  return new TextDecoder().decode(stdout).trim().split("\n")
    .filter((file) => !/^tests\/|_test\.ts$|\/testing\.ts$/.test(file));
}

/** The complaints of `deno doc --lint` about files of this repository. */
export function ownComplaints(output: string): string[] {
  // deno-lint-ignore no-control-regex
  const complaints = output.replace(/\x1b\[[0-9;]*m/g, "").split(/^(?=error\[)/m).slice(1);
  return complaints.filter((complaint) => {
    const [, file = ""] = complaint.match(/^ *--> (.*?):\d+:\d+$/m) ?? [];
    // A type of a package cannot be made public here.
    return file.startsWith(ROOT) && !complaint.startsWith("error[private-type-ref]");
  });
}

if (import.meta.main) {
  const args = ["doc", "--lint", "--quiet", ...await modules()];
  const { stderr } = await new Deno.Command(Deno.execPath(), { args, cwd: ROOT, stdout: "null" }).output();
  const complaints = ownComplaints(new TextDecoder().decode(stderr));
  for (const complaint of complaints) console.error(complaint.trimEnd() + "\n");
  if (complaints.length > 0) {
    console.error(`${complaints.length} exports are not documented.`);
    Deno.exit(1);
  }
}

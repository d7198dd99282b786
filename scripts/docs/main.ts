/**
 * Regenerates the quoted and generated parts of the documents, or, with `--check`, compares them:
 * the output of every quoted command, the tables of settings, French typography.
 *
 * usage: deno task docs [--check]
 */
import { readDocuments, ROOT } from "./documents.ts";
import { withFrenchTypography } from "./french.ts";
import { quotesIn, steady } from "./quotes.ts";
import { cellsOf, withTables } from "./tables.ts";
import { createWorkshop, occupied, outputOf } from "./workshop.ts";
import { outputOf as outputOfProgram, run } from "../run.ts";

/**
 * If Linux allows it, the commands get a separate loopback interface, so that other programs on
 * this machine are invisible to them.
 */
async function runApart(): Promise<number | undefined> {
  const apart = ["-rn", "sh", "-ec", 'ip link set lo up; exec "$@"', "sh"];
  if (Deno.env.has(APART) || await outputOfProgram("unshare", [...apart, "true"]) === undefined) {
    return undefined;
  }
  const child = new Deno.Command("unshare", {
    args: [...apart, Deno.execPath(), "run", "--quiet", "-A", import.meta.filename!, ...Deno.args],
    env: { [APART]: "1" },
  }).spawn();
  return (await child.status).code;
}

const APART = "MCPDEMO_DOCS_APART";

async function main(isCheck: boolean): Promise<void> {
  const inTheWay = await occupied();
  if (inTheWay.length > 0) {
    throw new Error(
      `What the commands say depends on what listens at ${inTheWay.join(", ")}: stop it first.`,
    );
  }
  await using workshop = await createWorkshop();
  const wrong: string[] = [];
  let count = 0;
  for (const { path, language, text } of await readDocuments()) {
    const set = language === "fr" ? withFrenchTypography(text) : text;
    if (set !== text) wrong.push(`${path}: its typography`);
    let written = withTables(set, language);
    if (cellsOf(written) !== cellsOf(set)) wrong.push(`${path}: its table of settings`);
    let moved = 0;
    // In their order: one may read what another has written.
    for (const quote of quotesIn(written)) {
      count++;
      const output = await outputOf(quote, workshop, language);
      if (steady(output) === steady(quote.output)) continue;
      wrong.push(`${path}: $ ${quote.command}\n--- it says\n${output}--- quoted\n${quote.output}`);
      written = written.slice(0, quote.start + moved) + output + written.slice(quote.end + moved);
      moved += output.length - quote.output.length;
    }
    if (!isCheck && written !== text) await Deno.writeTextFile(ROOT + path, written);
  }
  if (!isCheck) await run(Deno.execPath(), ["fmt", "--quiet"], { cwd: ROOT });
  console.error(`${count} quoted outputs. ${wrong.length} ${isCheck ? "wrong" : "rewritten"}.`);
  for (const each of wrong) console.error(isCheck ? each : each.split("\n")[0]);
  if (isCheck && wrong.length > 0) Deno.exitCode = 1;
}

if (import.meta.main) {
  try {
    const code = await runApart();
    if (code === undefined) await main(Deno.args.includes("--check"));
    else Deno.exitCode = code;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    Deno.exitCode = 1;
  }
}

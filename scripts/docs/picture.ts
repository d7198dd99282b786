/**
 * The picture of an explained run: `ask --debug` on a real pseudo-terminal, against a real server, the end
 * of what it shows.
 *
 * usage: deno task picture [--check]      needs util-linux's `script`
 */
import { ROOT } from "./documents.ts";
import { steady } from "./quotes.ts";
import { screenLines, svgOf } from "./svg.ts";
import { createWorkshop, serving } from "./workshop.ts";

const PATH = "docs/run.svg";
const COLUMNS = 104;
const COMMAND = 'mcpdemo ask --debug "what time is it"';
/** The run is longer than a page: the picture has who takes part, and goes on with the step that calls the tool. */
const FROM = "tools/call: run a tool";

async function picture(): Promise<string> {
  await using workshop = await createWorkshop();
  const key = "a-key-of-the-picture";
  await using server = await serving(`serve --port 0 --auth-key ${key}`, workshop);
  const typed = `stty cols ${COLUMNS}; exec ${COMMAND} --server ${server.url}`;
  const { stdout, code } = await new Deno.Command("script", {
    args: ["-qec", typed, "/dev/null"],
    ...workshop.surroundings("en", { MCP_SERVER_AUTH_KEY: key, TERM: "xterm-256color", SHELL: "/bin/sh" }),
    stdin: "null",
  }).output();
  const sent = new TextDecoder().decode(stdout);
  const lines = screenLines(sent, COLUMNS);
  const first = lines.findIndex((line) => line.includes(FROM));
  if (code !== 0 || first < 0) throw new Error(`"${COMMAND}" ended with ${code}:\n${sent}`);
  while (lines.at(-1) === "") lines.pop();
  const parties = lines.filter((line) => /you +mcpdemo +model +server/.test(line));
  const shown = [`\x1b[1m$ ${COMMAND}\x1b[0m`, "", ...parties, "    ⋮", ...lines.slice(first)];
  return svgOf(shown, COLUMNS, COMMAND);
}

const made = await picture();
if (!Deno.args.includes("--check")) await Deno.writeTextFile(ROOT + PATH, made);
else if (steady(made) !== steady(await Deno.readTextFile(ROOT + PATH))) {
  console.error(`${PATH} shows another run: "deno task picture" redraws it.`);
  Deno.exitCode = 1;
}

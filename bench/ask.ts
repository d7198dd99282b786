/** One question, asked by the program itself and checked against the clock. */
import { type Ran, run, RUN_MAIN, type Surroundings } from "./child.ts";

/** Throws if the answer is not the time, or did not come from `server`. */
export async function askTheTime(
  flags: readonly string[],
  server: RegExp,
  surroundings: Surroundings,
): Promise<Ran> {
  const before = minute();
  const ran = await run([...RUN_MAIN, "ask", ...flags, "what time is it"], surroundings);
  const isRight = ran.stdout.includes(before) || ran.stdout.includes(minute());
  if (ran.code === 0 && isRight && server.test(ran.stderr)) return ran;
  const said = `exit status ${ran.code}\n${ran.stdout}${ran.stderr}`;
  throw new Error(`"ask" did not tell the time by ${server}: ${said}`);
}

function minute(): string {
  return Temporal.Now.plainTimeISO().toString({ smallestUnit: "minute" });
}

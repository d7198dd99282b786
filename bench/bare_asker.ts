/** The least that a conversation can be: a line in, a request, its text out. What it grows by, the runtime does. */
import { createLines } from "../cli/lines.ts";

const [url = ""] = Deno.args;
const lines = createLines(() => Deno.stdin.readable);
const { signal } = new AbortController();

for (let line = await lines.read(signal); line !== undefined; line = await lines.read(signal)) {
  const messages = [{ role: "user", content: line.repeat(20) }];
  const answer = await fetch(url, { method: "POST", body: JSON.stringify({ messages }) });
  await answer.text();
  console.log("Noon.");
}

/**
 * The commands quoted in the documents. A fence of kind `console` contains commands, each after `$
 * `, followed by its output on stdout and stderr, as a terminal shows it. A command with a first
 * line that ends in `\\` continues in the indented lines below. A comment before the fence, `<!--
 * serve --auth-key KEY -->`, names a server that runs meanwhile.
 */

export interface Quote {
  /** As typed, without `$ `. */
  readonly command: string;
  /** The server that runs meanwhile: its arguments, `serve` first. */
  readonly server: string | undefined;
  /** What the commands print, as the page quotes it. */
  readonly output: string;
  /** The position of the output in the text. */
  readonly start: number;
  /** The end of the fence in the page, in characters. */
  readonly end: number;
}

const FENCE = /(?:^<!-- (serve[^\n]*) -->\n+)?^```console\n(.*?)^```$/gms;

const COMMAND = /^(?:\$ ([^\n]*\\\n(?: {4}[^\n]*\n)+|[^\n]*\n))?((?:(?!\$ )[^\n]*\n)*)/gm;

/** The console fences of a page, in their order. */
export function quotesIn(text: string): Quote[] {
  return [...text.matchAll(FENCE)].flatMap((match) => {
    const [whole, server, body = ""] = match;
    const from = match.index + whole.lastIndexOf(body, whole.length - 1);
    // Text before the first command is a mistake, reported as an empty command.
    return [...body.matchAll(COMMAND)]
      .filter(([found]) => found !== "")
      .map((found) => {
        const output = found[2] ?? "";
        const end = from + found.index + found[0].length;
        return { command: found[1]?.trimEnd() ?? "", server, output, start: end - output.length, end };
      });
  });
}

/** What a person types instead of what this repository does. */
export function asInstalled(output: string): string {
  return output.replaceAll("deno task ask", "mcpdemo ask").replace(/\r/g, "").replace(/(?<=[^\n])$/, "\n");
}

/** What differs from run to run, made the same. */
export function steady(output: string): string {
  return VARIABLE.reduce((text, [shape, word]) => text.replace(shape, word), output);
}

const VARIABLE: readonly (readonly [RegExp, string])[] = [
  // The embedded server's port is a free one; those that are written in a command stay.
  [/(?<=127\.0\.0\.1:)\d{4,5}/g, "PORT"],
  [/\bmcpdemo \d+\.\d+\.\d+/g, "mcpdemo VERSION"],
  [/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, "UUID"],
  [/\d{4}-\d\d-\d\dT\d\d:[\d:.]+(Z|[+-]\d\d:\d\d)?/g, "MOMENT"],
  [/\b\w+day, \d{1,2} \w+ \d{4}\b/g, "DAY"],
  [/\b(?:(?:lun|mar|mercre|jeu|vendre|same)di|dimanche) \d{1,2} [^\s\d]+ \d{4}/g, "DAY"],
  [/\b\d\d:\d\d(?::\d\d)?\b/g, "TIME"],
  [/\b\d+(?:[.,]\d+)? m?s\b/g, "DURATION"],
  [/("(?:ms|unix_seconds)": ?)\d+/g, "$1NUMBER"],
  // Rows of the table that compares eras: times, and the sizes of bodies that hold a time.
  [/^((?:bytes|octets|millise)[^\n]*?)(?: +\d+)+$/gm, "$1 NUMBERS"],
  [/(?<=^ {4}mcpdemo ask --api-url )http\S+/gm, "URL"],
];

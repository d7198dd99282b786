import assert from "node:assert/strict";
import { stripVTControlCharacters } from "node:util";
import fc from "fast-check";
import stringWidth from "fast-string-width";
import { createMarkdownWriter, renderMarkdown } from "./markdown.ts";

/** A terminal of a number of columns and rows, with all that has scrolled off its top. */
function createTerminal(width: number, height: number) {
  const rows: string[][] = [[]];
  // `row` counts from the first row ever; the screen begins at `top`.
  let [row, column, top, written] = [0, 0, 0, ""];
  const down = () => {
    row++;
    rows[row] ??= [];
    top = Math.max(top, row - height + 1);
  };
  const put = (character: string) => {
    const size = stringWidth(character);
    if (column + size > width) {
      down();
      column = 0;
    }
    const line = rows[row]!;
    while (line.length < column) line.push(" ");
    if (size > 0) line.splice(column, size, character, ...Array(size - 1).fill(""));
    column += size;
  };
  return {
    written: () => written,
    /** Every row, without blanks at its end; the last ones may be empty. */
    lines: () => rows.map((line) => line.join("").trimEnd()),
    screen: {
      width: () => width,
      height: () => height,
      write(text: string) {
        written += text;
        // deno-lint-ignore no-control-regex
        for (const [part, count, kind] of text.matchAll(/\x1b\[(\d*(?:;\d+)*)([A-Za-z])|[^]/gu)) {
          if (kind === "A") row = Math.max(top, row - Number(count));
          else if (kind === "J") {
            rows.length = row + 1;
            rows[row]!.length = Math.min(column, rows[row]!.length);
          } else if (kind === "m") continue;
          else if (kind !== undefined) assert.fail(`unknown sequence ${JSON.stringify(part)}`);
          else if (part === "\n") [column] = [0, down()];
          else if (part === "\r") column = 0;
          else put(part);
        }
      },
    },
  };
}

function shownAs(pieces: readonly string[], width = 30, height = 12): string[] {
  const terminal = createTerminal(width, height);
  const writer = createMarkdownWriter(terminal.screen);
  for (const piece of pieces) writer.write(piece);
  writer.end();
  return terminal.lines();
}

const ANSWER = `# Time zones

It is **14:05** in \`Europe/Paris\`, and that is a line longer than the screen is wide.

- one
- two, with a line that is longer than the screen

  still two

1. first

2. second

\`\`\`js
const a = 1;

\tconst b = "日本語日本語日本語日本語日本語";
\`\`\`

| a | b |
|---|---|
| 1 | 2 |

> quoted

The end, 日本語日本語日本語日本語日本語.
`;

Deno.test("Markdown is rendered: its markup is removed, its text is kept", () => {
  const lines = shownAs([ANSWER], 60, 40);
  const text = lines.join("\n");
  assert.doesNotMatch(text, /[*`#]|\|---/);
  for (
    const each of [
      "Time zones",
      "14:05",
      "- one",
      "  still two",
      "1. first",
      "2. second",
      "const a",
      "The end",
    ]
  ) {
    assert.ok(text.includes(each), `${each} is missing:\n${text}`);
  }
  assert.match(text, /│ 1 +│ 2 +│/);
  assert.equal(lines[0], "Time zones");
});

const line = fc.oneof(
  fc.constantFrom(
    "",
    "",
    " ",
    "```",
    "````js",
    "~~~",
    "  ```",
    "- item",
    "1. item",
    "  more",
    "\tcode",
    "---",
    "# T",
  ),
  fc.constantFrom(
    "| a | b |",
    "|---|---|",
    "> quote",
    "a `b` **c**",
    "    code",
    "``` `no fence",
    "日本語".repeat(8),
  ),
  fc.string({
    maxLength: 40,
    unit: fc.constantFrom("a", "b ", " ", "*", "_", "`", "é", "日", "\t", "😀", "e\u0301"),
  }),
);
const markdown = fc.oneof(
  fc.constant(ANSWER),
  fc.array(line, { maxLength: 14 }).map((lines) => lines.join("\n")),
);

/** A text in pieces, cut anywhere but within a character. */
const cut = fc.tuple(markdown, fc.array(fc.nat(400), { maxLength: 30 })).map(([text, places]) => {
  const characters = [...text];
  const ends = [...new Set([...places.map((place) => place % (characters.length + 1)), characters.length])];
  ends.sort((a, b) => a - b);
  return ends.map((end, index) => characters.slice(ends[index - 1] ?? 0, end).join(""));
});

Deno.test("the result does not depend on how the text is split into chunks or on the size of the screen", () => {
  fc.assert(
    fc.property(
      cut,
      fc.integer({ min: 8, max: 60 }),
      fc.integer({ min: 1, max: 20 }),
      (pieces, width, height) => {
        const whole = shownAs([pieces.join("")], width, 10_000);
        assert.deepEqual(shownAs(pieces, width, height), whole);
        assert.deepEqual(shownAs([...pieces.join("")], width, height), whole);
      },
    ),
    { numRuns: 300 },
  );
});

Deno.test("a block taller than the screen is shown completely, with no line twice", () => {
  const code = Array.from({ length: 50 }, (_, index) => `line ${index}`);
  const lines = shownAs([...`before\n\n\`\`\`\n${code.join("\n")}\n\`\`\`\n\nafter`], 30, 10);
  assert.deepEqual(lines, ["before", "", ...code, "", "after"]);
});

Deno.test("text appears on the screen as soon as it is written", () => {
  const terminal = createTerminal(40, 10);
  const writer = createMarkdownWriter(terminal.screen);
  writer.write("It is **14");
  assert.deepEqual(terminal.lines(), ["It is **14"]);
  writer.write(":05**.\n\n");
  writer.write("N");
  assert.deepEqual(terminal.lines(), ["It is 14:05.", "", "N"]);
});

Deno.test("a blank line within a fence does not end a block, even in nested fences", () => {
  const lines = shownAs(["````md\n```\n\n# no title\n```\n````\n\n*end*"]);
  assert.deepEqual(lines, ["```", "", "# no title", "```", "", "end"]);
});

Deno.test("if a text ends in the middle of a fence, the next one is Markdown again", () => {
  const terminal = createTerminal(40, 10);
  const writer = createMarkdownWriter(terminal.screen);
  writer.write("```\ncode\n");
  writer.end();
  writer.write("a\n\n**b**\n\nc");
  writer.end();
  assert.deepEqual(terminal.lines(), ["code", "a", "", "b", "", "c"]);
});

Deno.test("plain text is written once and never redrawn", () => {
  const terminal = createTerminal(40, 10);
  const writer = createMarkdownWriter(terminal.screen);
  for (const piece of ["It is ", "14:05.\n", "\n", "Good", " day."]) writer.write(piece);
  writer.end();
  assert.equal(terminal.written(), "It is 14:05.\n\nGood day.");
});

Deno.test("a long answer is rendered in linear time", () => {
  let asked = 0;
  const screen = { width: () => (asked++, 80), height: () => 24, write() {} };
  const writer = createMarkdownWriter(screen);
  writer.write("```\n");
  for (let index = 0; index < 20_000; index++) writer.write("a line of code\n");
  assert.ok(asked < 100, `the block was measured ${asked} times`);
});

Deno.test("a whole document is rendered, with its blocks separated", () => {
  const rendered = renderMarkdown("# T\n\none `a`\n\ntwo\n\n```sh\nx\n\ny\n```\n", 40);
  assert.equal(stripVTControlCharacters(rendered), "T\n\none a\n\ntwo\n\nx\n\ny\n");
});

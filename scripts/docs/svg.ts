/** A terminal's text, with its ANSI styles, as an SVG. */

/** What `cli/output.ts` writes: bold, dim, red, green, cyan, and the end of each. */
const CLASSES: Readonly<Record<string, string>> = { 1: "b", 2: "d", 31: "r", 32: "g", 36: "c" };

const SIZE = 13;
const LINE = 18;
const PADDING = 16;
const BAR = 28;

/** A dark terminal, so that it reads the same on a light and on a dark page. */
const STYLE = [
  `text { font: ${SIZE}px ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace;`,
  "white-space: pre; fill: #d8dee9 }",
  ".b { font-weight: bold; fill: #ffffff } .d { fill: #9aa5b5 } .r { fill: #ff8a80 }",
  ".g { fill: #7ee2a8 } .c { fill: #7cd5f2 }",
].join(" ");

/**
 * A picture of a terminal that shows these lines.
 *
 * @param columns the width of the terminal
 * @param title what a screen reader says
 */
export function svgOf(lines: readonly string[], columns: number, title: string): string {
  const width = Math.ceil(columns * SIZE * 0.61) + 2 * PADDING;
  const height = lines.length * LINE + BAR + PADDING;
  const rows = lines.map((line, index) =>
    `<text x="${PADDING}" y="${BAR + index * LINE + 14}" xml:space="preserve">${spans(line)}</text>`
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" ` +
    `height="${height}" role="img">`,
    `<title>${escaped(title)}</title>`,
    `<style>${STYLE}</style>`,
    `<rect x="0.5" y="0.5" width="${width - 1}" height="${
      height - 1
    }" rx="8" fill="#1b1f27" stroke="#3b4252"/>`,
    ...[20, 38, 56].map((x) => `<circle cx="${x}" cy="16" r="5" fill="#4c566a"/>`),
    ...rows,
    "</svg>",
    "",
  ].join("\n");
}

/** A style holds until it is ended. */
function spans(line: string): string {
  let name: string | undefined;
  // deno-lint-ignore no-control-regex
  return line.split(/(\x1b\[\d*m)/).map((piece) => {
    // deno-lint-ignore no-control-regex
    const code = piece.match(/^\x1b\[(\d*)m$/)?.[1];
    if (code !== undefined) name = CLASSES[code];
    if (code !== undefined || piece === "") return "";
    return name === undefined ? escaped(piece) : `<tspan class="${name}">${escaped(piece)}</tspan>`;
  }).join("");
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** The lines of a terminal of the given width, each with the style that applies at its beginning. */
export function screenLines(sent: string, columns: number): string[] {
  const lines: string[] = [];
  let style = "";
  for (const row of sent.replaceAll("\r", "").replace(/\n$/, "").split("\n")) {
    let [line, length] = [style, 0];
    // deno-lint-ignore no-control-regex
    for (const [piece] of row.matchAll(/\x1b\[\d*m|[^]/gu)) {
      if (piece.startsWith("\x1b")) style = piece === "\x1b[0m" ? "" : piece;
      else if (length++ === columns) {
        lines.push(line);
        [line, length] = [style, 1];
      }
      line += piece;
    }
    lines.push(line);
  }
  return lines;
}

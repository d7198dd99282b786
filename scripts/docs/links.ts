/** Links and headings of Markdown, as GitHub reads them. */

export interface Heading {
  /** From 1 to 6, the number of number signs. */
  readonly level: number;
  /** Its text, without the number signs. */
  readonly text: string;
}

/** The headings of a page, in their order; those in fences are not headings. */
export function headingsOf(markdown: string): Heading[] {
  return [...withoutCode(markdown).matchAll(/^(#{1,6}) (.+)$/gm)]
    .map(([, marks, text]) => ({ level: marks!.length, text: text!.trim() }));
}

/** What `#…` can name in a document. */
export function anchorsOf(markdown: string): Set<string> {
  const anchors = new Set<string>();
  for (const { text } of headingsOf(markdown)) {
    const anchor = anchorOf(text);
    let name = anchor;
    for (let count = 1; anchors.has(name); count++) name = `${anchor}-${count}`;
    anchors.add(name);
  }
  return anchors;
}

function anchorOf(heading: string): string {
  return heading.replace(/\[([^\]]*)\]\([^)]*\)/g, "$1").toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, "").replaceAll(" ", "-");
}

/** The targets within this repository: of links and pictures, in Markdown and HTML. */
export function relativeLinksOf(markdown: string): string[] {
  const text = withoutCode(markdown);
  const targets = [...text.matchAll(/\]\(([^()\s]+)\)|(?:src|srcset|href)="([^"]+)"/g)]
    .map(([, link, attribute]) => (link ?? attribute)!);
  return targets.filter((target) => !/^[a-z]+:/i.test(target));
}

function withoutCode(markdown: string): string {
  return markdown.replace(/^( *)(`{3,})[^\n]*\n.*?^ *\2$/gms, "").replace(/`[^`\n]+`/g, (code) =>
    // A heading keeps the letters of its code; a link in code is none.
    code.replace(/[`[\]()"]/g, ""));
}

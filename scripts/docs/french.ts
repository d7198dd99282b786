/** The typography of the French documents. */

/** Fences, code, targets of links, comments and HTML tags: they stay as they are. */
const NOT_PROSE = /^( *)(`{3,})[^\n]*\n.*?^ *\2$|`[^`\n]+`|\]\([^)]*\)|<!--.*?-->|<[a-z/][^>]*>/gms;

/** With curly apostrophes, and no-break spaces before : ; ? ! and inside guillemets. */
export function withFrenchTypography(markdown: string): string {
  let result = "";
  let end = 0;
  for (const { 0: kept, index } of markdown.matchAll(NOT_PROSE)) {
    result += typeset(markdown.slice(end, index)) + kept;
    end = index + kept.length;
  }
  return result + typeset(markdown.slice(end));
}

function typeset(prose: string): string {
  return prose
    .replace(/(?<=\p{L})'(?=\p{L}|$)/gu, "’")
    .replace(/(?<!\n)[ \n](?=[;?»]|!(?!\[)|:(?:\s|\*|$))/g, "\u00A0")
    .replace(/«[ \n]/g, "«\u00A0");
}

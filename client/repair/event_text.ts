/**
 * Event streams with all line ends and the marks that the standard allows (WHATWG HTML, 9.2.6), written again with
 * line feeds alone: the parser of the SDK does not know a carriage return by itself at the end of a piece.
 *
 * @module
 */

/** Reads an event stream piece by piece. */
export interface EventText {
  /** The text of `chunk` with plain line ends, as far as its lines are complete. */
  push(chunk: Uint8Array): string;
  /** What is left at the end of the stream: an event that was left open is closed if its data is whole. */
  end(): string;
}

/**
 * An event stream that has not begun.
 *
 * @param repair the data of each message; returns it in its proper form
 * @param most characters of one event; longer ones are handed on as they come
 */
export function createEventText(repair: (data: string) => string, most: number): EventText {
  // A byte order mark at the beginning is dropped by the decoder.
  const decoder = new TextDecoder();
  let [line, data, size] = ["", undefined as string | undefined, 0];
  let others: string[] = [];
  let endedByCr = false;
  let isTooLong = false;

  function endEvent(): string {
    const isMessage = !others.some((each) => /^event:(?! ?message$)/.test(each));
    const lines = data === undefined ? [] : (isMessage ? repair(data) : data).split("\n");
    const text = [...others, ...lines.map((each) => `data: ${each}`)].map((each) => each + "\n").join("");
    [data, size, others] = [undefined, 0, []];
    return text + "\n";
  }

  function endLine(): string {
    const ended = line;
    line = "";
    if (ended === "") return endEvent();
    // A comment keeps the connection open; it is not a part of an event.
    if (ended.startsWith(":")) return ended + "\n";
    const [, value] = ended.match(/^data(?:: ?|$)([^]*)/) ?? [];
    if (value === undefined) others.push(ended);
    else data = data === undefined ? value : `${data}\n${value}`;
    return "";
  }

  function handOn(text: string): string {
    const held = isTooLong ? "" : [...others, ...(data === undefined ? [] : [`data: ${data}`])].join("\n");
    isTooLong = true;
    const all = held + line + text;
    line = "";
    return all;
  }

  function read(text: string): string {
    if (isTooLong) return handOn(text);
    size += text.length;
    let out = "";
    let from = 0;
    for (const { 0: end, index } of text.matchAll(/\r\n|\r|\n/g)) {
      // The line feed of a pair that was cut in two.
      if (index === 0 && end === "\n" && endedByCr) {
        from = 1;
        continue;
      }
      line += text.slice(from, index);
      out += endLine();
      from = index + end.length;
    }
    line += text.slice(from);
    if (text !== "") endedByCr = text.endsWith("\r");
    return size > most ? out + handOn("") : out;
  }

  return {
    push: (chunk) => read(decoder.decode(chunk, { stream: true })),
    end() {
      const out = read(decoder.decode());
      if (isTooLong || line === "" && data === undefined) return out;
      const last = line === "" ? "" : endLine();
      return isJson(data) ? out + last + endEvent() : out;
    },
  };
}

function isJson(text: string | undefined): boolean {
  try {
    JSON.parse(text ?? "");
    return true;
  } catch {
    return false;
  }
}

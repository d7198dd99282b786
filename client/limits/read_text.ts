/**
 * Reads the text of an answer, but not more of it than is useful.
 *
 * @module
 */

/**
 * The beginning of a body as text. The rest is not read, and the request is cancelled.
 *
 * @param most reading stops after the chunk that exceeds this many characters, with which the text is returned
 * @param isEnough called with each piece of text as it comes; `true` ends the reading
 * @throws what reading the body throws
 */
export async function readText(
  response: Response,
  most: number,
  isEnough: (piece: string) => boolean = () => false,
): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of response.body ?? []) {
    const piece = decoder.decode(chunk, { stream: true });
    text += piece;
    if (isEnough(piece) || text.length > most) break;
  }
  return text;
}

/**
 * Whether a file has changed.
 *
 * @module
 */

/**
 * A text that changes with the file, also if another one of the same size is put in its place, or if it cannot be
 * read any more.
 */
export async function fileSignature(path: string): Promise<string> {
  try {
    const { mtime, size, ino } = await Deno.stat(path);
    return `${mtime?.getTime()} ${size} ${ino}`;
  } catch (error) {
    return String(error);
  }
}

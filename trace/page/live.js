/**
 * Follows the server's record.
 *
 * @typedef {import("./parts.ts").PageEvent} PageEvent
 *
 * @typedef {object} Watcher
 * @property {() => void} onOpen the record starts over
 * @property {(event: PageEvent) => void} onEvent
 * @property {() => void} onLost
 * @property {(wasWrong: boolean) => Promise<string>} askKey
 * @property {(reason: string) => void} onRefused
 */

const AGAIN_MS = [500, 1_000, 2_000, 5_000];

/**
 * Watches while the page is open. The key is kept only in this function.
 *
 * @param {boolean} needsKey
 * @param {Watcher} watcher
 */
export async function watch(needsKey, { onOpen, onEvent, onLost, askKey, onRefused }) {
  let key = needsKey ? await askKey(false) : undefined;
  for (let losses = 0;;) {
    try {
      const headers = { Accept: "text/event-stream", ...(key && { Authorization: `Bearer ${key}` }) };
      const response = await fetch("/wire/events", { headers, cache: "no-store" });
      if (response.ok && response.body) {
        losses = 0;
        onOpen();
        await readEvents(response.body, onEvent);
      } else if (response.status === 401 || response.status === 400) {
        key = await askKey(false);
        continue;
      } else if (response.status === 403) {
        const { error, message } = await response.json();
        if (error !== "key_mismatch") return onRefused(message ?? error?.message ?? "403");
        key = await askKey(true);
        continue;
      }
    } catch {
      // Treated as a lost connection, like the end of the stream.
    }
    onLost();
    const pause = AGAIN_MS[Math.min(losses++, AGAIN_MS.length - 1)];
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}

/**
 * @param {ReadableStream<Uint8Array>} body
 * @param {(event: PageEvent) => void} onEvent
 */
async function readEvents(body, onEvent) {
  const reader = body.pipeThrough(/** @type {any} */ (new TextDecoderStream())).getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const blocks = (rest + value).split("\n\n");
    rest = blocks.pop() ?? "";
    for (const block of blocks) {
      // The server writes each event as one line of JSON; other lines keep the connection alive.
      if (block.startsWith("data: ")) onEvent(JSON.parse(block.slice("data: ".length)));
    }
  }
}

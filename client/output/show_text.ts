/**
 * Shows a run as text, for the user: the answer on stdout, everything else on stderr.
 *
 * @module
 */
import type { MarkdownWriter } from "../../cli/markdown.ts";
import type { Messages } from "../../cli/messages/messages.ts";
import type { Output } from "../../cli/output.ts";
import { oneLine, printable } from "../../cli/printable.ts";
import { createProgress } from "./progress.ts";
import type { Show } from "../run_event.ts";
import { createReasoningLines } from "./reasoning_lines.ts";
import { createUsageLines } from "./usage_line.ts";

/** How a run is shown. */
export interface ShowTextOptions {
  /** The texts. */
  readonly messages: Messages;
  /** The output to write to. */
  readonly output: Output;
  /** Renders the answer; `undefined` if stdout is not a terminal. */
  readonly markdown: MarkdownWriter | undefined;
  /** Whether the answer is shown in one piece, and not between the lines of something else. */
  readonly isWhole?: boolean;
  /** Whether the reasoning of the model is shown. */
  readonly reasoning?: boolean;
  /** If set, the tokens and times are shown at the end. A clock: milliseconds since any fixed time. */
  readonly usageBy?: () => number;
}

/** Shows events as they happen. */
export function showText(options: ShowTextOptions): Show {
  const { messages: { ask: words }, output, markdown } = options;
  const dim = (line: string) => output.note(output.style("dim", line));
  const progress = createProgress(output);
  const reasoningLines = options.reasoning ? createReasoningLines(dim) : undefined;
  const usage = options.usageBy ? createUsageLines(options.messages, options.usageBy) : undefined;
  let servers = 0;
  let held = "";
  const write = options.isWhole ? (text: string) => void (held += text) : markdown?.write ?? output.answer;
  return (event) => {
    usage?.take(event);
    if (event.type === "reasoning" && !reasoningLines) return;
    if (event.type !== "reasoning") reasoningLines?.end();
    if (event.type === "text") return write(printable(event.text));
    if (held !== "") output.answer(event.type === "answer" ? held : `${held}\n`);
    held = "";
    // The next line must not be in the middle of a block.
    markdown?.end();
    switch (event.type) {
      case "server":
        servers++;
        return output.note(
          event.isEmbedded
            ? words.embedded(event.url, event.era, oneLine(event.revision))
            : words.connected(oneLine(event.title), event.url, event.era, oneLine(event.revision)),
        );
      case "model":
        if (!event.isOffline) return output.note(words.realModel(oneLine(event.model), event.url));
        output.note(words.offlineModel);
        return dim(words.useRealModel);
      case "reasoning":
        return reasoningLines?.write(event.text);
      case "toolCall":
        return dim(
          words.toolCall(
            oneLine(event.tool),
            oneLine(JSON.stringify(event.arguments)),
            servers > 1 && event.server !== undefined ? oneLine(event.server) : undefined,
          ),
        );
      case "progress":
        return progress.show(event);
      case "toolResult":
        progress.end(event.id);
        if (event.isError && !event.isRefused) {
          dim(words.toolFailed(oneLine(event.tool), oneLine(event.text.replace(/^Error: /, ""))));
        }
        return;
      case "note":
        return output.note(printable(event.text));
      case "answer":
        output.answer("\n");
        if (event.interruption) output.note(printable(words.answerInterrupted(event.interruption)));
        else if (event.isCut) output.note(words.answerCut);
        for (const line of usage?.lines(event) ?? []) dim(line);
    }
  };
}

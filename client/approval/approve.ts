/** Asks the person, where a call needs that, and keeps what was decided. */
import type { Messages } from "../../cli/messages/messages.ts";
import type { Lines } from "../../cli/lines.ts";
import type { Output } from "../../cli/output.ts";
import { oneLine, printableJson } from "../../cli/printable.ts";
import { shownUrl } from "../../cli/errors.ts";
import type { CatalogTool } from "../servers/tool_catalog.ts";
import type { Show } from "../run_event.ts";
import { decide, type Reason } from "./decide.ts";
import { definitionHash, definitionOf } from "./definition.ts";
import type { Pin, Pins } from "./pins.ts";

/** Whether this call may run. A refusal has been told when it resolves. */
export type Approve = (
  catalogTool: CatalogTool,
  args: Readonly<Record<string, unknown>>,
  signal: AbortSignal,
) => Promise<boolean>;

export interface ApprovalOptions {
  readonly pins: Pins;
  readonly messages: Messages;
  readonly output: Output;
  readonly show: Show;
  /** What a person types, only where there is a terminal. */
  readonly lines: Lines | undefined;
  /** `--yes` */
  readonly yes: boolean;
  /** `--allow-tool` */
  readonly allowTools: readonly string[];
}

/** Arguments, and lines that changed, are shown up to this many characters: what is not seen cannot be approved. */
const SHOWN = 4_000;

/** Lines of a changed definition that are shown. */
const SHOWN_LINES = 60;

export function createApproval(options: ApprovalOptions): Approve {
  const { pins, messages: { approval: words, notes }, output, show, lines, yes, allowTools } = options;
  const style = output.style;

  const shortened = (text: string) =>
    text.slice(0, SHOWN) + (text.length > SHOWN ? words.more(text.length - SHOWN) : "");

  async function showQuestion(
    { name, server, tool }: CatalogTool,
    args: unknown,
    reason: Reason,
    pin: Pin | undefined,
  ): Promise<void> {
    output.note(style("bold", words.asks(oneLine(name), oneLine(server.name))));
    output.note("  " + shortened(printableJson(args)));
    output.note(words.reasons[reason]);
    if (reason !== "changed" || !pin) return;
    const { changedLines } = await import("./changed_lines.ts");
    const changed = changedLines(pin.definition, definitionOf(tool));
    for (const line of changed.slice(0, SHOWN_LINES)) {
      output.note("  " + style(line.startsWith("+") ? "green" : "red", shortened(line)));
    }
    if (changed.length > SHOWN_LINES) output.note("  " + words.moreLines(changed.length - SHOWN_LINES));
  }

  /** Only a clear yes is one. */
  async function askPerson(from: Lines, signal: AbortSignal): Promise<"yes" | "always" | "no"> {
    await from.forget();
    while (true) {
      output.note(words.choices);
      const line = (await from.read(signal))?.trim().toLowerCase();
      if (line === undefined || line === "" || words.no.includes(line)) return "no";
      if (words.yes.includes(line)) return "yes";
      if (words.always.includes(line)) return "always";
    }
  }

  async function keep(server: string, { tool, name }: CatalogTool, pin: Pin): Promise<void> {
    const isKept = await pins.set(server, tool.name, pin);
    if (isKept || !pin.isAlways) return;
    show({ type: "note", code: "approvalNotKept", text: notes.approvalNotKept(oneLine(name)) });
  }

  return async (catalogTool, args, signal) => {
    const { server, tool, name } = catalogTool;
    // Our own, started for this run.
    if (server.isEmbedded) return true;
    const url = shownUrl(server.url);
    const definition = definitionOf(tool);
    const hash = definitionHash(definition);

    const judged = async (): Promise<boolean> => {
      // Looked up in turn: the call before this one may have been allowed for good.
      const pin = await pins.get(url, tool.name);
      const decision = decide({
        annotations: tool.annotations,
        hash,
        pin,
        isAllowed: yes || allowTools.includes(name) || allowTools.includes(tool.name),
        canAsk: lines !== undefined,
      });
      let isAlways = pin?.hash === hash && pin.isAlways;
      if (pin && pin.hash !== hash && decision.kind === "run") {
        show({ type: "note", code: "definitionChanged", text: notes.definitionChanged(oneLine(name)) });
      }
      if (decision.kind === "refuse") {
        const text = notes.callRefusedByRule(oneLine(name), words.reasons[decision.reason]);
        show({ type: "note", code: "callRefusedByRule", text });
        return false;
      }
      if (decision.kind === "ask" && lines) {
        // Given up while another call was asked about: there is nothing to decide any more.
        if (!signal.aborted) await showQuestion(catalogTool, args, decision.reason, pin);
        const said = signal.aborted ? "no" : await askPerson(lines, signal);
        if (said === "no") {
          if (signal.aborted) return false;
          show({ type: "note", code: "callRefused", text: notes.callRefused(oneLine(name)) });
          return false;
        }
        isAlways = said === "always";
      }
      if (pin?.hash !== hash || pin.isAlways !== isAlways) {
        await keep(url, catalogTool, { hash, definition, isAlways });
      }
      return true;
    };
    return lines ? await lines.turn(judged) : await judged();
  };
}

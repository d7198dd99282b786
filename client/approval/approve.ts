/**
 * Asks the user whether a call may run, if that is necessary, and saves the decision.
 *
 * @module
 */
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

/**
 * Whether a call may run. When it resolves to `false`, the refusal has been shown.
 *
 * @param signal aborted when the call is no longer wanted
 */
export type Approve = (
  catalogTool: CatalogTool,
  args: Readonly<Record<string, unknown>>,
  signal: AbortSignal,
) => Promise<boolean>;

/** What an approval needs. */
export interface ApprovalOptions {
  /** Earlier decisions. */
  readonly pins: Pins;
  /** The texts. */
  readonly messages: Messages;
  /** The output for the question. */
  readonly output: Output;
  /** Shows notes. */
  readonly show: Show;
  /** What the user types; `undefined` without a terminal. */
  readonly lines: Lines | undefined;
  /** `--yes`: every call may run. */
  readonly yes: boolean;
  /** `--allow-tool`: calls of these tools may run, by their name in the run or their own. */
  readonly allowTools: readonly string[];
}

/** Characters of the arguments, and of a changed line, that are shown. */
const SHOWN = 4_000;

/** How many lines of a changed definition are shown. */
const SHOWN_LINES = 60;

/** Asks one question at a time, and saves the definition of each tool whose call may run. */
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

  /** Only a clear yes counts as one. */
  async function askUser(from: Lines, signal: AbortSignal): Promise<"yes" | "always" | "no"> {
    await from.forget();
    while (true) {
      output.note(words.choices);
      const line = (await from.read(signal))?.trim().toLowerCase();
      if (line === undefined || line === "" || words.no.includes(line)) return "no";
      if (words.yes.includes(line)) return "yes";
      if (words.always.includes(line)) return "always";
    }
  }

  async function save(server: string, { tool, name }: CatalogTool, pin: Pin): Promise<void> {
    const isSaved = await pins.set(server, tool.name, pin);
    if (isSaved || !pin.isAlways) return;
    show({ type: "note", code: "approvalNotKept", text: notes.approvalNotKept(oneLine(name)) });
  }

  return async (catalogTool, args, signal) => {
    const { server, tool, name } = catalogTool;
    // It is our own server, started for this run.
    if (server.isEmbedded) return true;
    const url = shownUrl(server.url);
    const definition = definitionOf(tool);
    const hash = definitionHash(definition);

    const decideInTurn = async (): Promise<boolean> => {
      // Read inside the turn: the user may have answered "always" to the call before this one.
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
        // The call was cancelled while the user was asked about another one: there is nothing left to decide.
        if (!signal.aborted) await showQuestion(catalogTool, args, decision.reason, pin);
        const answer = signal.aborted ? "no" : await askUser(lines, signal);
        if (answer === "no") {
          if (signal.aborted) return false;
          show({ type: "note", code: "callRefused", text: notes.callRefused(oneLine(name)) });
          return false;
        }
        isAlways = answer === "always";
      }
      if (pin?.hash !== hash || pin.isAlways !== isAlways) {
        await save(url, catalogTool, { hash, definition, isAlways });
      }
      return true;
    };
    return lines ? await lines.turn(decideInTurn) : await decideInTurn();
  };
}

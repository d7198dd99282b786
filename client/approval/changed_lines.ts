/** What has changed of a tool's definition, for the person who allowed it as it was. Pure. */
import { diffLines } from "diff";
import { printableJson } from "../../cli/printable.ts";
import { type Definition, ordered } from "./definition.ts";

const MAX_EDITS = 2_000;

/** The lines that differ, `- ` before those of `before` and `+ ` before those of `after`. */
export function changedLines(before: Definition, after: Definition): string[] {
  const text = (definition: Definition) => printableJson(ordered(definition), 2) + "\n";
  // Its work is square to what differs, and a server chooses that.
  const differences = diffLines(text(before), text(after), { maxEditLength: MAX_EDITS }) ?? [
    { value: text(before), removed: true, added: false },
    { value: text(after), removed: false, added: true },
  ];
  return differences.flatMap(({ added, removed, value }) =>
    added || removed ? value.trimEnd().split("\n").map((line) => `${added ? "+" : "-"} ${line}`) : []
  );
}

/**
 * What has changed in a tool's definition since the user approved it. Pure.
 *
 * @module
 */
import { diffLines } from "diff";
import { printableJson } from "../../cli/printable.ts";
import { type Definition, ordered } from "./definition.ts";

const MAX_EDITS = 2_000;

/** The lines of JSON that differ, with `- ` before those of `before` and `+ ` before those of `after`. */
export function changedLines(before: Definition, after: Definition): string[] {
  const text = (definition: Definition) => printableJson(ordered(definition), 2) + "\n";
  // The time grows with the square of the differences, which the server chooses.
  const differences = diffLines(text(before), text(after), { maxEditLength: MAX_EDITS }) ?? [
    { value: text(before), removed: true, added: false },
    { value: text(after), removed: false, added: true },
  ];
  return differences.flatMap(({ added, removed, value }) =>
    added || removed ? value.trimEnd().split("\n").map((line) => `${added ? "+" : "-"} ${line}`) : []
  );
}

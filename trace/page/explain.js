/**
 * The page's explanations of a step.
 *
 * @typedef {import("./render_page.ts").PageData} PageData
 * @typedef {import("../step_kind.ts").StepKind} StepKind
 * @typedef {import("../exchange.ts").TraceEra} TraceEra
 */
import { element } from "./dom.js";

/**
 * The text, what breaks it, and the section of the specification.
 *
 * @param {StepKind} step
 * @param {TraceEra | undefined} era whose revision of the specification is linked
 * @param {PageData} data
 * @param {string} breaksLabel
 */
export function explanationOf(step, era, { explanations, specs, words }, breaksLabel) {
  const explanation = explanations[step];
  if (!explanation) return [];
  const address = specs[era ?? "2026"][step] ?? explanation.spec;
  const isOfMcp = address.startsWith("https://modelcontextprotocol.io/");
  const link = element("a", "spec", `${isOfMcp ? words.specification : words.reference} ↗`);
  link.href = address;
  link.target = "_blank";
  link.rel = "noreferrer";
  return [
    element("p", "text", explanation.text),
    element("p", "breaks", undefined, [element("strong", "", breaksLabel), " ", explanation.breaks]),
    element("p", "", undefined, [link]),
  ];
}

/**
 * Parts of an exchange, each of which expands to its explanation.
 *
 * @param {readonly StepKind[]} steps
 * @param {TraceEra | undefined} era
 * @param {PageData} data
 */
export function notesOn(steps, era, data) {
  return steps.map((step) =>
    element("details", "part", undefined, [
      element("summary", "", data.explanations[step]?.title ?? step),
      ...explanationOf(step, era, data, data.words.breaks),
    ])
  );
}

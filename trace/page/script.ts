/**
 * The page's script, made of its modules: they are written in JavaScript that browsers run as it is and that
 * `deno check` checks by its JSDoc, so nothing is built, and what is read here is what runs there.
 */
import arrow from "./arrow.js" with { type: "text" };
import diagram from "./diagram.js" with { type: "text" };
import controls from "./controls.js" with { type: "text" };
import dom from "./dom.js" with { type: "text" };
import explain from "./explain.js" with { type: "text" };
import filter from "./filter.js" with { type: "text" };
import fold from "./fold.js" with { type: "text" };
import har from "./har.js" with { type: "text" };
import jsonText from "./json_text.js" with { type: "text" };
import lanes from "./lanes.js" with { type: "text" };
import live from "./live.js" with { type: "text" };
import moments from "./moments.js" with { type: "text" };
import numbers from "./numbers.js" with { type: "text" };
import page from "./page.js" with { type: "text" };
import panel from "./panel.js" with { type: "text" };

/** Whoever is imported comes first. */
const MODULES = [
  ...[dom, numbers, fold, moments, filter, lanes, jsonText, explain],
  ...[har, arrow, diagram, panel, controls, live, page],
];

/** One module: within it the others' names are known, so that imports and exports fall away. */
export const script: string = MODULES.map((text) =>
  text.replace(/^import (?:[^;]*? from )?"\.\/\w+\.js";\n/gm, "").replace(
    /^export (?=async function|function|const)/gm,
    "",
  )
).join("\n");

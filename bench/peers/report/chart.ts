/** The chart of the main table, drawn by Vega. */
import type { Results } from "../results.ts";
import { medianOf, shownRows } from "./tables.ts";
import { type Language, WORDS } from "./words.ts";

// In variables, so that the locks of the project do not hold packages that only this page needs.
const VEGA = "npm:vega@6.4.0";
const VEGA_LITE = "npm:vega-lite@6.5.0";

const POWERS = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000];
const OURS = "#c2410c";
const OTHERS = "#475569";

/** What a chart shows, in the language of Vega-Lite: a view for each era, one below the other. */
export function chartOf(results: Results, language: Language): Record<string, unknown> {
  const { chart, axis } = WORDS[language];
  const values = shownRows(results).map(({ name, peer, era, perSecond }) => ({
    name,
    era,
    rate: medianOf(perSecond)!,
    label: Math.round(medianOf(perSecond)!).toLocaleString(language),
    color: peer.startsWith("mcpdemo") ? OURS : OTHERS,
  }));
  const eras = [...new Set(values.map(({ era }) => era))];
  const xOf = (era: string) => {
    const title = era === eras.at(-1) ? axis : null;
    return {
      field: "rate",
      type: "quantitative",
      scale: { type: "log" },
      axis: { values: POWERS, format: "~s" },
      title,
    };
  };
  const y = { field: "name", type: "nominal", sort: { field: "rate", order: "descending" }, title: null };
  const color = { field: "color", type: "nominal", scale: null };
  return {
    $schema: "https://vega.github.io/schema/vega-lite/v6.json",
    title: chart,
    background: "white",
    padding: 12,
    data: { values },
    vconcat: eras.map((era) => ({
      title: era,
      width: 560,
      height: { step: 22 },
      transform: [{ filter: { field: "era", equal: era } }],
      layer: [
        { mark: { type: "point", filled: true, size: 70, opacity: 1 }, encoding: { x: xOf(era), y, color } },
        {
          mark: { type: "text", align: "left", dx: 8 },
          encoding: { x: xOf(era), y, color, text: { field: "label" } },
        },
      ],
    })),
    resolve: { scale: { x: "shared" } },
    config: { font: "sans-serif", title: { anchor: "start" }, axisY: { labelLimit: 240, grid: true } },
  };
}

/** Draws the chart as SVG. Fetches Vega from npm. */
export async function drawChart(results: Results, language: Language): Promise<string> {
  const [vega, { compile }] = await Promise.all([import(VEGA), import(VEGA_LITE)]);
  const view = new vega.View(vega.parse(compile(chartOf(results, language)).spec), { renderer: "none" });
  return `${await view.toSVG()}\n`;
}
